//! The files of a folder that can be indexed.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::error::IndexError;
use super::progress::{SkipReason, Skipped};

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Markdown,
    Text,
    Html,
    Pdf,
}

/// A file to index.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its path in the folder, with `/` between its parts.
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) kind: Kind,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) sources: Vec<Source>,
    pub(crate) skipped: Vec<Skipped>,
}

/// Walks a folder, in the order of names; or takes the one file that `root` is. What is hidden is left out, as is what is
/// of another kind; what cannot be read is named.
///
/// # Errors
/// [`IndexError::Source`], when the folder itself cannot be read.
pub(crate) fn list(root: &Path) -> Result<Listing, IndexError> {
    let failed = |source| IndexError::Source {
        path: root.to_owned(),
        source,
    };
    if fs::metadata(root).map_err(failed)?.is_dir() {
        // The walk would only name it as one of many that cannot be read.
        fs::read_dir(root).map_err(failed)?;
    }
    let mut listing = Listing::default();
    let walk = WalkDir::new(root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_file() => take(root, &entry, &mut listing),
            Ok(_) => {}
            Err(error) => listing.skipped.push(Skipped {
                file: error
                    .path()
                    .map(|path| shown(root, path))
                    .unwrap_or_default(),
                reason: if error.loop_ancestor().is_some() {
                    SkipReason::Loop
                } else {
                    SkipReason::Unreadable(error.into())
                },
            }),
        }
    }
    Ok(listing)
}

fn take(root: &Path, entry: &DirEntry, listing: &mut Listing) {
    let Some(kind) = kind(entry.path()) else {
        return;
    };
    match name(root, entry.path()) {
        Some(name) => listing.sources.push(Source {
            name,
            path: entry.path().to_owned(),
            kind,
        }),
        None => listing.skipped.push(Skipped {
            file: shown(root, entry.path()),
            reason: SkipReason::Name,
        }),
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn kind(path: &Path) -> Option<Kind> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match extension.as_str() {
        "md" | "markdown" => Kind::Markdown,
        "txt" | "text" => Kind::Text,
        "html" | "htm" | "xhtml" => Kind::Html,
        "pdf" => Kind::Pdf,
        _ => return None,
    })
}

/// A file's path in the folder; its own name when it is what was to be indexed.
fn name(root: &Path, path: &Path) -> Option<String> {
    let inner = inner(root, path);
    let parts: Option<Vec<_>> = inner.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

fn shown(root: &Path, path: &Path) -> String {
    inner(root, path).display().to_string()
}

fn inner<'a>(root: &Path, path: &'a Path) -> &'a Path {
    match path.strip_prefix(root) {
        Ok(inner) if !inner.as_os_str().is_empty() => inner,
        _ => path.file_name().map_or(path, Path::new),
    }
}
