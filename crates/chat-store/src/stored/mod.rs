//! What is kept, in the form that both engines keep it in: texts and numbers, encoded by the caller of a store.

mod event;
mod session;
mod turn;

pub(crate) use event::{NewEvent, event};
pub(crate) use session::{NewSession, StoredSession};
pub(crate) use turn::{Ending, Message, StoredTurn};

use std::time::Duration;

use chat_server::store::{StoreError, Unavailable};

/// When a caller may try again while the engine is away.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// Says that `what` is stored but cannot be read back.
pub(crate) fn damaged<E>(what: &'static str) -> impl FnOnce(E) -> StoreError
where
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    move |source| StoreError::Damaged {
        what,
        source: source.into(),
    }
}

/// Says that the engine does not answer, and may do so soon.
pub(crate) fn unavailable(source: Box<dyn std::error::Error + Send + Sync>) -> StoreError {
    StoreError::Unavailable(Unavailable::new(RETRY_AFTER, source))
}

/// # Errors
/// [`StoreError::Engine`], when it cannot be written as JSON.
fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Engine(Box::new(error)))
}
