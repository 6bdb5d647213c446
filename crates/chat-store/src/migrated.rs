//! What became of a schema.

/// How a store was brought to the schema of today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    /// The version that it had; 0 where there was no store.
    pub from: u32,
    /// The version that it has now.
    pub to: u32,
}
