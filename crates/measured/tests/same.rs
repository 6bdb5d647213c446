//! What is measured side by side does the same.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use axum::body::Body;
use axum::extract::Request;
use http_body_util::BodyExt;
use measured::handler::{self, KEY, send};
use measured::{by_hand, call, generated};
use serde_json::{Value, json};
use tower::ServiceExt;

#[tokio::test]
async fn the_measured_request_is_answered_the_same() {
    for router in [generated::router(), by_hand::router()] {
        let (parts, body) = send(&router).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        assert_eq!(parts.status, 201);
        assert_eq!(parts.headers["content-type"], "application/json");
        assert_eq!(
            parts.headers.len(),
            2,
            "and the length: {:?}",
            parts.headers
        );
        assert_eq!(
            serde_json::from_slice::<Value>(&body).unwrap(),
            json!({
                "session_id": "ses-abc123",
                "last_updated_at": "2026-04-22T12:34:41.342245",
                "generated_title": null,
                "index_ids": ["idx-abc123", "idx-def456"],
                "job_metadata": null,
            })
        );
        assert_eq!(handler::send_many(&router, 3).await.unwrap(), 3);
    }
}

/// A request of the operation: its query, a header beside the key, its body.
fn request(query: &str, (name, value): (&str, &str), body: impl Into<Body>) -> Request {
    Request::post(format!("/api/v1/chat{query}"))
        .header("authorization", format!("Bearer {KEY}"))
        .header(name, value)
        .body(body.into())
        .unwrap()
}

#[tokio::test]
async fn both_refuse_the_same() {
    const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");
    let ten = json!({ "index_ids": vec!["idx"; 10] }).to_string();
    let eleven = json!({ "index_ids": vec!["idx"; 11] }).to_string();
    for router in [generated::router(), by_hand::router()] {
        for (status, request) in [
            (201, request("", JSON, "{}")),
            (201, request("", JSON, "")),
            (201, request("", JSON, ten.clone())),
            (201, request("", JSON, r#"{"index_ids":null,"other":1}"#)),
            (422, request("", JSON, eleven.clone())),
            (422, request("", JSON, "null")),
            (422, request("", JSON, "[1]")),
            (422, request("", JSON, r#"{"index_ids":[1]}"#)),
            (422, request("", JSON, r#"{"index_ids":"#)),
            (422, request("", JSON, "{} {}")),
            (
                422,
                request("", JSON, b"{\"index_ids\":[\"\xff\"]}".to_vec()),
            ),
            (422, request("", ("content-type", "text/plain"), "{}")),
            (422, request("?project_id=abc", JSON, "{}")),
            (422, request("?organization_id=", JSON, "{}")),
            (413, request("", JSON, vec![b' '; 2 * 1024 * 1024 + 1])),
            (415, request("", ("content-encoding", "gzip"), "{}")),
        ] {
            let what = format!("{request:?}");
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), status, "{what}");
        }
        for key in ["", "Bearer", "Bearer wrong", "Basic wrong"] {
            let request = Request::post("/api/v1/chat")
                .header("authorization", key)
                .body(Body::empty())
                .unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), 401, "{key:?}");
            assert_eq!(answer.headers()["www-authenticate"], "Bearer");
        }
    }
}

#[tokio::test]
async fn all_calls_give_the_same() {
    let (tell, told) = tokio::sync::oneshot::channel();
    tokio::spawn(call::serve(|url| tell.send(url).unwrap()));
    let url = told.await.unwrap();
    let by_hand = call::by_hand(&reqwest::Client::new(), &url).await.unwrap();
    assert_eq!(by_hand.session_id, "ses-abc123");
    let generated = call::by_generated(&call::generated(&url)).await.unwrap();
    assert_eq!(generated, by_hand);
    let client = call::by_client(&call::client(&url).unwrap()).await.unwrap();
    assert_eq!(client, by_hand);
}
