//! Sessions as rows of their table, and back.

use chat_server::store::{Position, Run, Session, StoreError};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};

use crate::error::{Failure, damaged};
use crate::place::Place;

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

/// A new session, ready to be bound to a statement: encoded by its caller, so that the writer only writes.
#[derive(Debug)]
pub(crate) struct NewRow {
    place: Place,
    id: String,
    updated_at: i64,
    title: Option<String>,
    index_ids: Option<String>,
    last_run: Option<String>,
}

impl NewRow {
    /// # Errors
    /// [`StoreError::Engine`], when the session holds something that would not come back as it was.
    pub(crate) fn new(place: Place, session: &Session) -> Result<Self, StoreError> {
        let index_ids = session.index_ids.as_ref();
        let index_ids = index_ids.map(serde_json::to_string).transpose();
        Ok(Self {
            place,
            id: session.id.clone(),
            updated_at: session.updated_at,
            title: session.title.clone(),
            index_ids: index_ids.map_err(|error| StoreError::Engine(Box::new(error)))?,
            last_run: session.last_run.as_ref().map(encode_run).transpose()?,
        })
    }

    /// # Errors
    /// The engine's.
    pub(crate) fn insert(&self, connection: &Connection) -> rusqlite::Result<()> {
        let place = &self.place;
        connection
            .prepare_cached(INSERT)?
            .execute((
                &self.id,
                &place.account,
                &place.project,
                &place.organization,
                self.updated_at,
                &self.title,
                &self.index_ids,
                &self.last_run,
            ))
            .map(drop)
    }
}

/// Finds a session where the place has it.
///
/// # Errors
/// The engine's, or [`StoreError::Damaged`] when what is stored is not a session.
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
/// The engine's, or [`StoreError::Damaged`] when it is not there.
pub(crate) fn secret(connection: &Connection) -> Result<[u8; 32], Failure> {
    let secret = connection
        .query_row("SELECT secret FROM secret", [], |row| row.get(0))
        .optional()?;
    Ok(secret.ok_or("there is none").map_err(damaged("secret"))?)
}

fn session(row: &Row<'_>) -> Result<Session, Failure> {
    let text = |column| row.get::<_, Option<String>>(column);
    Ok(Session {
        id: row.get("id")?,
        updated_at: row.get("updated_at")?,
        title: text("title")?,
        index_ids: text("index_ids")?
            .map(|json| serde_json::from_str(&json).map_err(damaged("index list")))
            .transpose()?,
        last_run: text("last_run")?
            .map(|json| serde_json::from_str(&json).map_err(damaged("last run")))
            .transpose()?
            .map(|StoredRun(run)| run),
    })
}

/// # Errors
/// [`StoreError::Engine`], when it would not come back as it was.
pub(crate) fn encode_run(run: &Run) -> Result<String, StoreError> {
    // JSON would write it as null, and the session could not be read again.
    if !run.duration_ms.is_finite() {
        return Err(StoreError::Engine(
            format!("a run cannot have lasted {} ms", run.duration_ms).into(),
        ));
    }
    serde_json::to_string(&RunToStore(run)).map_err(|error| StoreError::Engine(Box::new(error)))
}

#[derive(Serialize)]
struct RunToStore<'a>(#[serde(with = "RunFields")] &'a Run);

#[derive(Deserialize)]
struct StoredRun(#[serde(with = "RunFields")] Run);

/// The fields of a [`Run`], whose names are those of the JSON. The compiler holds the two together.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Run")]
struct RunFields {
    duration_ms: f64,
    turns: i64,
    error: Option<String>,
    input_tokens: Option<i64>,
    output_tokens: Option<i64>,
    export_config_ids: Option<Vec<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{files, open};

    /// The plan, and not a time: a page in the middle of a long list is found, and nothing is sorted.
    #[test]
    fn a_page_is_found_by_the_index() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chat.db");
        files::create(&path).unwrap();
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
