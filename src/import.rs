//! `chat import`.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::Context;
use chat_store::transfer::{Counts, Onto, Reader};
use chat_store::{PostgresStore, SqliteStore};

use crate::data_dir::DataDir;
use crate::database::{Database, Place};
use crate::progress;

/// Read everything that `chat export` wrote into a database, of either kind.
///
/// All of it, or nothing: a file that was cut off or changed for the worse is refused, and the line named. Import before the
/// servers start, for they know the secret that page tokens are signed with from then on.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The file; `-` for stdin.
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// Keep what the database has, its secret among it. A session that is in both has to be the same in both.
    #[arg(long)]
    merge: bool,
    #[command(flatten)]
    data_dir: DataDir,
    #[command(flatten)]
    database: Database,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let place = arguments.database.place(arguments.data_dir.path())?;
    let onto = if arguments.merge {
        Onto::Any
    } else {
        Onto::Empty
    };
    let done = if arguments.file == Path::new("-") {
        import(&place, io::stdin().lock(), onto).await?
    } else {
        let path = &arguments.file;
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let bar = progress::bytes(file.metadata().map_or(0, |file| file.len()));
        import(&place, BufReader::new(bar.wrap_read(file)), onto).await?
    };
    progress::told("imported", &done)
}

async fn import(place: &Place, file: impl BufRead, onto: Onto) -> anyhow::Result<Counts> {
    let reader = Reader::new(file)?;
    Ok(match place {
        Place::Sqlite(path) => SqliteStore::import(path, reader, onto)?,
        Place::Postgres(url) => PostgresStore::import(url, reader, onto).await?,
    })
}
