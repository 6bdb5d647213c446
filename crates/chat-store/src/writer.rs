//! The thread that writes: everything that waits, in one transaction.

use std::sync::Arc;

use chat_server::store::StoreError;
use rusqlite::{Connection, Statement};

use crate::error::store_error;
use crate::queue::{Jobs, Reply};
use crate::row::{self, NewRow};
use crate::worker::Ready;

/// The most writes that share a commit; it bounds how long the first of them waits for the last.
const BATCH: usize = 256;

/// A session to keep, and the way back for the answer.
#[derive(Debug)]
pub(crate) struct Write {
    pub(crate) row: NewRow,
    pub(crate) reply: Reply<()>,
}

/// Keeps what comes, until the queue is closed and empty.
///
/// # Errors
/// The engine's, when the work could not be prepared; after `ready` was told, none.
pub(crate) fn run(
    connection: &Connection,
    jobs: &Jobs<Write>,
    ready: Ready,
) -> rusqlite::Result<()> {
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

/// The statements of a batch, prepared once.
struct Writer<'c> {
    connection: &'c Connection,
    begin: Statement<'c>,
    commit: Statement<'c>,
    roll_back: Statement<'c>,
    savepoint: Statement<'c>,
    release: Statement<'c>,
    undo: Statement<'c>,
    insert: Statement<'c>,
}

impl<'c> Writer<'c> {
    fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            // Takes the write lock at once: taken later, it could not be waited for.
            begin: connection.prepare("BEGIN IMMEDIATE")?,
            commit: connection.prepare("COMMIT")?,
            roll_back: connection.prepare("ROLLBACK")?,
            savepoint: connection.prepare("SAVEPOINT job")?,
            release: connection.prepare("RELEASE job")?,
            undo: connection.prepare("ROLLBACK TO job")?,
            insert: connection.prepare(row::INSERT)?,
        })
    }

    /// Writes the batch and answers each of its callers, leaving it empty.
    fn write(&mut self, batch: &mut Vec<Write>) {
        // A reply that cannot be sent has nobody waiting for it.
        match self.transact(batch) {
            Ok(results) => {
                for (write, result) in batch.drain(..).zip(results) {
                    let _ = write.reply.send(result.map_err(store_error));
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                for write in batch.drain(..) {
                    let error = StoreError::Engine(Box::new(Arc::clone(&error)));
                    let _ = write.reply.send(Err(error));
                }
            }
        }
    }

    /// Runs the batch in one transaction; the results are those of its jobs, in their order.
    ///
    /// # Errors
    /// The engine's, when nothing of the batch is kept.
    fn transact(&mut self, batch: &[Write]) -> rusqlite::Result<Vec<rusqlite::Result<()>>> {
        self.begin.execute([])?;
        let results = batch
            .iter()
            .map(|write| self.attempt(&write.row))
            .collect::<rusqlite::Result<_>>()
            .and_then(|results| self.commit.execute([]).map(|_| results));
        if results.is_err() && self.in_transaction() {
            // It fails only where there is no transaction any more, which is what is wanted.
            let _ = self.roll_back.execute([]);
        }
        results
    }

    /// Tries one job in a savepoint of its own, so that its failure leaves nothing behind and costs no other.
    ///
    /// # Errors
    /// The engine's, when the failure took the whole transaction with it.
    fn attempt(&mut self, row: &NewRow) -> rusqlite::Result<rusqlite::Result<()>> {
        self.savepoint.execute([])?;
        let result = row.insert(&mut self.insert);
        match &result {
            Ok(()) => {}
            Err(_) if self.in_transaction() => {
                self.undo.execute([])?;
            }
            // On a full disk, say, the engine has rolled everything back by itself.
            Err(_) => return result.map(Ok),
        }
        self.release.execute([])?;
        Ok(result)
    }

    fn in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }
}
