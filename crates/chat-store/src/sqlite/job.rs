//! Work for a thread that owns a connection, and the way back for what it gave.

use std::sync::Arc;

use chat_server::store::StoreError;
use rusqlite::Connection;

use super::error::{Failure, store_error};
use super::queue::Reply;

/// A piece of work whose kind of answer its caller alone knows.
pub(crate) trait Job: Send {
    /// Does the work, and keeps what it gave; `false` when it failed.
    fn run(&mut self, connection: &Connection) -> bool;

    /// The engine's error that made the work fail, to be told to others too.
    fn take_error(&mut self) -> Option<rusqlite::Error>;

    /// Answers the caller: with what the work gave, or with why nothing of it is kept.
    fn answer(self: Box<Self>, error: Option<&Arc<rusqlite::Error>>);
}

/// Makes a job of `work`, whose result goes to `reply`.
pub(crate) fn job<T, W>(work: W, reply: Reply<T>) -> Box<dyn Job>
where
    T: Send + 'static,
    W: FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
{
    Box::new(Work {
        work: Some(work),
        result: None,
        reply,
    })
}

struct Work<T, W> {
    /// `None` once it is done.
    work: Option<W>,
    /// `None` until it is done.
    result: Option<Result<T, Failure>>,
    reply: Reply<T>,
}

impl<T, W> Job for Work<T, W>
where
    T: Send,
    W: FnOnce(&Connection) -> Result<T, Failure> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        self.result = self.work.take().map(|work| work(connection));
        matches!(self.result, Some(Ok(_)))
    }

    fn take_error(&mut self) -> Option<rusqlite::Error> {
        match self.result.take() {
            Some(Err(Failure::Engine(error))) => Some(error),
            result => {
                self.result = result;
                None
            }
        }
    }

    fn answer(self: Box<Self>, error: Option<&Arc<rusqlite::Error>>) {
        let answer = match (error, self.result) {
            (Some(error), _) => Err(store_error(Arc::clone(error))),
            (None, Some(Err(Failure::Engine(error)))) => Err(store_error(error)),
            (None, Some(Err(Failure::Store(error)))) => Err(error),
            (None, Some(Ok(value))) => Ok(value),
            (None, None) => Err(StoreError::Closed),
        };
        // A reply that cannot be sent has nobody waiting for it.
        let _ = self.reply.send(answer);
    }
}
