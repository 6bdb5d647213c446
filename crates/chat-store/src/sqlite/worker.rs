//! Starts a thread that owns a connection.

use std::io;
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

/// How many statements a connection keeps prepared: more than there are.
pub(crate) const STATEMENTS: usize = 64;

/// Why a worker did not start.
#[derive(Debug)]
pub(crate) enum StartError {
    /// The system gave no thread.
    Thread(io::Error),
    /// The worker could not prepare its work.
    Engine(rusqlite::Error),
}

/// How a worker says that it is ready for jobs.
#[derive(Debug)]
pub(crate) struct Ready(SyncSender<rusqlite::Result<()>>);

impl Ready {
    pub(crate) fn tell(self) {
        // Only `start` listens, and it does until it was told.
        let _ = self.0.send(Ok(()));
    }
}

/// Runs `work` on a thread of its own, and waits until it is ready.
///
/// # Errors
/// [`StartError`], when it never will be.
pub(crate) fn start<W>(
    name: &str,
    connection: Connection,
    work: W,
) -> Result<JoinHandle<()>, StartError>
where
    W: FnOnce(&Connection, Ready) -> rusqlite::Result<()> + Send + 'static,
{
    let (sender, started) = mpsc::sync_channel(1);
    let thread = thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || {
            if let Err(error) = work(&connection, Ready(sender.clone())) {
                // Heard only when it comes before `Ready`.
                let _ = sender.try_send(Err(error));
            }
        })
        .map_err(StartError::Thread)?;
    match started.recv() {
        Ok(Ok(())) => Ok(thread),
        Ok(Err(error)) => Err(StartError::Engine(error)),
        Err(_) => Err(StartError::Thread(io::Error::other("the thread died"))),
    }
}
