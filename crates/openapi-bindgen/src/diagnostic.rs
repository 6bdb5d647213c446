//! Mistakes in a document: where, what, and what to do.

use std::fmt;

use indexmap::IndexSet;
use serde::Serialize;

/// A position in a document's text, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// What a mistake costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing: it was mended, or left aside.
    Warning,
    /// The type of one schema: it takes any value.
    Loose,
    /// The operations that need what is wrong here: they are not generated.
    Refusal,
    /// The document: nothing is generated.
    Error,
}

impl Severity {
    /// The word for it in a message.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Loose => "loose",
            Self::Refusal => "refusal",
            Self::Error => "error",
        }
    }
}

/// One mistake in a document, or one thing in it that is not supported.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Diagnostic {
    /// What it costs.
    pub severity: Severity,
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
            "{}:{line}:{column}: {}[{}]: {}\n  at: {}\n  help: {}",
            self.file,
            self.severity.name(),
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Diagnostics(IndexSet<Diagnostic>);

impl Diagnostics {
    /// Adds a mistake. What is wrong behind a reference is met once for each reference to it, and told once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.insert(diagnostic);
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

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        let of_it = self.iter().filter(|known| known.severity == severity);
        of_it.count()
    }

    /// How many there are of each severity, in words.
    pub(crate) fn sum(&self) -> String {
        let severities = [
            Severity::Error,
            Severity::Refusal,
            Severity::Loose,
            Severity::Warning,
        ];
        let counts = severities.map(|severity| (severity, self.count(severity)));
        let counts = counts.iter().filter(|(_, count)| *count > 0);
        let counts = counts.map(|(severity, count)| match (severity, count) {
            (Severity::Loose, _) | (_, 1) => format!("{count} {}", severity.name()),
            _ => format!("{count} {}s", severity.name()),
        });
        counts.collect::<Vec<_>>().join(", ")
    }

    /// Puts them in the order of the text.
    pub(crate) fn sort(&mut self) {
        self.0
            .sort_by(|one, other| (&one.file, one.position).cmp(&(&other.file, other.position)));
    }

    /// `value`, unless there are mistakes that are worse than `tolerated`.
    pub(crate) fn unless_worse<T>(
        mut self,
        tolerated: Option<Severity>,
        value: T,
    ) -> Result<T, Self> {
        if self.iter().all(|known| Some(known.severity) <= tolerated) {
            return Ok(value);
        }
        self.sort();
        Err(self)
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(IndexSet::from([diagnostic]))
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}")?;
        }
        f.write_str(&self.sum())
    }
}

impl std::error::Error for Diagnostics {}
