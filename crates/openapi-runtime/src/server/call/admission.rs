//! Who may call, and what a caller who may not is told.

use std::error::Error;

use axum::response::{IntoResponse, Response};
use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, StatusCode, request};

use super::Call;
use crate::AuthError;
use crate::server::{LoadCredentials, Refusal, path};

impl Call {
    /// The credentials of the first alternative that the request meets; none where it meets none and the operation is
    /// open.
    ///
    /// # Errors
    /// [`Refusal`] when the operation is guarded and the request meets no alternative.
    pub fn credentials<C: LoadCredentials>(&self) -> Result<C, Refusal> {
        for alternative in self.operation.guards() {
            let mut credentials = C::default();
            if self.meets(alternative, |scheme, request| {
                credentials.load(scheme, request)
            }) {
                return Ok(credentials);
            }
        }
        if self.operation.is_open() {
            return Ok(C::default());
        }
        Err(self.refuse(&AuthError::Missing))
    }

    /// Lets in a request that meets an alternative, by whether it has the credential of a scheme, whatever that says.
    ///
    /// # Errors
    /// [`Refusal`] when the operation is guarded and the request meets no alternative.
    pub fn admit(&self, has: impl Fn(&str, &request::Parts) -> bool) -> Result<(), Refusal> {
        let mut guards = self.operation.guards();
        if self.operation.is_open() || guards.any(|alternative| self.meets(alternative, &has)) {
            return Ok(());
        }
        Err(self.refuse(&AuthError::Missing))
    }

    fn meets(
        &self,
        alternative: &[&str],
        mut has: impl FnMut(&str, &request::Parts) -> bool,
    ) -> bool {
        alternative.iter().all(|scheme| has(scheme, &self.parts))
    }

    /// Holds the path against the text between its parameters, which no router looks at.
    ///
    /// # Errors
    /// [`Refusal`] when it does not fit: there is nothing at that path.
    pub fn fits(&self) -> Result<(), Refusal> {
        if path::fits(self.operation.path, self.parts.uri.path()) {
            return Ok(());
        }
        let answer = self.status(StatusCode::NOT_FOUND, "Not Found");
        Err(self.unread(Refusal::new(answer)))
    }

    /// Refuses the caller.
    pub fn refuse(&self, error: &AuthError) -> Refusal {
        let refusal = Refusal::unauthorized(&self.voice(), error);
        let refusal = Refusal::new(self.challenge(refusal.into_response()));
        self.unread(refusal)
    }

    /// A refusal before the body was read.
    pub(super) fn unread(&self, refusal: Refusal) -> Refusal {
        match &self.body {
            Some(body) => refusal.unread(self.parts.version, body),
            None => refusal,
        }
    }

    /// The answer of the implementation.
    ///
    /// # Errors
    /// [`Refusal`] when it failed: an opaque 500, see [`Call::fail`].
    pub fn answer<R: IntoResponse, E: Into<Box<dyn Error + Send + Sync>>>(
        &self,
        outcome: Result<R, E>,
    ) -> Result<Response, Refusal> {
        match outcome {
            Ok(response) => Ok(self.challenge(response.into_response())),
            Err(error) => Err(self.fail(error)),
        }
    }

    /// A 401 names the credentials that are wanted (RFC 9110, section 15.5.2).
    fn challenge(&self, mut response: Response) -> Response {
        if let Some(challenge) = response.headers_mut().get_mut(WWW_AUTHENTICATE) {
            *challenge = HeaderValue::from_static(self.operation.challenge);
        }
        response
    }
}
