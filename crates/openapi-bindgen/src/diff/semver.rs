//! The step that the version of the generated crate needs (Cargo's rules of semantic versioning).

use std::fmt;

use serde::Serialize;

use super::change::{Change, Code};

/// A step of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// None: the same is generated.
    None,
    /// For descriptions, order, and the document that the crate carries.
    Patch,
    /// Something is new, and nothing breaks.
    Minor,
    /// Code that is there may no longer compile, or a client that is there is no longer understood.
    Major,
}

impl Step {
    /// The step for a change.
    pub(super) fn of(change: &Change) -> Self {
        let verdicts = change.verdicts;
        if change.is_breaking() {
            Self::Major
        } else if !verdicts.wire.new_client
            || verdicts.caller.max(verdicts.implementor) == Code::Differs
            || change.code.ends_with("-added")
        {
            Self::Minor
        } else {
            Self::Patch
        }
    }

    /// What a version below 1.0 needs: its minor number is taken for the major one, and its patch number for both others.
    pub fn before_one(self) -> Self {
        match self {
            Self::Major => Self::Minor,
            Self::Minor => Self::Patch,
            other => other,
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}
