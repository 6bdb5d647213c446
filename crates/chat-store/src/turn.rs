//! Turns as rows of their table: at most one a session, as long as it runs.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chat_server::store::{Begun, Event, LEASE, NewTurn, OpenTurn, Run, StoreError, TurnId};
use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

use crate::error::{Failure, damaged};
use crate::event::{self, NewEvent};
use crate::place::Place;
use crate::session;

const FIND: &str = "SELECT session_id, id, begun_at, alive_at FROM turns WHERE session_id = ?1";

const ABANDONED: &str = "SELECT session_id, id, begun_at, alive_at FROM turns WHERE alive_at < ?1";

const BEGIN: &str =
    "INSERT INTO turns (session_id, id, begun_at, alive_at) VALUES (?1, ?2, ?3, ?3)";

const RENEW: &str = "UPDATE turns SET alive_at = ?3 WHERE session_id = ?1 AND id = ?2";

const IS_RUNNING: &str = "SELECT EXISTS (SELECT 1 FROM turns WHERE session_id = ?1 AND id = ?2)";

const END: &str = "DELETE FROM turns WHERE session_id = ?1 AND id = ?2";

/// A message comes in: the first one makes the title. A session never goes back in time.
const TAKE_UP: &str = "
    UPDATE sessions
    SET updated_at = max(updated_at, ?2), title = coalesce(title, ?3), index_ids = coalesce(?4, index_ids)
    WHERE id = ?1";

const LAY_DOWN: &str =
    "UPDATE sessions SET updated_at = max(updated_at, ?2), last_run = ?3 WHERE id = ?1";

/// A message and the turn that it begins, ready for the writer.
#[derive(Debug)]
pub(crate) struct Message {
    turn: NewTurn,
    input: NewEvent,
    index_ids: String,
}

impl Message {
    /// # Errors
    /// [`StoreError::Engine`], when it cannot be written as JSON.
    pub(crate) fn new(turn: &NewTurn) -> Result<Self, StoreError> {
        let input = Event::UserInput(chat_server::store::UserInputEvent {
            content: turn.prompt.clone(),
        });
        let index_ids = serde_json::to_string(&turn.index_ids);
        Ok(Self {
            input: NewEvent::new(&input)?,
            index_ids: index_ids.map_err(|error| StoreError::Engine(Box::new(error)))?,
            turn: turn.clone(),
        })
    }

    /// Begins the turn, unless something is in its way.
    ///
    /// # Errors
    /// The engine's, or [`StoreError::Damaged`].
    pub(crate) fn begin(
        &self,
        connection: &Connection,
        place: &Place,
        id: &str,
    ) -> Result<Begun, Failure> {
        let Some(session) = session::find(connection, place, id)? else {
            return Ok(Begun::NoSession);
        };
        // Bound to nothing is as good as unbound: there is nothing that could be locked.
        let bound = session.index_ids.filter(|ids| !ids.is_empty());
        let is_first = !event::any(connection, id)?;
        if let (Some(bound), false) = (&bound, is_first)
            && !is_same_set(bound, &self.turn.index_ids)
        {
            return Ok(Begun::Locked(bound.clone()));
        }
        let now = now();
        if let Some(other) = find(connection, id)? {
            return Ok(if other.is_alive(now) {
                Begun::Running
            } else {
                Begun::Abandoned(other.into())
            });
        }
        let history = event::texts(connection, id, self.turn.history)?;
        self.input.append(connection, id)?;
        let settled = (bound.is_some() && is_first).then_some(&self.index_ids);
        connection.prepare_cached(TAKE_UP)?.execute((
            id,
            self.turn.at,
            &self.turn.title,
            settled,
        ))?;
        connection
            .prepare_cached(BEGIN)?
            .execute((id, self.turn.id.to_string(), now))?;
        Ok(Begun::Turn(history))
    }
}

/// How a turn ended, ready for the writer.
#[derive(Debug)]
pub(crate) struct Ending {
    stop: NewEvent,
    run: String,
    at: i64,
}

