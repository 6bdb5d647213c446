//! Everything that a database keeps, read at one moment.

use std::collections::VecDeque;

use futures_util::TryStreamExt as _;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{Connection as _, Executor as _, Row as _};

use super::error::{ConnectError, Failure};
use super::server::Server;
use super::{migrate, session};
use crate::transfer::{Counts, EventRecord, ExportError, SessionRecord, TurnRecord, Writer, raw};

/// All that follows sees the database as it is now.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The events of many sessions are one statement, which takes as long as they take to be written.
const LIMITS: &str = "SET statement_timeout = 0";

/// Compiling the statement of a page takes a hundred times as long as running it.
const NO_JIT: &str = "SET jit = off";

const COUNT: &str = "SELECT count(*) FROM chat_sessions";

/// The sessions after one, in the order of the key, as many as [`PAGE`].
const SESSIONS: &str = "
    SELECT s.id, account, project, organization_id, created_at, updated_at, title, index_ids, last_run,
        t.id AS turn, begun_at, alive_at,
        (SELECT count(*) FROM chat_events WHERE session_id = s.id) AS events
    FROM chat_sessions s LEFT JOIN chat_turns t ON t.session_id = s.id
    WHERE s.id > $1
    ORDER BY s.id
    LIMIT $2";

/// The events of a page of sessions, in the same order.
const EVENTS: &str = "
    SELECT session_id, position, event FROM chat_events
    WHERE session_id BETWEEN $1 AND $2
    ORDER BY session_id, position";

/// How many sessions are held at a time; events are not held.
const PAGE: i64 = 500;

/// # Errors
/// [`ExportError`].
pub(crate) async fn export(url: &str, writer: Writer<'_>) -> Result<Counts, ExportError> {
    let server = Server::new(url)?;
    let mut connection = server.connect().await?;
    let opened = |error| ExportError::from(ConnectError::new(&server, error));
    connection.execute(LIMITS).await.map_err(opened)?;
    // Others that speak the protocol may have no such setting, and no need for it.
    let _ = connection.execute(NO_JIT).await;
    let snapshot = connection.begin_with(SNAPSHOT).await;
    let mut snapshot = snapshot.map_err(opened)?;
    let place = || format!("the database {server}");
    match migrate::version(&mut snapshot).await.map_err(opened)? {
        0 => return Err(ExportError::Nothing { place: place() }),
        migrate::NEWEST => {}
        found if found > migrate::NEWEST => {
            return Err(ConnectError::newer(&server, found).into());
        }
        found => {
            return Err(ExportError::Older {
                place: place(),
                found,
                known: migrate::NEWEST,
            });
        }
    }
    let written = write(&mut snapshot, writer).await;
    written.map_err(|failure| match failure {
        Interrupted::Export(error) => error,
        Interrupted::Engine(error) => ExportError::Read {
            place: place(),
            source: super::error::cause(error),
        },
    })
}

/// Why an export did not go on.
enum Interrupted {
    Engine(sqlx::Error),
    Export(ExportError),
}

impl From<sqlx::Error> for Interrupted {
    fn from(error: sqlx::Error) -> Self {
        Self::Engine(error)
    }
}

impl From<ExportError> for Interrupted {
    fn from(error: ExportError) -> Self {
        Self::Export(error)
    }
}

async fn write(snapshot: &mut PgConnection, mut writer: Writer<'_>) -> Result<Counts, Interrupted> {
    let secret = session::secret(snapshot).await;
    let secret = secret.map_err(|failure| match failure {
        Failure::Engine(error) => Interrupted::Engine(error),
        Failure::Store(error) => Interrupted::Export(ExportError::Secret(error)),
    })?;
    let count: i64 = snapshot.fetch_one(COUNT).await?.try_get(0)?;
    writer.begin(&secret, count.unsigned_abs())?;
    let mut after = String::new();
    loop {
        let page = sqlx::query(SESSIONS).bind(&after).bind(PAGE);
        let page = page.fetch_all(&mut *snapshot).await?;
        let page = page
            .iter()
            .map(record)
            .collect::<Result<VecDeque<_>, _>>()?;
        let Some(last) = page.back() else { break };
        after.clone_from(&last.id);
        write_page(snapshot, &mut writer, page).await?;
    }
    Ok(writer.end()?)
}

/// Writes each session, and its events behind it.
async fn write_page(
    snapshot: &mut PgConnection,
    writer: &mut Writer<'_>,
    mut page: VecDeque<SessionRecord>,
) -> Result<(), Interrupted> {
    let (Some(first), Some(last)) = (page.front(), page.back()) else {
        return Ok(());
    };
    let (first, last) = (first.id.clone(), last.id.clone());
    let mut events = sqlx::query(EVENTS).bind(first).bind(last).fetch(snapshot);
    let mut session = String::new();
    while let Some(row) = events.try_next().await? {
        let id: String = row.try_get("session_id")?;
        while session != id
            && let Some(record) = page.pop_front()
        {
            session.clone_from(&record.id);
            writer.session(record)?;
        }
        writer.event(EventRecord {
            event: raw(row.try_get("event")?, "event", &id)?,
            session_id: id,
            position: row.try_get("position")?,
            kind: String::new(),
        })?;
    }
    // Those that have no events.
    for record in page {
        writer.session(record)?;
    }
    Ok(())
}

fn record(row: &PgRow) -> Result<SessionRecord, Interrupted> {
    let id: String = row.try_get("id")?;
    let json = |column, what| -> Result<_, Interrupted> {
        let json: Option<String> = row.try_get(column)?;
        Ok(json.map(|json| raw(json, what, &id)).transpose()?)
    };
    let damaged = |source| ExportError::Damaged {
        session: id.clone(),
        source,
    };
    let turn: Option<String> = row.try_get("turn")?;
    let turn = turn.map(|turn| -> sqlx::Result<_> {
        Ok(TurnRecord {
            id: turn,
            begun_at: row.try_get("begun_at")?,
            alive_at: row.try_get("alive_at")?,
        })
    });
    Ok(SessionRecord {
        account: row.try_get("account")?,
        project: row.try_get("project")?,
        organization_id: row.try_get("organization_id")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
        title: session::decode_title(row.try_get("title")?).map_err(damaged)?,
        index_ids: json("index_ids", "index list")?,
        last_run: json("last_run", "last run")?,
        turn: turn.transpose()?,
        events: row.try_get("events")?,
        id,
    })
}
