//! Why a store could not be moved.

use std::io;

use chat_server::store::StoreError;

use super::fault::Fault;
use crate::{ConnectError, OpenError};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why an export was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The file cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database cannot be opened.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// There is nothing there.
    #[error("{place} holds no sessions: name the place that `chat serve` keeps them in")]
    Nothing {
        /// Where sessions were looked for.
        place: String,
    },
    /// The schema is one of an older version of this program.
    #[error("{place} has schema version {found}, but {known} is needed: run `chat migrate` first")]
    Older {
        /// The store.
        place: String,
        /// The version that it has.
        found: u32,
        /// The version that this program knows.
        known: u32,
    },
    /// What servers sign with is not there.
    #[error("the secret that servers sign with cannot be exported")]
    Secret(#[source] StoreError),
    /// Something that is stored makes no sense.
    #[error("the session {session} cannot be exported")]
    Damaged {
        /// The session.
        session: String,
        /// What is wrong with it.
        #[source]
        source: StoreError,
    },
    /// The store cannot be read.
    #[error("cannot read {place}")]
    Read {
        /// The store.
        place: String,
        /// Why.
        #[source]
        source: Source,
    },
    /// The export cannot be written.
    #[error("cannot write the export")]
    Write(#[source] io::Error),
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The file cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database cannot be opened.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// There are sessions already.
    #[error(
        "{place} holds sessions already: import into an empty place, or keep them too with --merge"
    )]
    NotEmpty {
        /// The store.
        place: String,
    },
    /// A line of the export is wrong.
    #[error("line {line} of the export is wrong, and nothing was imported")]
    Line {
        /// Counted from 1.
        line: u64,
        /// What is wrong with it.
        #[source]
        fault: Fault,
    },
    /// The store cannot be written.
    #[error("cannot write {place}; nothing was imported")]
    Write {
        /// The store.
        place: String,
        /// Why.
        #[source]
        source: Source,
    },
}

impl ImportError {
    pub(crate) fn line(line: u64) -> impl FnOnce(Fault) -> Self {
        move |fault| Self::Line { line, fault }
    }
}
