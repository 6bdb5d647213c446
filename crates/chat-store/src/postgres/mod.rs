//! The engine for any number of servers: a PostgreSQL database.
//!
//! Servers keep nothing of their own. What they have to agree on is decided by single statements of the database:
//!
//! * A session has one turn because `chat_turns` has its id as the key.
//! * A message sees a session as it is when its turn begins, because the first event of the turn takes the position that
//!   was free when the session was looked at: whoever was faster has it.
//! * Whose lease is over is said by the database's clock, for those of the servers may differ.
//!
//! So the isolation may be any from READ COMMITTED on. A statement that the database gives up in favour of another (a
//! deadlock, a serialization failure) has done nothing, and is run again.
//!
//! New sessions that come while others are being written share a statement, and with it a commit (`creator.rs`).
//!
//! What is asked of the database is what PostgreSQL 13 has and others that speak its protocol: statements in a `WITH`
//! that write, `ON DELETE CASCADE`, arrays and `UNNEST`, `pg_advisory_xact_lock`.

mod connection;
mod creator;
mod error;
mod event;
mod export;
mod import;
mod migrate;
mod open;
mod server;
mod session;
mod store;
mod turn;

pub use error::ConnectError;
pub use store::PostgresStore;
