//! The ids of requests.

use reqwest::{Method, RequestBuilder};
use serde_json::json;
use uuid::Uuid;

use crate::support::{Server, answer, server};
use crate::turns::{message, session};

/// The id that an answer has.
async fn id(request: RequestBuilder) -> String {
    let response = request.send().await.unwrap();
    let mut ids = response.headers().get_all("x-request-id").iter();
    let (Some(id), None) = (ids.next(), ids.next()) else {
        panic!("{} has not one id", response.status());
    };
    id.to_str().unwrap().to_owned()
}

fn get(server: &Server, path: &str) -> RequestBuilder {
    server.request(Method::GET, path)
}

#[tokio::test]
async fn every_answer_has_an_id_and_no_two_have_the_same() {
    let (server, _folder) = server().await;
    let session = session(&server, json!(null)).await;
    let mut ids = Vec::new();
    for request in [
        server.post(),
        server.post().body("["),
        server.request(Method::POST, "/api/v1/chat"),
        server.request(Method::PUT, "/api/v1/chat"),
        message(
            &server,
            &session,
            &json!({"prompt": "x", "index_ids": ["a"]}),
        ),
        get(&server, "/nowhere"),
        get(&server, "/health"),
        get(&server, "/health/live"),
        get(&server, "/metrics"),
        get(&server, "/openapi.json"),
    ] {
        let id = id(request).await;
        assert!(Uuid::try_parse(&id).is_ok(), "{id}");
        ids.push(id);
    }
    ids.sort();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[tokio::test]
async fn a_callers_own_id_is_kept() {
    let (server, _folder) = server().await;
    let longest = "x".repeat(128);
    for given in ["7", "req-1_a.b:c+d/e=@", &longest] {
        let request = server.post().header("x-request-id", given);
        assert_eq!(id(request).await, given);
    }
}

#[tokio::test]
async fn an_id_that_a_log_could_be_misled_by_is_replaced() {
    let (server, _folder) = server().await;
    let too_long = "x".repeat(129);
    for given in ["", "a b", "a\"", "a\tb", "<a>", "\u{1b}[2J", &too_long] {
        let Ok(given) = reqwest::header::HeaderValue::from_bytes(given.as_bytes()) else {
            continue;
        };
        let id = id(server.post().header("x-request-id", &given)).await;
        assert!(Uuid::try_parse(&id).is_ok(), "{given:?}: {id}");
    }
    let twice = server.post().header("x-request-id", "one");
    let id = id(twice.header("x-request-id", "two")).await;
    assert!(Uuid::try_parse(&id).is_ok(), "{id}");
    // And the request is answered as any other.
    let request = server.post().header("x-request-id", "a b");
    assert_eq!(answer(request).await.0, 201);
}
