//! An answer given before, or instead of, the implementation's.

use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::response::{IntoResponse, Response};
use http::header::{CONNECTION, RETRY_AFTER};
use http::{HeaderValue, StatusCode, Version};

use crate::AuthError;

/// How an operation says that something is wrong: a status, and a sentence.
pub(super) type Say<'a> = dyn Fn(StatusCode, &str) -> Response + 'a;

/// An answer given before, or instead of, the implementation's: a refusal, or a failure.
#[derive(Debug)]
pub struct Refusal(Box<Response>);

impl Refusal {
    /// Refuses with a finished answer.
    pub fn new(response: Response) -> Self {
        Self(Box::new(response))
    }

    /// Refuses a request before its body was read.
    pub(super) fn unread(self, version: Version, body: &Body) -> Self {
        if body.is_end_stream() {
            return self;
        }
        self.closing(version)
    }

    /// Says that the connection ends with this: the rest of a body that nobody read may still be on its way in it. A
    /// client that did not know would send its next request to nobody.
    pub(super) fn closing(mut self, version: Version) -> Self {
        // Later versions have other means, and forbid the header.
        if version <= Version::HTTP_11 {
            let close = HeaderValue::from_static("close");
            self.0.headers_mut().insert(CONNECTION, close);
        }
        self
    }

    /// Refuses a caller.
    pub(super) fn unauthorized(say: &Say<'_>, error: &AuthError) -> Self {
        let status = match error {
            AuthError::Missing | AuthError::Invalid(_) => StatusCode::UNAUTHORIZED,
            AuthError::Forbidden(_) => StatusCode::FORBIDDEN,
            AuthError::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
            AuthError::Unavailable(cause) => return Self::failure(say, &**cause),
        };
        let refusal = Self::new(say(status, &error.to_string()));
        match error {
            // A fraction of a second counts as a whole one: sooner would be too often again.
            AuthError::TooOften { retry_after } => {
                refusal.until(retry_after.saturating_add(Duration::from_nanos(999_999_999)))
            }
            _ => refusal,
        }
    }

    /// Says when to try again: in whole seconds, at least one.
    pub(super) fn until(mut self, wait: Duration) -> Self {
        let seconds = HeaderValue::from(wait.as_secs().max(1));
        self.0.headers_mut().insert(RETRY_AFTER, seconds);
        self
    }

    /// An opaque 500: the cause goes to the log, once, and never to the caller.
    pub(super) fn failure(say: &Say<'_>, cause: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error = %Chain(cause), "the operation failed");
        Self::new(say(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Internal Server Error",
        ))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// An error and its causes, on one line.
pub(super) struct Chain<'a>(pub(super) &'a (dyn std::error::Error + 'static));

impl std::fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(cause) = source {
            write!(f, ": {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

/// What a gateway says when the server behind it gave no declared answer: that server's own status and body where it
/// refused the call (its sentence is meant for the caller), a 502 where it failed or did not answer.
#[cfg(feature = "client")]
pub(super) fn from_upstream(say: &Say<'_>, error: &crate::client::Error) -> Refusal {
    use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};

    if let (true, Some(status), Some(headers), Some(body)) = (
        error.is_undeclared(),
        error.status(),
        error.headers(),
        error.body(),
    ) && (status.is_client_error() || status == StatusCode::SERVICE_UNAVAILABLE)
    {
        let mut response = super::respond::respond(status, body.clone().into());
        for name in [CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE] {
            if let Some(value) = headers.get(&name) {
                response.headers_mut().insert(name, value.clone());
            }
        }
        return Refusal::new(response);
    }
    tracing::error!(error = %Chain(error), "the server behind the gateway failed");
    Refusal::new(say(StatusCode::BAD_GATEWAY, "Bad Gateway"))
}
