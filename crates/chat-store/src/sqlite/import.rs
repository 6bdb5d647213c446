//! Everything of an export, kept in one transaction.

use std::io::BufRead;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::{files, open};
use crate::transfer::{
    Counts, Entry, EventRecord, Fault, ImportError, Onto, Reader, Record, SessionRecord,
};

const ANY: &str = "SELECT EXISTS (SELECT 1 FROM sessions)";

const SECRET: &str = "UPDATE secret SET secret = ?1";

const SESSION: &str = "
    INSERT INTO sessions
        (id, account, project, organization_id, created_at, updated_at, title, index_ids, last_run)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT (id) DO NOTHING";

const TURN: &str = "INSERT INTO turns (session_id, id, begun_at, alive_at) VALUES (?1, ?2, ?3, ?4)";

const EVENT: &str =
    "INSERT INTO events (session_id, position, kind, event) VALUES (?1, ?2, ?3, ?4)";

/// When a turn was last heard of is no part of what a session is.
const SAME_SESSION: &str = "
    SELECT EXISTS (
        SELECT 1 FROM sessions s LEFT JOIN turns t ON t.session_id = s.id
        WHERE s.id = ?1 AND account = ?2 AND project = ?3 AND organization_id IS ?4 AND created_at = ?5
            AND updated_at = ?6 AND title IS ?7 AND index_ids IS ?8 AND last_run IS ?9
            AND t.id IS ?10 AND begun_at IS ?11
            AND ?12 = (SELECT count(*) FROM events WHERE session_id = s.id)
    )";

const SAME_EVENT: &str =
    "SELECT EXISTS (SELECT 1 FROM events WHERE session_id = ?1 AND position = ?2 AND event = ?3)";

/// # Errors
/// [`ImportError`].
pub(crate) fn import<R: BufRead>(
    path: &Path,
    mut reader: Reader<R>,
    onto: Onto,
) -> Result<Counts, ImportError> {
    let mut file = open::write_connection(&files::made(path)?)?;
    let place = || path.display().to_string();
    let failed = |error: rusqlite::Error| ImportError::Write {
        place: place(),
        source: error.into(),
    };
    let transaction = file.transaction_with_behavior(TransactionBehavior::Immediate);
    let transaction = transaction.map_err(failed)?;
    if onto == Onto::Empty {
        let any = transaction.query_row(ANY, [], |row| row.get(0));
        if any.map_err(failed)? {
            return Err(ImportError::NotEmpty { place: place() });
        }
        let secret = transaction.execute(SECRET, [reader.secret()]);
        secret.map_err(failed)?;
    }
    let mut import = Import {
        file: &transaction,
        onto,
        is_new: true,
    };
    while let Some(Entry { line, record }) = reader.next()? {
        let fault = import.keep(&record).map_err(failed)?;
        fault.map_err(ImportError::line(line))?;
    }
    transaction.commit().map_err(failed)?;
    Ok(reader.done())
}

struct Import<'f> {
    file: &'f Connection,
    onto: Onto,
    /// Whether the session that came last was not there before.
    is_new: bool,
}

impl Import<'_> {
    /// # Errors
    /// The engine's. Inside: what makes the record one that is not to be kept.
    fn keep(&mut self, record: &Record) -> rusqlite::Result<Result<(), Fault>> {
        match record {
            Record::Session(session) => self.session(session),
            Record::Event(event) => self.event(event),
        }
    }

    fn session(&mut self, session: &SessionRecord) -> rusqlite::Result<Result<(), Fault>> {
        let (id, turn) = (&session.id, session.turn.as_ref());
        let index_ids = session.index_ids.as_ref().map(|json| json.get());
        let last_run = session.last_run.as_ref().map(|json| json.get());
        let kept = self.file.prepare_cached(SESSION)?.execute((
            id,
            &session.account,
            &session.project,
            &session.organization_id,
            session.created_at,
            session.updated_at,
            &session.title,
            index_ids,
            last_run,
        ))?;
        self.is_new = kept > 0;
        if self.is_new {
            if let Some(turn) = turn {
                self.file.prepare_cached(TURN)?.execute((
                    id,
                    &turn.id,
                    turn.begun_at,
                    turn.alive_at,
                ))?;
            }
            return Ok(Ok(()));
        }
        if self.onto == Onto::Empty {
            return Ok(Err(Fault::Twice {
                session: id.clone(),
            }));
        }
        let same = self.file.prepare_cached(SAME_SESSION)?.query_row(
            (
                id,
                &session.account,
                &session.project,
                &session.organization_id,
                session.created_at,
                session.updated_at,
                &session.title,
                index_ids,
                last_run,
                turn.map(|turn| &turn.id),
                turn.map(|turn| turn.begun_at),
                session.events,
            ),
            |row| row.get(0),
        )?;
        Ok(differs_unless(same, id))
    }

    fn event(&self, event: &EventRecord) -> rusqlite::Result<Result<(), Fault>> {
        let (id, json) = (&event.session_id, event.event.get());
        if self.is_new {
            let mut statement = self.file.prepare_cached(EVENT)?;
            statement.execute((id, event.position, &event.kind, json))?;
            return Ok(Ok(()));
        }
        let mut statement = self.file.prepare_cached(SAME_EVENT)?;
        let same = statement.query_row((id, event.position, json), |row| row.get(0))?;
        Ok(differs_unless(same, id))
    }
}

fn differs_unless(same: bool, session: &str) -> Result<(), Fault> {
    if same {
        return Ok(());
    }
    Err(Fault::Differs {
        session: session.to_owned(),
    })
}
