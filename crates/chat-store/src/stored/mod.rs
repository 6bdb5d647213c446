//! What is kept, in the form that both engines keep it in: texts and numbers, encoded by the caller of a store.

mod event;
mod session;
mod turn;

pub(crate) use event::{NewEvent, event};
pub(crate) use session::{NewSession, StoredSession};
pub(crate) use turn::{Ending, Message, StoredTurn};

use chat_server::store::StoreError;

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

/// # Errors
/// [`StoreError::Engine`], when it cannot be written as JSON.
fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Engine(Box::new(error)))
}
