//! What the server asks of a session store.

use std::future::Future;
use std::time::Duration;

use uuid::Uuid;

pub use chat_api::types::{Event, UserInputEvent};
pub use openapi_runtime::server::Unavailable;

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

/// Where a listing goes on: after the session that was updated at this moment and has this id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// When that session was last updated.
    pub updated_at: i64,
    /// Its id.
    pub id: String,
}

/// A turn that is to begin.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTurn {
    /// Names the turn, and nobody else's.
    pub id: Uuid,
    /// What the user says; recorded as the first event of the turn.
    pub prompt: String,
    /// The indexes that the message names.
    pub index_ids: Vec<String>,
    /// The title for a session that has none.
    pub title: Option<String>,
    /// When the session is updated by this: microseconds since the Unix epoch, UTC.
    pub at: i64,
    /// How many texts of the past are wanted, the latest of all.
    pub history: usize,
}

/// What became of a turn that was to begin. Nothing was recorded unless it is [`Begun::Turn`].
#[derive(Debug, Clone, PartialEq)]
pub enum Begun {
    /// It has begun. These are the texts that were said before, by the user and in answer, oldest first.
    Turn(Vec<Event>),
    /// The scope has no such session.
    NoSession,
    /// The session is locked to these indexes, and the message names others.
    Locked(Vec<String>),
    /// Another turn of the session is running.
    Running,
    /// Another turn of the session has not been heard of for longer than a lease. It has to be ended first.
    Abandoned(OpenTurn),
}

/// Names a running turn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TurnId {
    /// The session.
    pub session: String,
    /// The turn of it.
    pub turn: Uuid,
}

/// A turn that was begun and not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTurn {
    /// Its name.
    pub id: TurnId,
    /// How long it had been running when it was last heard of.
    pub ran: Duration,
}

/// A place that keeps sessions.
///
/// What a method acknowledged with `Ok` is durable: it survives the process and the machine's power. Several servers may
/// share a place: it is the one who knows which turns are running. A turn is running until it is ended, as long as its
/// server renews it within [`LEASE`].
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

    /// Finds a session and all of its events, in their order.
    ///
    /// # Errors
    /// [`StoreError`] when the store could not be read.
    fn session_with_events(
        &self,
        scope: &Scope,
        id: &str,
    ) -> impl Future<Output = Result<Option<(Session, Vec<Event>)>, StoreError>> + Send;

    /// Lists the sessions of a scope, the latest updated first, at most `limit` of them; after `position` if there is one.
    ///
    /// # Errors
    /// [`StoreError`] when the store could not be read.
    fn list_sessions(
        &self,
        scope: &Scope,
        after: Option<&Position>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Session>, StoreError>> + Send;

    /// Removes a session, its events and the turn that is running; `false` where the scope has no such session.
    ///
    /// # Errors
    /// [`StoreError`] when the session is still there.
    fn delete_session(
        &self,
        scope: &Scope,
        id: &str,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Begins a turn, in one step: nobody else begins one of the same session at the same time.
    ///
    /// A session that has indexes and no events yet takes over those of the message. One that has indexes and events is
    /// locked to its own: the message must name the same ones, in whatever order and number.
    ///
    /// # Errors
    /// [`StoreError`] when the turn has not begun.
    fn begin_turn(
        &self,
        scope: &Scope,
        session: &str,
        turn: &NewTurn,
    ) -> impl Future<Output = Result<Begun, StoreError>> + Send;

    /// Says that a turn is alive; `false` when it is not running, its session removed or itself ended by somebody else.
    ///
    /// # Errors
    /// [`StoreError`] when the store could not be written.
    fn renew_turn(&self, turn: &TurnId) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Records an event of a running turn; `false`, and nothing is recorded, when it is not running.
    ///
    /// # Errors
    /// [`StoreError`] when the event could not be made durable.
    fn record(
        &self,
        turn: &TurnId,
        event: &Event,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Ends a running turn: its last event is recorded, and the session shows how it went. `false`, and nothing is
    /// recorded, when it is not running.
    ///
    /// # Errors
    /// [`StoreError`] when the turn is still running.
    fn end_turn(
        &self,
        turn: &TurnId,
        stop: &Event,
        run: &Run,
        at: i64,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// The turns that were begun, not ended, and not heard of for longer than [`LEASE`].
    ///
    /// # Errors
    /// [`StoreError`] when the store could not be read.
    fn abandoned_turns(&self) -> impl Future<Output = Result<Vec<OpenTurn>, StoreError>> + Send;

    /// A secret of this place, made with it and the same ever after: what servers over it sign with.
    ///
    /// # Errors
    /// [`StoreError`] when the store could not be read.
    fn secret(&self) -> impl Future<Output = Result<[u8; 32], StoreError>> + Send;

    /// Whether the store answers.
    ///
    /// # Errors
    /// [`StoreError`] when it does not.
    fn check(&self) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// How long a turn counts as running after its server was last heard of.
pub const LEASE: Duration = Duration::from_secs(15);

/// Why a store could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The engine reported a failure.
    #[error("the session store failed")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The engine does not do it at the moment: its server is away or has too much to do, its file is locked, its disk full.
    /// What was asked may or may not have been done.
    #[error("the session store does not answer")]
    Unavailable(#[source] Unavailable),
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
