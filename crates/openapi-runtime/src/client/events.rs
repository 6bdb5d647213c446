//! Responses that arrive item by item, read.

use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::response::Body;
use super::{Error, Response};
use crate::framing::{Decoder, Framing};
use crate::items::Items;
use crate::{ByteStream, EventStream, StreamError};

/// The largest item that a client reads, in bytes. What is larger is an error, and the stream ends.
pub const LARGEST_ITEM: usize = 16 * 1024 * 1024;

impl Response {
    /// Reads Server-Sent Events whose data is JSON. Events without data are left aside.
    ///
    /// # Errors
    /// [`Error`] when the response says that it is something else.
    pub async fn events<T: DeserializeOwned + 'static>(self) -> Result<EventStream<T>, Error> {
        self.items("text/event-stream", Framing::Events, |data| {
            (!data.trim_ascii().is_empty()).then(|| parse(&data))
        })
        .await
    }

    /// Reads Server-Sent Events whose data is any text.
    ///
    /// # Errors
    /// [`Error`] when the response says that it is something else.
    pub async fn text_events(self) -> Result<EventStream<String>, Error> {
        self.items("text/event-stream", Framing::Events, |data| {
            Some(Ok(String::from_utf8_lossy(&data).into_owned()))
        })
        .await
    }

    /// Reads JSON values, one on each line, of a media type such as `application/jsonl`.
    ///
    /// # Errors
    /// [`Error`] when the response says that it is something else.
    pub async fn json_lines<T: DeserializeOwned + 'static>(
        self,
        media_type: &'static str,
    ) -> Result<EventStream<T>, Error> {
        self.items(media_type, Framing::Lines, |line| Some(parse(&line)))
            .await
    }

    async fn items<T: 'static>(
        self,
        media_type: &'static str,
        framing: Framing,
        read: fn(Vec<u8>) -> Option<Result<T, StreamError>>,
    ) -> Result<EventStream<T>, Error> {
        if !self.may_be(media_type) {
            return Err(self.undeclared().await);
        }
        let decoder = Decoder::new(framing, LARGEST_ITEM);
        Ok(match self.0 {
            Body::Arriving(response) => {
                let fail = |error: reqwest::Error| error.without_url().into();
                EventStream::new(Items::new(response.bytes_stream(), fail, decoder, read))
            }
            Body::Whole(response) => {
                let bytes = ByteStream::from(response.into_body());
                EventStream::new(Items::new(bytes, Into::into, decoder, read))
            }
        })
    }

    /// Whether the content type is the one that is wanted, or is not said.
    fn may_be(&self, media_type: &str) -> bool {
        let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_owned();
        match self.headers().get(CONTENT_TYPE).map(|said| said.to_str()) {
            None => true,
            Some(Ok(said)) => essence(said).eq_ignore_ascii_case(&essence(media_type)),
            Some(Err(_)) => false,
        }
    }
}

fn parse<T: DeserializeOwned>(item: &[u8]) -> Result<T, StreamError> {
    serde_json::from_slice(item).map_err(StreamError::undecodable)
}
