//! Responses that come item by item: their framing, their end, and both ends put together.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::to_bytes;
use bytes::Bytes;
use futures_util::{FutureExt, Stream, StreamExt, TryStreamExt, stream};
use openapi_runtime::client::{
    self, BoxFuture, Client, Decode, Encode, LARGEST_ITEM, RequestHead, Response, Transport,
    TransportError,
};
use openapi_runtime::{EventStream, Operation, StreamError, server};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::common::{Credentials, operation};

struct Nothing;

impl Encode for Nothing {
    fn encode(self, _: &mut RequestHead) -> Result<(), client::Error> {
        Ok(())
    }
}

/// Answers once.
struct Answer(std::sync::Mutex<Option<Response>>);

impl Transport for Answer {
    fn send(
        &self,
        _: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'_, Result<Response, TransportError>> {
        let response = self.0.lock().unwrap().take().unwrap();
        Box::pin(std::future::ready(Ok(response)))
    }
}

async fn call<R: Decode>(response: impl Into<Response>) -> Result<R, client::Error> {
    let transport = Answer(Some(response.into()).into());
    let client = Client::new("http://a.example", Credentials::default(), transport);
    client.call(operation("/"), Nothing).await
}

fn body(
    chunks: impl Stream<Item = io::Result<Bytes>> + Send + 'static,
) -> http::Response<reqwest::Body> {
    http::Response::new(reqwest::Body::wrap_stream(chunks))
}

macro_rules! outcome {
    ($name:ident($item:ty), $response:ident => $read:expr) => {
        #[derive(Debug)]
        struct $name(EventStream<$item>);

        impl Decode for $name {
            const ACCEPT: &'static str = "text/event-stream";

            async fn decode($response: Response) -> Result<Self, client::Error> {
                $read.await.map(Self)
            }
        }
    };
}

outcome!(Events(Value), response => response.events());
outcome!(Texts(String), response => response.text_events());
outcome!(Lines(Value), response => response.json_lines("application/jsonl"));

/// The texts in chunks of bytes.
fn texts<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<String> {
    let chunks: Vec<_> = chunks
        .into_iter()
        .map(Bytes::copy_from_slice)
        .map(Ok)
        .collect();
    let Texts(texts) = call(body(stream::iter(chunks)))
        .now_or_never()
        .unwrap()
        .unwrap();
    texts.try_collect().now_or_never().unwrap().unwrap()
}

/// The examples of the HTML standard, section 9.2.6, and what else its rules say.
#[test]
fn events_are_read_by_the_rules_wherever_they_are_cut() {
    for (wire, expected) in [
        ("data: YHOO\ndata: +2\ndata: 10\n\n", vec!["YHOO\n+2\n10"]),
        (
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            vec!["first event", "second event", " third event"],
        ),
        ("data\n\ndata\ndata\n\ndata:", vec!["", "\n"]),
        ("data:test\n\ndata: test\n\n", vec!["test", "test"]),
        (
            "data: a\r\ndata: b\r\n\r\ndata: c\r\rdata: d\n\r\n",
            vec!["a\nb", "c", "d"],
        ),
        ("\u{feff}data: a\n\n\u{feff}data: b\n\n", vec!["a"]),
        ("event: e\nretry: 5\nid: 7\n\n:\n\n\n\n", vec![]),
        ("data: a:b\nother: c\nDATA: d\n data: e\n\n", vec!["a:b"]),
        ("event: e\ndata: ü🦀\n: in between\n\n", vec!["ü🦀"]),
        ("data: whole\n\ndata: cut\n", vec!["whole"]),
    ] {
        let wire = wire.as_bytes();
        assert_eq!(texts([wire]), expected);
        assert_eq!(texts(wire.chunks(1)), expected);
        for at in 0..wire.len() {
            let (before, after) = wire.split_at(at);
            assert_eq!(texts([before, b"", after]), expected, "cut at {at}");
        }
    }
}

#[tokio::test]
async fn an_undecodable_item_is_an_error_in_its_place() {
    let wire = "data: 1\n\ndata: {\n\ndata:\n\ndata: 2\n\n";
    let arriving = body(stream::iter([Ok(wire.into())]));
    let at_hand = http::Response::new(Bytes::from(wire));
    for response in [Response::from(arriving), at_hand.into()] {
        let Events(events) = call(response).await.unwrap();
        let events: Vec<_> = events.collect().await;
        let [Ok(first), Err(error), Ok(second)] = events.as_slice() else {
            panic!("{events:?}");
        };
        assert_eq!((first, second), (&json!(1), &json!(2)));
        assert!(error.is_undecodable());
        assert_eq!(
            error.to_string(),
            "an item of the stream is not the declared one"
        );
    }
}

