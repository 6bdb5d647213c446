//! The indexes below a folder: made, updated, listed, removed and searched.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_core::future::BoxFuture;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK};

use super::cache::Cache;
use super::error::IndexError;
use super::progress::{Progress, Report};
use super::{add, engine, name, query};
use crate::search::{Found, Search, SearchError};

/// Named indexes below one folder. A clone is the same.
///
/// Several processes may use the folder at once: what one of them commits, the others find with their next search. Only
/// [`Search`] may be called from async code; the other methods wait for the disk.
#[derive(Clone)]
pub struct Indexes(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    cache: Cache,
}

/// What an index holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndexSummary {
    /// Its name.
    pub name: String,
    /// The folder or file that it is made from.
    pub source: String,
    /// How many files it holds.
    pub files: usize,
    /// How many passages it holds.
    pub passages: u64,
    /// How many bytes it takes.
    pub size: u64,
}

impl Indexes {
    /// The indexes below `folder`, which is created with the first of them.
    pub fn open(folder: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Inner {
            folder: folder.into(),
            cache: Cache::default(),
        }))
    }

    /// Makes an index of the Markdown, text, HTML and PDF files in a folder, or brings it up to date: it mirrors the
    /// folder. Searches find the old state until it is done, and keep it if it fails.
    ///
    /// Hidden files are left out. A file that cannot be read is named in the report, and not in the index.
    ///
    /// # Errors
    /// [`IndexError`], when the name is none, the folder cannot be read, the index is made from another folder or is
    /// being updated by somebody else, or the disk fails.
    pub fn add(
        &self,
        name: &str,
        source: &Path,
        progress: &mut dyn Progress,
    ) -> Result<Report, IndexError> {
        name::check(name)?;
        add::add(name, &self.home(name), source, progress)
    }

    /// The indexes that there are, in the order of their names.
    ///
    /// # Errors
    /// [`IndexError`], when the folder or one of the indexes cannot be read.
    pub fn list(&self) -> Result<Vec<IndexSummary>, IndexError> {
        let entries = match fs::read_dir(&self.0.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.failed(error)),
        };
        let mut summaries = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| self.failed(error))?;
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| name::is_name(name)) else {
                continue;
            };
            summaries.extend(self.summary(name)?);
        }
        summaries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(summaries)
    }

    /// Removes an index. What it was made from stays as it is.
    ///
    /// # Errors
    /// [`IndexError`], when there is none, somebody else is updating it, or the disk fails.
    pub fn remove(&self, name: &str) -> Result<(), IndexError> {
        name::check(name)?;
        let home = self.home(name);
        if !home.is_dir() {
            return Err(IndexError::Unknown {
                name: name.to_owned(),
            });
        }
        // An index that cannot be opened is removed as well: that is the cure for it.
        let lock = match engine::open(name, &home) {
            Ok(Some(index)) => Some(index.directory().acquire_lock(&INDEX_WRITER_LOCK).map_err(
                |error| engine::failed(name)(tantivy::TantivyError::LockFailure(error, None)),
            )?),
            _ => None,
        };
        self.0.cache.forget(name);
        // Gone in one step for everybody who looks; a name that begins with a dot is no index's.
        let gone = self
            .0
            .folder
            .join(format!(".{name}-{}", uuid::Uuid::new_v4().simple()));
        fs::rename(&home, &gone).map_err(|error| self.failed(error))?;
        drop(lock);
        fs::remove_dir_all(&gone).map_err(|error| self.failed(error))
    }

    fn summary(&self, name: &str) -> Result<Option<IndexSummary>, IndexError> {
        let Some(index) = engine::open(name, &self.home(name))? else {
            return Ok(None);
        };
        let Some(manifest) = engine::manifest(name, &index)? else {
            return Ok(None);
        };
        Ok(Some(IndexSummary {
            name: name.to_owned(),
            files: manifest.files.len(),
            passages: manifest.passages(),
            source: manifest.folder,
            size: size(&self.home(name)).map_err(|error| self.failed(error))?,
        }))
    }

    /// Where an index is kept. Only for names that were checked.
    fn home(&self, name: &str) -> PathBuf {
        self.0.folder.join(name)
    }

    fn failed(&self, source: io::Error) -> IndexError {
        IndexError::Folder {
            path: self.0.folder.clone(),
            source,
        }
    }

    fn find(&self, question: &str, names: &[String], limit: usize) -> Result<Found, IndexError> {
        let (mut open, mut missing) = (Vec::new(), Vec::new());
        for (n, name) in names.iter().enumerate() {
            if names[..n].contains(name) {
                continue;
            }
            let searcher = if name::is_name(name) {
                self.0.cache.searcher(name, &self.home(name))?
            } else {
                None
            };
            match searcher {
                Some(searcher) => open.push((name.clone(), searcher)),
                None => missing.push(name.clone()),
            }
        }
        let passages =
            query::search(question, &open, limit).map_err(|source| IndexError::Engine {
                name: names.join(", "),
                source: source.into(),
            })?;
        Ok(Found { passages, missing })
    }
}

impl Search for Indexes {
    fn search(
        &self,
        query: &str,
        indexes: &[String],
        limit: usize,
    ) -> BoxFuture<'static, Result<Found, SearchError>> {
        let (this, query, indexes) = (self.clone(), query.to_owned(), indexes.to_owned());
        Box::pin(async move {
            // It waits for the disk when an index is opened, and works for some milliseconds.
            tokio::task::spawn_blocking(move || this.find(&query, &indexes, limit))
                .await
                .map_err(SearchError::new)?
                .map_err(SearchError::new)
        })
    }
}

fn size(folder: &Path) -> io::Result<u64> {
    let mut size = 0;
    for entry in fs::read_dir(folder)? {
        match entry?.metadata() {
            Ok(entry) => size += entry.len(),
            // An update has removed it meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(size)
}

impl fmt::Debug for Indexes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Indexes")
            .field("folder", &self.0.folder)
            .finish_non_exhaustive()
    }
}
