//! Items out of a body that arrives bit by bit, and into one that is sent so.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;

use crate::StreamError;
use crate::framing::Decoder;

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Chunks<E> = Pin<Box<dyn Stream<Item = Result<Bytes, E>> + Send>>;

/// The items of a body.
pub(crate) struct Items<E, R> {
    /// `None` once it has ended.
    bytes: Option<Chunks<E>>,
    /// What is said of a connection that broke.
    fail: fn(E) -> BoxError,
    decoder: Decoder,
    /// Makes an item of its bytes; `None` where they are none.
    read: R,
}

impl<E, R> Items<E, R> {
    pub(crate) fn new(
        bytes: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
        fail: fn(E) -> BoxError,
        decoder: Decoder,
        read: R,
    ) -> Self {
        Self {
            bytes: Some(Box::pin(bytes)),
            fail,
            decoder,
            read,
        }
    }
}

impl<T, E, R: FnMut(Vec<u8>) -> Option<Result<T, StreamError>> + Unpin> Stream for Items<E, R> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        while let Some(bytes) = &mut this.bytes {
            let data = match this.decoder.next() {
                Ok(Some(data)) => data,
                Ok(None) => match ready!(bytes.as_mut().poll_next(cx)) {
                    Some(Ok(chunk)) => {
                        this.decoder.push(chunk);
                        continue;
                    }
                    Some(Err(error)) => {
                        this.bytes = None;
                        let error = StreamError::transport((this.fail)(error));
                        return Poll::Ready(Some(Err(error)));
                    }
                    None => {
                        this.bytes = None;
                        let last = this.decoder.finish();
                        return Poll::Ready(last.and_then(&mut this.read));
                    }
                },
                Err(_) => {
                    this.bytes = None;
                    let limit = this.decoder.limit();
                    return Poll::Ready(Some(Err(StreamError::too_large(limit))));
                }
            };
            if let Some(item) = (this.read)(data) {
                return Poll::Ready(Some(item));
            }
        }
        Poll::Ready(None)
    }
}

/// The JSON of an item, which every reader takes for one line. Python's `splitlines`, with which httpx reads lines, ends
/// one at these three as well; JSON has them in strings alone, where they can be escaped.
pub(crate) fn one_line<T: Serialize>(item: &T) -> serde_json::Result<String> {
    let mut json = serde_json::to_string(item)?;
    for (end, escaped) in [
        ('\u{85}', r"\u0085"),
        ('\u{2028}', r"\u2028"),
        ('\u{2029}', r"\u2029"),
    ] {
        if json.contains(end) {
            json = json.replace(end, escaped);
        }
    }
    Ok(json)
}

/// Items, each written as a line of a body when the body is asked for it.
#[cfg(feature = "client")]
pub(crate) struct Lines<T>(pub(crate) crate::EventStream<T>);

#[cfg(feature = "client")]
impl<T: Serialize> Stream for Lines<T> {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(Pin::new(&mut self.0).poll_next(cx));
        Poll::Ready(item.map(|item| Ok((one_line(&item?)? + "\n").into())))
    }
}
