//! What a server takes, and when it stops.

use std::time::Duration;

use chat_server::{Connections, Limits};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{KEY, Server, answer};

async fn small() -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits {
        body_size: 1000,
        body_time: Duration::from_millis(300),
        ..Limits::default()
    };
    let connections = Connections {
        head_time: Duration::from_millis(300),
        head_size: 8 * 1024,
        ..Connections::default()
    };
    (
        Server::start_with(folder.path(), limits, connections).await,
        folder,
    )
}

async fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.base_url.strip_prefix("http://").unwrap())
        .await
        .unwrap()
}

/// Everything that the server says until it closes the connection.
async fn rest(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut text))
        .await
        .unwrap()
        .unwrap();
    String::from_utf8(text).unwrap()
}

fn head(length: &str) -> String {
    format!(
        "POST /api/v1/chat HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {KEY}\r\n{length}\r\n\r\n"
    )
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let (server, _folder) = small().await;
    let expected = json!({"detail": "The request body is larger than 1000 bytes"});
    let at_limit = format!("{{\"x\":\"{}\"}}", "y".repeat(1000 - 8));
    assert_eq!(at_limit.len(), 1000);
    assert_eq!(answer(server.post().body(at_limit.clone())).await.0, 201);
    assert_eq!(
        answer(server.post().body(at_limit + " ")).await,
        (413, expected)
    );

    // One that does not say its length is counted as it comes.
    let mut stream = connect(&server).await;
    stream
        .write_all(head("transfer-encoding: chunked").as_bytes())
        .await
        .unwrap();
    for _ in 0..3 {
        stream
            .write_all(format!("1f4\r\n{}\r\n", " ".repeat(500)).as_bytes())
            .await
            .unwrap();
    }
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let (server, _folder) = small().await;
    let mut stream = connect(&server).await;
    stream
        .write_all(head("content-length: 10").as_bytes())
        .await
        .unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(
        answer.ends_with(r#"{"detail":"The request body took too long"}"#),
        "{answer}"
    );
}

#[tokio::test]
async fn a_head_that_is_too_large_or_does_not_come_is_refused() {
    let (server, _folder) = small().await;
    let mut stream = connect(&server).await;
    let long = format!("x-long: {}", "y".repeat(9 * 1024));
    stream.write_all(head(&long).as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 431");

    let mut stream = connect(&server).await;
    stream
        .write_all(b"POST /api/v1/chat HTTP/1.1\r\n")
        .await
        .unwrap();
    let answer = rest(&mut stream).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 408"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_body_nested_without_end_is_malformed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path()).await;
    let (status, body) = answer(server.post().body("[".repeat(500_000))).await;
    assert_eq!(status, 422);
    assert_eq!(body["detail"][0]["type"], "json_invalid");
}

#[tokio::test]
async fn stopping_lets_what_is_under_way_end() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path()).await;
    let mut stream = connect(&server).await;
    stream
        .write_all(head("content-length: 2").as_bytes())
        .await
        .unwrap();
    stream.write_all(b"{").await.unwrap();
    // The request has arrived, half of it, once another connection has been served after it.
    answer(server.post()).await;

    let address = server.base_url.strip_prefix("http://").unwrap().to_owned();
    let stopping = tokio::spawn(server.stop());
    while TcpStream::connect(&address).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    stream.write_all(b"}").await.unwrap();
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    stopping.await.unwrap();
}
