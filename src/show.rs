//! `chat show`.

use std::io::{self, Write};

use anstyle::Style;
use anyhow::Context;
use chat_client::types::{Event, SessionDetail, StopEvent};
use clap::builder::NonEmptyStringValueParser;

use crate::answer::Answer;
use crate::moment::span;
use crate::project::{Project, client};
use crate::session::facts;
use crate::terminal::{BOLD, DIM, ERROR, Wrapped, harmless, json, line, width};

/// Show a session: who said what, what was searched and found, and how it ended.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The session.
    #[arg(value_name = "SESSION", value_parser = NonEmptyStringValueParser::new())]
    session_id: String,
    /// Print the session and its events as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    project: Project,
}

/// Prints a session and its events.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let client = client()?;
    let id = &arguments.session_id;
    let session = arguments.project.call(client.get_session(id)).send().await;
    let session = session.with_context(|| format!("session {id} cannot be shown"))?;
    if arguments.json {
        return json(&session);
    }
    print(&session)?;
    Ok(())
}

fn print(session: &SessionDetail) -> io::Result<()> {
    let mut out = anstream::stdout();
    let id = line(&session.session_id);
    match &session.generated_title {
        Some(title) => writeln!(
            out,
            "{BOLD}{}{BOLD:#}\n  {DIM}session{DIM:#}  {id}",
            line(title)
        )?,
        None => writeln!(out, "{id}")?,
    }
    facts(
        &mut out,
        session.index_ids.as_deref(),
        &session.last_updated_at,
    )?;

    let mut prompt = Wrapped::new(anstream::stdout(), width(&io::stdout()), Style::new());
    let mut answer = Answer::transcript();
    let mut running = false;
    for event in &session.events {
        match event {
            Event::UserInput(input) => {
                if running {
                    answer.conclude(ERROR, "the turn has not ended")?;
                }
                running = true;
                writeln!(out, "\n{BOLD}You{BOLD:#}")?;
                prompt.text(&harmless(&input.content))?;
                prompt.end_line()?;
                writeln!(out, "\n{BOLD}Agent{BOLD:#}")?;
            }
            Event::Stop(stop) => {
                running = false;
                conclude(&mut answer, stop)?;
            }
            event => answer.event(event)?,
        }
    }
    if running {
        answer.conclude(ERROR, "the turn has not ended")?;
    }
    Ok(())
}

fn conclude<O: Write, N: Write>(answer: &mut Answer<O, N>, stop: &StopEvent) -> io::Result<()> {
    let took = span(stop.usage.duration_ms);
    if stop.is_error {
        let why = stop.error.as_deref().unwrap_or("nobody says why");
        return answer.conclude(ERROR, &format!("failed after {took}: {why}"));
    }
    let tokens = match (
        stop.usage.total_input_tokens,
        stop.usage.total_output_tokens,
    ) {
        (Some(read), Some(written)) => format!(", {read} tokens read, {written} written"),
        _ => String::new(),
    };
    answer.conclude(DIM, &format!("done in {took}{tokens}"))
}
