//! Sessions as rows of their table, and back.

use chat_server::store::{Event, Position, Session, StoreError};
use sqlx::Postgres;
use sqlx::Row as _;
use sqlx::postgres::{PgArguments, PgConnection, PgRow};
use sqlx::query::Query;

use super::error::Failure;
use super::event::events;
use crate::place::Place;
use crate::stored::{NewSession, StoredSession, damaged};

const INSERT: &str = "
    INSERT INTO chat_sessions
        (id, account, project, organization_id, created_at, updated_at, title, index_ids, last_run)
    SELECT id, account, project, organization_id, at, at, title, index_ids, last_run
    FROM UNNEST($1::TEXT[], $2::TEXT[], $3::TEXT[], $4::TEXT[], $5::BIGINT[], $6::TEXT[], $7::TEXT[], $8::TEXT[])
        AS new (id, account, project, organization_id, at, title, index_ids, last_run)";

/// What decides whether a session is found is documented at the project key.
const FIND: &str = "
    SELECT id, updated_at, title, index_ids, last_run
    FROM chat_sessions
    WHERE id = $1 AND account = $2 AND project = $3
        AND (organization_id IS NULL OR $4::TEXT IS NULL OR organization_id = $4)";

/// All in one statement, and so as it was at one moment.
const FIND_WITH_EVENTS: &str = "
    SELECT id, updated_at, title, index_ids, last_run,
        ARRAY (SELECT event FROM chat_events WHERE session_id = $1 ORDER BY position) AS events
    FROM chat_sessions
    WHERE id = $1 AND account = $2 AND project = $3
        AND (organization_id IS NULL OR $4::TEXT IS NULL OR organization_id = $4)";

/// The index has them in this order. The second condition on the time looks superfluous, and is what makes the engine
/// begin to read at the position instead of at the top.
const LIST: &str = "
    SELECT id, updated_at, title, index_ids, last_run
    FROM chat_sessions
    WHERE account = $1 AND project = $2
        AND (organization_id IS NULL OR $3::TEXT IS NULL OR organization_id = $3)
        AND updated_at <= $4 AND (updated_at < $4 OR id > $5)
    ORDER BY updated_at DESC, id
    LIMIT $6";

const DELETE: &str = "
    DELETE FROM chat_sessions
    WHERE id = $1 AND account = $2 AND project = $3
        AND (organization_id IS NULL OR $4::TEXT IS NULL OR organization_id = $4)";

/// Keeps new sessions: all of them or none.
///
/// # Errors
/// The engine's.
pub(crate) async fn insert(
    connection: &mut PgConnection,
    sessions: &[NewSession],
) -> Result<(), Failure> {
    let titles = sessions.iter().map(|session| session.title.as_deref());
    let titles = titles.map(|title| title.map(encode_title).transpose());
    let titles: Vec<_> = titles.collect::<Result<_, _>>()?;
    let times: Vec<_> = sessions.iter().map(|session| session.updated_at).collect();
    let texts = |of: fn(&NewSession) -> Option<&str>| -> Vec<Option<&str>> {
        sessions.iter().map(of).collect()
    };
    sqlx::query(INSERT)
        .bind(texts(|session| Some(&session.id)))
        .bind(texts(|session| Some(&session.place.account)))
        .bind(texts(|session| Some(&session.place.project)))
        .bind(texts(|session| session.place.organization.as_deref()))
        .bind(times)
        .bind(titles)
        .bind(texts(|session| session.index_ids.as_deref()))
        .bind(texts(|session| session.last_run.as_deref()))
        .execute(connection)
        .await?;
    Ok(())
}

/// Finds a session where the place has it.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`] when what is stored is not a session.
pub(crate) async fn find(
    connection: &mut PgConnection,
    place: &Place,
    id: &str,
) -> Result<Option<Session>, Failure> {
    let Some(query) = at(FIND, place, id) else {
        return Ok(None);
    };
    let row = query.fetch_optional(connection).await?;
    row.as_ref().map(session).transpose()
}

/// Finds a session and all of its events, in their order.
///
/// # Errors
/// As [`find`].
pub(crate) async fn find_with_events(
    connection: &mut PgConnection,
    place: &Place,
    id: &str,
) -> Result<Option<(Session, Vec<Event>)>, Failure> {
    let Some(query) = at(FIND_WITH_EVENTS, place, id) else {
        return Ok(None);
    };
    let Some(row) = query.fetch_optional(connection).await? else {
        return Ok(None);
    };
    Ok(Some((session(&row)?, events(row.try_get("events")?)?)))
}

/// Lists the sessions of a place.
///
/// # Errors
/// As [`find`].
pub(crate) async fn list(
    connection: &mut PgConnection,
    place: &Place,
    after: Option<&Position>,
    limit: usize,
) -> Result<Vec<Session>, Failure> {
    let (updated_at, id) = after.map_or((i64::MAX, ""), |after| (after.updated_at, &*after.id));
    let rows = sqlx::query(LIST)
        .bind(&place.account)
        .bind(&place.project)
        .bind(&place.organization)
        .bind(updated_at)
        .bind(id)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await?;
    rows.iter().map(session).collect()
}

/// Removes a session where the place has it, and with it what belongs to it.
///
/// # Errors
/// The engine's.
pub(crate) async fn delete(
    connection: &mut PgConnection,
    place: &Place,
    id: &str,
) -> Result<bool, Failure> {
    let Some(query) = at(DELETE, place, id) else {
        return Ok(false);
    };
    Ok(query.execute(connection).await?.rows_affected() > 0)
}

