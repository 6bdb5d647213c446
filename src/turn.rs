//! A turn of a conversation.

use std::io;

use anyhow::{Context, bail};
use chat_client::types::Event;
use chat_client::{Client, Events};

use crate::answer::Answer;
use crate::project::Project;
use crate::terminal::{json_line, skipped};

/// What a program exits with after Ctrl-C: 128 and the number of the signal.
pub(crate) const INTERRUPTED: u8 = 130;

/// A session to talk in.
pub(crate) struct Conversation {
    client: Client,
    project: Project,
    session_id: String,
    index_ids: Vec<String>,
}

/// How the events of a turn are shown.
pub(crate) enum Shown {
    /// To people.
    Text(Box<Answer<anstream::Stdout, anstream::Stderr>>),
    /// To programs, as JSON, one a line.
    Json,
}

/// How a turn that did not fail has ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ending {
    /// With a `stop`.
    Done,
    /// With Ctrl-C.
    Interrupted,
}

impl Conversation {
    /// A session, in which answers are looked for in these indexes: where none are named, in those that it is bound to.
    pub(crate) async fn open(
        client: Client,
        project: Project,
        session_id: String,
        mut index_ids: Vec<String>,
    ) -> anyhow::Result<Self> {
        if index_ids.is_empty() {
            let summary = project.call(client.get_session_summary(&session_id));
            let summary = summary.send().await;
            let summary =
                summary.with_context(|| format!("cannot talk in session {session_id}"))?;
            index_ids = summary.index_ids.unwrap_or_default();
        }
        if index_ids.is_empty() {
            bail!(
                "session {session_id} is bound to no index: name one to look for the answer in, with --index-id"
            );
        }
        Ok(Self {
            client,
            project,
            session_id,
            index_ids,
        })
    }

    pub(crate) fn session_id(&self) -> &str {
        &self.session_id
    }

    /// Says something, and shows the answer as it comes until it ends, or until Ctrl-C. What is not waited for any longer
    /// is not answered any longer: its connection is closed, and by that the server knows.
    pub(crate) async fn say(&self, prompt: &str, shown: &mut Shown) -> anyhow::Result<Ending> {
        let outcome = tokio::select! {
            biased;
            Ok(()) = tokio::signal::ctrl_c() => Ok(Ending::Interrupted),
            outcome = self.turn(prompt, shown) => outcome.map(|()| Ending::Done),
        };
        shown.end(matches!(outcome, Ok(Ending::Done)))?;
        outcome
    }

    async fn turn(&self, prompt: &str, shown: &mut Shown) -> anyhow::Result<()> {
        let call = self.client.stream(&self.session_id, prompt);
        let call = self.project.call(call.index_ids(&self.index_ids));
        let events = call.send().await;
        let mut events =
            events.with_context(|| format!("session {} does not answer", self.session_id))?;
        while let Some(event) = next(&mut events).await? {
            shown.event(&event)?;
            if let Event::Stop(stop) = event
                && stop.is_error
            {
                let why = stop.error.as_deref();
                bail!(
                    "the turn failed: {}",
                    why.unwrap_or("the server does not say why")
                );
            }
        }
        Ok(())
    }
}

/// The next event that can be read.
async fn next(events: &mut Events) -> anyhow::Result<Option<Event>> {
    loop {
        match events.try_next().await {
            Ok(event) => return Ok(event),
            Err(error) if error.is_cut_off() => {
                return Err(error).context("the answer broke off");
            }
            Err(error) => skipped("an event of the answer", &error.to_string()),
        }
    }
}

impl Shown {
    pub(crate) fn new(json: bool) -> Self {
        if json {
            Self::Json
        } else {
            Self::Text(Box::new(Answer::live()))
        }
    }

    fn event(&mut self, event: &Event) -> anyhow::Result<()> {
        match self {
            Self::Text(answer) => Ok(answer.event(event)?),
            Self::Json => json_line(event),
        }
    }

    fn end(&mut self, complete: bool) -> io::Result<()> {
        match self {
            Self::Text(answer) if complete => answer.end(),
            Self::Text(answer) => answer.break_off(),
            Self::Json => Ok(()),
        }
    }
}
