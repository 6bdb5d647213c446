//! A session as a row of the table, and back.

use chat_server::store::{Run, Session, StoreError};
use rusqlite::{Row, Statement};
use serde::{Deserialize, Serialize};

use crate::error::{damaged, store_error};
use crate::place::Place;

/// Keeps a row; for [`NewRow::insert`].
pub(crate) const INSERT: &str = "
    INSERT INTO sessions
        (id, account, project, organization_id, created_at, updated_at, title, index_ids, last_run)
    VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8)";

/// Finds a row; for [`find`]. What decides whether a session is found is documented at the project key.
pub(crate) const SELECT: &str = "
    SELECT id, updated_at, title, index_ids, last_run
    FROM sessions
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
    pub(crate) fn insert(&self, statement: &mut Statement<'_>) -> rusqlite::Result<()> {
        let place = &self.place;
        statement
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

/// Runs [`SELECT`].
///
/// # Errors
/// [`StoreError::Engine`], or [`StoreError::Damaged`] when what is stored is not a session.
pub(crate) fn find(
    statement: &mut Statement<'_>,
    place: &Place,
    id: &str,
) -> Result<Option<Session>, StoreError> {
    let mut rows = statement
        .query((id, &place.account, &place.project, &place.organization))
        .map_err(store_error)?;
    rows.next().map_err(store_error)?.map(session).transpose()
}

fn session(row: &Row<'_>) -> Result<Session, StoreError> {
    let text = |column| row.get::<_, Option<String>>(column).map_err(store_error);
    Ok(Session {
        id: row.get("id").map_err(store_error)?,
        updated_at: row.get("updated_at").map_err(store_error)?,
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

fn encode_run(run: &Run) -> Result<String, StoreError> {
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
