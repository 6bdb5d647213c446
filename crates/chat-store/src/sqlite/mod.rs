//! The engine for one machine: one SQLite file.
//!
//! What it acknowledges is on the disk: the file is in WAL mode and every commit is synced before its callers are
//! answered.
//!
//! A sync is what a write costs, so writes share it. One thread owns the only connection that writes; it takes
//! everything that waits, runs it in one transaction, and answers every caller once the commit returned. Nothing is
//! ever delayed to fill a batch: while one commit syncs, the next batch gathers by itself.
//!
//! Reads run on threads of their own and see the latest commit; in WAL mode they neither wait for a write nor hold
//! one up.

mod error;
mod event;
mod export;
mod files;
mod import;
mod job;
mod migrate;
mod open;
mod queue;
mod reader;
mod savepoint;
mod session;
mod store;
mod turn;
mod worker;
mod writer;

pub use error::OpenError;
pub use store::SqliteStore;
