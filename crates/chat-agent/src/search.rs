//! Searching, as an agent sees it.

use std::error::Error;

use futures_core::future::BoxFuture;
use serde::Serialize;

/// Finds passages in named indexes.
pub trait Search: Send + Sync + 'static {
    /// Finds the passages that fit `query` best, in all of `indexes` together.
    ///
    /// An index that does not exist is no error: it is named in [`Found::missing`]. The query is plain words; nothing in
    /// it is an operator.
    fn search(
        &self,
        query: &str,
        indexes: &[String],
        limit: usize,
    ) -> BoxFuture<'static, Result<Found, SearchError>>;
}

/// What a search gave.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Found {
    /// The best passages, best first.
    pub passages: Vec<Passage>,
    /// Indexes that were named but do not exist.
    pub missing: Vec<String>,
}

/// A passage that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Passage {
    /// The index that holds it.
    pub index: String,
    /// The file, relative to the folder that was indexed.
    pub file: String,
    /// Where in the file: the headings that it is under, or its page, line or paragraph.
    pub place: String,
    /// How well it fits; comparable within one search only.
    pub score: f32,
    /// What it says.
    pub text: String,
}

/// Indexes that exist could not be searched.
#[derive(Debug, thiserror::Error)]
#[error("the indexes cannot be searched")]
pub struct SearchError(#[source] Box<dyn Error + Send + Sync>);

impl SearchError {
    /// Says why.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}
