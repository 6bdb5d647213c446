//! Why a call gave nothing.

use std::error::Error as StdError;
use std::fmt;

use chat_api::types::{
    HttpError, HttpValidationError, ValidationError, ValidationErrorLocItem as Step,
};
use http::StatusCode;
use openapi_runtime::{StreamError, client};

/// Why a call gave nothing, or less than a whole turn: the caller left something out, the server refused the call, did
/// not answer, or its answer could not be read.
pub struct Error {
    kind: Box<Kind>,
}

enum Kind {
    /// A message names no indexes, and its session has none.
    Unbound,
    /// The server says no, in a sentence.
    Refused(StatusCode, String),
    /// The server found faults in the request.
    Invalid(Vec<ValidationError>),
    /// An event of a stream cannot be had.
    Stream(StreamError),
    /// A stream has ended, but without a `stop`.
    Ended,
    /// Whatever else: no answer, or one that is not understood.
    Call(client::Error),
}

impl Error {
    pub(crate) fn unbound() -> Self {
        Self::from(Kind::Unbound)
    }

    pub(crate) fn refused(status: StatusCode, error: HttpError) -> Self {
        Self::from(Kind::Refused(status, error.detail))
    }

    pub(crate) fn invalid(error: HttpValidationError) -> Self {
        Self::from(Kind::Invalid(error.detail.unwrap_or_default()))
    }

    pub(crate) fn stream(error: StreamError) -> Self {
        Self::from(Kind::Stream(error))
    }

    pub(crate) fn ended() -> Self {
        Self::from(Kind::Ended)
    }

    /// The status of the answer, if one arrived.
    pub fn status(&self) -> Option<StatusCode> {
        match &*self.kind {
            Kind::Refused(status, _) => Some(*status),
            Kind::Invalid(_) => Some(StatusCode::UNPROCESSABLE_ENTITY),
            Kind::Call(error) => error.status(),
            Kind::Unbound | Kind::Stream(_) | Kind::Ended => None,
        }
    }

    fn is(&self, status: StatusCode) -> bool {
        self.status() == Some(status)
    }

    /// Whether the API key is missing or not valid: 401.
    pub fn is_unauthorized(&self) -> bool {
        self.is(StatusCode::UNAUTHORIZED)
    }

    /// Whether the API key is valid and not sufficient: 403.
    pub fn is_forbidden(&self) -> bool {
        self.is(StatusCode::FORBIDDEN)
    }

    /// Whether there is no such thing: 404.
    pub fn is_not_found(&self) -> bool {
        self.is(StatusCode::NOT_FOUND)
    }

    /// Whether a turn of the session is still running, so that the message was not taken: 409.
    pub fn is_conflict(&self) -> bool {
        self.is(StatusCode::CONFLICT)
    }

    /// Whether the server found faults in the request: 422. [`faults`](Self::faults) lists them.
    pub fn is_validation(&self) -> bool {
        self.is(StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Whether there were too many calls, even after the retries: 429.
    pub fn is_rate_limited(&self) -> bool {
        self.is(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the server failed, even after the retries: 5xx.
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    /// Whether a time-out passed: before the answer, even after the retries, or in the middle of a stream.
    pub fn is_timeout(&self) -> bool {
        match &*self.kind {
            Kind::Call(error) => error.is_timeout(),
            Kind::Stream(error) => error
                .source()
                .and_then(|source| source.downcast_ref())
                .is_some_and(reqwest::Error::is_timeout),
            _ => false,
        }
    }

    /// Whether no connection could be made, even after the retries.
    pub fn is_connect(&self) -> bool {
        matches!(&*self.kind, Kind::Call(error) if error.is_connect())
    }

    /// Whether the call could not be made of what it was given: the caller's own mistake. It was not sent.
    pub fn is_request(&self) -> bool {
        match &*self.kind {
            Kind::Unbound => true,
            Kind::Call(error) => error.is_request(),
            _ => false,
        }
    }

    /// Whether a stream of events ended before its `stop`: the connection broke, the server closed it or was silent for
    /// too long, or an event was too large to read. Nothing follows. What came before is good, but not the whole turn;
    /// it is not asked for again, for that would be another message.
    pub fn is_cut_off(&self) -> bool {
        match &*self.kind {
            Kind::Ended => true,
            Kind::Stream(error) => !error.is_undecodable(),
            _ => false,
        }
    }

    /// The faults that the server found in the request; none where it found none or did not look.
    pub fn faults(&self) -> &[ValidationError] {
        match &*self.kind {
            Kind::Invalid(faults) => faults,
            _ => &[],
        }
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self {
            kind: Box::new(kind),
        }
    }
}

impl From<client::Error> for Error {
    /// A refusal that the document does not declare, a 404 or a 429, has its sentence where the declared ones have it.
    fn from(error: client::Error) -> Self {
        let refusal = error
            .status()
            .filter(|status| status.is_client_error() || status.is_server_error());
        let sentence = error
            .body()
            .and_then(|body| serde_json::from_slice::<HttpError>(body).ok());
        Self::from(match refusal.zip(sentence) {
            Some((status, sentence)) => Kind::Refused(status, sentence.detail),
            None => Kind::Call(error),
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.kind {
            Kind::Unbound => f.write_str(
                "the session is bound to no index: name those to look for the answer in, with index_ids",
            ),
            Kind::Refused(status, detail) => {
                write!(f, "the server answered {status}: {}", line(detail))
            }
            Kind::Invalid(faults) if faults.is_empty() => {
                f.write_str("the request is not valid, and the server does not say why")
            }
            Kind::Invalid(faults) => {
                f.write_str("the request is not valid: ")?;
                for (index, fault) in faults.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { "; " })?;
                    place(&fault.loc, f)?;
                    write!(f, ": {}", line(&fault.msg))?;
                }
                Ok(())
            }
            Kind::Stream(error) => error.fmt(f),
            Kind::Ended => f.write_str("the stream ended before its `stop`"),
            Kind::Call(error) => error.fmt(f),
        }
    }
}

/// `body.index_ids.0`
fn place(steps: &[Step], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, step) in steps.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { "." })?;
        match step {
            Step::String(name) => f.write_str(&line(name))?,
            Step::Integer(number) => write!(f, "{number}")?,
        }
    }
    Ok(())
}

/// The server's words on one line: a log or a terminal must not be steered by them.
fn line(words: &str) -> String {
    words.replace(char::is_control, " ")
}

impl fmt::Debug for Error {
    /// The message instead of the parts: the `input` of a fault is the caller's data, and no log's business.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.kind {
            Kind::Call(error) => error.fmt(f),
            Kind::Stream(error) => error.fmt(f),
            Kind::Unbound | Kind::Refused(..) | Kind::Invalid(_) | Kind::Ended => {
                f.debug_tuple("Error").field(&self.to_string()).finish()
            }
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &*self.kind {
            Kind::Call(error) => error.source(),
            Kind::Stream(error) => error.source(),
            Kind::Unbound | Kind::Refused(..) | Kind::Invalid(_) | Kind::Ended => None,
        }
    }
}
