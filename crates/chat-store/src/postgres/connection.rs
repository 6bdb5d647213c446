//! A connection for one piece of work.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, PgPool, Postgres};
use tokio::time::error::Elapsed;

use super::error::Failure;
use crate::stored::unavailable;

/// How long a piece of work may take, with the way there and back: longer than the server gives a statement.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A connection of the pool, which goes back to it only if it is of use to the next one.
pub(crate) struct Connection(PoolConnection<Postgres>);

impl Connection {
    /// # Errors
    /// The engine's, when there is none in time.
    pub(crate) async fn take(pool: &PgPool) -> Result<Self, Failure> {
        Ok(Self(pool.acquire().await?))
    }

    /// Gives it back, and what was done with it.
    ///
    /// # Errors
    /// What was done with it, or that it did not end.
    pub(crate) fn give_back<T>(
        mut self,
        outcome: Result<Result<T, Failure>, Elapsed>,
    ) -> Result<T, Failure> {
        let outcome = outcome.unwrap_or_else(|_| {
            let sentence = format!("no answer within {} s", PATIENCE.as_secs());
            // What its server has to say, it says too late for anyone who comes next.
            self.0.close_on_drop();
            Err(unavailable(sentence.into()).into())
        });
        if let Err(failure) = &outcome
            && failure.is_connection_lost()
        {
            self.0.close_on_drop();
        }
        outcome
    }
}

impl Deref for Connection {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.0
    }
}

impl DerefMut for Connection {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.0
    }
}
