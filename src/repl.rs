//! `chat repl`.

mod prompts;

use std::process::ExitCode;

use anyhow::Context;
use chat_client::Client;
use chat_client::types::Event;
use clap::builder::NonEmptyStringValueParser;

use self::prompts::{Next, Prompts};
use crate::project::{Project, client, hint};
use crate::terminal::{error, note};
use crate::turn::{Conversation, Ending, INTERRUPTED, Shown};

/// Talk in a session.
///
/// On a terminal, each line is a question; Ctrl-C ends an answer, and Ctrl-D the conversation. What is said in the session
/// is the history that the arrow keys go through. From a pipe or a file, each line is a question as well, and the first
/// failure ends the conversation.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The session. None: a new one, bound to the indexes that are named.
    #[arg(value_name = "SESSION", value_parser = NonEmptyStringValueParser::new())]
    session_id: Option<String>,
    /// An index to look for answers in; give it again for more. None: those that the session is bound to.
    #[arg(
        long = "index-id",
        value_name = "ID",
        required_unless_present = "session_id"
    )]
    index_ids: Vec<String>,
    /// Print the events of the turns as JSON, one a line, as they come.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    project: Project,
}

/// Asks for questions and answers them, until there are no more.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Arguments {
        session_id,
        index_ids,
        json,
        project,
    } = arguments;
    let client = client()?;
    let mut prompts = Prompts::open()?;
    let session_id = match session_id {
        Some(id) => {
            if prompts.are_edited() {
                prompts.remember(&asked(&client, &project, &id).await?)?;
            }
            id
        }
        None => create(&client, &project, &index_ids).await?,
    };
    let conversation = Conversation::open(client, project, session_id, index_ids).await?;
    note(&format!("session {}", conversation.session_id()));
    if !prompts.are_edited() {
        return piped(&conversation, &mut prompts, json).await;
    }
    note("Ctrl-C ends an answer, Ctrl-D the conversation.");
    edited(&conversation, &mut prompts, json).await?;
    note(&format!(
        "`chat repl {}` goes on with it.",
        conversation.session_id()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Talks with somebody at a terminal, for whom a failure is no reason to leave.
async fn edited(
    conversation: &Conversation,
    prompts: &mut Prompts,
    json: bool,
) -> anyhow::Result<()> {
    let mut shown = Shown::new(json);
    loop {
        match prompts.next().await? {
            Next::Prompt(prompt) => match conversation.say(&prompt, &mut shown).await {
                Ok(Ending::Done) => note(""),
                Ok(Ending::Interrupted) => note("The answer was ended."),
                Err(failure) => error(&failure, hint(&failure)),
            },
            Next::Interrupted => note("Ctrl-D ends the conversation."),
            Next::End => return Ok(()),
        }
    }
}

/// Answers one line after the other.
async fn piped(
    conversation: &Conversation,
    prompts: &mut Prompts,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let mut shown = Shown::new(json);
    loop {
        let ending = match prompts.next().await? {
            Next::Prompt(prompt) => conversation.say(&prompt, &mut shown).await?,
            Next::Interrupted => Ending::Interrupted,
            Next::End => return Ok(ExitCode::SUCCESS),
        };
        if ending == Ending::Interrupted {
            return Ok(ExitCode::from(INTERRUPTED));
        }
    }
}

async fn create(
    client: &Client,
    project: &Project,
    index_ids: &[String],
) -> anyhow::Result<String> {
    let call = client.create_session().index_ids(index_ids);
    let session = project.call(call).send().await;
    let session = session
        .with_context(|| format!("no session was created at {}", client.api().base_url()))?;
    Ok(session.session_id)
}

/// What was asked in a session.
async fn asked(client: &Client, project: &Project, id: &str) -> anyhow::Result<Vec<String>> {
    let session = project.call(client.get_session(id)).send().await;
    let session = session.with_context(|| format!("cannot talk in session {id}"))?;
    let asked = session.events.into_iter().filter_map(|event| match event {
        Event::UserInput(input) => Some(input.content),
        _ => None,
    });
    Ok(asked.collect())
}
