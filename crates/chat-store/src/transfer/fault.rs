//! What is wrong with a line.

use std::io;

use super::record::{Counts, VERSION};

/// What is wrong with a line of an export.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The file cannot be read.
    #[error("it cannot be read")]
    Read(#[source] io::Error),
    /// It has no end within reason.
    #[error("it is too long")]
    TooLong,
    /// The file ends before its last line.
    #[error(
        "the file was cut off here: the line that ends an export is missing; take the whole file"
    )]
    CutOff,
    /// It is not one of an export.
    #[error("column {column}: {message}")]
    Json {
        /// Where in the line.
        column: usize,
        /// What is wrong there.
        message: String,
    },
    /// The file begins otherwise.
    #[error("this is not the header of an export: name a file that `chat export` has written")]
    NoHeader,
    /// Another program version has written the file.
    #[error(
        "the export has version {found}, but this program reads version {VERSION}: run the program that wrote it, or a newer one"
    )]
    Version {
        /// The version that it has.
        found: u32,
    },
    /// What servers sign with cannot be read.
    #[error("the secret is not 64 hexadecimal digits")]
    Secret,
    /// A second header.
    #[error("a header may only be the first line")]
    Header,
    /// There is more than the file says is its end.
    #[error("there is more after the end of the export: take one export a file")]
    AfterEnd,
    /// An event without its session.
    #[error("this is an event of the session {session}, whose line has to come before it")]
    Stray {
        /// The session that it names.
        session: String,
    },
    /// An event is out of its order.
    #[error(
        "this is the event at position {found} of its session, where the one at {expected} has to stand"
    )]
    Position {
        /// Where it says it belongs.
        found: i64,
        /// What comes next.
        expected: i64,
    },
    /// A session has fewer events than it says, or more.
    #[error("the session {session} ends with {found} of its {expected} events")]
    Events {
        /// The session.
        session: String,
        /// How many there are.
        found: i64,
        /// How many it says there are.
        expected: i64,
    },
    /// What it holds does not mean anything.
    #[error("it cannot be kept")]
    Meaning(#[source] chat_server::store::StoreError),
    /// The file has fewer lines than it says, or more.
    #[error(
        "the export should have {} sessions and {} events, but has {} and {}",
        expected.sessions, expected.events, found.sessions, found.events
    )]
    Counts {
        /// What its last line says.
        expected: Counts,
        /// What there is.
        found: Counts,
    },
    /// A session is there already, in the file or at its place.
    #[error("there is a session {session} already")]
    Twice {
        /// The session.
        session: String,
    },
    /// A session is there already, and is not the same.
    #[error("there is a session {session} already, which differs from this one")]
    Differs {
        /// The session.
        session: String,
    },
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        let (column, mut message) = (error.column(), error.to_string());
        // The engine's own count of lines begins anew in each.
        if let Some(place) = message.rfind(" at line ") {
            message.truncate(place);
        }
        Self::Json { column, message }
    }
}
