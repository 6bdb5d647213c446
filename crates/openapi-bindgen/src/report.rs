//! What became of a document: what was generated, what was not, and why.

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Diagnostics};

/// What became of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What became of its operations.
    pub operations: Operations,
    /// What became of its webhooks.
    pub webhooks: Operations,
    /// What became of the callbacks of its operations.
    pub callbacks: Operations,
    /// How many of its operations have no `operationId`, and are called after their methods and paths.
    pub unnamed: usize,
    /// What became of its schemas.
    pub schemas: Schemas,
    /// All that there was to say, in the order of the text.
    pub diagnostics: Diagnostics,
}

impl Report {
    /// All that was left out, whichever way it goes.
    pub fn refused(&self) -> impl Iterator<Item = &Refused> {
        let operations = [&self.operations, &self.webhooks, &self.callbacks];
        operations.into_iter().flat_map(|known| &known.refused)
    }

    /// How many operations were generated, in words.
    pub fn summary(&self) -> String {
        let counts = |known: &Operations, what: &str| {
            format!("{} of {} {what}", known.generated, known.total)
        };
        let mut text = counts(&self.operations, "operations");
        // No mistake, but worth knowing before somebody gives them one: it renames methods.
        if self.unnamed > 0 {
            text.push_str(&format!(" ({} without an `operationId`)", self.unnamed));
        }
        for (known, what) in [(&self.webhooks, "webhooks"), (&self.callbacks, "callbacks")] {
            if known.total > 0 {
                text.push_str(", ");
                text.push_str(&counts(known, what));
            }
        }
        text
    }
}

/// What became of a document's operations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Operations {
    /// How many there are.
    pub total: usize,
    /// How many were generated.
    pub generated: usize,
    /// Those that were not.
    pub refused: Vec<Refused>,
}

impl Operations {
    /// Notes that an operation is not generated.
    pub(crate) fn refuse(&mut self, operation: &str, causes: &[Diagnostic]) {
        let refused = causes
            .first()
            .map(|cause| Refused::new(operation.to_owned(), cause));
        self.refused.extend(refused);
    }
}

/// An operation that was not generated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// Its id, or its method and path.
    pub operation: String,
    /// Where its first mistake is, as a JSON pointer.
    pub pointer: String,
    /// The line of that.
    pub line: usize,
    /// The kind of that mistake.
    pub code: &'static str,
    /// What is wrong there.
    pub reason: String,
}

impl Refused {
    fn new(operation: String, cause: &Diagnostic) -> Self {
        Self {
            operation,
            pointer: cause.pointer.clone(),
            line: cause.position.line,
            code: cause.code,
            reason: cause.message.clone(),
        }
    }
}

/// What became of the schemas that declare something: a type, properties, alternatives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Schemas {
    /// How many were read.
    pub total: usize,
    /// How many of them have a type.
    pub typed: usize,
    /// Those that take any value instead.
    pub loose: Vec<Loose>,
}

/// A schema that takes any value, because what it declares could not be expressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Loose {
    /// Where it is, as a JSON pointer.
    pub pointer: String,
    /// The kind of the mistake that is the reason.
    pub code: &'static str,
    /// What is wrong.
    pub reason: String,
}
