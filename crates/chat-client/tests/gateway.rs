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
use common::{SESSION, Server, answer, at_once, created};
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

async fn knock(gateway: Router) -> (u16, String) {
    let request = Request::post("/api/v1/chat?project_id=00000000-0000-0000-0000-000000000002")
        .header("authorization", "Bearer house-key")
        .header("content-type", "application/json")
        .body(Body::from(r#"{"index_ids":["idx-abc123"]}"#))
        .unwrap();
    let response = gateway.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 10_000).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
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
