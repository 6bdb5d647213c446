//! The file and its folder, before the engine sees them.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{self, Path, PathBuf};

use super::error::OpenError;

/// The absolute path of a file that is there afterwards.
///
/// # Errors
/// [`OpenError::Create`].
pub(crate) fn made(path: &Path) -> Result<PathBuf, OpenError> {
    let failed = |source| OpenError::Create {
        path: path.to_owned(),
        source,
    };
    // Made absolute, it is a file whatever its name: the engine gives a meaning of its own to `:memory:`.
    let path = path::absolute(path).map_err(failed)?;
    create(&path).map_err(failed)?;
    Ok(path)
}

/// Creates the file, and the folders that it lacks, for the owner alone. What exists stays as it is.
///
/// The engine would create the file by itself, but readable by everyone. It gives its side files the mode of this one.
///
/// # Errors
/// The system's error, when it refuses.
fn create(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let missing = folder
        .ancestors()
        .take_while(|folder| !folder.exists())
        .collect::<Vec<_>>();

    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;

    // A new folder outlives a power cut only once the folder that holds it is synced. The engine syncs the innermost.
    #[cfg(unix)]
    for holder in missing.into_iter().filter_map(Path::parent) {
        fs::File::open(holder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    drop(missing);
    Ok(())
}
