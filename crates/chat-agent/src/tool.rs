//! The tool `search`, as both agents show it.

use serde_json::Value;

use crate::search::{Found, SearchError};

/// The tool's name.
pub(crate) const SEARCH: &str = "search";

/// How many passages a call gives.
pub(crate) const PASSAGES: usize = 8;

/// A name for a call that no other call has.
pub(crate) fn call_id() -> String {
    format!("call_{}", uuid::Uuid::new_v4().simple())
}

/// What a search gave, as a result of the tool.
pub(crate) fn result(found: &Found) -> Result<Value, SearchError> {
    serde_json::to_value(found).map_err(SearchError::new)
}
