//! Everything that a file keeps, read at one moment.

use std::path::{self, Path};

use rusqlite::{Connection, Row};

use super::error::Failure;
use super::{migrate, open, session};
use crate::OpenError;
use crate::transfer::{Counts, EventRecord, ExportError, SessionRecord, TurnRecord, Writer, raw};

const COUNT: &str = "SELECT count(*) FROM sessions";

const SESSIONS: &str = "
    SELECT s.id, account, project, organization_id, created_at, updated_at, title, index_ids, last_run,
        t.id AS turn, begun_at, alive_at,
        (SELECT count(*) FROM events WHERE session_id = s.id) AS events
    FROM sessions s LEFT JOIN turns t ON t.session_id = s.id
    ORDER BY s.id";

const EVENTS: &str = "SELECT position, event FROM events WHERE session_id = ?1 ORDER BY position";

/// # Errors
/// [`ExportError`].
pub(crate) fn export(path: &Path, writer: Writer<'_>) -> Result<Counts, ExportError> {
    let place = || path.display().to_string();
    let nothing = || ExportError::Nothing { place: place() };
    // As when it is opened to serve: a path is only ever a path.
    let absolute = path::absolute(path).map_err(|_| nothing())?;
    if !absolute.is_file() {
        return Err(nothing());
    }
    let (file, found) = open::accepted(&absolute)?;
    match found {
        0 => return Err(nothing()),
        migrate::NEWEST => {}
        _ => {
            return Err(ExportError::Older {
                place: place(),
                found,
                known: migrate::NEWEST,
            });
        }
    }
    write(&file, writer).map_err(|failure| match failure {
        Interrupted::Export(error) => error,
        Interrupted::Engine(error) if super::error::is_unreadable(&error) => {
            OpenError::Unreadable {
                path: path.to_owned(),
                source: error,
            }
            .into()
        }
        Interrupted::Engine(error) => ExportError::Read {
            place: place(),
            source: error.into(),
        },
    })
}

/// Why an export did not go on.
enum Interrupted {
    Engine(rusqlite::Error),
    Export(ExportError),
}

impl From<rusqlite::Error> for Interrupted {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

impl From<ExportError> for Interrupted {
    fn from(error: ExportError) -> Self {
        Self::Export(error)
    }
}

fn write(file: &Connection, mut writer: Writer<'_>) -> Result<Counts, Interrupted> {
    let snapshot = file.unchecked_transaction()?;
    let secret = session::secret(&snapshot).map_err(|failure| match failure {
        Failure::Engine(error) => Interrupted::Engine(error),
        Failure::Store(error) => Interrupted::Export(ExportError::Secret(error)),
    })?;
    let count: i64 = snapshot.query_row(COUNT, [], |row| row.get(0))?;
    writer.begin(&secret, count.unsigned_abs())?;
    let mut sessions = snapshot.prepare(SESSIONS)?;
    let mut events = snapshot.prepare(EVENTS)?;
    let mut sessions = sessions.query([])?;
    while let Some(row) = sessions.next()? {
        let session = record(row)?;
        let id = session.id.clone();
        writer.session(session)?;
        let mut events = events.query([&id])?;
        while let Some(row) = events.next()? {
            writer.event(EventRecord {
                event: raw(row.get("event")?, "event", &id)?,
                session_id: id.clone(),
                position: row.get("position")?,
                kind: String::new(),
            })?;
        }
    }
    Ok(writer.end()?)
}

fn record(row: &Row<'_>) -> Result<SessionRecord, Interrupted> {
    let id: String = row.get("id")?;
    let json = |column, what| -> Result<_, Interrupted> {
        let json: Option<String> = row.get(column)?;
        Ok(json.map(|json| raw(json, what, &id)).transpose()?)
    };
    let turn: Option<String> = row.get("turn")?;
    let turn = turn.map(|turn| -> rusqlite::Result<_> {
        Ok(TurnRecord {
            id: turn,
            begun_at: row.get("begun_at")?,
            alive_at: row.get("alive_at")?,
        })
    });
    Ok(SessionRecord {
        account: row.get("account")?,
        project: row.get("project")?,
        organization_id: row.get("organization_id")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        title: row.get("title")?,
        index_ids: json("index_ids", "index list")?,
        last_run: json("last_run", "last run")?,
        turn: turn.transpose()?,
        events: row.get("events")?,
        id,
    })
}
