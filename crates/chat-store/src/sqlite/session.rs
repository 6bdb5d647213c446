//! Sessions as rows of their table, and back.

use chat_server::store::{Position, Session};
use rusqlite::{Connection, OptionalExtension, Row};

use super::error::Failure;
use crate::place::Place;
use crate::stored::{NewSession, StoredSession, damaged};

const INSERT: &str = "
    INSERT INTO sessions
        (id, account, project, organization_id, created_at, updated_at, title, index_ids, last_run)
    VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8)";

/// What decides whether a session is found is documented at the project key.
const FIND: &str = "
    SELECT id, updated_at, title, index_ids, last_run
    FROM sessions
    WHERE id = ?1 AND account = ?2 AND project = ?3
        AND (organization_id IS NULL OR ?4 IS NULL OR organization_id = ?4)";

/// The index has them in this order. The second condition on the time looks superfluous, and is what makes the engine
/// begin to read at the position instead of at the top.
const LIST: &str = "
    SELECT id, updated_at, title, index_ids, last_run
    FROM sessions
    WHERE account = ?1 AND project = ?2
        AND (organization_id IS NULL OR ?3 IS NULL OR organization_id = ?3)
        AND updated_at <= ?4 AND (updated_at < ?4 OR id > ?5)
    ORDER BY updated_at DESC, id
    LIMIT ?6";

const DELETE: &str = "
    DELETE FROM sessions
    WHERE id = ?1 AND account = ?2 AND project = ?3
        AND (organization_id IS NULL OR ?4 IS NULL OR organization_id = ?4)";

/// Keeps a new session.
///
/// # Errors
/// The engine's.
pub(crate) fn insert(connection: &Connection, session: &NewSession) -> rusqlite::Result<()> {
    let place = &session.place;
    connection
        .prepare_cached(INSERT)?
        .execute((
            &session.id,
            &place.account,
            &place.project,
            &place.organization,
            session.updated_at,
            &session.title,
            &session.index_ids,
            &session.last_run,
        ))
        .map(drop)
}

/// Finds a session where the place has it.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`](chat_server::store::StoreError::Damaged) when what is stored is not a session.
pub(crate) fn find(
    connection: &Connection,
    place: &Place,
    id: &str,
) -> Result<Option<Session>, Failure> {
    let place = (id, &place.account, &place.project, &place.organization);
    let mut statement = connection.prepare_cached(FIND)?;
    let mut rows = statement.query(place)?;
    rows.next()?.map(session).transpose()
}

/// Lists the sessions of a place.
///
/// # Errors
/// As [`find`].
pub(crate) fn list(
    connection: &Connection,
    place: &Place,
    after: Option<&Position>,
    limit: usize,
) -> Result<Vec<Session>, Failure> {
    let (updated_at, id) = after.map_or((i64::MAX, ""), |after| (after.updated_at, &*after.id));
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(LIST)?;
    let mut rows = statement.query((
        &place.account,
        &place.project,
        &place.organization,
        updated_at,
        id,
        limit,
    ))?;
    let mut sessions = Vec::new();
    while let Some(row) = rows.next()? {
        sessions.push(session(row)?);
    }
    Ok(sessions)
}

/// Removes a session where the place has it, and with it what belongs to it.
///
/// # Errors
/// The engine's.
pub(crate) fn delete(connection: &Connection, place: &Place, id: &str) -> rusqlite::Result<bool> {
    let place = (id, &place.account, &place.project, &place.organization);
    Ok(connection.prepare_cached(DELETE)?.execute(place)? > 0)
}

/// What servers over this file sign with.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`](chat_server::store::StoreError::Damaged) when it is not there.
pub(crate) fn secret(connection: &Connection) -> Result<[u8; 32], Failure> {
    let secret = connection
        .query_row("SELECT secret FROM secret", [], |row| row.get(0))
        .optional()?;
    Ok(secret.ok_or("there is none").map_err(damaged("secret"))?)
}

fn session(row: &Row<'_>) -> Result<Session, Failure> {
    let stored = StoredSession {
        id: row.get("id")?,
        updated_at: row.get("updated_at")?,
        title: row.get("title")?,
        index_ids: row.get("index_ids")?,
        last_run: row.get("last_run")?,
    };
    Ok(stored.decode()?)
}

#[cfg(test)]
mod tests {
    use super::super::{files, open};
    use super::*;

    /// The plan, and not a time: a page in the middle of a long list is found, and nothing is sorted.
    #[test]
    fn a_page_is_found_by_the_index() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chat.db");
        let path = files::made(&path).unwrap();
        let file = open::write_connection(&path).unwrap();
        let mut plan = file.prepare(&format!("EXPLAIN QUERY PLAN {LIST}")).unwrap();
        let question = ("a", "p", None::<&str>, 5, "x", 10);
        let steps: Vec<String> = plan
            .query_map(question, |row| row.get("detail"))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let expected = "SEARCH sessions USING INDEX sessions_by_update \
            (account=? AND project=? AND updated_at<?)";
        assert_eq!(steps, [expected]);
    }
}
