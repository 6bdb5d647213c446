//! Where secrets do not turn up. That they are in no log is seen in `seen/lines.rs`.

use chat_client::Client;
use chat_server::KeyRing;
use reqwest::Method;
use serde_json::json;

use crate::support::{KEY, OTHER_KEY, keys, server};

/// The hashes of the keys as well: who has them can try keys without asking anybody.
const HASH: &str = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

#[tokio::test]
async fn a_key_is_in_no_answer() {
    let (server, _folder) = server().await;
    let mut told = String::new();
    for path in [
        "/openapi.json",
        "/metrics",
        "/health",
        "/health/ready",
        "/nowhere",
        "/api/v1/chat?page_size=x",
    ] {
        for key in [KEY, "llx-mistyped-key"] {
            let request = server.request(Method::GET, path).bearer_auth(key);
            let response = request.header("cookie", "session=cookie-secret").send();
            let response = response.await.unwrap();
            told += &format!("{:?}", response.headers());
            told += &response.text().await.unwrap();
        }
    }
    for body in ["[", "null", r#"{"index_ids":1}"#] {
        let response = server.post().body(body).send().await.unwrap();
        told += &format!("{:?}", response.headers());
        told += &response.text().await.unwrap();
    }
    for secret in [KEY, OTHER_KEY, "llx-mistyped-key", "cookie-secret"] {
        assert!(!told.contains(secret), "{told}");
    }
    // Nor is there what a machine would tell about itself.
    for inside in ["/home/", "/tmp/", ".rs:", "SELECT", "sqlite"] {
        assert!(!told.contains(inside), "{inside}: {told}");
    }
}

#[tokio::test]
async fn a_failure_is_told_without_its_cause() {
    let (server, _folder) = server().await;
    server.store.close();
    let response = server.post().send().await.unwrap();
    assert_eq!(response.status(), 500);
    let body: serde_json::Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!(body, json!({"detail": "Internal Server Error"}));
}

#[tokio::test]
async fn what_is_printed_to_find_mistakes_shows_no_key() {
    let (server, _folder) = server().await;
    let mut ring = keys();
    ring.add(HASH).unwrap();
    let client = server.client_of("llx-client-secret");
    let error = client.create_session().send().await.unwrap_err();
    let refused = KeyRing::new().add("two\tllx-bad-secret").unwrap_err();
    let builder = Client::builder().api_key("llx-builder-secret");
    let printed = format!(
        "{ring:?} {client:?} {error:?} {error} {:?} {refused:?} {refused} {builder:?}",
        server.server
    );
    for secret in [KEY, OTHER_KEY, "secret", "2c26b46b", "[44, 38, 180"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

/// The data folder is made for its owner alone; what the API serves of it are no files.
#[tokio::test]
async fn no_file_is_served() {
    let (server, _folder) = server().await;
    for path in [
        "/api-key",
        "/data/api-key",
        "/chat.db",
        "/../api-key",
        "/.env",
        "/indexes",
    ] {
        let response = server.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 404, "{path}");
    }
}
