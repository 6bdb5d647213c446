//! What a turn means, over a socket.

mod cut_short;
mod frames;
mod lock;
mod pressure;
mod recorded;

use chat_server::store::Store;
use serde_json::{Value, json};

use crate::support::{KEY, Server, answer};

/// Creates a session and gives its id.
pub(crate) async fn session(server: &Server<impl Store + Clone>, index_ids: Value) -> String {
    let body = json!({"index_ids": index_ids}).to_string();
    let (status, session) = answer(server.post().body(body)).await;
    assert_eq!(status, 201, "{session}");
    session["session_id"].as_str().unwrap().to_owned()
}

pub(crate) fn message(
    server: &Server<impl Store + Clone>,
    session: &str,
    body: &Value,
) -> reqwest::RequestBuilder {
    let path = format!("/api/v1/chat/{session}/messages/stream");
    server
        .request(reqwest::Method::POST, &path)
        .bearer_auth(KEY)
        .header("content-type", "application/json")
        .body(body.to_string())
}

/// Sends a message and waits for the end of its turn; gives the data of its events.
pub(crate) async fn say(
    server: &Server<impl Store + Clone>,
    session: &str,
    prompt: &str,
    index_ids: &[&str],
) -> Vec<Value> {
    let body = json!({"prompt": prompt, "index_ids": index_ids});
    let response = message(server, session, &body).send().await.unwrap();
    assert_eq!(response.status(), 200);
    let frames = response.text().await.unwrap();
    data(&frames)
}

/// The JSON in the `data` lines of frames.
pub(crate) fn data(frames: &str) -> Vec<Value> {
    frames
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .map(|json| serde_json::from_str(json).unwrap())
        .collect()
}

pub(crate) async fn get(server: &Server<impl Store + Clone>, path: &str) -> (u16, Value) {
    let path = format!("/api/v1/chat/{path}");
    answer(server.request(reqwest::Method::GET, &path).bearer_auth(KEY)).await
}

/// The session with its events, which has to be there.
pub(crate) async fn detail(server: &Server<impl Store + Clone>, session: &str) -> Value {
    let (status, detail) = get(server, session).await;
    assert_eq!(status, 200, "{detail}");
    detail
}

/// Waits until the session's last event is a `stop`, and gives the session.
pub(crate) async fn ended(server: &Server<impl Store + Clone>, session: &str) -> Value {
    for _ in 0..1000 {
        let detail = detail(server, session).await;
        let events = detail["events"].as_array().unwrap();
        if events.last().is_some_and(|event| event["type"] == "stop") {
            return detail;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the turn of {session} does not end");
}

/// The types of events, in their order.
pub(crate) fn types(events: &[Value]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect()
}
