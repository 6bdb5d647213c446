//! Turns as rows of their table: at most one a session, as long as it runs.

use chat_server::store::{Begun, Event, LEASE, OpenTurn, Session, TurnId};
use sqlx::Row as _;
use sqlx::postgres::{PgConnection, PgRow};

use super::error::{Failure, is_taken};
use super::event::events;
use super::session::{at, encode_title, session};
use crate::place::Place;
use crate::stored::{Ending, Message, NewEvent, StoredTurn};

/// The session as a message finds it: with the position of its next event, the turn that is running, and the latest
/// texts.
const LOOK: &str = "
    SELECT s.id, s.updated_at, s.title, s.index_ids, s.last_run,
        (SELECT coalesce(max(position) + 1, 0) FROM chat_events WHERE session_id = $1) AS position,
        ARRAY (
            SELECT event FROM chat_events
            WHERE session_id = $1 AND kind IN ('user_input', 'text')
            ORDER BY position DESC
            LIMIT $5
        ) AS texts,
        t.session_id, t.id AS turn, t.alive_at - t.begun_at AS ran,
        t.alive_at >= (extract(epoch FROM now()) * 1000)::BIGINT - $6 AS is_alive
    FROM chat_sessions s LEFT JOIN chat_turns t ON t.session_id = s.id
    WHERE s.id = $1 AND s.account = $2 AND s.project = $3
        AND (s.organization_id IS NULL OR $4::TEXT IS NULL OR s.organization_id = $4)";

/// A message comes in: the first one makes the title. A session never goes back in time. The keys of the turn and of its
/// first event are what two that begin at once cannot both have.
const BEGIN: &str = "
    WITH session AS (
        UPDATE chat_sessions
        SET updated_at = greatest(updated_at, $3), title = coalesce(title, $4),
            index_ids = coalesce($5, index_ids)
        WHERE id = $1
        RETURNING id
    ), turn AS (
        INSERT INTO chat_turns (session_id, id, begun_at, alive_at, position)
        SELECT id, $2, (extract(epoch FROM now()) * 1000)::BIGINT,
            (extract(epoch FROM now()) * 1000)::BIGINT, $6::BIGINT + 1
        FROM session
        RETURNING session_id
    )
    INSERT INTO chat_events (session_id, position, kind, event)
    SELECT session_id, $6, $7, $8 FROM turn";

const RENEW: &str = "
    UPDATE chat_turns SET alive_at = (extract(epoch FROM now()) * 1000)::BIGINT
    WHERE session_id = $1 AND id = $2";

const RECORD: &str = "
    WITH turn AS (
        UPDATE chat_turns SET position = position + 1
        WHERE session_id = $1 AND id = $2
        RETURNING session_id, position
    )
    INSERT INTO chat_events (session_id, position, kind, event)
    SELECT session_id, position - 1, $3, $4 FROM turn";

const END: &str = "
    WITH turn AS (
        DELETE FROM chat_turns WHERE session_id = $1 AND id = $2
        RETURNING session_id, position
    ), session AS (
        UPDATE chat_sessions SET updated_at = greatest(updated_at, $5), last_run = $6
        WHERE id IN (SELECT session_id FROM turn)
    )
    INSERT INTO chat_events (session_id, position, kind, event)
    SELECT session_id, position, $3, $4 FROM turn";

const ABANDONED: &str = "
    SELECT session_id, id AS turn, alive_at - begun_at AS ran FROM chat_turns
    WHERE alive_at < (extract(epoch FROM now()) * 1000)::BIGINT - $1";

/// How often a message looks again when another was faster. Each time, that other one is seen.
const LOOKS: usize = 16;

/// Begins the turn of a message, unless something is in its way.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`](chat_server::store::StoreError::Damaged).
pub(crate) async fn begin(
    connection: &mut PgConnection,
    place: &Place,
    id: &str,
    message: &Message,
) -> Result<Begun, Failure> {
    let mut looks = 1;
    loop {
        let found = match look(connection, place, id, message).await? {
            Look::Refused(begun) => return Ok(begun),
            Look::Found(found) => found,
        };
        match take_up(connection, id, message, &found).await {
            Ok(true) => return Ok(Begun::Turn(found.texts)),
            // The session was removed, or another turn has begun.
            Ok(false) if looks < LOOKS => {}
            Err(Failure::Engine(error)) if is_taken(&error) && looks < LOOKS => {}
            Ok(false) => return Ok(Begun::NoSession),
            Err(failure) => return Err(failure),
        }
        looks += 1;
    }
}

