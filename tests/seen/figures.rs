//! What `/metrics` says.

use std::io::{BufRead, BufReader};

use reqwest::Method;
use serde_json::json;

use crate::program::desk::Serving;
use crate::support::agent::{puppet, text};
use crate::support::{KEY, Server, answer, server, server_with};
use crate::turns::{detail, message, session};

async fn figures(server: &Server) -> String {
    let response = server.request(Method::GET, "/metrics").send().await;
    let response = response.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["content-type"],
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    );
    response.text().await.unwrap()
}

/// The value of a figure, with all of its labels.
fn value<'t>(text: &'t str, figure: &str) -> Option<&'t str> {
    let mut lines = text.lines();
    lines.find_map(|line| line.strip_prefix(figure)?.strip_prefix(' '))
}

#[tokio::test]
async fn requests_are_counted_by_operation_and_status() {
    let (server, _folder) = server().await;
    let id = session(&server, json!(null)).await;
    session(&server, json!(null)).await;
    detail(&server, &id).await;
    for request in [
        server.post().body("["),
        server.request(Method::GET, &format!("/api/v1/chat/{id}")),
        server.request(Method::PUT, "/api/v1/chat"),
        server.request(Method::GET, "/secret/path?token=secret"),
        server.request(Method::GET, "/health/live"),
    ] {
        request.send().await.unwrap();
    }
    let text = figures(&server).await;
    for (operation, status, count) in [
        ("create_session", 201, "2"),
        ("create_session", 422, "1"),
        ("get_session", 200, "1"),
        ("get_session", 401, "1"),
        ("/api/v1/chat", 405, "1"),
        ("unmatched", 404, "1"),
        ("/health/live", 200, "1"),
    ] {
        let labels = format!("{{operation=\"{operation}\",status=\"{status}\"}}");
        let figure = format!("chat_request_duration_seconds_count{labels}");
        assert_eq!(value(&text, &figure), Some(count), "{figure}\n{text}");
    }
    for secret in ["secret", KEY, &id] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(text.ends_with("# EOF\n"), "{text}");
}

#[tokio::test]
async fn what_the_store_is_asked_is_timed() {
    let (server, _folder) = server().await;
    session(&server, json!(null)).await;
    let id = session(&server, json!(null)).await;
    detail(&server, &id).await;
    let count = |operation: &str, outcome: &str| {
        let labels = format!("{{operation=\"{operation}\",outcome=\"{outcome}\"}}");
        format!("chat_store_duration_seconds_count{labels}")
    };
    let text = figures(&server).await;
    for (operation, expected) in [
        ("create_session", Some("2")),
        ("session_with_events", Some("1")),
        ("delete_session", None),
    ] {
        assert_eq!(value(&text, &count(operation, "ok")), expected, "{text}");
        assert_eq!(value(&text, &count(operation, "error")), None, "{text}");
    }
    server.store.close();
    assert_eq!(answer(server.post()).await.0, 500);
    let text = figures(&server).await;
    assert_eq!(value(&text, &count("create_session", "error")), Some("1"));
}

#[tokio::test]
async fn turns_and_streams_are_counted_while_they_last() {
    let (agent, hand) = puppet();
    let (server, _folder) = server_with(agent).await;
    let open = async || {
        let text = figures(&server).await;
        let value = |figure| value(&text, figure).unwrap().to_owned();
        (value("chat_turns_running"), value("chat_streams_open"))
    };
    let both = |count: &str| (count.to_owned(), count.to_owned());
    assert_eq!(open().await, both("0"));

    let mut turns = Vec::new();
    for _ in 0..3 {
        let id = session(&server, json!(["a"])).await;
        let turn = hand.turn();
        let body = json!({"prompt": "x", "index_ids": ["a"]});
        let response = message(&server, &id, &body).send().await.unwrap();
        turns.push((turn, response));
    }
    assert_eq!(open().await, both("3"));

    // One ends, one is left by its caller, one goes on.
    let (turn, response) = turns.remove(0);
    turn.send(text("done")).unwrap();
    drop(turn);
    response.text().await.unwrap();
    let (turn, response) = turns.remove(0);
    drop(response);
    turn.closed().await;
    while open().await != both("1") {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

#[test]
fn figures_can_be_served_elsewhere_alone() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--api-key", "k", "--metrics-listen", "127.0.0.1:0"];
    let mut serving = Serving::start_logging(folder.path(), &arguments, &[("CHAT_LOG", "info")]);
    // Kept to the end: a program that has nobody to tell its log to says so, and nobody hears that either.
    let mut log = BufReader::new(serving.child.stderr.take().unwrap()).lines();
    let address = log.find_map(|line| {
        let address = line.unwrap().split_once("metrics_address=")?.1.to_owned();
        Some(address)
    });
    let address = address.unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(async {
        let get = async |url: String| reqwest::get(url).await.unwrap();
        let url = serving.base_url();
        assert_eq!(get(format!("{url}/metrics")).await.status(), 404);
        assert_eq!(get(format!("{url}/health/live")).await.status(), 200);
        let figures = get(format!("http://{address}/metrics")).await;
        assert_eq!(figures.status(), 200);
        let text = figures.text().await.unwrap();
        assert!(
            text.contains("operation=\"/health/live\",status=\"200\""),
            "{text}"
        );
        let api = get(format!("http://{address}/api/v1/chat")).await;
        assert_eq!(api.status(), 404);
    });
}
