//! The disk's own limit: the rows that the server writes, by nothing but a loop.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// Writes for so long, `batch` rows a commit.
pub(crate) fn run(path: &Path, batch: usize, seconds: u64) -> anyhow::Result<()> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = wal;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;",
    )?;
    connection.execute_batch(include_str!(
        "../../chat-store/migrations/sqlite/0001_sessions.sql"
    ))?;
    let mut insert = connection.prepare(
        "INSERT INTO sessions VALUES (?1, 'default', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', NULL, ?2, ?2, NULL, ?3, NULL)",
    )?;
    let begun = Instant::now();
    let mut rows = 0_i64;
    while begun.elapsed() < Duration::from_secs(seconds) {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..batch {
            rows += 1;
            let at = 1_764_000_000_000_000 + rows;
            insert.execute((
                format!("ses-{rows:026}"),
                at,
                r#"["idx-abc123","idx-def456"]"#,
            ))?;
        }
        connection.execute_batch("COMMIT")?;
    }
    println!("{}", rows as f64 / begun.elapsed().as_secs_f64());
    Ok(())
}
