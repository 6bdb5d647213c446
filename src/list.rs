//! `chat list`.

use std::io::{self, Write};

use anstyle::Style;
use anyhow::Context;
use chat_client::types::ChatSessionSummary;
use jiff::Timestamp;
use unicode_width::UnicodeWidthStr;

use crate::moment::ago;
use crate::project::{Project, client};
use crate::terminal::{DIM, ERROR, json, line, note, truncated, width};

/// The most sessions that a page can have.
const PAGE: usize = 100;

/// List the sessions, the latest updated first.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How many sessions to list at most. All of them when absent.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Print the sessions as a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    project: Project,
}

/// Prints the sessions as their pages arrive; as JSON, when all have arrived.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let client = client()?;
    let limit = arguments.limit.unwrap_or(usize::MAX);
    // A page holds no more than is wanted, but a page of none there is not.
    let page_size = i64::try_from(limit.clamp(1, PAGE))?;
    let call = arguments.project.call(client.list_sessions());
    let mut sessions = call.page_size(page_size).sessions();
    let (mut all, mut count) = (Vec::new(), 0);
    let mut out = anstream::stdout().lock();
    let width = width(&io::stdout());
    while count < limit {
        let session = sessions.try_next().await;
        let session = session.with_context(|| {
            format!(
                "the sessions at {} cannot be listed",
                client.api().base_url()
            )
        })?;
        let Some(session) = session else { break };
        count += 1;
        if arguments.json {
            all.push(session);
        } else {
            print(&mut out, &session, width)?;
        }
    }
    if arguments.json {
        json(&all)?;
    } else if count == 0 && limit > 0 {
        note("There are no sessions yet: `chat create --index-id NAME` makes one.");
    }
    Ok(())
}

/// A session in a line: what does not fit on a terminal is left out.
fn print(
    out: &mut impl Write,
    session: &ChatSessionSummary,
    width: Option<usize>,
) -> io::Result<()> {
    let plain = Style::new();
    let id = line(&session.session_id);
    let updated = ago(&session.last_updated_at, Timestamp::now());
    let mut pieces = vec![(plain, id), (DIM, format!("  {updated:>10}  "))];
    if session
        .job_metadata
        .as_ref()
        .is_some_and(|run| run.is_error)
    {
        pieces.push((ERROR, "failed  ".to_owned()));
    }
    match &session.generated_title {
        Some(title) => pieces.push((plain, line(title))),
        None => pieces.push((DIM, "(no message yet)".to_owned())),
    }
    if let Some(ids) = session.index_ids.as_ref().filter(|ids| !ids.is_empty()) {
        pieces.push((DIM, format!("  {}", line(&ids.join(", ")))));
    }
    let mut room = width.unwrap_or(usize::MAX);
    for (style, text) in pieces {
        let text = truncated(&text, room);
        room -= text.width();
        write!(out, "{style}{text}{style:#}")?;
    }
    writeln!(out)
}
