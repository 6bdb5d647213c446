//! The store: its two queues, and the threads behind them.

use std::fmt;
use std::io::BufRead;
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use chat_server::store::{
    Begun, Event, NewTurn, OpenTurn, Position, Run, Scope, Session, Store, StoreError, TurnId,
};
use rusqlite::Connection;

use super::error::{Failure, OpenError};
use super::job::{Job, job};
use super::queue::{Queue, queue};
use super::savepoint::savepoint;
use super::worker::{self, StartError};
use super::{event, export, files, import, migrate, open, reader, session, turn, writer};
use crate::Migrated;
use crate::place::Place;
use crate::stored::{Ending, Message, NewEvent, NewSession};
use crate::transfer::{Counts, ExportError, ImportError, Onto, Reader, Writer};

/// How many jobs may wait in a queue before a caller waits for room.
const QUEUE: usize = 1024;

/// The most threads that read: what they read is short, and mostly in memory.
const READERS: usize = 4;

/// Sessions kept in one SQLite file.
///
/// A clone is the same store. Dropping the last one [closes](Self::close) it.
#[derive(Clone)]
pub struct SqliteStore(Arc<Inner>);

struct Inner {
    reads: Queue<Box<dyn Job>>,
    writes: Queue<Box<dyn Job>>,
    threads: Mutex<Threads>,
}

#[derive(Default)]
struct Threads {
    readers: Vec<JoinHandle<()>>,
    writer: Option<JoinHandle<()>>,
}

impl SqliteStore {
    /// Opens the store that a file keeps, and creates it on the first start.
    ///
    /// The file and the folders that it lacks are created for the owner alone. Another process may have the file open
    /// at the same time.
    ///
    /// This waits for the disk: from async code, call it where blocking is allowed.
    ///
    /// # Errors
    /// [`OpenError`], when the file cannot be created or read, is not this program's, or is too new for it.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let path = &files::made(path)?;
        let start_failed = |error| match error {
            StartError::Thread(source) => OpenError::Thread(source),
            StartError::Engine(source) => open::failed(path)(source),
        };

        let connection = open::write_connection(path)?;
        let (writes, jobs) = queue(QUEUE);
        let (reads, questions) = queue(QUEUE);
        let store = Inner {
            reads,
            writes,
            threads: Mutex::default(),
        };

        // From here on, an error drops `store`, which ends the threads that were started.
        let writer = worker::start("chat-store-writer", connection, move |connection, ready| {
            writer::run(connection, &jobs, ready)
        });
        store.threads().writer = Some(writer.map_err(start_failed)?);
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        for _ in 0..cores.min(READERS) {
            let connection = open::read_connection(path)?;
            let questions = questions.clone();
            let reader =
                worker::start("chat-store-reader", connection, move |connection, ready| {
                    reader::run(connection, &questions, ready)
                });
            store.threads().readers.push(reader.map_err(start_failed)?);
        }
        Ok(Self(Arc::new(store)))
    }

    /// Brings a file to the schema of today, and creates it where there is none.
    ///
    /// This waits for the disk, as [`open`](Self::open) does.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn migrate(path: &Path) -> Result<Migrated, OpenError> {
        let path = files::made(path)?;
        let (_, from) = open::migrated(&path)?;
        Ok(Migrated {
            from,
            to: migrate::NEWEST,
        })
    }

    /// Exports everything that a file keeps, as it is at one moment. A server may have it open.
    ///
    /// This waits for the disk, as [`open`](Self::open) does.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn export(path: &Path, writer: Writer<'_>) -> Result<Counts, ExportError> {
        export::export(path, writer)
    }

    /// Imports everything of an export, or nothing. A server that has the file open cannot write meanwhile.
    ///
    /// This waits for the disk, as [`open`](Self::open) does.
    ///
    /// # Errors
    /// [`ImportError`].
    pub fn import(
        path: &Path,
        reader: Reader<impl BufRead>,
        onto: Onto,
    ) -> Result<Counts, ImportError> {
        import::import(path, reader, onto)
    }

    /// Finishes what is queued, folds the log into the file, and ends the threads.
    ///
    /// Calls that come later, on any clone, answer [`StoreError::Closed`]. Closing twice is allowed.
    ///
    /// This waits for the disk: from async code, call it where blocking is allowed.
    pub fn close(&self) {
        self.0.close();
    }
}

