//! What another schema says.

use std::ops::Deref;
use std::sync::OnceLock;

use super::{Kind, Schema};

/// Where a reference leads.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    There(&'static Schema),
    Later(&'static OnceLock<Schema>),
}

impl Deref for Target {
    type Target = Schema;

    /// The schema; any value, where none was ever put there.
    fn deref(&self) -> &Schema {
        match self {
            Self::There(schema) => schema,
            Self::Later(place) => place.get().unwrap_or(&Schema::ANY),
        }
    }
}

impl Schema {
    /// What another schema says.
    pub const fn reference(schema: &'static Schema) -> Self {
        Self::of(Kind::Reference(Target::There(schema)))
    }

    /// What a schema says that is made later: one that refers to itself can be made in no other way, unless it is a
    /// constant.
    pub const fn later(place: &'static OnceLock<Schema>) -> Self {
        Self::of(Kind::Reference(Target::Later(place)))
    }
}
