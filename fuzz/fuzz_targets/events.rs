//! What a stream says does not depend on where it is cut, and no bytes make its readers panic.

#![no_main]

use std::convert::Infallible;

use bytes::Bytes;
use chat_api::types::Event;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use libfuzzer_sys::fuzz_target;
use openapi_runtime::client::Response;

/// The largest piece of a stream that arrives at a time.
const LARGEST: u8 = 64;

fuzz_target!(|input: (u8, &[u8])| {
    let (size, wire) = input;
    let size = Some(usize::from(size % LARGEST) + 1);
    assert_eq!(texts(wire, size), texts(wire, None));
    assert_eq!(events(wire, size), events(wire, None));
    assert_eq!(lines(wire, size), lines(wire, None));
});

/// A response that arrives in pieces of a size; without one, its body is at hand.
fn response(wire: &[u8], size: Option<usize>) -> Response {
    let Some(size) = size else {
        return http::Response::new(Bytes::copy_from_slice(wire)).into();
    };
    let pieces: Vec<_> = wire.chunks(size).map(Bytes::copy_from_slice).collect();
    let pieces = stream::iter(pieces.into_iter().map(Ok::<_, Infallible>));
    http::Response::new(reqwest::Body::wrap_stream(pieces)).into()
}

fn texts(wire: &[u8], size: Option<usize>) -> Vec<String> {
    let texts = response(wire, size).text_events().now_or_never();
    let texts = texts.expect("nothing is waited for").expect("it may be");
    let texts = texts.map(|text| text.expect("any text will do"));
    texts
        .collect()
        .now_or_never()
        .expect("nothing is waited for")
}

/// The events that can be read, and `None` for those that cannot.
fn events(wire: &[u8], size: Option<usize>) -> Vec<Option<Event>> {
    let events = response(wire, size).events::<Event>().now_or_never();
    let events = events.expect("nothing is waited for").expect("it may be");
    let events = events.map(|event| match event {
        Ok(event) => Some(event),
        Err(error) => {
            assert!(error.is_undecodable(), "{error}");
            None
        }
    });
    events
        .collect()
        .now_or_never()
        .expect("nothing is waited for")
}

fn lines(wire: &[u8], size: Option<usize>) -> Vec<Option<serde_json::Value>> {
    let lines = response(wire, size).json_lines("application/jsonl");
    let lines = lines.now_or_never().expect("nothing is waited for");
    let lines = lines.expect("it may be").map(Result::ok);
    lines
        .collect()
        .now_or_never()
        .expect("nothing is waited for")
}
