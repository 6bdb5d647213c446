//! Indexes that are open for searching.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use tantivy::{IndexReader, ReloadPolicy, Searcher};

use super::engine;
use super::error::IndexError;

/// Keeps what is opened until somebody, this process or another, commits to it.
#[derive(Default)]
pub(crate) struct Cache(Mutex<HashMap<String, Opened>>);

#[derive(Clone)]
struct Opened {
    commit: Commit,
    reader: IndexReader,
}

/// What tells a commit from those before and after: the engine puts a new file in the place of the old one.
#[derive(Clone, PartialEq)]
struct Commit {
    modified: SystemTime,
    size: u64,
    #[cfg(unix)]
    inode: u64,
}

impl Cache {
    /// The latest state of an index, if it exists.
    pub(crate) fn searcher(
        &self,
        name: &str,
        folder: &Path,
    ) -> Result<Option<Searcher>, IndexError> {
        // Looked at before the index is opened: a commit in between is then seen by the next search.
        let commit = commit(folder).map_err(|source| IndexError::Folder {
            path: folder.to_owned(),
            source,
        })?;
        let Some(commit) = commit else {
            self.lock().remove(name);
            return Ok(None);
        };
        if let Some(opened) = self.lock().get(name)
            && opened.commit == commit
        {
            return Ok(Some(opened.reader.searcher()));
        }
        let Some(index) = engine::open(name, folder)? else {
            return Ok(None);
        };
        if engine::manifest(name, &index)?.is_none() {
            return Ok(None);
        }
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(engine::failed(name))?;
        let searcher = reader.searcher();
        self.lock()
            .insert(name.to_owned(), Opened { commit, reader });
        Ok(Some(searcher))
    }

    pub(crate) fn forget(&self, name: &str) {
        self.lock().remove(name);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Opened>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn commit(folder: &Path) -> io::Result<Option<Commit>> {
    let file = match fs::metadata(folder.join(engine::COMMIT)) {
        Ok(file) => file,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    Ok(Some(Commit {
        modified: file.modified()?,
        size: file.len(),
        #[cfg(unix)]
        inode: std::os::unix::fs::MetadataExt::ino(&file),
    }))
}
