//! A response as it is being read.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::Error;

/// Reads the declared responses of an operation.
pub trait Decode: Sized {
    /// The media types that the document declares, for the `Accept` header; empty where no response has a body.
    const ACCEPT: &'static str;

    /// Reads the response.
    ///
    /// # Errors
    /// [`Error`] when the document does not declare it, when its body is not what the document declares, and when it
    /// breaks off.
    fn decode(response: Response) -> impl Future<Output = Result<Self, Error>> + Send;
}

/// A response whose head has arrived.
pub struct Response {
    pub(super) inner: reqwest::Response,
}

impl Response {
    pub(super) fn new(inner: reqwest::Response) -> Self {
        Self { inner }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.inner.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.inner.headers()
    }

    /// Reads a JSON body. Unknown fields are left aside.
    ///
    /// # Errors
    /// [`Error`] when the body is not the declared one, with status, headers and body; or when it breaks off.
    pub async fn json<T: DeserializeOwned>(self) -> Result<T, Error> {
        let (status, headers, body) = self.collect().await?;
        serde_json::from_slice(&body)
            .map_err(|source| Error::undecodable(status, headers, body, source))
    }

    /// Reads a response that the document does not declare, into the error that keeps it.
    pub async fn undeclared(self) -> Error {
        match self.collect().await {
            Ok((status, headers, body)) => Error::undeclared(status, headers, body),
            Err(error) => error,
        }
    }

    async fn collect(mut self) -> Result<(StatusCode, HeaderMap, Bytes), Error> {
        let status = self.inner.status();
        let headers = std::mem::take(self.inner.headers_mut());
        let body = self.inner.bytes().await;
        let body = body.map_err(|error| Error::transport(error.without_url().into()))?;
        Ok((status, headers, body))
    }
}

impl fmt::Debug for Response {
    /// The status alone: the URL and the headers may carry what is nobody's business in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
