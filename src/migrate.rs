//! `chat migrate`.

use std::io::Write;

use chat_store::{Migrated, PostgresStore, SqliteStore};

use crate::data_dir::DataDir;
use crate::database::{Database, Place};

/// Bring a database to the schema that this version needs.
///
/// `chat serve` does it too, when it starts; this is for those who want it done before, or by a user with more rights.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data_dir: DataDir,
    #[command(flatten)]
    database: Database,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let place = arguments.database.place(arguments.data_dir.path())?;
    let Migrated { from, to } = match &place {
        Place::Sqlite(path) => SqliteStore::migrate(path)?,
        Place::Postgres(url) => PostgresStore::migrate(url).await?,
    };
    let place = place.name();
    let done = match from {
        0 => format!("{place} is new, at schema version {to}"),
        _ if from == to => format!("{place} is at schema version {to} already"),
        _ => format!("{place} was brought from schema version {from} to {to}"),
    };
    writeln!(anstream::stdout(), "{done}")?;
    Ok(())
}
