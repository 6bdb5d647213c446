//! What carries a request to a server and brings its response back.

use std::error::Error as StdError;
use std::pin::Pin;

use super::Response;
use crate::Operation;

/// A future in a box, which a trait object can return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why no response arrived.
pub type TransportError = Box<dyn StdError + Send + Sync>;

/// Carries a request to a server and brings its response back: a connection pool, retries around it, a stand-in.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request.
    ///
    /// # Errors
    /// [`TransportError`] when no response arrives. A response with an error's status is a response.
    fn send(
        &self,
        request: reqwest::Request,
        operation: &'static Operation,
    ) -> BoxFuture<'_, Result<Response, TransportError>>;
}

impl Transport for reqwest::Client {
    fn send(
        &self,
        request: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'_, Result<Response, TransportError>> {
        let response = self.execute(request);
        Box::pin(async {
            match response.await {
                Ok(response) => Ok(response.into()),
                // The URL may carry a key in its query; an error that is printed must not.
                Err(error) => Err(error.without_url().into()),
            }
        })
    }
}