impl SqliteStore {
    /// Reads, on a thread where waiting for the disk is allowed.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.0.reads.ask(|reply| job(work, reply)).await
    }

    /// Writes; what the answer says is then on the disk. Others write in the same transaction: `work` is one statement
    /// that writes, which leaves nothing where it fails, or has a [`savepoint`].
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.0.writes.ask(|reply| job(work, reply)).await
    }
}

impl Store for SqliteStore {
    async fn create_session(&self, scope: &Scope, session: &Session) -> Result<(), StoreError> {
        let row = NewSession::new(Place::from(scope), session)?;
        self.write(move |file| Ok(session::insert(file, &row)?))
            .await
    }

    async fn session(&self, scope: &Scope, id: &str) -> Result<Option<Session>, StoreError> {
        let (place, id) = (Place::from(scope), id.to_owned());
        self.read(move |file| session::find(file, &place, &id))
            .await
    }

    async fn session_with_events(
        &self,
        scope: &Scope,
        id: &str,
    ) -> Result<Option<(Session, Vec<Event>)>, StoreError> {
        let (place, id) = (Place::from(scope), id.to_owned());
        self.read(move |file| {
            // Both as they were at one moment.
            let snapshot = file.unchecked_transaction()?;
            let Some(session) = session::find(&snapshot, &place, &id)? else {
                return Ok(None);
            };
            let events = event::all(&snapshot, &id)?;
            Ok(Some((session, events)))
        })
        .await
    }

    async fn list_sessions(
        &self,
        scope: &Scope,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<Session>, StoreError> {
        let (place, after) = (Place::from(scope), after.cloned());
        self.read(move |file| session::list(file, &place, after.as_ref(), limit))
            .await
    }

    async fn delete_session(&self, scope: &Scope, id: &str) -> Result<bool, StoreError> {
        let (place, id) = (Place::from(scope), id.to_owned());
        self.write(move |file| Ok(session::delete(file, &place, &id)?))
            .await
    }

    async fn begin_turn(
        &self,
        scope: &Scope,
        session: &str,
        turn: &NewTurn,
    ) -> Result<Begun, StoreError> {
        let (place, session) = (Place::from(scope), session.to_owned());
        let message = Message::new(turn)?;
        self.write(move |file| savepoint(file, || turn::begin(file, &place, &session, &message)))
            .await
    }

    async fn renew_turn(&self, turn: &TurnId) -> Result<bool, StoreError> {
        let turn = turn.clone();
        self.write(move |file| Ok(turn::renew(file, &turn)?)).await
    }

    async fn record(&self, turn: &TurnId, event: &Event) -> Result<bool, StoreError> {
        let (turn, event) = (turn.clone(), NewEvent::new(event)?);
        self.write(move |file| Ok(turn::record(file, &turn, &event)?))
            .await
    }

    async fn end_turn(
        &self,
        turn: &TurnId,
        stop: &Event,
        run: &Run,
        at: i64,
    ) -> Result<bool, StoreError> {
        let (turn, ending) = (turn.clone(), Ending::new(stop, run, at)?);
        self.write(move |file| savepoint(file, || Ok(turn::end(file, &turn, &ending)?)))
            .await
    }

    async fn abandoned_turns(&self) -> Result<Vec<OpenTurn>, StoreError> {
        self.read(turn::abandoned).await
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        self.read(session::secret).await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.read(|file| {
            let any = file.query_row("SELECT EXISTS (SELECT 1 FROM sessions)", [], |row| {
                row.get::<_, bool>(0)
            });
            Ok(any.map(drop)?)
        })
        .await
    }
}

impl Inner {
    fn threads(&self) -> std::sync::MutexGuard<'_, Threads> {
        self.threads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self) {
        // Held until all have ended, so that whoever closes second waits as well.
        let mut threads = self.threads();
        // The readers go first: the last connection that goes folds the log into the file, and a reader's cannot.
        self.reads.close();
        threads.readers.drain(..).for_each(join);
        self.writes.close();
        threads.writer.take().into_iter().for_each(join);
    }
}

/// A thread that panicked has dropped its jobs, and so told its callers; there is nothing left to do about it.
fn join(thread: JoinHandle<()>) {
    let _ = thread.join();
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}
