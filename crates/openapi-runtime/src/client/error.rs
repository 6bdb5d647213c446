//! Why a call has no declared outcome.

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::TransportError;

/// Why a call has no declared outcome.
///
/// A response that the document declares, a 404 as much as a 200, is an outcome and no error.
#[derive(Debug)]
pub struct Error {
    kind: Box<Kind>,
}

enum Kind {
    Request {
        part: &'static str,
        name: String,
        why: String,
    },
    Transport(TransportError),
    Undeclared(Answer),
    Undecodable(Answer, serde_json::Error),
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Error {
    /// A value that cannot be written where it belongs.
    pub fn request(part: &'static str, name: &str, why: &str) -> Self {
        Self::from(Kind::Request {
            part,
            name: name.to_owned(),
            why: why.to_owned(),
        })
    }

    pub(super) fn transport(source: TransportError) -> Self {
        Self::from(Kind::Transport(source))
    }

    pub(super) fn undeclared(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self::from(Kind::Undeclared(Answer {
            status,
            headers,
            body,
        }))
    }

    pub(super) fn undecodable(
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        source: serde_json::Error,
    ) -> Self {
        let answer = Answer {
            status,
            headers,
            body,
        };
        Self::from(Kind::Undecodable(answer, source))
    }

    /// Whether the request could not be written: the caller's own mistake, and nothing was sent.
    pub fn is_request(&self) -> bool {
        matches!(*self.kind, Kind::Request { .. })
    }

    /// Whether no whole response arrived.
    pub fn is_transport(&self) -> bool {
        matches!(*self.kind, Kind::Transport(_))
    }

    /// Whether a time-out passed.
    pub fn is_timeout(&self) -> bool {
        self.reqwest().is_some_and(reqwest::Error::is_timeout)
    }

    /// Whether no connection could be made.
    pub fn is_connect(&self) -> bool {
        self.reqwest().is_some_and(reqwest::Error::is_connect)
    }

    fn reqwest(&self) -> Option<&reqwest::Error> {
        match &*self.kind {
            Kind::Transport(source) => source.downcast_ref(),
            _ => None,
        }
    }

    fn answer(&self) -> Option<&Answer> {
        match &*self.kind {
            Kind::Undeclared(answer) | Kind::Undecodable(answer, _) => Some(answer),
            Kind::Request { .. } | Kind::Transport(_) => None,
        }
    }

    /// Whether the response is of a kind that the document does not declare.
    pub fn is_undeclared(&self) -> bool {
        matches!(*self.kind, Kind::Undeclared(_))
    }

    /// The status of the response, if one arrived.
    pub fn status(&self) -> Option<StatusCode> {
        self.answer().map(|answer| answer.status)
    }

    /// The headers of the response, if one arrived.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answer().map(|answer| &answer.headers)
    }

    /// The body of the response, if one arrived.
    pub fn body(&self) -> Option<&Bytes> {
        self.answer().map(|answer| &answer.body)
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self {
            kind: Box::new(kind),
        }
    }
}

impl From<TransportError> for Error {
    fn from(source: TransportError) -> Self {
        Self::transport(source)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.kind {
            Kind::Request { part, name, why } => {
                let space = if name.is_empty() { "" } else { " " };
                write!(
                    f,
                    "the request cannot be written: {part}{space}{name}: {why}"
                )
            }
            Kind::Transport(_) => f.write_str("no response arrived"),
            Kind::Undeclared(answer) => {
                write!(f, "the server answered {}, undeclared: ", answer.status)?;
                excerpt(&answer.body, f)
            }
            Kind::Undecodable(answer, _) => {
                write!(
                    f,
                    "the server answered {} with a body that is not the declared one",
                    answer.status
                )
            }
        }
    }
}

/// The beginning of a body, on one line.
fn excerpt(body: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if body.is_empty() {
        return f.write_str("no body");
    }
    let text = String::from_utf8_lossy(body);
    let mut characters = text.chars();
    for character in characters.by_ref().take(200) {
        let shown = if character.is_control() {
            ' '
        } else {
            character
        };
        write!(f, "{shown}")?;
    }
    if characters.next().is_some() {
        f.write_str("…")
    } else {
        Ok(())
    }
}

impl fmt::Debug for Kind {
    /// Bodies and headers may carry what is nobody's business in a log: only their outlines are shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { part, name, why } => f
                .debug_struct("Request")
                .field("part", part)
                .field("name", name)
                .field("why", why)
                .finish(),
            Self::Transport(source) => f.debug_tuple("Transport").field(source).finish(),
            Self::Undeclared(answer) => f.debug_tuple("Undeclared").field(&answer.status).finish(),
            // What serde_json says quotes the body.
            Self::Undecodable(answer, source) => f
                .debug_struct("Undecodable")
                .field("status", &answer.status)
                .field("category", &source.classify())
                .field("line", &source.line())
                .field("column", &source.column())
                .finish(),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &*self.kind {
            Kind::Transport(source) => Some(&**source),
            Kind::Undecodable(_, source) => Some(source),
            Kind::Request { .. } | Kind::Undeclared(_) => None,
        }
    }
}
