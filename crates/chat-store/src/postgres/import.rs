//! Everything of an export, kept in one transaction.

use std::collections::HashSet;
use std::io::BufRead;

use sqlx::postgres::{PgArguments, PgConnection};
use sqlx::query::Query;
use sqlx::{Connection as _, Executor as _, Postgres, Row as _};

use super::error::cause;
use super::open;
use super::server::Server;
use super::session::encode_title;
use crate::transfer::{
    Counts, Entry, EventRecord, Fault, ImportError, Onto, Reader, Record, SessionRecord, TurnRecord,
};

/// How many lines are kept by one statement: enough to make its way there and back count for little.
const BATCH: usize = 1000;

/// How many bytes of events are held for one statement, and the last of them.
const BATCH_SIZE: usize = 1024 * 1024;

const ANY: &str = "SELECT EXISTS (SELECT 1 FROM chat_sessions)";

const SECRET: &str = "UPDATE chat_secret SET secret = $1";

/// Gives the ids of those that were not there.
const SESSIONS: &str = "
    INSERT INTO chat_sessions
        (id, account, project, organization_id, created_at, updated_at, title, index_ids, last_run)
    SELECT * FROM unnest(
        $1::TEXT[], $2::TEXT[], $3::TEXT[], $4::TEXT[], $5::BIGINT[], $6::BIGINT[], $7::TEXT[], $8::TEXT[], $9::TEXT[]
    )
    ON CONFLICT (id) DO NOTHING
    RETURNING id";

const TURNS: &str = "
    INSERT INTO chat_turns (session_id, id, begun_at, alive_at, position)
    SELECT * FROM unnest($1::TEXT[], $2::TEXT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[])";

const EVENTS: &str = "
    INSERT INTO chat_events (session_id, position, kind, event)
    SELECT * FROM unnest($1::TEXT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[])";

/// The first of these sessions that differs from the one that is there. When a turn was last heard of is no part of it.
const OTHER_SESSION: &str = "
    SELECT n FROM unnest(
        $1::TEXT[], $2::TEXT[], $3::TEXT[], $4::TEXT[], $5::BIGINT[], $6::BIGINT[], $7::TEXT[], $8::TEXT[], $9::TEXT[],
        $10::TEXT[], $11::BIGINT[], $12::BIGINT[]
    ) WITH ORDINALITY AS new
        (id, account, project, organization_id, created_at, updated_at, title, index_ids, last_run, turn, begun_at, events, n)
    WHERE NOT EXISTS (
        SELECT 1 FROM chat_sessions s LEFT JOIN chat_turns t ON t.session_id = s.id
        WHERE s.id = new.id AND s.account = new.account AND s.project = new.project
            AND s.organization_id IS NOT DISTINCT FROM new.organization_id
            AND s.created_at = new.created_at AND s.updated_at = new.updated_at
            AND s.title IS NOT DISTINCT FROM new.title
            AND s.index_ids IS NOT DISTINCT FROM new.index_ids
            AND s.last_run IS NOT DISTINCT FROM new.last_run
            AND t.id IS NOT DISTINCT FROM new.turn AND t.begun_at IS NOT DISTINCT FROM new.begun_at
            AND new.events = (SELECT count(*) FROM chat_events WHERE session_id = s.id)
    )
    ORDER BY n LIMIT 1";

/// The first of these events that is not there.
const OTHER_EVENT: &str = "
    SELECT n FROM unnest($1::TEXT[], $2::BIGINT[], $3::TEXT[]) WITH ORDINALITY AS new (session_id, position, event, n)
    WHERE NOT EXISTS (
        SELECT 1 FROM chat_events e
        WHERE e.session_id = new.session_id AND e.position = new.position AND e.event = new.event
    )
    ORDER BY n LIMIT 1";

