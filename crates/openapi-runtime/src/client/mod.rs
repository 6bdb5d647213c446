//! The calling end: a request written, sent, and its response read.

mod base_url;
mod callback;
mod error;
mod events;
mod input;
mod parts;
mod request;
mod response;
mod transport;

use std::fmt;
use std::sync::Arc;

pub use callback::CallbackUrl;
pub use error::Error;
pub use events::LARGEST_ITEM;
pub use input::{convert, given, unset};
pub use parts::Parts;
pub use request::{Encode, RequestHead};
pub use response::{Decode, Response};
pub use transport::{BoxFuture, Transport, TransportError};

use self::base_url::BaseUrl;
use crate::Operation;

/// Puts the credentials that a caller holds on a request, one scheme at a time.
pub trait ApplyCredentials {
    /// Puts the credential of `scheme` on `request`; `false` when the caller holds none.
    ///
    /// # Errors
    /// [`Error`] when the credential cannot be written: the request is then not sent without it.
    fn apply(&self, scheme: &str, request: &mut RequestHead) -> Result<bool, Error>;
}

/// Sends the operations of an API to one base URL.
#[derive(Clone)]
pub struct Client<C> {
    base_url: Arc<BaseUrl>,
    credentials: C,
    transport: Arc<dyn Transport>,
}

impl<C: ApplyCredentials> Client<C> {
    /// A client for the API at `base_url`, such as `https://api.example.com`.
    pub fn new(base_url: &str, credentials: C, transport: impl Transport) -> Self {
        Self {
            base_url: Arc::new(BaseUrl::new(base_url)),
            credentials,
            transport: Arc::new(transport),
        }
    }

    /// The base URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.base_url.as_str()
    }

    /// Sends `request` and reads the response that the document declares.
    ///
    /// # Errors
    /// [`Error`] when the request cannot be written, when no response arrives, and when one arrives that the document
    /// does not declare or that is not what it declares.
    pub async fn call<Q: Encode, R: Decode>(
        &self,
        operation: &'static Operation,
        request: Q,
    ) -> Result<R, Error> {
        let mut head = RequestHead::new(operation);
        request.encode(&mut head)?;
        R::decode(self.send(operation, None, head, R::ACCEPT).await?).await
    }

    /// Sends `request` to `url`, wherever that is, and reads the response: a webhook, or a callback.
    ///
    /// # Errors
    /// [`Error`] when the request cannot be written, when no response arrives, and when one arrives that the document
    /// does not declare or that is not what it declares.
    pub async fn call_at<Q: Encode, R: Decode>(
        &self,
        url: &str,
        operation: &'static Operation,
        request: Q,
    ) -> Result<R, Error> {
        let mut head = RequestHead::new(operation);
        request.encode(&mut head)?;
        R::decode(self.send(operation, Some(url), head, R::ACCEPT).await?).await
    }

    /// What all operations have in common, and is compiled but once. Without a `url` it goes where the operation is.
    async fn send(
        &self,
        operation: &'static Operation,
        url: Option<&str>,
        mut head: RequestHead,
        accept: &'static str,
    ) -> Result<Response, Error> {
        self.authorize(operation, &mut head)?;
        let request = match url {
            Some(url) => head.finish_at(url, accept)?,
            None => head.finish(&self.base_url, accept)?,
        };
        Ok(self.transport.send(request, operation).await?)
    }

    /// Meets the first alternative whose credentials the caller holds. Where there is none the request goes as it is,
    /// and the server says what it wants.
    fn authorize(&self, operation: &Operation, head: &mut RequestHead) -> Result<(), Error> {
        for alternative in operation.guards() {
            // One scheme is whole by itself.
            if let [scheme] = alternative {
                if self.credentials.apply(scheme, head)? {
                    break;
                }
                continue;
            }
            let mut attempt = head.without_credentials();
            let mut held = true;
            for scheme in alternative {
                held = held && self.credentials.apply(scheme, &mut attempt)?;
            }
            if held {
                head.adopt(attempt);
                break;
            }
        }
        Ok(())
    }
}

impl<C> fmt::Debug for Client<C> {
    /// The base URL alone: credentials are never shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}
