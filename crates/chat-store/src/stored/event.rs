//! Events as JSON, and back.

use chat_server::store::{Event, StoreError};

use super::{damaged, json};

/// An event that is to be kept.
#[derive(Debug)]
pub(crate) struct NewEvent {
    pub(crate) kind: String,
    pub(crate) json: String,
}

impl NewEvent {
    /// # Errors
    /// [`StoreError::Engine`], when the event cannot be written as JSON.
    pub(crate) fn new(event: &Event) -> Result<Self, StoreError> {
        Ok(Self {
            kind: event.tag().to_owned(),
            json: json(event)?,
        })
    }
}

/// An event that was kept.
///
/// # Errors
/// [`StoreError::Damaged`], when it is none.
pub(crate) fn event(json: &str) -> Result<Event, StoreError> {
    serde_json::from_str(json).map_err(damaged("event"))
}
