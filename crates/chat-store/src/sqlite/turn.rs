//! Turns as rows of their table: at most one a session, as long as it runs.

use std::time::{SystemTime, UNIX_EPOCH};

use chat_server::store::{Begun, LEASE, OpenTurn, TurnId};
use rusqlite::{Connection, OptionalExtension, Row};

use super::error::Failure;
use super::{event, session};
use crate::place::Place;
use crate::stored::{Ending, Message, NewEvent, StoredTurn};

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

/// Begins the turn of a message, unless something is in its way.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`](chat_server::store::StoreError::Damaged).
pub(crate) fn begin(
    connection: &Connection,
    place: &Place,
    id: &str,
    message: &Message,
) -> Result<Begun, Failure> {
    let Some(session) = session::find(connection, place, id)? else {
        return Ok(Begun::NoSession);
    };
    let is_first = !event::any(connection, id)?;
    if let Some(locked) = message.locked(&session, is_first) {
        return Ok(locked);
    }
    let now = now();
    if let Some((other, is_alive)) = find(connection, id, now)? {
        return Ok(if is_alive {
            Begun::Running
        } else {
            Begun::Abandoned(other)
        });
    }
    let turn = &message.turn;
    let history = event::texts(connection, id, turn.history)?;
    event::append(connection, id, &message.input)?;
    connection.prepare_cached(TAKE_UP)?.execute((
        id,
        turn.at,
        &turn.title,
        message.settled(&session, is_first),
    ))?;
    connection
        .prepare_cached(BEGIN)?
        .execute((id, turn.id.to_string(), now))?;
    Ok(Begun::Turn(history))
}

/// Ends a turn; `false` when it is not running.
///
/// # Errors
/// The engine's.
pub(crate) fn end(
    connection: &Connection,
    turn: &TurnId,
    ending: &Ending,
) -> rusqlite::Result<bool> {
    let ended = connection.prepare_cached(END)?.execute(name(turn))?;
    if ended == 0 {
        return Ok(false);
    }
    event::append(connection, &turn.session, &ending.stop)?;
    connection
        .prepare_cached(LAY_DOWN)?
        .execute((&turn.session, ending.at, &ending.run))?;
    Ok(true)
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
        event::append(connection, &turn.session, event)?;
    }
    Ok(running)
}

/// The turns that nobody has renewed in time.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`](chat_server::store::StoreError::Damaged).
pub(crate) fn abandoned(connection: &Connection) -> Result<Vec<OpenTurn>, Failure> {
    let mut statement = connection.prepare_cached(ABANDONED)?;
    let rows = statement.query_map([now() - lease()], stored)?;
    rows.map(|row| Ok(row?.decode()?)).collect()
}

/// The turn of a session, and whether it is alive.
fn find(
    connection: &Connection,
    session: &str,
    now: i64,
) -> Result<Option<(OpenTurn, bool)>, Failure> {
    let found = connection
        .prepare_cached(FIND)?
        .query_row([session], |row| Ok((stored(row)?, row.get("alive_at")?)))
        .optional()?;
    let found = found.map(|(turn, alive_at): (_, i64)| Ok((turn.decode()?, alive_at)));
    let found = found.transpose().map_err(Failure::Store)?;
    Ok(found.map(|(turn, alive_at)| (turn, alive_at >= now - lease())))
}

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredTurn> {
    let (begun_at, alive_at): (i64, i64) = (row.get("begun_at")?, row.get("alive_at")?);
    Ok(StoredTurn {
        session: row.get("session_id")?,
        id: row.get("id")?,
        ran: alive_at - begun_at,
    })
}

fn name(turn: &TurnId) -> (&str, String) {
    (&turn.session, turn.turn.to_string())
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
