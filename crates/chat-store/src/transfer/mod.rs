//! Everything that a store keeps, as lines of JSON: moved from one engine to another, or away for safety.
//!
//! The first line is a header, with what servers sign with. Each session is a line, followed by its events, a line each. The
//! last line says how many there are, so that a file that was cut off is known. What the engines keep as JSON stands in the
//! lines byte for byte.

mod error;
mod fault;
mod lines;
mod reader;
mod record;
mod secret;
mod writer;

pub use error::{ExportError, ImportError};
pub use fault::Fault;
pub use reader::Reader;
pub use record::Counts;
pub use writer::Writer;

pub(crate) use reader::Entry;
pub(crate) use record::{EventRecord, Record, SessionRecord, TurnRecord};
pub(crate) use writer::raw;

/// What an import finds at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onto {
    /// Nothing: a place with sessions is refused. It takes over what the servers of the export signed with.
    Empty,
    /// Whatever is there, which is kept. A session of the export that is there already has to be the same in everything.
    Any,
}
