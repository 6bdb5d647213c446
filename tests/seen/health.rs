//! Whether a server can be sent requests.

use std::num::NonZeroU32;

use chat_server::{ChatServer, Connections, Limits};
use chat_store::PostgresStore;
use reqwest::Method;
use serde_json::json;

use crate::support::agent::parrot;
use crate::support::{Server, answer, server};

#[tokio::test]
async fn a_server_and_its_store_are_well() {
    let (server, _folder) = server().await;
    for path in ["/health", "/health/live", "/health/ready"] {
        let request = server.request(Method::GET, path);
        assert_eq!(answer(request).await, (200, json!({"status": "ok"})));
    }
    server.store.close();
    let unwell = json!({"status": "the store does not answer"});
    for (path, expected) in [
        ("/health", (503, unwell.clone())),
        ("/health/live", (200, json!({"status": "ok"}))),
        ("/health/ready", (503, unwell)),
    ] {
        let request = server.request(Method::GET, path);
        assert_eq!(answer(request).await, expected, "{path}");
    }
}

#[tokio::test]
async fn a_server_whose_database_is_away_is_live_and_not_ready_until_it_is_back() {
    let Some(mut database) = test_postgres::server() else {
        return;
    };
    let connections = NonZeroU32::new(2).unwrap();
    let url = database.url("postgres");
    let store = PostgresStore::open(&url, connections).await.unwrap();
    let server = ChatServer::new(store, parrot());
    let server = Server::serve(server, Limits::default(), Connections::default()).await;
    let status = async |path| answer(server.request(Method::GET, path)).await.0;
    assert_eq!(status("/health/ready").await, 200);
    database.kill();
    assert_eq!(status("/health/ready").await, 503);
    assert_eq!(status("/health/live").await, 200);
    database.start_again("");
    assert_eq!(status("/health/ready").await, 200);
}
