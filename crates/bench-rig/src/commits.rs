//! The disk's own limit: the rows that the server writes, by nothing but a loop.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// How long it writes before that counts.
const WARM_UP: Duration = Duration::from_secs(1);

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
    let mut rows = 0_i64;
    let mut write = |span: Duration| -> anyhow::Result<f64> {
        let (begun, before) = (Instant::now(), rows);
        while begun.elapsed() < span {
            connection.execute_batch("BEGIN IMMEDIATE")?;
            for _ in 0..batch {
                rows += 1;
                let at = 1_764_000_000_000_000 + rows;
                let indexes = r#"["idx-abc123","idx-def456"]"#;
                insert.execute((format!("ses-{rows:026}"), at, indexes))?;
            }
            connection.execute_batch("COMMIT")?;
        }
        Ok((rows - before) as f64 / begun.elapsed().as_secs_f64())
    };
    // A log that grows costs more than one that is used again.
    write(WARM_UP)?;
    println!("{}", write(Duration::from_secs(seconds))?);
    Ok(())
}
