//! Alternatives that are told apart by what one property says.

use super::{Kind, Schema};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Tagged {
    pub(crate) property: &'static str,
    pub(crate) tags: &'static [&'static str],
    pub(crate) alternatives: &'static [&'static Schema],
}

impl Schema {
    /// An object whose `property` says which of the alternatives it is, the first tag being the first one's.
    pub const fn tagged(
        property: &'static str,
        tags: &'static [&'static str],
        alternatives: &'static [&'static Schema],
    ) -> Self {
        Self::of(Kind::Tagged(Tagged {
            property,
            tags,
            alternatives,
        }))
    }
}