/// # Errors
/// [`ImportError`].
pub(crate) async fn import<R: BufRead>(
    url: &str,
    mut reader: Reader<R>,
    onto: Onto,
) -> Result<Counts, ImportError> {
    let server = Server::new(url)?;
    open::prepare(&server).await?;
    let mut connection = server.connect().await?;
    let place = || format!("the database {server}");
    let failed = |error: sqlx::Error| ImportError::Write {
        place: place(),
        source: cause(error),
    };
    let mut transaction = connection.begin().await.map_err(failed)?;
    if onto == Onto::Empty {
        let any = transaction.fetch_one(ANY).await;
        let any = any.and_then(|row| row.try_get(0));
        if any.map_err(failed)? {
            return Err(ImportError::NotEmpty { place: place() });
        }
        let secret = sqlx::query(SECRET).bind(&reader.secret()[..]);
        secret.execute(&mut *transaction).await.map_err(failed)?;
    }
    let mut is_new = true;
    loop {
        let batch = batch(&mut reader)?;
        if batch.is_empty() {
            break;
        }
        let kept = keep(&mut transaction, &batch, onto, &mut is_new).await;
        if let Some((line, fault)) = kept.map_err(failed)? {
            return Err(ImportError::Line { line, fault });
        }
    }
    transaction.commit().await.map_err(failed)?;
    Ok(reader.done())
}

fn batch<R: BufRead>(reader: &mut Reader<R>) -> Result<Vec<Entry>, ImportError> {
    let (mut batch, mut size) = (Vec::new(), 0);
    while batch.len() < BATCH
        && size < BATCH_SIZE
        && let Some(entry) = reader.next()?
    {
        if let Record::Event(event) = &entry.record {
            size += event.event.get().len();
        }
        batch.push(entry);
    }
    Ok(batch)
}

/// Keeps a batch, or gives the line of what is not to be kept, and why. `is_new` is whether the session that came last, with
/// whose events the batch may begin, was not there before.
async fn keep(
    connection: &mut PgConnection,
    batch: &[Entry],
    onto: Onto,
    is_new: &mut bool,
) -> sqlx::Result<Option<(u64, Fault)>> {
    let mut inserted = insert_sessions(connection, batch).await?;
    let (mut turns, mut events) = (Vec::new(), Vec::new());
    let (mut known_sessions, mut known_events) = (Vec::new(), Vec::new());
    for Entry { line, record } in batch {
        match record {
            Record::Session(session) => {
                // Taken out, so that the second of two with one id is one that is there already.
                *is_new = inserted.remove(&session.id);
                match &session.turn {
                    Some(turn) if *is_new => turns.push((&**session, turn)),
                    _ if *is_new => {}
                    _ if onto == Onto::Any => known_sessions.push((*line, &**session)),
                    _ => {
                        let session = session.id.clone();
                        return Ok(Some((*line, Fault::Twice { session })));
                    }
                }
            }
            Record::Event(event) if *is_new => events.push(event),
            Record::Event(event) => known_events.push((*line, event)),
        }
    }
    insert_turns(connection, &turns).await?;
    insert_events(connection, &events).await?;
    let other_session = other_session(connection, &known_sessions).await?;
    let other_event = other_event(connection, &known_events).await?;
    let others = other_session.into_iter().chain(other_event);
    let first = others.min_by_key(|(line, _)| *line);
    Ok(first.map(|(line, session)| {
        let session = session.to_owned();
        (line, Fault::Differs { session })
    }))
}

/// Inserts the sessions that are not there, and gives their ids.
async fn insert_sessions(
    connection: &mut PgConnection,
    batch: &[Entry],
) -> sqlx::Result<HashSet<String>> {
    let sessions: Vec<_> = batch
        .iter()
        .filter_map(|entry| match &entry.record {
            Record::Session(session) => Some(&**session),
            Record::Event(_) => None,
        })
        .collect();
    if sessions.is_empty() {
        return Ok(HashSet::new());
    }
    let query = bind_sessions(SESSIONS, &sessions)?;
    let rows = query.fetch_all(connection).await?;
    rows.iter().map(|row| row.try_get(0)).collect()
}

