//! A change: where, what, and what it means.

use serde::Serialize;

use crate::diagnostic::Position;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The kind, for programs: `property-added`.
    pub code: &'static str,
    /// What changed, in a sentence.
    pub message: String,
    /// Where it is in the old document. What is not there has the place of what it would be in.
    pub old: Place,
    /// Where it is in the new document. What is not there has the place of what it would be in.
    pub new: Place,
    /// What it means.
    #[serde(flatten)]
    pub verdicts: Verdicts,
}

impl Change {
    /// Whether somebody has to do something about it: a client that is there is no longer understood, or code that is
    /// there may no longer compile.
    pub fn is_breaking(&self) -> bool {
        let Verdicts {
            wire,
            caller,
            implementor,
        } = self.verdicts;
        !wire.old_client || caller.max(implementor) >= Code::MayBreak
    }
}

/// A place in a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// Where in its text.
    pub position: Position,
    /// Where in its tree, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

/// What a change means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    /// For programs that are not built anew on both ends at once.
    pub wire: Wire,
    /// For code that calls.
    pub caller: Code,
    /// For code that implements.
    pub implementor: Code,
}

/// Who understands whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Wire {
    /// Whether an old client can call a new server.
    pub old_client: bool,
    /// Whether a new client can call an old server.
    pub new_client: bool,
}

impl Wire {
    /// Everybody understands everybody.
    pub const BOTH: Self = Self {
        old_client: true,
        new_client: true,
    };
}

/// What becomes of code that was written against the old bindings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// It compiles, and does what it did.
    Same,
    /// It compiles, and meets values, refusals or warnings that it did not meet.
    Differs,
    /// It does not compile where it names every field of a struct or every variant of an enum, and else it does.
    MayBreak,
    /// It does not compile.
    Breaks,
}
