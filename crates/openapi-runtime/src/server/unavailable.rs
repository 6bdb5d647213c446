//! What an implementation says when it cannot answer now, but may soon.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

use super::Refusal;
use super::refusal::{Chain, Say};

/// What an operation depends on does not answer at the moment.
///
/// An implementation's error that is one, or that has one among its causes, is answered 503 with a `Retry-After`. Like any
/// failure it is logged once, and its cause never sent.
#[derive(Debug)]
pub struct Unavailable {
    retry_after: Duration,
    cause: Box<dyn Error + Send + Sync>,
}

impl Unavailable {
    /// Says why, and when to try again: in whole seconds, at least one.
    pub fn new(retry_after: Duration, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            retry_after,
            cause: cause.into(),
        }
    }

    /// When to try again.
    pub fn retry_after(&self) -> Duration {
        self.retry_after
    }

    /// The one that is an error, or the nearest of its causes.
    pub(super) fn find<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(found) = error.downcast_ref() {
                return Some(found);
            }
            next = error.source();
        }
        None
    }

    /// A 503. `error` is the whole of what happened.
    pub(super) fn refusal(&self, say: &Say<'_>, error: &(dyn Error + 'static)) -> Refusal {
        tracing::error!(error = %Chain(error), "the operation cannot be done now");
        let response = say(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable");
        Refusal::new(response).until(self.retry_after)
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl Error for Unavailable {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.source()
    }
}
