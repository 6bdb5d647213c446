//! The events of a turn.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use chat_api::types::Event;
use futures_core::Stream;
use openapi_runtime::EventStream;

use crate::Error;

/// The events of a turn, as they arrive. They are a [`Stream`]; [`try_next`](Self::try_next) does without a crate for
/// streams.
///
/// They end after a `stop`. Where the stream ends before, the connection broken, closed or silent, that is an error for
/// which [`Error::is_cut_off`] holds, once; then they end. An event that cannot be read is an error in its place, and
/// reading may go on. An event of a type that this version does not know is [`Event::Unknown`].
///
/// Nothing is read ahead of the one who reads, who may take any time over it. Dropping the events closes their
/// connection, by which the server knows that the turn is not wanted any more.
#[derive(Debug)]
#[must_use = "a stream does nothing unless it is read"]
pub struct Events {
    /// `None` once it has ended.
    stream: Option<EventStream<Event>>,
}

impl Events {
    pub(crate) fn new(stream: EventStream<Event>) -> Self {
        Self {
            stream: Some(stream),
        }
    }

    /// The next event; `None` after a `stop`, and after a stream that was cut off.
    ///
    /// # Errors
    /// [`Error`] when the stream is cut off, with nothing to follow, and when an event cannot be read, after which
    /// others may.
    pub async fn try_next(&mut self) -> Result<Option<Event>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }
}

impl Stream for Events {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(stream) = &mut self.stream else {
            return Poll::Ready(None);
        };
        let item = match ready!(Pin::new(stream).poll_next(cx)) {
            Some(item) => item.map_err(Error::stream),
            None => Err(Error::ended()),
        };
        let is_last = match &item {
            Ok(event) => matches!(event, Event::Stop(_)),
            Err(error) => error.is_cut_off(),
        };
        if is_last {
            self.stream = None;
        }
        Poll::Ready(Some(item))
    }
}
