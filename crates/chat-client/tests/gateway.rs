//! A client behind a router: keys of one's own in front, the client's retries behind.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use chat_api::{Authenticate, Credentials, server};
use common::{SESSION, Server, Step, answer, at_once, created, frame, stop, stream};
use openapi_runtime::{AuthError, Operation};
use tower::ServiceExt;

struct Door;

impl Authenticate for Door {
    type Principal = ();

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &'static Operation,
    ) -> Result<(), AuthError> {
        match credentials.http_bearer {
            Some(key) if key.token() == "house-key" => Ok(()),
            _ => Err(AuthError::Invalid("Wrong door".to_owned())),
        }
    }
}

fn gateway(upstream: &Server) -> Router {
    let client = Arc::new(upstream.client());
    server::router_with(client, Arc::new(Door), Default::default())
}

/// What a caller gets who has the key of the house.
async fn call(gateway: Router, line: &str, body: &str) -> (u16, String) {
    let (method, target) = line.split_once(' ').unwrap();
    let request = Request::builder()
        .method(method)
        .uri(target)
        .header("authorization", "Bearer house-key")
        .header("content-type", "application/json")
        .body(Body::from(body.to_owned()))
        .unwrap();
    let response = gateway.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 10_000).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn knock(gateway: Router) -> (u16, String) {
    let line = "POST /api/v1/chat?project_id=00000000-0000-0000-0000-000000000002";
    call(gateway, line, r#"{"index_ids":["idx-abc123"]}"#).await
}

#[tokio::test]
async fn a_call_goes_through_with_the_clients_own_key_and_retries() {
    let upstream = Server::start([at_once(503), created()]).await;
    let (status, body) = knock(gateway(&upstream)).await;
    assert_eq!(status, 201);
    assert!(body.starts_with(&SESSION[..SESSION.len() - 1]), "{body}");

    assert_eq!(upstream.attempts(), 2);
    let request = upstream.requests().pop().unwrap();
    assert_eq!(
        request.line,
        "POST /api/v1/chat?project_id=00000000-0000-0000-0000-000000000002 HTTP/1.1"
    );
    assert_eq!(request.header("authorization"), Some("Bearer llx-secret"));
    assert_eq!(request.body, r#"{"index_ids":["idx-abc123"]}"#);
}

#[tokio::test]
async fn a_refusal_of_the_server_behind_reaches_the_caller() {
    let body = r#"{"detail":"No such project"}"#;
    let upstream = Server::start([answer(404, "", body)]).await;
    assert_eq!(knock(gateway(&upstream)).await, (404, body.to_owned()));
}

#[tokio::test]
async fn every_operation_goes_through() {
    let page = r#"{"items":[],"next_page_token":null}"#;
    let session = concat!(
        r#"{"session_id":"ses-1","last_updated_at":"2026-04-22","#,
        r#""generated_title":null,"index_ids":null,"job_metadata":null"#
    );
    let summary = format!("{session}}}");
    let detail = format!(r#"{session},"events":[]}}"#);
    for (line, status, step, expected) in [
        (
            "GET /api/v1/chat?page_size=2&page_token=t",
            200,
            answer(200, "", page),
            page,
        ),
        (
            "GET /api/v1/chat/a%2Fb",
            200,
            answer(200, "", &detail),
            &detail,
        ),
        (
            "GET /api/v1/chat/a%2Fb/summary",
            200,
            answer(200, "", &summary),
            &summary,
        ),
        ("DELETE /api/v1/chat/a%2Fb", 204, answer(204, "", ""), ""),
    ] {
        let upstream = Server::start([step]).await;
        let (got, body) = call(gateway(&upstream), line, "").await;
        assert_eq!((got, &*body), (status, expected), "{line}");
        let request = upstream.requests().pop().unwrap();
        assert_eq!(request.line, format!("{line} HTTP/1.1"));
    }
}

/// The events of a turn, as the gateway tells them.
async fn turn(step: Step) -> Option<String> {
    let upstream = Server::start([step]).await;
    let request = Request::post("/api/v1/chat/ses-1/messages/stream")
        .header("authorization", "Bearer house-key")
        .header("content-type", "application/json")
        .body(Body::from(r#"{"index_ids":["idx-1"],"prompt":"Hi"}"#))
        .unwrap();
    let response = gateway(&upstream).oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    let body = to_bytes(response.into_body(), 10_000).await.ok()?;
    Some(String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_turn_goes_through() {
    let hello = r#"{"type":"text_delta","content":"Hello"}"#;
    let body = turn(stream(&(frame(hello) + &stop()))).await.unwrap();
    assert!(
        body.starts_with(&format!("event: delta\ndata: {hello}\n\n")),
        "{body}"
    );
    assert!(body.contains(r#"data: {"type":"stop","#), "{body}");

    // One that breaks off does so for the caller too.
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 80\r\n\r\n";
    assert_eq!(turn(Step::Send(head.into())).await, None);
}
