//! What a file is, and how it is brought to the schema of today.

use rusqlite::{Connection, TransactionBehavior};

/// Marks a file as this program's, in the field of the header that SQLite keeps for it: `CHAT`.
pub(crate) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"CHAT");

/// The migrations, in order. The first brings a blank file to version 1, and so on; one that shipped never changes.
const MIGRATIONS: [&str; 2] = [
    include_str!("../../migrations/sqlite/0001_sessions.sql"),
    include_str!("../../migrations/sqlite/0002_events.sql"),
];

/// The newest schema version that this program knows.
pub(crate) const NEWEST: u32 = MIGRATIONS.len() as u32;

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing was ever kept in it.
    Blank,
    /// This program's, at this schema version.
    Ours(u32),
    /// Another program's.
    Foreign,
}

/// Says what the file is; only reads.
///
/// # Errors
/// The engine's, when the file cannot be read.
pub(crate) fn kind(connection: &mut Connection) -> rusqlite::Result<Kind> {
    // One transaction: another process may be migrating the file at this moment.
    let snapshot = connection.transaction()?;
    let application: i32 = snapshot.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = version(&snapshot)?;
    let used: bool =
        snapshot.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| {
            row.get(0)
        })?;
    Ok(match application {
        APPLICATION_ID => Kind::Ours(version),
        0 if version == 0 && !used => Kind::Blank,
        _ => Kind::Foreign,
    })
}

/// Applies what the file lacks, each migration in one transaction.
///
/// # Errors
/// The version that could not be reached, and why; the file is then at the one before.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), (u32, rusqlite::Error)> {
    (1..)
        .zip(MIGRATIONS)
        .try_for_each(|(to, sql)| apply(connection, to, sql).map_err(|error| (to, error)))
}

fn apply(connection: &mut Connection, to: u32, sql: &str) -> rusqlite::Result<()> {
    if version(connection)? >= to {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again under the lock: another process may have been faster.
    if version(&transaction)? >= to {
        return Ok(());
    }
    transaction.execute_batch(sql)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", to)?;
    transaction.commit()
}

/// SQLite keeps the version signed, but no program of ours writes a negative one; read as unsigned, it is just new.
fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| {
        row.get::<_, i32>(0).map(i32::cast_unsigned)
    })
}
