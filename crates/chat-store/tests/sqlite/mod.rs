//! What is SQLite's alone.

mod batches;
#[cfg(unix)]
mod crash;
mod failing;
mod opening;
