//! Why a file could not be opened, and how the engine's failures read to a caller.

use std::borrow::Borrow;
use std::io;
use std::path::PathBuf;

use chat_server::store::StoreError;
use rusqlite::ErrorCode;

use crate::stored::{damaged, unavailable};

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
    /// The file may only be read.
    #[error("{} may only be read: let this program write it and its folder, or name another file", path.display())]
    ReadOnly {
        /// The store's file.
        path: PathBuf,
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

/// What an engine's failure is to the caller of a store: its own, or one that it shares with others.
pub(crate) fn store_error<E>(error: E) -> StoreError
where
    E: Borrow<rusqlite::Error> + std::error::Error + Send + Sync + 'static,
{
    let failure: &rusqlite::Error = error.borrow();
    match failure {
        rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..)
        | rusqlite::Error::FromSqlConversionFailure(..) => damaged("session")(error),
        _ if is_unreadable(failure) => damaged("file")(error),
        _ if is_passing(failure) => unavailable(Box::new(error)),
        _ => StoreError::Engine(Box::new(error)),
    }
}

/// Whether the engine may well do what it was asked a little later: another process holds the file, memory is short, or the
/// disk takes nothing more (one that is full, or a quota that is used up, which the engine tells as a write that failed).
fn is_passing(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::FileLockingProtocolFailed
                | ErrorCode::OutOfMemory
                | ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
        )
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rusqlite::ffi;

    use super::*;

    #[test]
    fn what_passes_is_told_apart_from_what_stays() {
        let told = |code| {
            let error = || rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            [store_error(error()), store_error(Arc::new(error()))]
        };
        for code in [
            ffi::SQLITE_BUSY,
            ffi::SQLITE_BUSY_SNAPSHOT,
            ffi::SQLITE_LOCKED,
            ffi::SQLITE_PROTOCOL,
            ffi::SQLITE_NOMEM,
            ffi::SQLITE_FULL,
            ffi::SQLITE_IOERR_WRITE,
        ] {
            for error in told(code) {
                assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
            }
        }
        for code in [ffi::SQLITE_CORRUPT, ffi::SQLITE_NOTADB] {
            for error in told(code) {
                assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
            }
        }
        for code in [
            ffi::SQLITE_CONSTRAINT,
            ffi::SQLITE_READONLY,
            ffi::SQLITE_ERROR,
        ] {
            for error in told(code) {
                assert!(matches!(error, StoreError::Engine(_)), "{error:?}");
            }
        }
    }
}
