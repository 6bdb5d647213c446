//! The events of a turn: read as they arrive, ended, cut off, left.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use chat_client::types::{
    Event, ImageAttachmentRef, StopEvent, TextDeltaEvent, TextEvent, ThinkingDeltaEvent,
    ThinkingEvent, ToolCallEvent, ToolResultEvent, Usage, UserInputEvent,
};
use chat_client::{Error, Events};
use common::{STREAM, Server, Step, answer, frame, run, stop, stream};
use futures_util::TryStreamExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::Semaphore;

const HELLO: &str = r#"{"type":"text_delta","content":"Hello"}"#;
const CHUNKED: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\
                       transfer-encoding: chunked\r\nconnection: close\r\n\r\n";

/// How long a server may be silent: less than it is here, and more than it ever is elsewhere.
const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(60);

fn delta(content: &str) -> Event {
    let content = content.to_owned();
    Event::TextDelta(TextDeltaEvent { content })
}

fn stopped() -> Event {
    Event::Stop(StopEvent {
        usage: Usage {
            duration_ms: 12.5,
            turns: 2,
            total_input_tokens: None,
            total_output_tokens: None,
        },
        is_error: false,
        error: None,
    })
}

/// A stream whose every piece is a chunk of its own.
fn chunked<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut bytes = CHUNKED.as_bytes().to_vec();
    for piece in pieces {
        bytes.extend(format!("{:x}\r\n", piece.len()).bytes());
        bytes.extend(piece);
        bytes.extend(b"\r\n");
    }
    bytes
}

async fn asked(server: &Server) -> Result<Events, Error> {
    asked_within(LONG, server).await
}

/// As [`asked`], with a server that may be silent for so long.
async fn asked_within(limit: Duration, server: &Server) -> Result<Events, Error> {
    let client = server.builder().read_timeout(limit).build().unwrap();
    client.stream("ses-1", "Hi").index_ids(["idx-1"]).await
}

/// Reads a stream that ends as it should, to the end and past it.
async fn whole(step: Step) -> Vec<Event> {
    let server = Server::start([step]).await;
    let mut events = asked(&server).await.unwrap();
    let mut all = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        all.push(event);
    }
    assert!(events.try_next().await.unwrap().is_none());
    all
}

/// Reads a stream that is cut off after «Hello», which is an error once, and not asked for again.
async fn cut(step: Step, limit: Duration) -> Error {
    let server = Server::start([step, stream(&stop())]).await;
    let mut events = asked_within(limit, &server).await.unwrap();
    assert_eq!(events.try_next().await.unwrap(), Some(delta("Hello")));
    let error = events.try_next().await.unwrap_err();
    assert!(error.is_cut_off(), "{error:?}");
    assert!(!error.is_connect() && !error.is_request(), "{error:?}");
    assert_eq!(error.status(), None);
    for _ in 0..3 {
        assert_eq!(events.try_next().await.unwrap(), None);
    }
    assert_eq!(server.attempts(), 1);
    error
}

/// A server that sends these bytes, and then waits for the client to close the connection; a permit says that it did.
fn until_closed(bytes: String) -> (Step, Arc<Semaphore>) {
    let closed = Arc::new(Semaphore::new(0));
    let told = Arc::clone(&closed);
    let step = run(move |mut socket| {
        let (bytes, told) = (bytes.clone(), Arc::clone(&told));
        async move {
            socket.write_all(bytes.as_bytes()).await.unwrap();
            // An end or a reset: either way nobody listens any more.
            let _ = socket.read(&mut [0; 16]).await;
            told.add_permits(1);
        }
    });
    (step, closed)
}

async fn permit(semaphore: &Semaphore) {
    let permit = tokio::time::timeout(Duration::from_secs(20), semaphore.acquire());
    permit.await.unwrap().unwrap().forget();
}

