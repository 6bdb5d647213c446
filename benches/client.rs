//! A call by chat-client, beside the same call written by hand with reqwest: same pool, same types, same server.

#![allow(clippy::unwrap_used)] // a bench that cannot run may stop

use std::hint::black_box;
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use chat_api::types::{ChatSessionSummary, SessionCreate};
use chat_client::Client;
use criterion::{Criterion, criterion_group, criterion_main};
use tokio::net::TcpListener;
use uuid::Uuid;

const ANSWER: &str = r#"{"session_id":"ses-abc123","last_updated_at":"2026-04-22T12:34:41.342245","generated_title":null,
    "index_ids":["idx-abc123","idx-def456"],"job_metadata":null}"#;
const KEY: &str = "llx-bench";
const PROJECT: Uuid = Uuid::from_u128(7);

/// A server that costs next to nothing, on a thread of its own.
fn serve() -> String {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            tell.send(format!("http://{}", listener.local_addr().unwrap()))
                .unwrap();
            let answer = || async {
                (
                    axum::http::StatusCode::CREATED,
                    [("content-type", "application/json")],
                    ANSWER,
                )
            };
            let app = Router::new().route("/api/v1/chat", post(answer));
            chat_server::serve(listener, app, Default::default(), std::future::pending()).await;
        });
    });
    told.recv().unwrap()
}

async fn by_hand(http: &reqwest::Client, base_url: &str) -> ChatSessionSummary {
    let body = SessionCreate {
        index_ids: vec!["idx-abc123".to_owned(), "idx-def456".to_owned()].into(),
    };
    let response = http
        .post(format!("{base_url}/api/v1/chat?project_id={PROJECT}"))
        .bearer_auth(KEY)
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .body(serde_json::to_vec(&body).unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 201);
    serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
}

async fn by_client(client: &Client) -> ChatSessionSummary {
    client
        .create_session()
        .project_id(PROJECT)
        .index_ids(["idx-abc123", "idx-def456"])
        .send()
        .await
        .unwrap()
}

fn calls(criterion: &mut Criterion) {
    let base_url = serve();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let http = reqwest::Client::new();
    let client = Client::builder()
        .api_key(KEY)
        .base_url(&base_url)
        .build()
        .unwrap();
    assert_eq!(
        runtime.block_on(by_hand(&http, &base_url)),
        runtime.block_on(by_client(&client))
    );
    let mut group = criterion.benchmark_group("a call over a socket");
    group
        .sample_size(50)
        .measurement_time(Duration::from_secs(5));
    group.bench_function("reqwest by hand", |b| {
        b.to_async(&runtime)
            .iter(async || black_box(by_hand(&http, &base_url).await))
    });
    group.bench_function("chat-client", |b| {
        b.to_async(&runtime)
            .iter(async || black_box(by_client(&client).await))
    });
    group.finish();
}

criterion_group!(benches, calls);
criterion_main!(benches);
