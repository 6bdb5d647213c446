//! A row of BENCHMARKS.md: something that is measured, beside what a user would pick instead.

use std::path::Path;

use super::figure::Measured;
use super::{
    client_call, cold_build, create_session, fastapi, million, openapi_generator, postgres, prism,
    sqlite, streams,
};

/// What can be measured, in the order of BENCHMARKS.md. A row is a module with a function that gives [`Measured`], a name
/// here, and a line in each of the two functions below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Row {
    /// A generated handler, beside one written by hand.
    CreateSession,
    /// Create Session in memory, beside FastAPI on uvicorn.
    Fastapi,
    /// Create Session in memory, and how long it takes to start, beside Prism.
    Prism,
    /// A call by the client, beside one written by hand.
    ClientCall,
    /// Durable creates over SQLite, beside the disk's own limit.
    Sqlite,
    /// Durable creates over PostgreSQL, beside pgbench.
    Postgres,
    /// Get and list with 1,000,000 sessions, beside 1,000.
    Million,
    /// What a stream costs of which nothing comes.
    Streams,
    /// The first build of a program that calls the API.
    ColdBuild,
    /// Generating both ends of a document, beside openapi-generator.
    OpenapiGenerator,
}

impl Row {
    /// Its heading in BENCHMARKS.md.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::CreateSession => "Create Session in memory: generated and by hand",
            Self::Fastapi => "Create Session, beside FastAPI",
            Self::Prism => "Create Session and start, beside Prism",
            Self::ClientCall => "A call by the client",
            Self::Sqlite => "Durable creates, SQLite",
            Self::Postgres => "Durable creates, PostgreSQL",
            Self::Million => "A million sessions",
            Self::Streams => "10,000 idle streams",
            Self::ColdBuild => "The first build of a program that calls the API",
            Self::OpenapiGenerator => "Both ends of LlamaCloud's whole document, generated",
        }
    }

    /// Whether it is measured on a document that somebody has to name.
    pub(super) fn needs_document(self) -> bool {
        matches!(self, Self::OpenapiGenerator)
    }

    /// Measures it, which takes a minute or a few.
    pub(super) fn measure(self, root: &Path, document: Option<&Path>) -> anyhow::Result<Measured> {
        match self {
            Self::CreateSession => create_session::measure(root),
            Self::Fastapi => fastapi::measure(root),
            Self::Prism => prism::measure(root),
            Self::ClientCall => client_call::measure(root),
            Self::Sqlite => sqlite::measure(root),
            Self::Postgres => postgres::measure(root),
            Self::Million => million::measure(root),
            Self::Streams => streams::measure(root),
            Self::ColdBuild => cold_build::measure(root),
            Self::OpenapiGenerator => openapi_generator::measure(root, document),
        }
    }
}