#[tokio::test]
async fn every_event_is_read_as_what_it_is() {
    let body = [
        r#"{"type":"user_input","content":"Hi"}"#,
        r#"{"type":"thinking_delta","content":"H"}"#,
        r#"{"type":"thinking","content":"Hm"}"#,
        r#"{"type":"tool_call","call_id":"c1","name":"search","arguments":{"query":"Hi"}}"#,
        r#"{"type":"tool_result","call_id":"c1","name":"search","result":[1,null],
            "image_attachment":{"source_id":"s","attachment_name":"p1.png"}}"#,
        r#"{"type":"mood","good":true}"#,
        HELLO,
        r#"{"type":"text","content":"Hello"}"#,
    ]
    .map(|event| frame(&event.replace('\n', " ")))
    .concat();
    let content = str::to_owned;
    let mood = [
        ("type".to_owned(), "mood".into()),
        ("good".to_owned(), true.into()),
    ];
    assert_eq!(
        whole(stream(&(body + &stop()))).await,
        [
            Event::UserInput(UserInputEvent {
                content: content("Hi")
            }),
            Event::ThinkingDelta(ThinkingDeltaEvent {
                content: content("H")
            }),
            Event::Thinking(ThinkingEvent {
                content: content("Hm")
            }),
            Event::ToolCall(ToolCallEvent {
                call_id: "c1".to_owned(),
                name: "search".to_owned(),
                arguments: [("query".to_owned(), "Hi".into())].into_iter().collect(),
            }),
            Event::ToolResult(ToolResultEvent {
                call_id: "c1".to_owned(),
                name: "search".to_owned(),
                result: vec![Some(1), None].into(),
                image_attachment: Some(ImageAttachmentRef {
                    source_id: "s".to_owned(),
                    attachment_name: "p1.png".to_owned(),
                }),
            }),
            Event::Unknown(mood.into_iter().collect()),
            delta("Hello"),
            Event::Text(TextEvent {
                content: content("Hello")
            }),
            stopped(),
        ]
    );
}

#[tokio::test]
async fn events_are_read_wherever_their_bytes_are_split() {
    // A byte order mark, all ends of lines, comments, several data lines, an event without data.
    let body = format!(
        "\u{feff}: hello\r\n\r\nevent: delta\r\nid: 7\r\ndata: {{\"type\":\"text_delta\",\r\ndata:\"content\":\"Größe \
         🦙\"}}\r\n\r\n: keep-alive\n\nevent: ping\ndata:\n\nretry: 10\rdata: {HELLO}\r\r{}",
        stop()
    );
    let body = body.as_bytes();
    let expected = [delta("Größe 🦙"), delta("Hello"), stopped()];
    let mut steps = vec![body.chunks(1).collect::<Vec<_>>()];
    steps.extend((1..body.len()).map(|at| vec![&body[..at], &body[at..]]));
    let server = Server::start(
        steps
            .into_iter()
            .map(|pieces| Step::Send(chunked(pieces)))
            .collect::<Vec<_>>(),
    )
    .await;
    let client = server.client();
    for at in 0..body.len() {
        let call = client.stream("ses-1", "Hi").index_ids(["idx-1"]);
        let events: Vec<_> = call.await.unwrap().try_collect().await.unwrap();
        assert_eq!(events, expected, "split at {at}");
    }
    assert_eq!(server.attempts(), body.len());
}

