//! Opens a database, with the settings that the store relies on.

use std::time::Duration;

use sqlx::postgres::{PgConnection, PgPoolOptions};
use sqlx::{Connection as _, PgPool, Row as _};
use tokio::time::timeout;

use super::error::ConnectError;
use super::migrate;
use super::server::Server;

/// The limits that the server holds every connection to. Nothing that the store asks takes long, so what does is stuck.
const LIMITS: &str = "
    SET statement_timeout = '15s';
    SET idle_in_transaction_session_timeout = '15s';";

/// How long a caller waits for a connection while all are in use, or the server is away.
const WAIT: Duration = Duration::from_secs(5);

/// How long a connection may have been idle and still be taken for alive.
const FRESH: Duration = Duration::from_secs(1);

/// How long the server may take to say that a connection is alive.
const PING: Duration = Duration::from_secs(2);

/// Makes sure that the database is one to work with, and brings it to the schema of today; gives the version of before.
///
/// # Errors
/// [`ConnectError`].
pub(crate) async fn prepare(server: &Server) -> Result<u32, ConnectError> {
    let mut connection = server.connect().await?;
    let failed = |error| ConnectError::new(server, error);
    let found = migrate::version(&mut connection).await.map_err(failed)?;
    refuse_newer(server, found)?;
    if is_read_only(&mut connection).await.map_err(failed)? {
        return Err(ConnectError::ReadOnly {
            server: server.to_string(),
        });
    }
    if found < migrate::NEWEST {
        let migrated = migrate::migrate(&mut connection).await;
        migrated.map_err(|(version, error)| ConnectError::migration(server, version, error))?;
        // A newer program may have been faster.
        let reached = migrate::version(&mut connection).await.map_err(failed)?;
        refuse_newer(server, reached)?;
    }
    connection.close().await.map_err(failed)?;
    Ok(found)
}

/// Connections as they are needed, `size` at most.
pub(crate) fn pool(server: &Server, size: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(WAIT)
        .idle_timeout(Duration::from_secs(600))
        .max_lifetime(Duration::from_secs(1800))
        // One statement is one round trip: only what may have died unseen is asked whether it lives.
        .test_before_acquire(false)
        .before_acquire(|connection, usage| {
            Box::pin(async move {
                Ok(usage.idle_for < FRESH
                    || matches!(timeout(PING, connection.ping()).await, Ok(Ok(()))))
            })
        })
        .after_connect(|connection, _| {
            Box::pin(async move { sqlx::raw_sql(LIMITS).execute(connection).await.map(drop) })
        })
        .connect_lazy_with(server.options.clone())
}

fn refuse_newer(server: &Server, found: u32) -> Result<(), ConnectError> {
    if found <= migrate::NEWEST {
        return Ok(());
    }
    Err(ConnectError::newer(server, found))
}

async fn is_read_only(connection: &mut PgConnection) -> sqlx::Result<bool> {
    let row = sqlx::raw_sql("SHOW transaction_read_only");
    let row = row.fetch_one(connection).await?;
    Ok(row.try_get::<&str, _>(0)? == "on")
}
