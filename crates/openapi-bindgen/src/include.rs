//! Which operations of a document are wanted.

/// Which operations of a document are wanted: those with one of the tags or ids; all of them, where none is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Include {
    /// Tags.
    pub tags: Vec<String>,
    /// Operation ids.
    pub operations: Vec<String>,
}

impl Include {
    /// Whether all operations are wanted, and with them all schemas.
    pub(crate) fn is_everything(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty()
    }

    /// Whether an operation is wanted.
    pub(crate) fn wants<'a>(&self, id: &str, mut tags: impl Iterator<Item = &'a str>) -> bool {
        self.is_everything()
            || self.operations.iter().any(|wanted| wanted == id)
            || tags.any(|tag| self.tags.iter().any(|wanted| wanted == tag))
    }
}
