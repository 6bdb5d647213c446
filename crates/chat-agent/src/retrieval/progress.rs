//! What is told of an index while it is made.

use std::fmt;
use std::io;
use std::time::Duration;

/// Is told how an index comes along. The thread that makes the index calls it.
pub trait Progress {
    /// The folder was walked: so many files are to be looked at.
    fn files(&mut self, count: usize) {
        let _ = count;
    }

    /// A file was looked at.
    fn file(&mut self, file: &str, outcome: &FileOutcome) {
        let _ = (file, outcome);
    }
}

/// Tells nobody.
impl Progress for () {}

/// What became of a file.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileOutcome {
    /// It is new, and gave so many passages.
    Added(u64),
    /// It has changed, and gave so many passages.
    Replaced(u64),
    /// It is as it was.
    Unchanged,
    /// It could not be read. What the index held of it is removed.
    Skipped(SkipReason),
}

/// Why a file, or a part of it, is not in the index.
#[derive(Debug)]
#[non_exhaustive]
pub enum SkipReason {
    /// It is larger than any file that is read, in bytes.
    TooLarge {
        /// Its size.
        size: u64,
        /// The size up to which files are read.
        limit: u64,
    },
    /// It is not text in UTF-8.
    NotUtf8,
    /// Its name is not text in UTF-8.
    Name,
    /// It is a link to a folder that it is in.
    Loop,
    /// The system does not let it be read.
    Unreadable(io::Error),
    /// It is no PDF, or wants a password.
    Pdf(String),
    /// It is damaged, or more than its reader can take.
    Damaged,
    /// It takes longer to read than any file may.
    TooSlow(Duration),
    /// It is a PDF without text, as a scan is.
    NoText,
    /// These pages cannot be read; the rest of it is in the index.
    Pages(Vec<u32>),
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { size, limit } => {
                write!(f, "it has {size} bytes, but files are read up to {limit}")
            }
            Self::NotUtf8 => f.write_str("it is not text in UTF-8"),
            Self::Name => f.write_str("its name is not text in UTF-8"),
            Self::Loop => f.write_str("it is a link to a folder that it is in"),
            Self::Unreadable(error) => write!(f, "it cannot be read: {error}"),
            Self::Pdf(why) => write!(f, "it cannot be read as PDF: {why}"),
            Self::Damaged => f.write_str("it is damaged, or more than its reader can take"),
            Self::TooSlow(limit) => {
                write!(f, "it takes more than {} seconds to read", limit.as_secs())
            }
            Self::NoText => f.write_str("it holds no text; it may be a scan"),
            Self::Pages(pages) => {
                f.write_str("some of its pages cannot be read: ")?;
                for (n, page) in pages.iter().enumerate() {
                    write!(f, "{}{page}", if n == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
        }
    }
}

/// What making or updating an index did.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Report {
    /// Files that were not in the index.
    pub added: usize,
    /// Files that were in the index otherwise.
    pub replaced: usize,
    /// Files that are as they were.
    pub unchanged: usize,
    /// Files that were in the index and are no longer.
    pub removed: usize,
    /// Passages that the index has now.
    pub passages: u64,
    /// What is not in the index though it was to be.
    pub skipped: Vec<Skipped>,
}

/// A file, or a part of it, that is not in the index.
#[derive(Debug)]
pub struct Skipped {
    /// The file, relative to the folder that was indexed.
    pub file: String,
    /// Why.
    pub reason: SkipReason,
}
