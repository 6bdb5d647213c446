//! What is PostgreSQL's alone.

mod creations;
mod failing;
mod opening;

use std::num::NonZeroU32;

use chat_store::{ConnectError, PostgresStore};

async fn open(url: &str) -> Result<PostgresStore, ConnectError> {
    PostgresStore::open(url, NonZeroU32::new(4).unwrap()).await
}
