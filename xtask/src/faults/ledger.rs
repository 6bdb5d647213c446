//! What clients were told.

use std::collections::BTreeMap;

use serde_json::Value;

/// The sessions whose creation was answered, and the messages that were sent to each.
#[derive(Debug, Default)]
pub(super) struct Ledger(pub(super) BTreeMap<String, Vec<Turn>>);

/// A message, and what came back.
#[derive(Debug)]
pub(super) struct Turn {
    /// What was said: no other message says the same.
    pub(super) prompt: String,
    /// Whether the server began to answer.
    pub(super) is_answered: bool,
    /// The complete events that came.
    pub(super) events: Vec<Value>,
}

impl Turn {
    /// Whether the answer came to its end.
    pub(super) fn is_over(&self) -> bool {
        self.events
            .last()
            .is_some_and(|event| event["type"] == "stop")
    }
}

impl Ledger {
    pub(super) fn add(&mut self, sessions: Vec<(String, Vec<Turn>)>) {
        for (id, turns) in sessions {
            self.0.entry(id).or_default().extend(turns);
        }
    }

    pub(super) fn turns(&self) -> impl Iterator<Item = &Turn> {
        self.0.values().flatten()
    }
}
