//! How a database is brought to the schema of today.

use sqlx::postgres::PgConnection;
use sqlx::{Acquire as _, Row as _};

use super::error::is_no_table;

/// The migrations, in order. The first brings a blank database to version 1, and so on; one that shipped never changes.
const MIGRATIONS: [&str; 1] = [include_str!("../../migrations/postgres/0001_sessions.sql")];

/// The newest schema version that this program knows.
pub(crate) const NEWEST: u32 = MIGRATIONS.len() as u32;

/// Held by whoever migrates: `chat`, as a number.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1667785076)";

const MARK: &str = "
    CREATE TABLE IF NOT EXISTS chat_schema (version INTEGER NOT NULL);
    INSERT INTO chat_schema SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM chat_schema);";

/// The version of the schema; 0 where there is none.
///
/// # Errors
/// The engine's.
pub(crate) async fn version(connection: &mut PgConnection) -> sqlx::Result<u32> {
    match marked(connection).await {
        Err(error) if is_no_table(&error) => Ok(0),
        version => version,
    }
}

/// Applies what the database lacks, in one transaction each. Servers that start at once wait for one another.
///
/// # Errors
/// The version that could not be reached, and why; the database is then at the one before.
pub(crate) async fn migrate(connection: &mut PgConnection) -> Result<(), (u32, sqlx::Error)> {
    for (to, sql) in (1..).zip(MIGRATIONS) {
        let applied = apply(connection, to, sql).await;
        applied.map_err(|error| (to, error))?;
    }
    Ok(())
}

async fn apply(connection: &mut PgConnection, to: u32, sql: &'static str) -> sqlx::Result<()> {
    let mut transaction = connection.begin().await?;
    sqlx::raw_sql(LOCK).execute(&mut *transaction).await?;
    sqlx::raw_sql(MARK).execute(&mut *transaction).await?;
    // Asked under the lock: another server may have been faster.
    if marked(&mut transaction).await? < to {
        sqlx::raw_sql(sql).execute(&mut *transaction).await?;
        sqlx::query("UPDATE chat_schema SET version = $1")
            .bind(to.cast_signed())
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await
}

async fn marked(connection: &mut PgConnection) -> sqlx::Result<u32> {
    let row = sqlx::raw_sql("SELECT version FROM chat_schema");
    let row = row.fetch_optional(connection).await?;
    let version = row.map(|row| row.try_get::<i32, _>(0)).transpose()?;
    Ok(version.unwrap_or(0).cast_unsigned())
}
