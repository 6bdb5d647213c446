//! What the server asks of a session store.

use std::future::Future;

use uuid::Uuid;

/// Where a session lives: an account, and a project within it.
///
/// A session is found only in its own account and project.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The account that the caller's key belongs to.
    pub account: String,
    /// The organization that was named; `None` is the account's default.
    pub organization_id: Option<Uuid>,
    /// The project that was named; `None` is the organization's default.
    pub project_id: Option<Uuid>,
}

/// A chat session, as a store keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// The unique id: `ses-` and a time-ordered part.
    pub id: String,
    /// When it was last updated: microseconds since the Unix epoch, UTC.
    pub updated_at: i64,
    /// The title made from the first message; `None` before it.
    pub title: Option<String>,
    /// The indexes it is bound to; `None` when it is unbound, which is not the same as bound to none.
    pub index_ids: Option<Vec<String>>,
    /// What the last run cost and how it ended; `None` before the first.
    pub last_run: Option<Run>,
}

/// What one run of a session cost and how it ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// How long it took, in milliseconds.
    pub duration_ms: f64,
    /// How many turns it took.
    pub turns: i64,
    /// Why it failed; `None` when it did not.
    pub error: Option<String>,
    /// Tokens read, where they were counted.
    pub input_tokens: Option<i64>,
    /// Tokens written, where they were counted.
    pub output_tokens: Option<i64>,
    /// The export configurations that the run used.
    pub export_config_ids: Option<Vec<String>>,
}

/// A place that keeps sessions.
///
/// What a method acknowledged with `Ok` is durable: it survives the process and the machine's power.
pub trait Store: Send + Sync + 'static {
    /// Keeps a new session.
    ///
    /// # Errors
    /// [`StoreError`] when the session could not be made durable; it is then not kept.
    fn create_session(
        &self,
        scope: &Scope,
        session: &Session,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Finds a session by its id within a scope; `None` where that scope has none.
    ///
    /// # Errors
    /// [`StoreError`] when the store could not be read.
    fn session(
        &self,
        scope: &Scope,
        id: &str,
    ) -> impl Future<Output = Result<Option<Session>, StoreError>> + Send;

    /// Whether the store answers.
    ///
    /// # Errors
    /// [`StoreError`] when it does not.
    fn check(&self) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Why a store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The engine reported a failure: the disk is full, the file is locked, the connection is gone.
    #[error("the session store failed")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What is stored cannot be read back.
    #[error("the session store holds a damaged {what}")]
    Damaged {
        /// What could not be read.
        what: &'static str,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The store was closed while the call was under way.
    #[error("the session store is closed")]
    Closed,
}
