//! `chat delete`.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Context;
use clap::builder::NonEmptyStringValueParser;
use serde_json::json;

use crate::project::{Project, client};
use crate::terminal::{self, line};

/// Delete sessions and all that was said in them.
///
/// Nothing is asked. A turn that is running is stopped.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The sessions.
    #[arg(value_name = "SESSION", required = true, value_parser = NonEmptyStringValueParser::new())]
    session_ids: Vec<String>,
    /// Print what was deleted as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    project: Project,
}

/// Deletes one session after the other, and prints which are gone. One that cannot be deleted does not save the next.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let client = client()?;
    let mut code = ExitCode::SUCCESS;
    let mut deleted = Vec::new();
    for id in &arguments.session_ids {
        let call = arguments.project.call(client.delete_session(id));
        match call
            .send()
            .await
            .with_context(|| format!("session {id} was not deleted"))
        {
            Ok(()) if arguments.json => deleted.push(id),
            Ok(()) => writeln!(anstream::stdout(), "deleted {}", line(id))?,
            Err(error) => {
                terminal::error(&error, None);
                code = ExitCode::FAILURE;
            }
        }
    }
    if arguments.json {
        terminal::json(&json!({"deleted": deleted}))?;
    }
    Ok(code)
}
