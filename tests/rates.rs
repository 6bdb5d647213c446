//! How often a key may be used.

use chat_server::{ChatServer, Connections, Options, RateLimit};
use chat_store::SqliteStore;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::support::agent::parrot;
use crate::support::{KEY, OTHER_KEY, Server};

async fn limited(rate: &str, burst: Option<u32>) -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("chat.db")).unwrap();
    let options = Options {
        rate: Some(RateLimit {
            burst: burst.map(|burst| burst.try_into().unwrap()),
            ..rate.parse().unwrap()
        }),
        ..Options::default()
    };
    let server = ChatServer::new(store, parrot());
    let server = Server::serve(server, options, Connections::default()).await;
    (server, folder)
}

fn create(server: &Server, key: &str) -> RequestBuilder {
    server
        .request(Method::POST, "/api/v1/chat")
        .bearer_auth(key)
}

async fn status(request: RequestBuilder) -> u16 {
    request.send().await.unwrap().status().as_u16()
}

/// When to try again, as an answer says it that says nothing else than that.
async fn wait(response: Response) -> u64 {
    assert_eq!(response.status(), 429);
    let wait = response.headers()["retry-after"].to_str().unwrap().parse();
    let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    let sentence = "Too many requests. Wait as long as Retry-After says.";
    assert_eq!(body, json!({"detail": sentence}));
    wait.unwrap()
}

#[tokio::test]
async fn a_key_that_is_used_too_often_is_refused_and_no_other() {
    let (server, _folder) = limited("2/h", None).await;
    // Nobody's share is used up by requests without a key.
    for _ in 0..3 {
        assert_eq!(status(create(&server, "llx-wrong")).await, 401);
        assert_eq!(status(server.request(Method::GET, "/health")).await, 200);
    }
    assert_eq!(status(create(&server, KEY)).await, 201);
    // A request that is refused for what it says counts too.
    assert_eq!(status(create(&server, KEY).body("[")).await, 422);
    for _ in 0..3 {
        let response = create(&server, KEY).send().await.unwrap();
        let wait = wait(response).await;
        assert!((1700..=1800).contains(&wait), "{wait}");
    }
    assert_eq!(status(create(&server, OTHER_KEY)).await, 201);
}

#[tokio::test]
async fn a_burst_is_allowed_whatever_the_rate_is() {
    let (server, _folder) = limited("1/h", Some(5)).await;
    for _ in 0..5 {
        assert_eq!(status(create(&server, KEY)).await, 201);
    }
    let wait = wait(create(&server, KEY).send().await.unwrap()).await;
    assert!((3500..=3600).contains(&wait), "{wait}");
}

#[tokio::test]
async fn a_client_that_tries_again_only_waits() {
    let (server, _folder) = limited("1/s", None).await;
    let client = chat_client::Client::builder()
        .api_key(KEY)
        .base_url(&server.base_url)
        .build()
        .unwrap();
    for _ in 0..3 {
        client.create_session().send().await.unwrap();
    }
}
