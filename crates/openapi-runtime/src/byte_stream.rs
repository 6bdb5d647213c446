//! A body of bytes, at hand or still to come.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::{EventStream, StreamError};

/// A body of bytes: of a file, an image, or anything else that the document does not describe any further.
///
/// It is made from bytes at hand, or from any stream of them, and read piece by piece or as a whole. Dropping it drops
/// what it reads from.
///
/// ```
/// let body = openapi_runtime::ByteStream::from("id,name\n");
/// # let _ = body;
/// ```
#[must_use = "a body does nothing unless it is read"]
pub struct ByteStream(Source);

enum Source {
    /// `None` once it has been read.
    Whole(Option<Bytes>),
    Pieces(EventStream<Bytes>),
}

impl ByteStream {
    /// Gives the bytes of a stream.
    pub fn new<E: Into<Box<dyn std::error::Error + Send + Sync>>>(
        stream: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
    ) -> Self {
        Self(Source::Pieces(EventStream::new(stream)))
    }

    /// Reads what is left, as a whole. Whoever sends it decides how long it is.
    ///
    /// # Errors
    /// [`StreamError`] when it breaks off.
    pub async fn read_all(mut self) -> Result<Bytes, StreamError> {
        if let Source::Whole(bytes) = &mut self.0 {
            return Ok(bytes.take().unwrap_or_default());
        }
        let mut whole = BytesMut::new();
        while let Some(piece) = std::future::poll_fn(|cx| Pin::new(&mut self).poll_next(cx)).await {
            whole.extend_from_slice(&piece?);
        }
        Ok(whole.freeze())
    }

    /// The bytes, where they are at hand.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn into_whole(self) -> Result<Bytes, EventStream<Bytes>> {
        match self.0 {
            Source::Whole(bytes) => Ok(bytes.unwrap_or_default()),
            Source::Pieces(pieces) => Err(pieces),
        }
    }
}

impl<T: Into<Bytes>> From<T> for ByteStream {
    fn from(bytes: T) -> Self {
        Self(Source::Whole(Some(bytes.into())))
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Source::Whole(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Source::Pieces(pieces) => Pin::new(pieces).poll_next(cx),
        }
    }
}

impl fmt::Debug for ByteStream {
    /// What has not arrived cannot be shown, and what has may be nobody's business.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}
