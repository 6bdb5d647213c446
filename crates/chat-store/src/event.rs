//! Events as rows of their table, and back.

use chat_server::store::{Event, StoreError};
use rusqlite::{Connection, Row};

use crate::error::{Failure, damaged};

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

/// An event that is to be kept: encoded by its caller, so that the writer only writes.
#[derive(Debug)]
pub(crate) struct NewEvent {
    kind: String,
    json: String,
}

impl NewEvent {
    /// # Errors
    /// [`StoreError::Engine`], when the event cannot be written as JSON.
    pub(crate) fn new(event: &Event) -> Result<Self, StoreError> {
        let json = serde_json::to_string(event);
        Ok(Self {
            kind: event.tag().to_owned(),
            json: json.map_err(|error| StoreError::Engine(Box::new(error)))?,
        })
    }

    /// Keeps it as the last of a session's events.
    ///
    /// # Errors
    /// The engine's.
    pub(crate) fn append(&self, connection: &Connection, session: &str) -> rusqlite::Result<()> {
        connection
            .prepare_cached(APPEND)?
            .execute((session, &self.kind, &self.json))
            .map(drop)
    }
}

/// All events of a session, in their order.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`] when what is stored is no event.
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
    Ok(serde_json::from_str(json).map_err(damaged("event"))?)
}
