//! Chat sessions kept in a database.
//!
//! Two engines implement [`Store`](chat_server::store::Store): [`SqliteStore`] keeps the sessions of one machine in a
//! file, [`PostgresStore`] those of any number of servers in a PostgreSQL database. What either acknowledges is durable.

mod migrated;
mod place;
mod postgres;
mod sqlite;
mod stored;
pub mod transfer;

pub use migrated::Migrated;
pub use postgres::{ConnectError, PostgresStore};
pub use sqlite::{OpenError, SqliteStore};
