//! Why an index could not be made, updated, listed or removed.

use std::error::Error;
use std::io;
use std::path::PathBuf;

/// Why an index could not be made, updated, listed or removed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The name cannot be an index's.
    #[error(
        "{name:?} cannot be the name of an index: use 1 to 64 letters, digits, dots, underscores and hyphens, \
         and no dot first"
    )]
    Name {
        /// The name.
        name: String,
    },
    /// There is no such index.
    #[error("there is no index {name}")]
    Unknown {
        /// The index.
        name: String,
    },
    /// Somebody else is writing to the index.
    #[error("the index {name} is being updated by somebody else: try again when that is done")]
    Busy {
        /// The index.
        name: String,
    },
    /// The index is made from another folder.
    #[error("the index {name} is made from {folder}: choose another name, or remove it first")]
    OtherFolder {
        /// The index.
        name: String,
        /// What it is made from.
        folder: String,
    },
    /// The index was written by another version of this program, or is damaged.
    #[error(
        "the index {name} cannot be read by this version of the program: remove it and add it again"
    )]
    Format {
        /// The index.
        name: String,
        /// What is wrong with it.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// What is to be indexed cannot be read at all.
    #[error("cannot read {}", path.display())]
    Source {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The folder that holds the indexes cannot be read or written.
    #[error("cannot use {}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The search engine failed: the disk is full, a file is damaged.
    #[error("the search engine failed on the index {name}")]
    Engine {
        /// The index.
        name: String,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}
