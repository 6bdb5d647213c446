//! `chat ask`.

use std::io;
use std::process::ExitCode;

use anyhow::Context;
use clap::builder::NonEmptyStringValueParser;

use crate::project::{Project, client};
use crate::turn::{Conversation, Ending, INTERRUPTED, Shown};

/// Ask something in a session, and show the answer as it comes.
///
/// The answer goes to stdout and its sources after it; what the agent thinks and does on the way goes to stderr. Ctrl-C
/// ends the turn; what was complete until then is kept in the session.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The session.
    #[arg(value_name = "SESSION", value_parser = NonEmptyStringValueParser::new())]
    session_id: String,
    /// What to ask; `-` reads it from stdin.
    prompt: String,
    /// An index to look for the answer in; give it again for more. None: those that the session is bound to.
    #[arg(long = "index-id", value_name = "ID")]
    index_ids: Vec<String>,
    /// Print the events of the turn as JSON, one a line, as they come.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    project: Project,
}

/// Runs one turn.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let prompt = match arguments.prompt.as_str() {
        "-" => io::read_to_string(io::stdin()).context("cannot read what to ask from stdin")?,
        prompt => prompt.to_owned(),
    };
    let conversation = Conversation::open(
        client()?,
        arguments.project,
        arguments.session_id,
        arguments.index_ids,
    )
    .await?;
    let ending = conversation
        .say(prompt.trim_end(), &mut Shown::new(arguments.json))
        .await?;
    Ok(match ending {
        Ending::Done => ExitCode::SUCCESS,
        Ending::Interrupted => ExitCode::from(INTERRUPTED),
    })
}
