//! The thread that writes: everything that waits, in one transaction.

use std::sync::Arc;

use rusqlite::{Connection, Statement};

use super::job::Job;
use super::queue::Jobs;
use super::worker::{self, Ready};

/// The most writes that share a commit; it bounds how long the first of them waits for the last.
const BATCH: usize = 256;

/// Does what comes, until the queue is closed and empty.
///
/// # Errors
/// The engine's, when the work could not be prepared; after `ready` was told, none.
pub(crate) fn run(
    connection: &Connection,
    jobs: &Jobs<Box<dyn Job>>,
    ready: Ready,
) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(worker::STATEMENTS);
    let mut writer = Writer::new(connection)?;
    ready.tell();
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(first) = jobs.next() {
        batch.push(first);
        jobs.fill(&mut batch, BATCH);
        writer.write(&mut batch);
    }
    Ok(())
}

/// The statements around a batch, prepared once.
struct Writer<'c> {
    connection: &'c Connection,
    begin: Statement<'c>,
    commit: Statement<'c>,
    roll_back: Statement<'c>,
}

impl<'c> Writer<'c> {
    fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            // Takes the write lock at once: taken later, it could not be waited for.
            begin: connection.prepare("BEGIN IMMEDIATE")?,
            commit: connection.prepare("COMMIT")?,
            roll_back: connection.prepare("ROLLBACK")?,
        })
    }

    /// Does the batch and answers each of its callers, leaving it empty.
    fn write(&mut self, batch: &mut Vec<Box<dyn Job>>) {
        let failure = self.transact(batch).err().map(Arc::new);
        for job in batch.drain(..) {
            job.answer(failure.as_ref());
        }
    }

    /// Does the batch in one transaction.
    ///
    /// # Errors
    /// The engine's, when nothing of the batch is kept.
    fn transact(&mut self, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<()> {
        self.begin.execute([])?;
        let outcome = batch
            .iter_mut()
            .try_for_each(|job| self.attempt(&mut **job))
            .and_then(|()| self.commit.execute([]).map(drop));
        if outcome.is_err() && self.in_transaction() {
            // It fails only where there is no transaction any more, which is what is wanted.
            let _ = self.roll_back.execute([]);
        }
        outcome
    }

    /// Tries one job, whose failure leaves nothing behind and costs no other.
    ///
    /// # Errors
    /// The engine's, when the failure took the whole transaction with it.
    fn attempt(&mut self, job: &mut dyn Job) -> rusqlite::Result<()> {
        // On a full disk, say, the engine has rolled everything back by itself.
        if job.run(self.connection) || self.in_transaction() {
            return Ok(());
        }
        match job.take_error() {
            Some(error) => Err(error),
            // It says that there is no transaction.
            None => self.roll_back.execute([]).map(drop),
        }
    }

    fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }
}