#[tokio::test]
async fn events_are_handed_over_as_they_arrive() {
    let go_on = Arc::new(Semaphore::new(0));
    let wait = Arc::clone(&go_on);
    let step = run(move |mut socket| {
        let wait = Arc::clone(&wait);
        async move {
            socket.write_all(STREAM.as_bytes()).await.unwrap();
            for event in [frame(HELLO), stop()] {
                permit(&wait).await;
                socket.write_all(event.as_bytes()).await.unwrap();
            }
        }
    });
    // Each step only happens once the one before has been seen.
    let server = Server::start([step]).await;
    let mut events = asked(&server).await.unwrap();
    for expected in [delta("Hello"), stopped()] {
        go_on.add_permits(1);
        assert_eq!(events.try_next().await.unwrap(), Some(expected));
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_an_error_once() {
    let hello = frame(HELLO);
    let half = &stop()[..30];
    let rest: &[&[u8]] = &[hello.as_bytes(), half.as_bytes()];
    let reset = chunked(rest.iter().copied());
    for step in [Step::Reset(reset.clone()), Step::Send(reset)] {
        let error = cut(step, LONG).await;
        assert!(!error.is_timeout(), "{error:?}");
        assert_eq!(error.to_string(), "the stream broke off");
        assert!(std::error::Error::source(&error).is_some());
    }
}

#[tokio::test]
async fn an_end_without_a_stop_is_an_error_once() {
    let mut ended = chunked([frame(HELLO).as_bytes()]);
    ended.extend(b"0\r\n\r\n");
    let half = &stop()[..30];
    for step in [Step::Send(ended), stream(&(frame(HELLO) + half))] {
        let error = cut(step, LONG).await;
        assert!(!error.is_timeout(), "{error:?}");
        assert_eq!(error.to_string(), "the stream ended before its `stop`");
    }
}

#[tokio::test]
async fn a_silent_server_is_an_error_once() {
    let error = cut(
        Step::Hang((STREAM.to_owned() + &frame(HELLO)).into()),
        SHORT,
    )
    .await;
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn an_event_that_is_too_large_is_the_end() {
    let large = "x".repeat(openapi_runtime::client::LARGEST_ITEM);
    let error = cut(stream(&(frame(HELLO) + &frame(&large) + &stop())), LONG).await;
    assert!(error.to_string().contains("larger"), "{error}");
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_an_error_in_its_place() {
    let body = [
        frame(HELLO),
        frame(r#"{"type":"text_delta"}"#),
        frame("llx-secret"),
        frame(HELLO),
        stop(),
    ];
    let server = Server::start([stream(&body.concat())]).await;
    let mut events = asked(&server).await.unwrap();
    assert_eq!(events.try_next().await.unwrap(), Some(delta("Hello")));
    for _ in 0..2 {
        let error = events.try_next().await.unwrap_err();
        assert!(!error.is_cut_off() && !error.is_timeout(), "{error:?}");
        assert!(
            !format!("{error} {error:?}").contains("secret"),
            "{error:?}"
        );
    }
    assert_eq!(events.try_next().await.unwrap(), Some(delta("Hello")));
    assert_eq!(events.try_next().await.unwrap(), Some(stopped()));
    assert_eq!(events.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn nothing_is_read_after_a_stop() {
    let body = stop() + &frame(HELLO) + &stop();
    assert_eq!(whole(stream(&body)).await, [stopped()]);

    // Nor is the connection kept, where the server would keep it.
    let (step, closed) = until_closed(STREAM.to_owned() + &stop());
    let server = Server::start([step]).await;
    let mut events = asked(&server).await.unwrap();
    assert_eq!(events.try_next().await.unwrap(), Some(stopped()));
    permit(&closed).await;
    assert_eq!(events.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn dropping_the_events_closes_the_connection() {
    let (step, closed) = until_closed(STREAM.to_owned() + &frame(HELLO));
    let server = Server::start([step]).await;
    let mut events = asked(&server).await.unwrap();
    events.try_next().await.unwrap().unwrap();
    assert_eq!(closed.available_permits(), 0);
    drop(events);
    permit(&closed).await;
}

#[tokio::test]
async fn a_server_that_keeps_talking_is_not_silent() {
    let limit = Duration::from_secs(2);
    let step = run(|mut socket| async move {
        socket.write_all(STREAM.as_bytes()).await.unwrap();
        // One and a half times the limit.
        for _ in 0..30 {
            socket.write_all(b": keep-alive\n\n").await.unwrap();
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        socket.write_all(stop().as_bytes()).await.unwrap();
    });
    let server = Server::start([step]).await;
    let mut events = asked_within(limit, &server).await.unwrap();
    assert_eq!(events.try_next().await.unwrap(), Some(stopped()));
}

#[tokio::test]
async fn a_reader_may_take_its_time() {
    let bytes = chunked([frame(HELLO).as_bytes(), stop().as_bytes()]);
    let server = Server::start([Step::Hang(bytes)]).await;
    let mut events = asked_within(SHORT, &server).await.unwrap();
    for expected in [delta("Hello"), stopped()] {
        tokio::time::sleep(SHORT * 2).await;
        assert_eq!(events.try_next().await.unwrap(), Some(expected));
    }
}

#[tokio::test]
async fn a_refusal_while_a_turn_runs_is_final() {
    let detail = r#"{"detail":"A turn of this session is still running"}"#;
    let busy = answer(409, "x-should-retry: false\r\n", detail);
    let server = Server::start([busy, stream(&stop())]).await;
    let error = asked(&server).await.unwrap_err();
    assert!(error.is_conflict() && !error.is_cut_off(), "{error:?}");
    assert_eq!(server.attempts(), 1);
}

#[tokio::test]
async fn a_stream_that_does_not_say_what_it_is_is_one_still() {
    let bytes = format!("HTTP/1.1 200 OK\r\n\r\n{}", frame(HELLO));
    let error = cut(Step::Hang(bytes.into()), SHORT).await;
    assert!(error.is_timeout(), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_is_no_stream_is_none() {
    let server = Server::start([answer(200, "", HELLO)]).await;
    let error = asked(&server).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.to_string().contains("Hello"), "{error}");
    assert!(!error.is_cut_off(), "{error:?}");
}

#[tokio::test]
async fn events_are_a_stream_of_their_own() {
    let server = Server::start([stream(&(frame(HELLO) + &stop()))]).await;
    let events = asked(&server).await.unwrap();
    let all = tokio::spawn(events.try_collect::<Vec<_>>()).await.unwrap();
    assert_eq!(all.unwrap(), [delta("Hello"), stopped()]);
}
