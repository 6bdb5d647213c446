//! Events as rows of their table, and back.

use chat_server::store::Event;
use rusqlite::{Connection, Row};

use super::error::Failure;
use crate::stored::{self, NewEvent};

const APPEND: &str = "
    INSERT INTO events (session_id, position, kind, event)
    SELECT ?1, coalesce(max(position) + 1, 0), ?2, ?3 FROM events WHERE session_id = ?1";

const ALL: &str = "SELECT event FROM events WHERE session_id = ?1 ORDER BY position";

const TEXTS: &str = "
    SELECT event FROM events
    WHERE session_id = ?1 AND kind IN ('user_input', 'text')
    ORDER BY position DESC
    LIMIT ?2";

const ANY: &str = "SELECT EXISTS (SELECT 1 FROM events WHERE session_id = ?1)";

/// Keeps an event as the last of a session's.
///
/// # Errors
/// The engine's.
pub(crate) fn append(
    connection: &Connection,
    session: &str,
    event: &NewEvent,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(APPEND)?
        .execute((session, &event.kind, &event.json))
        .map(drop)
}

/// All events of a session, in their order.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`](chat_server::store::StoreError::Damaged) when what is stored is no event.
pub(crate) fn all(connection: &Connection, session: &str) -> Result<Vec<Event>, Failure> {
    let mut statement = connection.prepare_cached(ALL)?;
    collect(statement.query([session])?)
}

/// The latest texts of a session, what the user said among them, oldest first.
///
/// # Errors
/// As [`all`].
pub(crate) fn texts(
    connection: &Connection,
    session: &str,
    limit: usize,
) -> Result<Vec<Event>, Failure> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(TEXTS)?;
    let mut events = collect(statement.query((session, limit))?)?;
    events.reverse();
    Ok(events)
}

/// Whether a session has events.
///
/// # Errors
/// The engine's.
pub(crate) fn any(connection: &Connection, session: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(ANY)?
        .query_row([session], |row| row.get(0))
}

fn collect(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Event>, Failure> {
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(event(row)?);
    }
    Ok(events)
}

fn event(row: &Row<'_>) -> Result<Event, Failure> {
    let json = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
    Ok(stored::event(json)?)
}
