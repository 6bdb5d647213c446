//! Which database is meant, and as whom.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::time::timeout;

use super::error::ConnectError;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// A database of a server, and how to get there. What it shows of itself has no password in it.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) options: PgConnectOptions,
    name: String,
}

impl Server {
    /// # Errors
    /// [`ConnectError::Url`].
    pub(crate) fn new(url: &str) -> Result<Self, ConnectError> {
        let mut options = PgConnectOptions::from_str(url)
            .map_err(ConnectError::url)?
            // Every statement is known, and what is slow is seen in the server's own log.
            .disable_statement_logging();
        if options.get_application_name().is_none() {
            options = options.application_name("chat");
        }
        let name = name(&options);
        Ok(Self { options, name })
    }

    /// Makes a connection outside of any pool, which so can say why not.
    ///
    /// # Errors
    /// [`ConnectError`], when it is not there within a while.
    pub(crate) async fn connect(&self) -> Result<PgConnection, ConnectError> {
        let connected = timeout(CONNECT, PgConnection::connect_with(&self.options)).await;
        connected
            .map_err(|_| ConnectError::slow(self))?
            .map_err(|error| ConnectError::new(self, error))
    }
}

fn name(options: &PgConnectOptions) -> String {
    let user = options.get_username();
    let database = options.get_database().unwrap_or(user);
    match options.get_socket() {
        Some(socket) => format!("{user}@{}/{database}", socket.display()),
        None => format!(
            "{user}@{}:{}/{database}",
            options.get_host(),
            options.get_port()
        ),
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Server").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_shows_has_no_password() {
        for url in [
            "postgres://bob:s3cret@db.example:5433/chat",
            "postgresql://bob@db.example:5433/chat?password=s3cret",
        ] {
            let server = Server::new(url).unwrap();
            assert_eq!(server.to_string(), "bob@db.example:5433/chat");
            assert!(!format!("{server:?}").contains("s3cret"));
        }
        let socket = Server::new("postgres://bob@%2Frun%2Fpostgresql/chat").unwrap();
        assert_eq!(socket.to_string(), "bob@/run/postgresql/chat");
    }

    #[test]
    fn a_url_that_is_none_is_told_without_what_is_in_it() {
        for url in [
            "postgres://bob:s3cret@host:port/chat",
            "postgres://bob:s3cret@[host/chat",
            "postgres://bob:s3cret@host/chat?sslmode=s3cret-mode",
        ] {
            let error = Server::new(url).unwrap_err();
            let told = format!("{error} {error:?}");
            assert!(!told.contains("s3cret@"), "{told}");
        }
    }
}
