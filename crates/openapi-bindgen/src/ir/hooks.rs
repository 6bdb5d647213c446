//! What goes the other way: operations that the API calls and its users serve.

use super::{Errors, Group, Operation};

/// Operations that the API calls and its users serve: its webhooks, or the callbacks of its operations.
#[derive(Debug, Clone, PartialEq)]
pub struct Hooks {
    /// What they are, and with that their module.
    pub kind: HookKind,
    /// The operations, in the order of the document. Their paths are those of a receiver that has no other wish.
    pub operations: Vec<Operation>,
    /// The groups of the operations, by their tags; none where they are few.
    pub groups: Vec<Group>,
    /// The shape of the answers that a receiver gives by itself.
    pub errors: Errors,
    /// Where callbacks go, as far as the request that asks for them says so.
    pub urls: Vec<CallbackUrl>,
}

/// Which operations go the other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HookKind {
    /// Those of the API as a whole.
    Webhooks,
    /// Those that an operation's request asks for.
    Callbacks,
}

/// The URL of a callback, as the request says it that asks for the callback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackUrl {
    /// The function that puts it together.
    pub function: String,
    /// The callback, by its place among the callbacks.
    pub callback: usize,
    /// The operation whose request asks for it, by its place among all.
    pub operation: usize,
    /// The document's words for it.
    pub expression: String,
    /// What it is made of.
    pub pieces: Vec<UrlPiece>,
}

/// A piece of a callback's URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UrlPiece {
    /// As it stands.
    Text(String),
    /// What a field of the request says, or what is below a JSON pointer in it.
    Value {
        /// The field.
        field: String,
        /// The pointer; empty for the value itself.
        pointer: String,
    },
}
