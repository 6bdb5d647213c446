//! Which database keeps the sessions.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::bail;
use chat_store::PostgresStore;

/// Where sessions are kept.
#[derive(clap::Args)]
#[command(next_help_heading = "Database")]
pub(crate) struct Database {
    /// Where sessions are kept: postgres://USER:PASSWORD@HOST/DATABASE, which several servers may share, or sqlite://PATH.
    /// When absent, it is the file chat.db in the data folder. Other users of the machine can see a flag: prefer the
    /// variable where there is a password in it, or keep that in PGPASSWORD or ~/.pgpass.
    #[arg(
        long = "database-url",
        env = "CHAT_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    url: Option<String>,
}

/// A database, of either kind.
pub(crate) enum Place {
    /// A file.
    Sqlite(PathBuf),
    /// The URL of a PostgreSQL database, with what is secret in it.
    Postgres(String),
}

impl Database {
    /// The one that is meant. What is wrong is said without the URL, which may have a password in it.
    pub(crate) fn place(&self, data_dir: &Path) -> anyhow::Result<Place> {
        let Some(url) = &self.url else {
            return Ok(Place::Sqlite(data_dir.join("chat.db")));
        };
        match url.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Place::Postgres(url.to_owned())),
            Some(("sqlite", path)) if !path.is_empty() => Ok(Place::Sqlite(path.into())),
            _ => bail!(
                "the database URL is of no kind that is known: write postgres://USER:PASSWORD@HOST/DATABASE or \
                 sqlite://PATH"
            ),
        }
    }
}

impl Place {
    /// What it is called, without what is secret.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Sqlite(path) => path.display().to_string(),
            Self::Postgres(_) => "the database".to_owned(),
        }
    }

    /// Whether it can be there. Nothing is opened.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(_) => Ok(()),
            Self::Postgres(url) => Ok(PostgresStore::check_url(url)?),
        }
    }
}

impl fmt::Debug for Database {
    /// Without the URL, which may have a password in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").finish_non_exhaustive()
    }
}
