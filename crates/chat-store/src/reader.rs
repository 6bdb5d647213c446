//! The threads that read.

use chat_server::store::{Session, StoreError};
use rusqlite::{Connection, Statement};

use crate::error::store_error;
use crate::place::Place;
use crate::queue::{Jobs, Reply};
use crate::row;
use crate::worker::Ready;

/// Something to read, and the way back for the answer.
#[derive(Debug)]
pub(crate) enum Read {
    /// The session with this id, where the place has it.
    Session {
        place: Place,
        id: String,
        reply: Reply<Option<Session>>,
    },
    /// Whether the file answers.
    Check(Reply<()>),
}

/// Answers what is asked, until the queue is closed and empty.
///
/// # Errors
/// The engine's, when the work could not be prepared; after `ready` was told, none.
pub(crate) fn run(
    connection: &Connection,
    jobs: &Jobs<Read>,
    ready: Ready,
) -> rusqlite::Result<()> {
    let mut find = connection.prepare(row::SELECT)?;
    let mut check = connection.prepare("SELECT EXISTS (SELECT 1 FROM sessions)")?;
    ready.tell();
    while let Some(job) = jobs.next() {
        // A reply that cannot be sent has nobody waiting for it.
        match job {
            Read::Session { place, id, reply } => {
                let _ = reply.send(row::find(&mut find, &place, &id));
            }
            Read::Check(reply) => {
                let _ = reply.send(answers(&mut check));
            }
        }
    }
    Ok(())
}

fn answers(check: &mut Statement<'_>) -> Result<(), StoreError> {
    check
        .query_row([], |row| row.get::<_, bool>(0))
        .map(drop)
        .map_err(store_error)
}