#[tokio::test]
async fn lines_need_no_end_and_may_be_blank() {
    let chunks = ["{\"a\"", ":1}\r\n\n  \n", "[]\nnu", "ll"];
    let chunks = chunks.map(|chunk| Ok(chunk.into()));
    let Lines(lines) = call(body(stream::iter(chunks))).await.unwrap();
    let lines: Vec<_> = lines.try_collect().await.unwrap();
    assert_eq!(lines, [json!({"a": 1}), json!([]), Value::Null]);
}

#[tokio::test]
async fn a_broken_connection_is_told_once() {
    let chunks = [
        Ok("data: 1\n\ndata: 2".into()),
        Err(io::Error::other("reset")),
        Ok("data: 3\n\n".into()),
    ];
    let Events(mut events) = call(body(stream::iter(chunks))).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap(), json!(1));
    assert!(events.next().await.unwrap().unwrap_err().is_transport());
    assert!(events.next().await.is_none());
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn what_is_too_large_ends_the_stream() {
    for piece in ["data: xxxxxxxxx\n", "xxxxxxxxxxxxxxxx"] {
        let large: Bytes = piece.repeat(1024 * 1024 / 16).into();
        // It never ends: what is read of it has to be bounded.
        let chunks = stream::iter([Ok("data: 1\n\n".into())]);
        let chunks = chunks.chain(stream::repeat_with(move || Ok(large.clone())));
        let Events(mut events) = call(body(chunks)).await.unwrap();
        assert_eq!(events.next().await.unwrap().unwrap(), json!(1));
        let error = events.next().await.unwrap().unwrap_err();
        assert!(error.is_too_large() && LARGEST_ITEM == 16 * 1024 * 1024);
        assert!(events.next().await.is_none());
    }
}

#[tokio::test]
async fn a_response_of_another_type_is_none() {
    for (said, taken) in [
        (None, true),
        (Some("text/event-stream"), true),
        (Some("Text/Event-Stream; charset=utf-8"), true),
        (Some("application/json"), false),
        (Some("text/event-stream-not"), false),
    ] {
        let mut response = body(stream::iter([Ok("data: 1\n\n".into())]));
        if let Some(said) = said {
            let headers = response.headers_mut();
            headers.insert("content-type", said.parse().unwrap());
        }
        match call::<Events>(response).await {
            Ok(_) => assert!(taken, "{said:?}"),
            Err(error) => assert!(!taken && error.is_undeclared(), "{said:?} {error}"),
        }
    }
}

/// Says when it is dropped.
struct Guard(Arc<AtomicBool>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn dropping_a_stream_drops_its_source() {
    let dropped = Arc::new(AtomicBool::new(false));
    let guard = Guard(Arc::clone(&dropped));
    let chunks = stream::once(async { Ok("data: 1\n\n".into()) });
    let chunks = chunks.chain(stream::once(async move {
        let _guard = guard;
        std::future::pending().await
    }));
    let Events(mut events) = call(body(chunks)).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap(), json!(1));
    assert!(!dropped.load(Ordering::Relaxed));
    drop(events);
    assert!(dropped.load(Ordering::Relaxed));
}

fn given<T>(items: Vec<T>) -> EventStream<T>
where
    T: Send + 'static,
{
    EventStream::new(stream::iter(items.into_iter().map(Ok::<_, Infallible>)))
}

async fn wire(response: axum::response::Response) -> String {
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn items_are_written_in_their_framing() {
    let response = server::events(200, given(vec![json!({"a": "b\nc"}), json!(null)]));
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["cache-control"], "no-cache");
    let expected = "data: {\"a\":\"b\\nc\"}\n\ndata: null\n\n";
    assert_eq!(wire(response).await, expected);
    let response = server::named_events(200, given(vec![1, 2]), |number| {
        if *number == 1 { "one" } else { "more" }
    });
    assert_eq!(
        wire(response).await,
        "event: one\ndata: 1\n\nevent: more\ndata: 2\n\n"
    );
    let response = server::text_events(200, given(vec!["a\r\nb\rc\n".to_owned()]));
    assert_eq!(
        wire(response).await,
        "data: a\ndata: b\ndata: c\ndata: \n\n"
    );
    let response = server::json_lines(202, "application/jsonl", given(vec!["a\nb", "c"]));
    assert_eq!(response.headers()["content-type"], "application/jsonl");
    assert_eq!(wire(response).await, "\"a\\nb\"\n\"c\"\n");
}

