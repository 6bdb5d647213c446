//! The threads that read.

use rusqlite::Connection;

use super::job::Job;
use super::queue::Jobs;
use super::worker::{self, Ready};

/// Answers what is asked, until the queue is closed and empty.
///
/// # Errors
/// The engine's, when the work could not be prepared; after `ready` was told, none.
pub(crate) fn run(
    connection: &Connection,
    jobs: &Jobs<Box<dyn Job>>,
    ready: Ready,
) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(worker::STATEMENTS);
    ready.tell();
    while let Some(mut job) = jobs.next() {
        job.run(connection);
        job.answer(None);
    }
    Ok(())
}
