//! A response as it is being read.

use std::borrow::Cow;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::{DeserializeOwned, Error as _};

use super::Error;
use crate::parameter::Parameter;
use crate::parameter::read::{self, Texts};
use crate::schema::Faults;
use crate::{ByteStream, Content, StreamError, media};

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

/// A response whose head has arrived. Its body is read as it arrives, or is at hand: made of [`Bytes`].
pub struct Response(pub(super) Body);

pub(super) enum Body {
    Arriving(reqwest::Response),
    Whole(http::Response<Bytes>),
}

impl Response {
    /// The status.
    pub fn status(&self) -> StatusCode {
        match &self.0 {
            Body::Arriving(response) => response.status(),
            Body::Whole(response) => response.status(),
        }
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        match &self.0 {
            Body::Arriving(response) => response.headers(),
            Body::Whole(response) => response.headers(),
        }
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

    /// Reads a body of text.
    ///
    /// # Errors
    /// [`Error`] when the body is no text, with status, headers and body; or when it breaks off.
    pub async fn text(self) -> Result<String, Error> {
        let (status, headers, body) = self.collect().await?;
        let text = std::str::from_utf8(&body).map(str::to_owned);
        text.map_err(|why| {
            Error::undecodable(status, headers, body, serde_json::Error::custom(why))
        })
    }

    /// Gives a body of bytes, which is then read as it arrives.
    pub fn bytes(self) -> ByteStream {
        match self.0 {
            Body::Arriving(response) => ByteStream::new(Pieces(Box::pin(response.bytes_stream()))),
            Body::Whole(response) => response.into_body().into(),
        }
    }

    /// Gives a body of bytes with its media type.
    pub fn content(self) -> Content {
        let content_type = self.content_type().unwrap_or_default().into_owned();
        Content {
            content_type,
            body: self.bytes(),
        }
    }

    /// Which of the declared media types the body is of; the first where the response does not say.
    pub fn chosen(&self, declared: &[&str]) -> Option<usize> {
        media::chosen(self.content_type().as_deref(), declared)
    }

    fn content_type(&self) -> Option<Cow<'_, str>> {
        let said = self.headers().get(CONTENT_TYPE)?;
        Some(String::from_utf8_lossy(said.as_bytes()))
    }

    /// Reads a header that has to be there.
    ///
    /// # Errors
    /// [`Error`] when the header is absent, or not what the document declares.
    pub fn required<T: DeserializeOwned>(&self, header: &Parameter) -> Result<T, Error> {
        let value = self.optional(header)?;
        value.ok_or_else(|| self.mistaken(header, "is absent"))
    }

    /// Reads a header that may be absent.
    ///
    /// # Errors
    /// [`Error`] when the header is not what the document declares.
    pub fn optional<T: DeserializeOwned>(&self, header: &Parameter) -> Result<Option<T>, Error> {
        let lines = self.headers().get_all(header.name).iter();
        let lines: Vec<_> = lines
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        if lines.is_empty() {
            return Ok(None);
        }
        let value = read::value(header, &Texts(lines), &mut Faults::default()).flatten();
        let value = value.and_then(|value| T::deserialize(value).ok());
        let value = value.ok_or_else(|| self.mistaken(header, "is not the declared one"))?;
        Ok(Some(value))
    }

    fn mistaken(&self, header: &Parameter, why: &str) -> Error {
        let why = serde_json::Error::custom(format!("the header `{}` {why}", header.name));
        Error::undecodable(self.status(), self.headers().clone(), Bytes::new(), why)
    }

    /// Reads a response that the document does not declare, into the error that keeps it.
    pub async fn undeclared(self) -> Error {
        match self.collect().await {
            Ok((status, headers, body)) => Error::undeclared(status, headers, body),
            Err(error) => error,
        }
    }

    async fn collect(self) -> Result<(StatusCode, HeaderMap, Bytes), Error> {
        match self.0 {
            Body::Arriving(mut response) => {
                let status = response.status();
                let headers = std::mem::take(response.headers_mut());
                let body = response.bytes().await;
                let body = body.map_err(|error| Error::transport(error.without_url().into()))?;
                Ok((status, headers, body))
            }
            Body::Whole(response) => {
                let (head, body) = response.into_parts();
                Ok((head.status, head.headers, body))
            }
        }
    }
}

impl From<reqwest::Response> for Response {
    fn from(response: reqwest::Response) -> Self {
        Self(Body::Arriving(response))
    }
}

impl From<http::Response<reqwest::Body>> for Response {
    fn from(response: http::Response<reqwest::Body>) -> Self {
        reqwest::Response::from(response).into()
    }
}

impl From<http::Response<Bytes>> for Response {
    fn from(response: http::Response<Bytes>) -> Self {
        Self(Body::Whole(response))
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

/// The pieces of a body as they arrive.
struct Pieces(Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>);

impl Stream for Pieces {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.0.as_mut().poll_next(cx));
        // The URL may carry a key in its query; an error that is printed must not.
        let told = |error: reqwest::Error| StreamError::transport(error.without_url().into());
        Poll::Ready(piece.map(|piece| piece.map_err(told)))
    }
}
