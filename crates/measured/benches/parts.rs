//! The inner parts, each by itself: a request decoded and checked, a path routed, an answer encoded, events framed and read.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a bench that cannot run may stop"
)]

use std::convert::Infallible;
use std::hint::black_box;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use chat_api::types::{ChatSessionSummary, Event, TextDeltaEvent};
use chat_api::{
    CREATE_SESSION, CreateSessionRequest, CreateSessionResponse, StreamMessagesResponse,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use futures_util::{StreamExt as _, stream};
use http::Request;
use http_body_util::BodyExt as _;
use measured::{generated, handler};
use openapi_runtime::{EventStream, client, server};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

const EVENTS: u64 = 1000;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// The parameters and the body of Create Session, read and checked.
fn decode(criterion: &mut Criterion) {
    let call = || {
        let request = handler::request().unwrap();
        let limits = server::Limits::default();
        server::Call::new(&CREATE_SESSION, chat_api::server::ERRORS, limits, request)
    };
    criterion.bench_function("decode Create Session", |b| {
        b.to_async(runtime()).iter(async || {
            let request = <CreateSessionRequest as server::Decode>::decode(&mut call()).await;
            black_box(request.map_err(|_| "refused").unwrap())
        })
    });
}

/// A request of the route with the most in it, which is refused at once: it has no key.
fn route(criterion: &mut Criterion) {
    let router = generated::router();
    criterion.bench_function("route and refuse", |b| {
        b.to_async(runtime()).iter(async || {
            let path = "/api/v1/chat/ses-abc123/messages/stream";
            let request = Request::post(path).body(Body::empty()).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), 401);
        })
    });
}

async fn whole(response: Response) -> bytes::Bytes {
    response.into_body().collect().await.unwrap().to_bytes()
}

fn encode(criterion: &mut Criterion) {
    let session = ChatSessionSummary {
        session_id: "ses-abc123".to_owned(),
        last_updated_at: "2026-04-22T12:34:41.342245".to_owned(),
        generated_title: None,
        index_ids: Some(vec!["idx-abc123".to_owned(), "idx-def456".to_owned()]),
        job_metadata: None,
    };
    criterion.bench_function("encode a session", |b| {
        b.to_async(runtime()).iter(async || {
            let answer = CreateSessionResponse::Created(session.clone());
            black_box(whole(answer.into_response()).await)
        })
    });
}

/// A thousand events of a turn, as the server gives them.
fn framed() -> Response {
    let delta = Event::TextDelta(TextDeltaEvent {
        content: "a few words of an answer, ".to_owned(),
    });
    let events = (0..EVENTS).map(move |_| Ok::<_, Infallible>(delta.clone()));
    StreamMessagesResponse::Ok(EventStream::new(stream::iter(events))).into_response()
}

fn events(criterion: &mut Criterion) {
    let runtime = runtime();
    let text = runtime.block_on(async { whole(framed()).await });
    let mut group = criterion.benchmark_group("events");
    group.throughput(Throughput::Elements(EVENTS));
    group.bench_function("framed", |b| {
        b.to_async(&runtime)
            .iter(async || assert_eq!(whole(framed()).await.len(), text.len()))
    });
    group.bench_function("read", |b| {
        b.to_async(&runtime).iter(async || {
            let answer = http::Response::builder()
                .header("content-type", "text/event-stream")
                .body(text.clone())
                .unwrap();
            let answer = client::Response::from(answer);
            let answer = <StreamMessagesResponse as client::Decode>::decode(answer).await;
            let StreamMessagesResponse::Ok(events) = answer.unwrap() else {
                panic!("another answer");
            };
            let read = events.filter(|event| std::future::ready(event.is_ok()));
            assert_eq!(read.count().await as u64, EVENTS);
        })
    });
    group.finish();
}

criterion_group!(benches, decode, route, encode, events);
criterion_main!(benches);
