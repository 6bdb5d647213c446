//! `chat create`.

use std::io::Write;

use anyhow::Context;
use chat_client::Client;
use chat_client::types::ChatSessionSummary;
use uuid::Uuid;

/// Create a chat session.
///
/// The server and the key are those of LLAMA_CLOUD_BASE_URL and LLAMA_CLOUD_API_KEY.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// An index that the session retrieves from; give it again for more, up to 10. None: an unbound session.
    #[arg(long = "index-id", value_name = "ID")]
    index_ids: Vec<String>,
    /// The organization to work in; your default when absent.
    #[arg(long, value_name = "UUID")]
    organization_id: Option<Uuid>,
    /// The project to work in; the organization's default when absent.
    #[arg(long, value_name = "UUID")]
    project_id: Option<Uuid>,
    /// Print the session as JSON.
    #[arg(long)]
    json: bool,
}

/// Creates a session and prints it.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let client = Client::from_env()?;
    let mut call = client.create_session();
    if !arguments.index_ids.is_empty() {
        call = call.index_ids(arguments.index_ids);
    }
    if let Some(id) = arguments.organization_id {
        call = call.organization_id(id);
    }
    if let Some(id) = arguments.project_id {
        call = call.project_id(id);
    }
    let base_url = client.api().base_url().to_owned();
    let session = call
        .send()
        .await
        .with_context(|| format!("no session was created at {base_url}"))?;
    let mut out = std::io::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&session)?)?;
    } else {
        print(&mut out, &session)?;
    }
    Ok(())
}

fn print(out: &mut impl Write, session: &ChatSessionSummary) -> std::io::Result<()> {
    writeln!(out, "{}", session.session_id)?;
    match &session.index_ids {
        Some(ids) if ids.is_empty() => writeln!(out, "  indexes  none")?,
        Some(ids) => writeln!(out, "  indexes  {}", ids.join(", "))?,
        None => writeln!(out, "  indexes  unbound")?,
    }
    writeln!(out, "  updated  {} UTC", session.last_updated_at)
}