impl Ending {
    /// # Errors
    /// [`StoreError::Engine`], when it would not come back as it was.
    pub(crate) fn new(stop: &Event, run: &Run, at: i64) -> Result<Self, StoreError> {
        Ok(Self {
            stop: NewEvent::new(stop)?,
            run: session::encode_run(run)?,
            at,
        })
    }

    /// Ends the turn; `false` when it is not running.
    ///
    /// # Errors
    /// The engine's.
    pub(crate) fn end(&self, connection: &Connection, turn: &TurnId) -> rusqlite::Result<bool> {
        let ended = connection.prepare_cached(END)?.execute(name(turn))?;
        if ended == 0 {
            return Ok(false);
        }
        self.stop.append(connection, &turn.session)?;
        connection
            .prepare_cached(LAY_DOWN)?
            .execute((&turn.session, self.at, &self.run))?;
        Ok(true)
    }
}

/// Says that a turn is alive; `false` when it is not running.
///
/// # Errors
/// The engine's.
pub(crate) fn renew(connection: &Connection, turn: &TurnId) -> rusqlite::Result<bool> {
    let (session, id) = name(turn);
    Ok(connection
        .prepare_cached(RENEW)?
        .execute((session, id, now()))?
        > 0)
}

/// Records an event of a turn; `false` when it is not running.
///
/// # Errors
/// The engine's.
pub(crate) fn record(
    connection: &Connection,
    turn: &TurnId,
    event: &NewEvent,
) -> rusqlite::Result<bool> {
    let running = connection
        .prepare_cached(IS_RUNNING)?
        .query_row(name(turn), |row| row.get(0))?;
    if running {
        event.append(connection, &turn.session)?;
    }
    Ok(running)
}

/// The turns that nobody has renewed in time.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`].
pub(crate) fn abandoned(connection: &Connection) -> Result<Vec<OpenTurn>, Failure> {
    let mut statement = connection.prepare_cached(ABANDONED)?;
    let rows = statement.query_map([now() - lease()], StoredTurn::read)?;
    rows.map(|row| Ok(row??.into())).collect()
}

fn find(connection: &Connection, session: &str) -> Result<Option<StoredTurn>, Failure> {
    let found = connection
        .prepare_cached(FIND)?
        .query_row([session], StoredTurn::read)
        .optional()?;
    Ok(found.transpose()?)
}

struct StoredTurn {
    id: TurnId,
    begun_at: i64,
    alive_at: i64,
}

impl StoredTurn {
    fn read(row: &Row<'_>) -> rusqlite::Result<Result<Self, StoreError>> {
        let (session, id): (_, String) = (row.get(0)?, row.get(1)?);
        let (begun_at, alive_at) = (row.get(2)?, row.get(3)?);
        let turn = Uuid::parse_str(&id).map_err(damaged("turn"));
        Ok(turn.map(|turn| Self {
            id: TurnId { session, turn },
            begun_at,
            alive_at,
        }))
    }

    fn is_alive(&self, now: i64) -> bool {
        self.alive_at >= now - lease()
    }
}

impl From<StoredTurn> for OpenTurn {
    fn from(turn: StoredTurn) -> Self {
        let ran = u64::try_from(turn.alive_at - turn.begun_at).unwrap_or(0);
        Self {
            id: turn.id,
            ran: Duration::from_millis(ran),
        }
    }
}

fn name(turn: &TurnId) -> (&str, String) {
    (&turn.session, turn.turn.to_string())
}

fn is_same_set(one: &[String], other: &[String]) -> bool {
    one.iter().collect::<BTreeSet<_>>() == other.iter().collect()
}

/// Milliseconds since the Unix epoch.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    i64::try_from(since.unwrap_or_default().as_millis()).unwrap_or(i64::MAX)
}

/// [`LEASE`] in milliseconds.
fn lease() -> i64 {
    i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX)
}
