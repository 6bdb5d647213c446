//! Opens the connections, each with the settings that the store relies on.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::error::{OpenError, is_unreadable};
use super::migrate::{self, Kind};

/// How long a connection waits for another process to let go of the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How long it waits between two attempts, where the engine leaves the waiting to its caller.
const PAUSE: Duration = Duration::from_millis(5);

/// Opens the connection that writes, and brings the file to the schema of today.
///
/// A file that is refused was only read.
///
/// # Errors
/// Any [`OpenError`] but [`OpenError::Create`] and [`OpenError::Thread`].
pub(crate) fn write_connection(path: &Path) -> Result<Connection, OpenError> {
    migrated(path).map(|(connection, _)| connection)
}

/// [`write_connection`], and the version of the schema before.
///
/// # Errors
/// As there.
pub(crate) fn migrated(path: &Path) -> Result<(Connection, u32), OpenError> {
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // What may only be read is opened all the same.
    if connection.is_readonly("main").map_err(failed(path))? {
        return Err(OpenError::ReadOnly {
            path: path.to_owned(),
        });
    }
    let found = accept(&mut connection, path)?;
    set_up(&connection, path)?;
    migrate::migrate(&mut connection).map_err(|(version, source)| OpenError::Migration {
        path: path.to_owned(),
        version,
        source,
    })?;
    Ok((connection, found))
}

/// Opens a file that is there, as it is; gives the version of its schema, 0 where it is blank.
///
/// # Errors
/// As [`write_connection`].
pub(crate) fn accepted(path: &Path) -> Result<(Connection, u32), OpenError> {
    let mut connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let found = accept(&mut connection, path)?;
    Ok((connection, found))
}

/// Opens a connection that can only read; the file must have been opened for writing before.
///
/// # Errors
/// [`OpenError::Engine`] or [`OpenError::Unreadable`].
pub(crate) fn read_connection(path: &Path) -> Result<Connection, OpenError> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// `flags` never hold `URI`, so that a path is only ever a path; and each connection stays on one thread.
fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, OpenError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(failed(path))?;
    connection
        .busy_timeout(BUSY_TIMEOUT)
        .map_err(failed(path))?;
    Ok(connection)
}

/// Refuses a file that is not this program's, or is too new for it; gives the version of its schema.
fn accept(connection: &mut Connection, path: &Path) -> Result<u32, OpenError> {
    // Closing a refused file must not write what its own program left in the log.
    leave_log(connection, true).map_err(failed(path))?;
    let found = match migrate::kind(connection).map_err(failed(path))? {
        Kind::Foreign => {
            return Err(OpenError::Foreign {
                path: path.to_owned(),
            });
        }
        Kind::Ours(found) if found > migrate::NEWEST => {
            return Err(OpenError::Newer {
                path: path.to_owned(),
                found,
                known: migrate::NEWEST,
            });
        }
        Kind::Blank => 0,
        Kind::Ours(found) => found,
    };
    leave_log(connection, false).map_err(failed(path))?;
    Ok(found)
}

fn leave_log(connection: &Connection, leave: bool) -> rusqlite::Result<()> {
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave)
        .map(drop)
}

fn set_up(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let mode = use_log(connection).map_err(failed(path))?;
    if mode != "wal" {
        return Err(OpenError::JournalMode {
            path: path.to_owned(),
            mode,
        });
    }
    connection
        .execute_batch(
            // fullfsync: on macOS a plain sync stops at the drive's cache; elsewhere this changes nothing.
            "PRAGMA synchronous = FULL;
             PRAGMA fullfsync = ON;
             PRAGMA foreign_keys = ON;",
        )
        .map_err(failed(path))
}

/// Puts the file in WAL mode, and gives the mode that it is in afterwards.
fn use_log(connection: &Connection) -> rusqlite::Result<String> {
    let deadline = Instant::now() + BUSY_TIMEOUT;
    loop {
        let mode =
            connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0));
        match mode {
            // For this one step the engine does not wait by itself, as two that open a new file could wait forever.
            Err(error) if is_busy(&error) && Instant::now() < deadline => thread::sleep(PAUSE),
            mode => return mode,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

/// What an engine's failure is to someone who opens the file.
pub(crate) fn failed(path: &Path) -> impl Fn(rusqlite::Error) -> OpenError {
    move |source| {
        let path = path.to_owned();
        if is_unreadable(&source) {
            OpenError::Unreadable { path, source }
        } else {
            OpenError::Engine { path, source }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_write_connection_syncs_every_commit_to_a_log() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chat.db");
        std::fs::File::create(&path).unwrap();
        let connection = write_connection(&path).unwrap();
        let asked = |pragma| {
            connection
                .pragma_query_value(None, pragma, |row| row.get::<_, i64>(0))
                .unwrap()
        };
        assert_eq!(asked("synchronous"), 2);
        assert_eq!(asked("foreign_keys"), 1);
        assert_eq!(asked("busy_timeout"), 5000);
        assert_eq!(asked("user_version"), i64::from(migrate::NEWEST));
        assert_eq!(asked("application_id"), i64::from(migrate::APPLICATION_ID));
        let mode: String = connection
            .pragma_query_value(None, "journal_mode", |row| row.get(0))
            .unwrap();
        assert_eq!(mode, "wal");
    }

    #[test]
    fn a_read_connection_cannot_write() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chat.db");
        std::fs::File::create(&path).unwrap();
        let _writer = write_connection(&path).unwrap();
        let reader = read_connection(&path).unwrap();
        let error = reader.execute("DELETE FROM sessions", []).unwrap_err();
        assert_eq!(error.sqlite_error_code(), Some(ErrorCode::ReadOnly));
    }
}
