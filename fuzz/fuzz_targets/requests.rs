//! A server refuses a request as the caller's mistake, or takes it; what it takes, the client writes, and it reads the
//! same again.

#![no_main]

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::response::IntoResponse as _;
use chat_api::server::ERRORS;
use chat_api::{
    CREATE_SESSION, CreateSessionRequest, Credentials, DELETE_SESSION, DeleteSessionRequest,
    GET_SESSION, GET_SESSION_SUMMARY, GetSessionRequest, GetSessionSummaryRequest, LIST_SESSIONS,
    ListSessionsRequest, STREAM_MESSAGES, StreamMessagesRequest,
};
use futures_util::FutureExt as _;
use http::Request;
use http_body_util::BodyExt as _;
use libfuzzer_sys::{Corpus, fuzz_target};
use openapi_runtime::client::{self, BoxFuture, Client, Encode, Transport, TransportError};
use openapi_runtime::server::{Call, Decode, Limits};
use openapi_runtime::{Bearer, Operation};

// The operation, a segment of its path, a query, a content type, a cookie, and a body.
fuzz_target!(|input: (u8, &str, &str, &str, &str, &[u8])| -> Corpus {
    let (operation, segment, query, content_type, cookie, body) = input;
    let operations = [
        &CREATE_SESSION,
        &LIST_SESSIONS,
        &GET_SESSION,
        &DELETE_SESSION,
        &GET_SESSION_SUMMARY,
        &STREAM_MESSAGES,
    ];
    let chosen = usize::from(operation) % operations.len();
    let operation = operations[chosen];
    let path = operation.path.replace("{session_id}", segment);
    let mut request = Request::builder()
        .method(operation.method.clone())
        .uri(format!("{path}?{query}"));
    for (name, value) in [("content-type", content_type), ("cookie", cookie)] {
        if !value.is_empty() {
            request = request.header(name, value);
        }
    }
    // The rest is for those who read heads: it never gets here.
    let Ok(request) = request.body(body.to_vec()) else {
        return Corpus::Reject;
    };
    if request.uri().path().split('/').count() != operation.path.split('/').count() {
        return Corpus::Reject;
    }
    match chosen {
        0 => check::<CreateSessionRequest>(operation, request),
        1 => check::<ListSessionsRequest>(operation, request),
        2 => check::<GetSessionRequest>(operation, request),
        3 => check::<DeleteSessionRequest>(operation, request),
        4 => check::<GetSessionSummaryRequest>(operation, request),
        _ => check::<StreamMessagesRequest>(operation, request),
    }
    Corpus::Keep
});

fn check<R>(operation: &'static Operation, request: Request<Vec<u8>>)
where
    R: Decode + Encode + Clone + PartialEq + Debug + Send + 'static,
{
    let Some(taken) = read::<R>(operation, request) else {
        return;
    };
    // There are values that no URL carries, such as `..` in a path: the client says so.
    if let Some(written) = write(operation, taken.clone()) {
        assert_eq!(read::<R>(operation, written), Some(taken));
    }
}

fn read<R: Decode>(operation: &'static Operation, request: Request<Vec<u8>>) -> Option<R> {
    let request = request.map(Body::from);
    let mut call = Call::new(operation, ERRORS, Limits::default(), request);
    let outcome = R::decode(&mut call).now_or_never();
    match outcome.expect("nothing is waited for") {
        Ok(request) => Some(request),
        Err(refusal) => {
            let (head, body) = refusal.into_response().into_parts();
            assert!(head.status.is_client_error(), "{}", head.status);
            let body = body.collect().now_or_never();
            let body = body.expect("it is whole").expect("it is whole").to_bytes();
            let body: serde_json::Value = serde_json::from_slice(&body).expect("it is JSON");
            assert!(body.get("detail").is_some(), "{body}");
            None
        }
    }
}

/// Takes what a client sends, and answers nothing.
#[derive(Clone, Default)]
struct Sent(Arc<Mutex<Option<reqwest::Request>>>);

impl Transport for Sent {
    fn send(
        &self,
        request: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'_, Result<client::Response, TransportError>> {
        *self.0.lock().expect("nobody panicked") = Some(request);
        Box::pin(async { Ok(http::Response::new(bytes::Bytes::new()).into()) })
    }
}

struct Nothing;

impl client::Decode for Nothing {
    const ACCEPT: &'static str = "";

    async fn decode(_: client::Response) -> Result<Self, client::Error> {
        Ok(Self)
    }
}

fn write<R: Encode>(operation: &'static Operation, request: R) -> Option<Request<Vec<u8>>> {
    let sent = Sent::default();
    let mut credentials = Credentials::default();
    credentials.http_bearer = Some(Bearer::new("llx-fuzz"));
    let client = Client::new("http://fuzz.example", credentials, sent.clone());
    let call = client.call::<_, Nothing>(operation, request).now_or_never();
    call.expect("nothing is waited for").ok()?;
    let request = sent.0.lock().expect("nobody panicked").take();
    let request = Request::<reqwest::Body>::try_from(request.expect("it was sent"));
    let request = request.expect("it is a request");
    Some(request.map(|body| body.as_bytes().unwrap_or_default().to_vec()))
}