/// What servers over this database sign with.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`] when it is not there.
pub(crate) async fn secret(connection: &mut PgConnection) -> Result<[u8; 32], Failure> {
    let row = sqlx::query("SELECT secret FROM chat_secret")
        .fetch_optional(connection)
        .await?;
    let row = row.ok_or("there is none").map_err(damaged("secret"))?;
    let secret = row.try_get::<&[u8], _>(0)?;
    Ok(secret.try_into().map_err(damaged("secret"))?)
}

/// Whether the sessions can be read.
///
/// # Errors
/// The engine's.
pub(crate) async fn check(connection: &mut PgConnection) -> Result<(), Failure> {
    let any = sqlx::query("SELECT EXISTS (SELECT 1 FROM chat_sessions)");
    any.fetch_one(connection).await?;
    Ok(())
}

/// A statement about one session; `None` for an id that no session has, as the engine's texts hold no NUL.
pub(super) fn at<'q>(
    sql: &'static str,
    place: &'q Place,
    id: &'q str,
) -> Option<Query<'q, Postgres, PgArguments>> {
    let query = sqlx::query(sql)
        .bind(id)
        .bind(&place.account)
        .bind(&place.project)
        .bind(&place.organization);
    (!id.contains('\0')).then_some(query)
}

/// # Errors
/// The engine's, or [`StoreError::Damaged`].
pub(super) fn session(row: &PgRow) -> Result<Session, Failure> {
    let stored = StoredSession {
        id: row.try_get("id")?,
        updated_at: row.try_get("updated_at")?,
        title: decode_title(text(row, "title")?)?,
        index_ids: text(row, "index_ids")?,
        last_run: text(row, "last_run")?,
    };
    Ok(stored.decode()?)
}

fn text(row: &PgRow, column: &str) -> sqlx::Result<Option<String>> {
    row.try_get(column)
}

/// # Errors
/// [`StoreError::Engine`], when it cannot be written as JSON.
pub(super) fn encode_title(title: &str) -> Result<String, StoreError> {
    serde_json::to_string(title).map_err(|error| StoreError::Engine(Box::new(error)))
}

/// # Errors
/// [`StoreError::Damaged`].
pub(super) fn decode_title(json: Option<String>) -> Result<Option<String>, StoreError> {
    json.map(|json| serde_json::from_str(&json).map_err(damaged("title")))
        .transpose()
}

#[cfg(test)]
mod tests {
    use sqlx::{AssertSqlSafe, Connection as _};

    use super::*;
    use crate::postgres::migrate;

    /// As many that the engine has a reason to use an index, in two projects.
    const MANY: &str = "
        INSERT INTO chat_sessions (id, account, project, created_at, updated_at)
        SELECT 'ses-' || n, 'a', 'p' || n % 2, n, n FROM generate_series(1, 20000) n;
        INSERT INTO chat_events SELECT id, 0, 'text', '{}' FROM chat_sessions;
        ANALYZE chat_sessions, chat_events;";

    /// The plans, and not times: one session and its events are found by their keys, a page in the middle of a long list is
    /// found by its index, and nothing is sorted. Whether the engine plans for each question or for all at once.
    #[tokio::test]
    async fn a_session_and_a_page_are_found_by_their_indexes() {
        let Some(database) = test_postgres::database() else {
            return;
        };
        let mut connection = PgConnection::connect(&database.url()).await.unwrap();
        migrate::migrate(&mut connection).await.unwrap();
        sqlx::raw_sql(MANY).execute(&mut connection).await.unwrap();
        let at = "'ses-77', 'a', 'p1', NULL";
        for (name, sql, arguments, indexes) in [
            ("find", FIND, at, vec!["chat_sessions_pkey"]),
            (
                "whole",
                FIND_WITH_EVENTS,
                at,
                vec!["chat_events_pkey", "chat_sessions_pkey"],
            ),
            ("delete_one", DELETE, at, vec!["chat_sessions_pkey"]),
            (
                "list",
                LIST,
                "'a', 'p1', NULL, 10000, 'ses-77', 10",
                vec!["chat_sessions_by_update"],
            ),
        ] {
            let prepare = format!("PREPARE {name} AS {sql}");
            run(&mut connection, &prepare).await;
            for mode in ["force_custom_plan", "force_generic_plan"] {
                run(&mut connection, &format!("SET plan_cache_mode = {mode}")).await;
                let explain = format!("EXPLAIN (COSTS OFF) EXECUTE {name} ({arguments})");
                let plan = run(&mut connection, &explain).await.join("\n");
                for index in &indexes {
                    assert!(plan.contains(&format!("using {index} on")), "{plan}");
                }
                for slow in ["Seq Scan", "Sort", "Bitmap"] {
                    assert!(!plan.contains(slow), "{plan}");
                }
                let bounded =
                    plan.contains("Index Cond: ((account = ") && plan.contains("(updated_at <= ");
                assert!(bounded || name != "list", "{plan}");
            }
        }
        connection.close().await.unwrap();
    }

    async fn run(connection: &mut PgConnection, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        let rows = sqlx::raw_sql(sql).fetch_all(connection).await.unwrap();
        rows.iter().map(|row| row.try_get(0).unwrap()).collect()
    }
}
