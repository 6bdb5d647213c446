//! `chat export`.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chat_store::transfer::{Counts, Writer};
use chat_store::{PostgresStore, SqliteStore};
use tempfile::NamedTempFile;

use crate::data_dir::DataDir;
use crate::database::{Database, Place};
use crate::progress::{self, Sessions};

/// Write everything that a database keeps to a file.
///
/// Sessions, their events, and the secret that page tokens are signed with: lines of JSON, which `chat import` reads into a
/// database of either kind. It is all as it was at one moment; servers may go on meanwhile.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A new file, which its owner alone may read; `-` for stdout.
    #[arg(value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    #[command(flatten)]
    data_dir: DataDir,
    #[command(flatten)]
    database: Database,
}

pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let place = arguments.database.place(arguments.data_dir.path())?;
    let done = if arguments.file == Path::new("-") {
        export(&place, &mut io::stdout().lock()).await?
    } else {
        to_file(&place, &arguments.file).await?
    };
    progress::told("exported", &done)
}

/// The file is there once it is whole.
async fn to_file(place: &Place, path: &Path) -> anyhow::Result<Counts> {
    if path.exists() {
        bail!("{} is there already: name a new file", path.display());
    }
    let failed = || format!("cannot write {}", path.display());
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut file = NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).with_context(failed)?;
    let done = export(place, file.as_file_mut()).await?;
    file.as_file().sync_all().with_context(failed)?;
    let kept = file.persist_noclobber(path);
    kept.map_err(|error| error.error).with_context(failed)?;
    Ok(done)
}

async fn export(place: &Place, out: &mut dyn Write) -> anyhow::Result<Counts> {
    let (mut out, sessions) = (BufWriter::new(out), Sessions::new());
    let mut progress = |done, of| sessions.show(done, of);
    let writer = Writer::new(&mut out, &mut progress);
    Ok(match place {
        Place::Sqlite(path) => SqliteStore::export(path, writer)?,
        Place::Postgres(url) => PostgresStore::export(url, writer).await?,
    })
}
