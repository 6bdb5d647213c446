//! A body that arrives, or is given, item by item.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::Fault;

type BoxError = Box<dyn StdError + Send + Sync>;
type Items<T> = Pin<Box<dyn Stream<Item = Result<T, StreamError>> + Send>>;

/// A body that arrives, or is given, item by item.
///
/// Whoever sends it makes it from any stream; an error ends the message, and the other end sees it cut off. Whoever
/// receives it reads: an item that is not what the document declares is an error in its place, and reading may go on; a
/// connection that breaks is an error once, and then the stream ends. Whether the other end said all that it had to say
/// is for the API to tell.
///
/// Dropping the stream drops what it reads from.
#[must_use = "a stream does nothing unless it is read"]
pub struct EventStream<T> {
    /// `None` once it has ended.
    items: Option<Items<T>>,
}

impl<T> EventStream<T> {
    /// Gives the items of a stream.
    pub fn new<E: Into<BoxError>>(
        stream: impl Stream<Item = Result<T, E>> + Send + 'static,
    ) -> Self {
        Self {
            items: Some(Box::pin(Told(Box::pin(stream)))),
        }
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(items) = &mut self.items else {
            return Poll::Ready(None);
        };
        let item = ready!(items.as_mut().poll_next(cx));
        if item.is_none() {
            self.items = None;
        }
        Poll::Ready(item)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let items = self.items.as_ref();
        items.map_or((0, Some(0)), |items| items.size_hint())
    }
}

impl<T> fmt::Debug for EventStream<T> {
    /// What has not arrived cannot be shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}

/// A stream whose errors are told as [`StreamError`]s.
struct Told<S>(Pin<Box<S>>);

impl<T, E: Into<BoxError>, S: Stream<Item = Result<T, E>>> Stream for Told<S> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let item = ready!(self.0.as_mut().poll_next(cx));
        Poll::Ready(item.map(|item| item.map_err(StreamError::from_source)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

/// Why an item of a stream is missing.
pub struct StreamError {
    kind: Kind,
}

#[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
enum Kind {
    Transport(BoxError),
    Undecodable(serde_json::Error),
    #[cfg_attr(not(feature = "server"), allow(dead_code))]
    Faulty(Vec<Fault>),
    TooLarge(usize),
    Source(BoxError),
}

#[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
impl StreamError {
    /// An error of the stream's own source, told by whoever makes the stream.
    fn from_source(source: impl Into<BoxError>) -> Self {
        match source.into().downcast::<Self>() {
            Ok(error) => *error,
            Err(source) => Self {
                kind: Kind::Source(source),
            },
        }
    }

    pub(crate) fn transport(source: BoxError) -> Self {
        let kind = Kind::Transport(source);
        Self { kind }
    }

    pub(crate) fn undecodable(source: serde_json::Error) -> Self {
        let kind = Kind::Undecodable(source);
        Self { kind }
    }

    #[cfg(feature = "server")]
    pub(crate) fn faulty(faults: Vec<Fault>) -> Self {
        let kind = Kind::Faulty(faults);
        Self { kind }
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let kind = Kind::TooLarge(limit);
        Self { kind }
    }

    /// Whether the connection broke; nothing follows.
    pub fn is_transport(&self) -> bool {
        matches!(self.kind, Kind::Transport(_))
    }

    /// Whether the item is not what the document declares; others may follow.
    pub fn is_undecodable(&self) -> bool {
        matches!(self.kind, Kind::Undecodable(_) | Kind::Faulty(_))
    }

    /// What is wrong with an item of a request that is not what the document declares; none where it is no JSON, or
    /// where the error is another one. The first step of each is the item's place in the stream.
    pub fn faults(&self) -> &[Fault] {
        match &self.kind {
            Kind::Faulty(faults) => faults,
            _ => &[],
        }
    }

    /// Whether the item is larger than a reader takes; nothing follows.
    pub fn is_too_large(&self) -> bool {
        matches!(self.kind, Kind::TooLarge(_))
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Transport(_) => f.write_str("the stream broke off"),
            Kind::Undecodable(_) | Kind::Faulty(_) => {
                f.write_str("an item of the stream is not the declared one")
            }
            Kind::TooLarge(limit) => {
                write!(f, "an item of the stream is larger than {limit} bytes")
            }
            Kind::Source(_) => f.write_str("the stream failed"),
        }
    }
}

impl fmt::Debug for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Transport(source) => f.debug_tuple("Transport").field(source).finish(),
            // What serde_json says quotes the item.
            Kind::Undecodable(source) => f
                .debug_struct("Undecodable")
                .field("category", &source.classify())
                .field("line", &source.line())
                .field("column", &source.column())
                .finish(),
            // Faults quote the item.
            Kind::Faulty(faults) => f
                .debug_struct("Faulty")
                .field("faults", &faults.len())
                .finish(),
            Kind::TooLarge(limit) => f.debug_tuple("TooLarge").field(limit).finish(),
            Kind::Source(source) => f.debug_tuple("Source").field(source).finish(),
        }
    }
}

impl StdError for StreamError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.kind {
            Kind::Transport(source) | Kind::Source(source) => Some(&**source),
            Kind::Undecodable(source) => Some(source),
            Kind::Faulty(_) | Kind::TooLarge(_) => None,
        }
    }
}
