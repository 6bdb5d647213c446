//! Mistakes in a document: where, what, and what to do.

use std::fmt;

/// A position in a document's text, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// One mistake in a document, or one thing in it that is not supported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind, for programs: `unresolved-reference`.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The document's name.
    pub file: String,
    /// Where in the text.
    pub position: Position,
    /// Where in the tree, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Position { line, column } = self.position;
        write!(
            f,
            "{}:{line}:{column}: error[{}]: {}\n  at: {}\n  help: {}",
            self.file,
            self.code,
            self.message,
            if self.pointer.is_empty() {
                "the document"
            } else {
                &self.pointer
            },
            self.help
        )
    }
}

/// The mistakes in a document, in the order of its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a mistake.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        // What is wrong behind a reference is met once for each reference to it, and told once.
        if !self.0.contains(&diagnostic) {
            self.0.push(diagnostic);
        }
    }

    /// The mistakes.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value`, unless there are mistakes.
    pub(crate) fn unless_any<T>(mut self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            return Ok(value);
        }
        self.0.sort_by_key(|diagnostic| diagnostic.position);
        Err(self)
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}")?;
        }
        let plural = if self.0.len() == 1 { "" } else { "s" };
        write!(f, "{} error{plural}", self.0.len())
    }
}

impl std::error::Error for Diagnostics {}
