//! The store: its pool, and what is asked through it.

use std::fmt;
use std::io::BufRead;
use std::num::NonZeroU32;

use chat_server::store::{
    Begun, Event, NewTurn, OpenTurn, Position, Run, Scope, Session, Store, StoreError, TurnId,
};
use sqlx::PgPool;

use super::creator::Creator;
use super::error::ConnectError;
use super::server::Server;
use super::{export, import, migrate, open, session, turn};
use crate::Migrated;
use crate::place::Place;
use crate::stored::{Ending, Message, NewEvent, NewSession};
use crate::transfer::{Counts, ExportError, ImportError, Onto, Reader, Writer};

/// How often a statement is run that the database gives up in favour of others.
pub(super) const ATTEMPTS: usize = 8;

/// Does a piece of work with a connection, again where the database gave it up in favour of another.
macro_rules! ask {
    ($pool:expr, $connection:ident => $work:expr) => {{
        let mut attempt = 1;
        loop {
            let mut $connection = $crate::postgres::connection::Connection::take($pool).await?;
            let outcome = tokio::time::timeout($crate::postgres::connection::PATIENCE, $work).await;
            match $connection.give_back(outcome) {
                Err(failure)
                    if failure.is_conflict() && attempt < $crate::postgres::store::ATTEMPTS =>
                {
                    attempt += 1
                }
                outcome => break outcome.map_err(chat_server::store::StoreError::from),
            }
        }
    }};
}
pub(super) use ask;

/// Sessions kept in a PostgreSQL database, which any number of servers may share.
///
/// A clone is the same store.
#[derive(Clone)]
pub struct PostgresStore {
    pool: PgPool,
    creator: Creator,
    server: Server,
}

impl PostgresStore {
    /// Whether a URL can be read. Nobody is asked.
    ///
    /// # Errors
    /// [`ConnectError::Url`].
    pub fn check_url(url: &str) -> Result<(), ConnectError> {
        Server::new(url).map(drop)
    }

    /// Opens the store that a database keeps, and makes its tables on the first start. Several servers may do so at once.
    ///
    /// The URL is that of libpq: `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=verify-full`. At most `connections`
    /// are held at a time; a call waits for one of them.
    ///
    /// # Errors
    /// [`ConnectError`], when the database cannot be reached, is not to be written, or is too new for this program.
    pub async fn open(url: &str, connections: NonZeroU32) -> Result<Self, ConnectError> {
        let server = Server::new(url)?;
        open::prepare(&server).await?;
        let pool = open::pool(&server, connections.get());
        Ok(Self {
            creator: Creator::start(&pool),
            pool,
            server,
        })
    }

    /// Brings a database to the schema of today.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn migrate(url: &str) -> Result<Migrated, ConnectError> {
        let from = open::prepare(&Server::new(url)?).await?;
        Ok(Migrated {
            from,
            to: migrate::NEWEST,
        })
    }

    /// Exports everything that a database keeps, as it is at one moment. Servers may be at work over it.
    ///
    /// Where `writer` writes to waits for its disk: nothing else should have to go on meanwhile.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn export(url: &str, writer: Writer<'_>) -> Result<Counts, ExportError> {
        export::export(url, writer).await
    }

    /// Imports everything of an export, or nothing.
    ///
    /// Where `reader` reads from waits for its disk, as in [`export`](Self::export).
    ///
    /// # Errors
    /// [`ImportError`].
    pub async fn import(
        url: &str,
        reader: Reader<impl BufRead>,
        onto: Onto,
    ) -> Result<Counts, ImportError> {
        import::import(url, reader, onto).await
    }

    /// Lets what is under way end, and closes the connections.
    ///
    /// Calls that come later, on any clone, answer [`StoreError::Closed`]. Closing twice is allowed.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl Store for PostgresStore {
    async fn create_session(&self, scope: &Scope, session: &Session) -> Result<(), StoreError> {
        let new = NewSession::new(Place::from(scope), session)?;
        self.creator.create(new).await
    }

    async fn session(&self, scope: &Scope, id: &str) -> Result<Option<Session>, StoreError> {
        let place = Place::from(scope);
        ask!(&self.pool, connection => session::find(&mut connection, &place, id))
    }

    async fn session_with_events(
        &self,
        scope: &Scope,
        id: &str,
    ) -> Result<Option<(Session, Vec<Event>)>, StoreError> {
        let place = Place::from(scope);
        ask!(&self.pool, connection => session::find_with_events(&mut connection, &place, id))
    }

    async fn list_sessions(
        &self,
        scope: &Scope,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<Session>, StoreError> {
        let place = Place::from(scope);
        ask!(&self.pool, connection => session::list(&mut connection, &place, after, limit))
    }

    async fn delete_session(&self, scope: &Scope, id: &str) -> Result<bool, StoreError> {
        let place = Place::from(scope);
        ask!(&self.pool, connection => session::delete(&mut connection, &place, id))
    }

    async fn begin_turn(
        &self,
        scope: &Scope,
        session: &str,
        turn: &NewTurn,
    ) -> Result<Begun, StoreError> {
        let (place, message) = (Place::from(scope), Message::new(turn)?);
        ask!(&self.pool, connection => turn::begin(&mut connection, &place, session, &message))
    }

    async fn renew_turn(&self, turn: &TurnId) -> Result<bool, StoreError> {
        ask!(&self.pool, connection => turn::renew(&mut connection, turn))
    }

    async fn record(&self, turn: &TurnId, event: &Event) -> Result<bool, StoreError> {
        let event = NewEvent::new(event)?;
        ask!(&self.pool, connection => turn::record(&mut connection, turn, &event))
    }

    async fn end_turn(
        &self,
        turn: &TurnId,
        stop: &Event,
        run: &Run,
        at: i64,
    ) -> Result<bool, StoreError> {
        let ending = Ending::new(stop, run, at)?;
        ask!(&self.pool, connection => turn::end(&mut connection, turn, &ending))
    }

    async fn abandoned_turns(&self) -> Result<Vec<OpenTurn>, StoreError> {
        ask!(&self.pool, connection => turn::abandoned(&mut connection))
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        ask!(&self.pool, connection => session::secret(&mut connection))
    }

    async fn check(&self) -> Result<(), StoreError> {
        ask!(&self.pool, connection => session::check(&mut connection))
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore")
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}
