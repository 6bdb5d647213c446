//! Events, back from their rows.

use chat_server::store::{Event, StoreError};

use crate::stored;

/// # Errors
/// [`StoreError::Damaged`], when one of them is no event.
pub(crate) fn events(stored: Vec<String>) -> Result<Vec<Event>, StoreError> {
    stored.iter().map(|json| stored::event(json)).collect()
}
