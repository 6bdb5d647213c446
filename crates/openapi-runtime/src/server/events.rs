//! Responses that are given item by item, written.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_core::Stream;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use tokio::time::{Instant, Sleep, sleep};

use super::refusal::Chain;
use super::respond::respond;
use crate::EventStream;
use crate::items::one_line;

/// How long an event stream is silent until a comment says that it is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A response of Server-Sent Events, the data of each the JSON of an item.
pub fn events<T: Serialize + 'static>(status: u16, items: EventStream<T>) -> Response {
    event_frames(status, items, |item| Ok(event(None, &one_line(item)?)))
}

/// A response of Server-Sent Events, the data of each the JSON of an item and its name what `name` makes of that.
pub fn named_events<T: Serialize + 'static>(
    status: u16,
    items: EventStream<T>,
    name: fn(&T) -> &'static str,
) -> Response {
    event_frames(status, items, move |item| {
        Ok(event(Some(name(item)), &one_line(item)?))
    })
}

/// A response of Server-Sent Events, the data of each a text.
pub fn text_events(status: u16, items: EventStream<String>) -> Response {
    event_frames(status, items, |item| Ok(event(None, item)))
}

/// A response of JSON values, one on each line, of a media type such as `application/jsonl`.
pub fn json_lines<T: Serialize + 'static>(
    status: u16,
    media_type: &'static str,
    items: EventStream<T>,
) -> Response {
    let write = |item: &T| Ok(one_line(item)? + "\n");
    stream(status, media_type, Frames::new(items, write, None))
}

fn event_frames<T: 'static>(
    status: u16,
    items: EventStream<T>,
    write: impl Fn(&T) -> serde_json::Result<String> + Send + Unpin + 'static,
) -> Response {
    let silence = Some(Box::pin(sleep(KEEP_ALIVE)));
    let frames = Frames::new(items, write, silence);
    stream(status, "text/event-stream", frames)
}

fn stream<T: 'static, W: Fn(&T) -> serde_json::Result<String> + Send + Unpin + 'static>(
    status: u16,
    media_type: &'static str,
    frames: Frames<T, W>,
) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = respond(status, Body::from_stream(frames));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// An event on the wire. Whatever ends a line in the data ends one on the wire.
fn event(name: Option<&str>, data: &str) -> String {
    let mut frame = String::with_capacity(data.len() + 32);
    if let Some(name) = name {
        frame.extend(["event: ", name, "\n"]);
    }
    for part in data.split('\n') {
        let part = part.strip_suffix('\r').unwrap_or(part);
        for line in part.split('\r') {
            frame.extend(["data: ", line, "\n"]);
        }
    }
    frame.push('\n');
    frame
}

/// Items, each written as a piece of a body when the body is asked for it.
struct Frames<T, W> {
    /// `None` once it has ended.
    items: Option<EventStream<T>>,
    write: W,
    /// Ends when a comment is due.
    silence: Option<Pin<Box<Sleep>>>,
}

impl<T, W> Frames<T, W> {
    fn new(items: EventStream<T>, write: W, silence: Option<Pin<Box<Sleep>>>) -> Self {
        Self {
            items: Some(items),
            write,
            silence,
        }
    }

    fn begin_silence(&mut self) {
        if let Some(silence) = &mut self.silence {
            silence.as_mut().reset(Instant::now() + KEEP_ALIVE);
        }
    }

    /// Ends the stream, and the connection with it: a client must not take what it got for all there is.
    fn fail(&mut self, cause: &(dyn std::error::Error + 'static)) -> io::Error {
        tracing::error!(error = %Chain(cause), "a stream failed");
        self.items = None;
        io::Error::other("the stream failed")
    }
}

impl<T, W: Fn(&T) -> serde_json::Result<String> + Unpin> Stream for Frames<T, W> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(items) = &mut this.items else {
            return Poll::Ready(None);
        };
        let frame = match Pin::new(items).poll_next(cx) {
            Poll::Ready(Some(Ok(item))) => match (this.write)(&item) {
                Ok(frame) => frame,
                Err(error) => return Poll::Ready(Some(Err(this.fail(&error)))),
            },
            Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(this.fail(&error)))),
            Poll::Ready(None) => {
                this.items = None;
                return Poll::Ready(None);
            }
            Poll::Pending => {
                let Some(silence) = &mut this.silence else {
                    return Poll::Pending;
                };
                ready!(silence.as_mut().poll(cx));
                ":\n\n".to_owned()
            }
        };
        this.begin_silence();
        Poll::Ready(Some(Ok(frame.into())))
    }
}
