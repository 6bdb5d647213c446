//! A row of BENCHMARKS.md: something that is measured, beside what a user would pick instead.

use std::path::Path;

use super::figure::Measured;
use super::{fastapi, million, postgres, prism, sqlite, streams};

/// What can be measured, in the order of BENCHMARKS.md. A row is a module with a function that gives [`Measured`], a name
/// here, and a line in each of the two functions below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Row {
    /// Create Session in memory, beside FastAPI on uvicorn.
    Fastapi,
    /// Create Session in memory, and how long it takes to start, beside Prism.
    Prism,
    /// Durable creates over SQLite, beside the disk's own limit.
    Sqlite,
    /// Durable creates over PostgreSQL, beside pgbench.
    Postgres,
    /// Get and list with 1,000,000 sessions, beside 1,000.
    Million,
    /// What a stream costs of which nothing comes.
    Streams,
}

impl Row {
    /// Its heading in BENCHMARKS.md.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Fastapi => "Create Session, beside FastAPI",
            Self::Prism => "Create Session and start, beside Prism",
            Self::Sqlite => "Durable creates, SQLite",
            Self::Postgres => "Durable creates, PostgreSQL",
            Self::Million => "A million sessions",
            Self::Streams => "10,000 idle streams",
        }
    }

    /// Measures it, which takes a minute or a few.
    pub(super) fn measure(self, root: &Path) -> anyhow::Result<Measured> {
        match self {
            Self::Fastapi => fastapi::measure(root),
            Self::Prism => prism::measure(root),
            Self::Sqlite => sqlite::measure(root),
            Self::Postgres => postgres::measure(root),
            Self::Million => million::measure(root),
            Self::Streams => streams::measure(root),
        }
    }
}
