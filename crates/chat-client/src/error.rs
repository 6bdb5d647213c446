//! Why a call gave nothing.

use std::error::Error as StdError;
use std::fmt;

use chat_api::types::{
    HttpError, HttpValidationError, ValidationError, ValidationErrorLocItem as Step,
};
use http::StatusCode;
use openapi_runtime::client;

/// Why a call gave nothing: the server refused it, did not answer, or its answer could not be read.
pub struct Error {
    kind: Box<Kind>,
}

enum Kind {
    /// The server says no, in a sentence.
    Refused(StatusCode, String),
    /// The server found faults in the request.
    Invalid(Vec<ValidationError>),
    /// Whatever else: no answer, or one that is not understood.
    Call(client::Error),
}

impl Error {
    pub(crate) fn unauthorized(error: HttpError) -> Self {
        Self::from(Kind::Refused(StatusCode::UNAUTHORIZED, error.detail))
    }

    pub(crate) fn validation(error: HttpValidationError) -> Self {
        Self::from(Kind::Invalid(error.detail.unwrap_or_default()))
    }

    /// The status of the answer, if one arrived.
    pub fn status(&self) -> Option<StatusCode> {
        match &*self.kind {
            Kind::Refused(status, _) => Some(*status),
            Kind::Invalid(_) => Some(StatusCode::UNPROCESSABLE_ENTITY),
            Kind::Call(error) => error.status(),
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

    /// Whether a time-out passed, even after the retries.
    pub fn is_timeout(&self) -> bool {
        matches!(&*self.kind, Kind::Call(error) if error.is_timeout())
    }

    /// Whether no connection could be made, even after the retries.
    pub fn is_connect(&self) -> bool {
        matches!(&*self.kind, Kind::Call(error) if error.is_connect())
    }

    /// The faults that the server found in the request; none where it found none or did not look.
    pub fn faults(&self) -> &[ValidationError] {
        match &*self.kind {
            Kind::Invalid(faults) => faults,
            Kind::Refused(..) | Kind::Call(_) => &[],
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
            Kind::Refused(..) | Kind::Invalid(_) => {
                f.debug_tuple("Error").field(&self.to_string()).finish()
            }
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &*self.kind {
            Kind::Call(error) => error.source(),
            Kind::Refused(..) | Kind::Invalid(_) => None,
        }
    }
}
