//! Sessions as the fields of a row, and back.

use chat_server::store::{Run, Session, StoreError};
use serde::{Deserialize, Serialize};

use super::{damaged, json};
use crate::place::Place;

/// A new session, ready to be bound to a statement.
#[derive(Debug)]
pub(crate) struct NewSession {
    pub(crate) place: Place,
    pub(crate) id: String,
    pub(crate) updated_at: i64,
    pub(crate) title: Option<String>,
    pub(crate) index_ids: Option<String>,
    pub(crate) last_run: Option<String>,
}

impl NewSession {
    /// # Errors
    /// [`StoreError::Engine`], when the session holds something that would not come back as it was.
    pub(crate) fn new(place: Place, session: &Session) -> Result<Self, StoreError> {
        Ok(Self {
            place,
            id: session.id.clone(),
            updated_at: session.updated_at,
            title: session.title.clone(),
            index_ids: session.index_ids.as_ref().map(json).transpose()?,
            last_run: session.last_run.as_ref().map(encode_run).transpose()?,
        })
    }
}

/// A session as it was found.
#[derive(Debug)]
pub(crate) struct StoredSession {
    pub(crate) id: String,
    pub(crate) updated_at: i64,
    pub(crate) title: Option<String>,
    pub(crate) index_ids: Option<String>,
    pub(crate) last_run: Option<String>,
}

impl StoredSession {
    /// # Errors
    /// [`StoreError::Damaged`], when it is not a session.
    pub(crate) fn decode(self) -> Result<Session, StoreError> {
        Ok(Session {
            id: self.id,
            updated_at: self.updated_at,
            title: self.title,
            index_ids: self
                .index_ids
                .map(|json| serde_json::from_str(&json).map_err(damaged("index list")))
                .transpose()?,
            last_run: self.last_run.as_deref().map(decode_run).transpose()?,
        })
    }
}

/// # Errors
/// [`StoreError::Damaged`], when it is no run.
fn decode_run(json: &str) -> Result<Run, StoreError> {
    let stored = serde_json::from_str(json).map_err(damaged("last run"));
    stored.map(|StoredRun(run)| run)
}

/// # Errors
/// [`StoreError::Engine`], when it would not come back as it was.
pub(super) fn encode_run(run: &Run) -> Result<String, StoreError> {
    // JSON would write it as null, and the session could not be read again.
    if !run.duration_ms.is_finite() {
        return Err(StoreError::Engine(
            format!("a run cannot have lasted {} ms", run.duration_ms).into(),
        ));
    }
    json(&RunToStore(run))
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