async fn insert_turns(
    connection: &mut PgConnection,
    turns: &[(&SessionRecord, &TurnRecord)],
) -> sqlx::Result<()> {
    if turns.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(TURNS)
        .bind(column(turns, |(session, _)| &*session.id))
        .bind(column(turns, |(_, turn)| &*turn.id))
        .bind(column(turns, |(_, turn)| turn.begun_at))
        .bind(column(turns, |(_, turn)| turn.alive_at))
        // The event that comes next stands behind those that there are.
        .bind(column(turns, |(session, _)| session.events));
    query.execute(connection).await.map(drop)
}

async fn insert_events(connection: &mut PgConnection, events: &[&EventRecord]) -> sqlx::Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(EVENTS)
        .bind(column(events, |event| &*event.session_id))
        .bind(column(events, |event| event.position))
        .bind(column(events, |event| &*event.kind))
        .bind(column(events, |event| event.event.get()));
    query.execute(connection).await.map(drop)
}

/// The line and the id of the first session that is there otherwise.
async fn other_session<'a>(
    connection: &mut PgConnection,
    known: &[(u64, &'a SessionRecord)],
) -> sqlx::Result<Option<(u64, &'a str)>> {
    if known.is_empty() {
        return Ok(None);
    }
    let sessions: Vec<_> = column(known, |(_, session)| session);
    let query = bind_sessions(OTHER_SESSION, &sessions)?
        .bind(column(&sessions, |session| {
            session.turn.as_ref().map(|turn| &*turn.id)
        }))
        .bind(column(&sessions, |session| {
            session.turn.as_ref().map(|turn| turn.begun_at)
        }))
        .bind(column(&sessions, |session| session.events));
    let first = first(connection, query, known).await?;
    Ok(first.map(|(line, session)| (line, &*session.id)))
}

/// The line of the first event that is there otherwise, and the id of its session.
async fn other_event<'a>(
    connection: &mut PgConnection,
    known: &[(u64, &'a EventRecord)],
) -> sqlx::Result<Option<(u64, &'a str)>> {
    if known.is_empty() {
        return Ok(None);
    }
    let query = sqlx::query(OTHER_EVENT)
        .bind(column(known, |(_, event)| &*event.session_id))
        .bind(column(known, |(_, event)| event.position))
        .bind(column(known, |(_, event)| event.event.get()));
    let first = first(connection, query, known).await?;
    Ok(first.map(|(line, event)| (line, &*event.session_id)))
}

/// The one whose number the query gives, counted from 1.
async fn first<T: Copy>(
    connection: &mut PgConnection,
    query: Query<'_, Postgres, PgArguments>,
    of: &[T],
) -> sqlx::Result<Option<T>> {
    let Some(row) = query.fetch_optional(connection).await? else {
        return Ok(None);
    };
    let number = usize::try_from(row.try_get::<i64, _>(0)?).unwrap_or(0);
    Ok(of.get(number.wrapping_sub(1)).copied())
}

fn bind_sessions<'q>(
    sql: &'static str,
    sessions: &[&'q SessionRecord],
) -> sqlx::Result<Query<'q, Postgres, PgArguments>> {
    let titles = sessions.iter().map(|session| {
        let title = session.title.as_deref().map(encode_title).transpose();
        title.map_err(|error| sqlx::Error::Encode(error.into()))
    });
    let titles = titles.collect::<Result<Vec<_>, _>>()?;
    Ok(sqlx::query(sql)
        .bind(column(sessions, |session| &*session.id))
        .bind(column(sessions, |session| &*session.account))
        .bind(column(sessions, |session| &*session.project))
        .bind(column(sessions, |session| {
            session.organization_id.as_deref()
        }))
        .bind(column(sessions, |session| session.created_at))
        .bind(column(sessions, |session| session.updated_at))
        .bind(titles)
        .bind(column(sessions, |session| {
            session.index_ids.as_ref().map(|json| json.get())
        }))
        .bind(column(sessions, |session| {
            session.last_run.as_ref().map(|json| json.get())
        })))
}

fn column<T: Copy, U>(rows: &[T], field: impl Fn(T) -> U) -> Vec<U> {
    rows.iter().copied().map(field).collect()
}
