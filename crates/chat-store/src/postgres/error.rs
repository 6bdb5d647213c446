//! Why a database could not be opened, and how its failures read to a caller.

use chat_server::store::StoreError;
use sqlx::error::DatabaseError;

use super::migrate::NEWEST;
use super::server::Server;
use crate::stored::{damaged, unavailable};

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The URL cannot be read.
    #[error("the database URL cannot be read: write postgres://USER:PASSWORD@HOST:PORT/DATABASE")]
    Url(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Nobody answers there.
    #[error(
        "the database {server} does not answer: check its host and port, and that it is running"
    )]
    Unreachable {
        /// The database, without the password.
        server: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The connection cannot be made as safe as is asked.
    #[error(
        "no safe connection to the database {server}: check its certificate, `sslmode` and `sslrootcert`"
    )]
    Tls {
        /// The database, without the password.
        server: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The user is not let in.
    #[error("the database {server} lets this user not in: check the user and the password")]
    Denied {
        /// The database, without the password.
        server: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The server has no such database.
    #[error("there is no database {server}: create it first, with `createdb` or `CREATE DATABASE`")]
    Missing {
        /// The database, without the password.
        server: String,
    },
    /// The user may not do what is needed.
    #[error(
        "the user of {server} may not do what is needed: let `chat serve` be run once by one who may create tables, and \
         grant this one SELECT, INSERT, UPDATE and DELETE on them"
    )]
    Forbidden {
        /// The database, without the password.
        server: String,
        /// What is not allowed.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The database can only be read.
    #[error("the database {server} is read-only: name the primary, not a standby")]
    ReadOnly {
        /// The database, without the password.
        server: String,
    },
    /// The tables were made by a newer version of this program.
    #[error(
        "the database {server} has schema version {found}, but this program knows none after {known}; it was left \
         untouched: run the newer program"
    )]
    Newer {
        /// The database, without the password.
        server: String,
        /// The version that it has.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// A migration failed; the database is at the version before it.
    #[error("cannot bring the database {server} to schema version {version}")]
    Migration {
        /// The database, without the password.
        server: String,
        /// The version that was to be reached.
        version: u32,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The database failed otherwise.
    #[error("cannot open the database {server}")]
    Engine {
        /// The database, without the password.
        server: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl ConnectError {
    pub(crate) fn url(error: sqlx::Error) -> Self {
        Self::Url(cause(error))
    }

    pub(crate) fn slow(server: &Server) -> Self {
        Self::Unreachable {
            server: server.to_string(),
            source: "it took too long".into(),
        }
    }

    pub(crate) fn new(server: &Server, error: sqlx::Error) -> Self {
        let server = server.to_string();
        let code = code(&error);
        match (code.as_deref(), &error) {
            (Some("28P01" | "28000"), _) => Self::Denied {
                server,
                source: cause(error),
            },
            (Some("3D000"), _) => Self::Missing { server },
            (Some("42501"), _) => Self::Forbidden {
                server,
                source: cause(error),
            },
            (Some(READ_ONLY), _) => Self::ReadOnly { server },
            (None, sqlx::Error::Tls(_)) => Self::Tls {
                server,
                source: cause(error),
            },
            _ if is_away(&error) => Self::Unreachable {
                server,
                source: cause(error),
            },
            _ => Self::Engine {
                server,
                source: cause(error),
            },
        }
    }

    pub(crate) fn newer(server: &Server, found: u32) -> Self {
        Self::Newer {
            server: server.to_string(),
            found,
            known: NEWEST,
        }
    }

    pub(crate) fn migration(server: &Server, version: u32, error: sqlx::Error) -> Self {
        match Self::new(server, error) {
            Self::Engine { server, source } => Self::Migration {
                server,
                version,
                source,
            },
            error => error,
        }
    }
}

/// Why a piece of work failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The engine's error.
    Engine(sqlx::Error),
    /// Another.
    Store(StoreError),
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Engine(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Failure {
    /// Whether the statement was given up in favour of another, and may be run again: nothing of it was done.
    pub(crate) fn is_conflict(&self) -> bool {
        let Self::Engine(error) = self else {
            return false;
        };
        matches!(code(error).as_deref(), Some("40001" | "40P01"))
    }

    /// Whether its connection is of no use any more. A server that became a standby keeps its connections.
    pub(crate) fn is_connection_lost(&self) -> bool {
        let Self::Engine(error) = self else {
            return false;
        };
        is_away(error) || code(error).as_deref() == Some(READ_ONLY)
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        let error = match failure {
            Failure::Store(error) => return error,
            Failure::Engine(error) => error,
        };
        match error {
            sqlx::Error::PoolClosed => Self::Closed,
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => damaged("session")(error),
            _ if is_away(&error) || is_busy(&error) => unavailable(cause(error)),
            _ => Self::Engine(cause(error)),
        }
    }
}

/// Whether a row with the same key is there.
pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    error.is_some_and(DatabaseError::is_unique_violation)
}

/// Whether the table that is asked for is not there.
pub(crate) fn is_no_table(error: &sqlx::Error) -> bool {
    code(error).as_deref() == Some("42P01")
}

/// The transaction may only read.
const READ_ONLY: &str = "25006";

/// Whether the server is gone, or goes.
fn is_away(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::Tls(_) => true,
        // Connections that break (class 08), and a server that stops or starts (57P01 to 57P05).
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| code.starts_with("08") || code.starts_with("57P")),
        _ => false,
    }
}

/// Whether the server has too much to do, or only reads until another takes over.
fn is_busy(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut => true,
        // Out of memory, disk or connections (class 53), a statement or a lock that took too long, a conflict that did
        // not end.
        sqlx::Error::Database(error) => error.code().is_some_and(|code| {
            code.starts_with("53")
                || matches!(
                    &*code,
                    "57014" | "55P03" | "40001" | "40P01" | "25P03" | READ_ONLY
                )
        }),
        _ => false,
    }
}

fn code(error: &sqlx::Error) -> Option<String> {
    let error = error.as_database_error()?;
    error.code().map(std::borrow::Cow::into_owned)
}

/// The cause itself: the engine's own error says it a second time.
pub(crate) fn cause(error: sqlx::Error) -> Box<dyn std::error::Error + Send + Sync> {
    match error {
        sqlx::Error::Io(error) => Box::new(error),
        sqlx::Error::Tls(error) | sqlx::Error::Configuration(error) => error,
        sqlx::Error::Database(error) => error.into_error(),
        error => Box::new(error),
    }
}