/// What a message finds.
enum Look {
    Refused(Begun),
    Found(Found),
}

/// A session that a turn may begin in.
struct Found {
    session: Session,
    position: i64,
    texts: Vec<Event>,
}

async fn look(
    connection: &mut PgConnection,
    place: &Place,
    id: &str,
    message: &Message,
) -> Result<Look, Failure> {
    let Some(query) = at(LOOK, place, id) else {
        return Ok(Look::Refused(Begun::NoSession));
    };
    let row = query
        .bind(i64::try_from(message.turn.history).unwrap_or(i64::MAX))
        .bind(lease())
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else {
        return Ok(Look::Refused(Begun::NoSession));
    };
    let (session, position) = (session(&row)?, row.try_get("position")?);
    if let Some(locked) = message.locked(&session, position == 0) {
        return Ok(Look::Refused(locked));
    }
    if let Some(is_alive) = row.try_get("is_alive")? {
        return Ok(Look::Refused(if is_alive {
            // Its row has to be one, whosever it is.
            stored(&row)?.decode()?;
            Begun::Running
        } else {
            Begun::Abandoned(stored(&row)?.decode()?)
        }));
    }
    let mut texts = events(row.try_get("texts")?)?;
    texts.reverse();
    Ok(Look::Found(Found {
        session,
        position,
        texts,
    }))
}

async fn take_up(
    connection: &mut PgConnection,
    id: &str,
    message: &Message,
    found: &Found,
) -> Result<bool, Failure> {
    let turn = &message.turn;
    let title = turn.title.as_deref().map(encode_title).transpose()?;
    let done = sqlx::query(BEGIN)
        .bind(id)
        .bind(turn.id.to_string())
        .bind(turn.at)
        .bind(title)
        .bind(message.settled(&found.session, found.position == 0))
        .bind(found.position)
        .bind(&message.input.kind)
        .bind(&message.input.json)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Says that a turn is alive; `false` when it is not running.
///
/// # Errors
/// The engine's.
pub(crate) async fn renew(connection: &mut PgConnection, turn: &TurnId) -> Result<bool, Failure> {
    let done = sqlx::query(RENEW)
        .bind(&turn.session)
        .bind(turn.turn.to_string())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Records an event of a turn; `false` when it is not running.
///
/// # Errors
/// The engine's.
pub(crate) async fn record(
    connection: &mut PgConnection,
    turn: &TurnId,
    event: &NewEvent,
) -> Result<bool, Failure> {
    let done = sqlx::query(RECORD)
        .bind(&turn.session)
        .bind(turn.turn.to_string())
        .bind(&event.kind)
        .bind(&event.json)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends a turn; `false` when it is not running.
///
/// # Errors
/// The engine's.
pub(crate) async fn end(
    connection: &mut PgConnection,
    turn: &TurnId,
    ending: &Ending,
) -> Result<bool, Failure> {
    let done = sqlx::query(END)
        .bind(&turn.session)
        .bind(turn.turn.to_string())
        .bind(&ending.stop.kind)
        .bind(&ending.stop.json)
        .bind(ending.at)
        .bind(&ending.run)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// The turns that nobody has renewed in time.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`](chat_server::store::StoreError::Damaged).
pub(crate) async fn abandoned(connection: &mut PgConnection) -> Result<Vec<OpenTurn>, Failure> {
    let rows = sqlx::query(ABANDONED)
        .bind(lease())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok(stored(row)?.decode()?)).collect()
}

fn stored(row: &PgRow) -> sqlx::Result<StoredTurn> {
    Ok(StoredTurn {
        session: row.try_get("session_id")?,
        id: row.try_get("turn")?,
        ran: row.try_get("ran")?,
    })
}

/// [`LEASE`] in milliseconds.
fn lease() -> i64 {
    i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX)
}