/// Readers of lines have more ends of them than the wire: Python's `splitlines`, with which httpx reads events, has these.
#[tokio::test]
async fn an_item_has_no_end_of_a_line_within() {
    let ends = "\n\r\u{b}\u{c}\u{1c}\u{1d}\u{1e}\u{85}\u{2028}\u{2029}";
    let item = json!({ "ü": format!("a{ends}b") });
    let written = r#"{"ü":"a\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029b"}"#;
    let response = server::events(200, given(vec![item.clone()]));
    assert_eq!(wire(response).await, format!("data: {written}\n\n"));
    let response = server::named_events(200, given(vec![item.clone()]), |_| "name");
    assert_eq!(
        wire(response).await,
        format!("event: name\ndata: {written}\n\n")
    );
    let response = server::json_lines(200, "application/jsonl", given(vec![item]));
    assert_eq!(wire(response).await, format!("{written}\n"));
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_says_that_it_is_there() {
    let late = stream::once(async {
        tokio::time::sleep(Duration::from_secs(40)).await;
        Ok::<_, Infallible>(1)
    });
    let response = server::events(200, EventStream::new(late));
    assert_eq!(wire(response).await, ":\n\n:\n\ndata: 1\n\n");
}

#[tokio::test]
async fn an_item_is_asked_for_when_there_is_room_for_it() {
    let asked = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let items =
        stream::repeat_with(move || Ok::<_, Infallible>(counted.fetch_add(1, Ordering::Relaxed)));
    let mut frames = server::events(200, EventStream::new(items))
        .into_body()
        .into_data_stream();
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    frames.next().await.unwrap().unwrap();
    frames.next().await.unwrap().unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_failure_cuts_the_body() {
    let items = stream::iter([Ok(1), Err(io::Error::other("secret")), Ok(2)]);
    let frames = server::events(200, EventStream::new(items)).into_body();
    let frames: Vec<_> = frames.into_data_stream().collect().await;
    let [Ok(first), Err(error)] = frames.as_slice() else {
        panic!("{frames:?}");
    };
    assert_eq!(first.as_ref(), b"data: 1\n\n");
    assert!(!error.to_string().contains("secret"));
}

/// An error that passes through is the same one on the other side.
#[tokio::test]
async fn errors_are_wrapped_once() {
    let inner = stream::iter([Err::<u8, _>(io::Error::other("why"))]);
    let outer: EventStream<u8> = EventStream::new(EventStream::new(inner));
    let errors: Vec<Result<u8, StreamError>> = outer.collect().await;
    let error = errors.into_iter().next().unwrap().unwrap_err();
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "why");
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,8}[\r\n\u{2028}: ]{0,3}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("\\PC{0,4}", inner, 0..4).prop_map(|map| json!(map)),
        ]
    })
}

/// The bytes of a response, cut anywhere.
fn cut(response: axum::response::Response, cuts: &[Index]) -> http::Response<reqwest::Body> {
    let wire = wire(response).now_or_never().unwrap();
    let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(wire.len() + 1)).collect();
    cuts.extend([0, wire.len()]);
    cuts.sort_unstable();
    let chunks = cuts
        .windows(2)
        .map(|pair| &wire.as_bytes()[pair[0]..pair[1]]);
    let chunks: Vec<_> = chunks
        .map(|chunk| Ok(Bytes::copy_from_slice(chunk)))
        .collect();
    body(stream::iter(chunks))
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        items in prop::collection::vec(value(), 0..6),
        cuts in prop::collection::vec(any::<Index>(), 0..12),
        text in "(\\PC|[\n: ]){0,12}",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let response = cut(server::named_events(200, given(items.clone()), |_| "name"), &cuts);
            let Events(events) = call(response).await.unwrap();
            assert_eq!(events.try_collect::<Vec<_>>().await.unwrap(), items);
            let response = cut(server::json_lines(200, "application/jsonl", given(items.clone())), &cuts);
            let Lines(lines) = call(response).await.unwrap();
            assert_eq!(lines.try_collect::<Vec<_>>().await.unwrap(), items);
            let response = cut(server::text_events(200, given(vec![text.clone()])), &cuts);
            let Texts(texts) = call(response).await.unwrap();
            assert_eq!(texts.try_collect::<Vec<_>>().await.unwrap(), [text]);
        });
    }

    /// A decoder that others wrote reads the same in whatever bytes.
    #[test]
    fn events_are_what_another_decoder_says(
        pieces in prop::collection::vec("data: ?|\n|\r|\r\n|\n\n|:|id|event: |\u{feff}|x|ü", 0..24),
        cuts in prop::collection::vec(any::<Index>(), 0..6),
    ) {
        let wire = pieces.concat();
        let theirs = stream::iter([Ok::<_, Infallible>(Bytes::from(wire.clone()))]);
        let theirs = sse_stream::SseByteStream::new(theirs).map_ok(|event| event.data);
        let theirs: Vec<_> = theirs.try_collect().now_or_never().unwrap().unwrap();
        let theirs: Vec<_> = theirs.into_iter().flatten().collect();
        let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(wire.len() + 1)).collect();
        cuts.extend([0, wire.len()]);
        cuts.sort_unstable();
        let chunks = cuts.windows(2).map(|pair| &wire.as_bytes()[pair[0]..pair[1]]);
        prop_assert_eq!(texts(chunks), theirs, "{:?}", wire);
    }
}
