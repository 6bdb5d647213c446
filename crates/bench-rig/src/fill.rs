//! Very many sessions, without asking the server for each.

use std::path::Path;

use rusqlite::Connection;

/// Copies the session that is there, whose place and columns are the server's own.
pub(crate) fn run(path: &Path, sessions: u64) -> anyhow::Result<()> {
    let connection = Connection::open(path)?;
    connection.execute(
        "WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?1)
         INSERT INTO sessions
         SELECT printf('ses-%026d', n), account, project, organization_id, created_at + n, updated_at + n, title,
                index_ids, last_run
         FROM numbers, (SELECT * FROM sessions)",
        [i64::try_from(sessions)?],
    )?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}
