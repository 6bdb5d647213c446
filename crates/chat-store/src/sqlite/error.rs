//! Why a file could not be opened, and how the engine's failures read to a caller.

use std::io;
use std::path::PathBuf;

use chat_server::store::StoreError;
use rusqlite::ErrorCode;

use crate::stored::damaged;

/// Why a store's file could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The file or its folder could not be created.
    #[error("cannot create {}: name a place that this program may write to", path.display())]
    Create {
        /// The store's file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The file is not SQLite, or is damaged.
    #[error(
        "{} is not an SQLite file or is damaged; it was left untouched: name another file or restore a backup",
        path.display()
    )]
    Unreadable {
        /// The store's file.
        path: PathBuf,
        /// What the engine found.
        #[source]
        source: rusqlite::Error,
    },
    /// The file belongs to another program.
    #[error("{} is an SQLite file of another program; it was left untouched: name another file", path.display())]
    Foreign {
        /// The store's file.
        path: PathBuf,
    },
    /// The file was written by a newer version of this program.
    #[error(
        "{} has schema version {found}, but this program knows none after {known}; it was left untouched: \
         run the newer program, or restore a backup from before it",
        path.display()
    )]
    Newer {
        /// The store's file.
        path: PathBuf,
        /// The version that the file has.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// The file could not be put in WAL mode.
    #[error(
        "{} stays in journal mode {mode}, but the store needs wal: keep it on a local disk",
        path.display()
    )]
    JournalMode {
        /// The store's file.
        path: PathBuf,
        /// The mode that it stayed in.
        mode: String,
    },
    /// A migration failed; the file is at the version before it.
    #[error("cannot bring {} to schema version {version}", path.display())]
    Migration {
        /// The store's file.
        path: PathBuf,
        /// The version that was to be reached.
        version: u32,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// The engine failed: the file is locked, the disk is full, access is denied.
    #[error("cannot open {}", path.display())]
    Engine {
        /// The store's file.
        path: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// A thread of the store could not be started.
    #[error("cannot start a thread for the session store")]
    Thread(#[source] io::Error),
}

/// Whether the engine says that the file itself is at fault.
pub(crate) fn is_unreadable(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
    )
}

/// Why a piece of work failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The engine's error, which others may have to be told as well.
    Engine(rusqlite::Error),
    /// The caller's alone.
    Store(StoreError),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What an engine's failure is to the caller of a store.
pub(crate) fn store_error(error: rusqlite::Error) -> StoreError {
    match error {
        rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..)
        | rusqlite::Error::FromSqlConversionFailure(..) => damaged("session")(error),
        error if is_unreadable(&error) => damaged("file")(error),
        error => StoreError::Engine(Box::new(error)),
    }
}
