//! `chat create`.

use std::io::Write;

use anyhow::Context;

use crate::project::{Project, client};
use crate::session::facts;
use crate::terminal::{json, line};

/// Create a chat session.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// An index that the session retrieves from; give it again for more, up to 10. None: an unbound session.
    #[arg(long = "index-id", value_name = "ID")]
    index_ids: Vec<String>,
    /// Print the session as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    project: Project,
}

/// Creates a session and prints it.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let client = client()?;
    let mut call = client.create_session();
    if !arguments.index_ids.is_empty() {
        call = call.index_ids(arguments.index_ids);
    }
    let session = arguments.project.call(call).send().await;
    let session = session
        .with_context(|| format!("no session was created at {}", client.api().base_url()))?;
    if arguments.json {
        return json(&session);
    }
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}", line(&session.session_id))?;
    facts(
        &mut out,
        session.index_ids.as_deref(),
        &session.last_updated_at,
    )?;
    Ok(())
}
