//! Bodies that are meant to cost more than they are worth.

use std::time::Duration;

use chat_server::{ChatServer, Connections, Limits};
use chat_store::SqliteStore;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::raw::{connect, create, exchange, impatient, rest, statuses};
use crate::support::agent::{puppet, text};
use crate::support::{KEY, Server, answer, server};
use crate::turns::{say, session};

/// A good request is answered meanwhile.
async fn still_serves(server: &Server) {
    assert_eq!(answer(server.post()).await.0, 201);
}

#[tokio::test]
async fn a_body_that_comes_one_byte_at_a_time_is_not_waited_for() {
    let (server, _folder) = impatient().await;
    for lines in [
        "content-length: 1000000\r\n",
        "transfer-encoding: chunked\r\n",
    ] {
        let mut stream = connect(&server).await;
        stream.write_all(create(lines).as_bytes()).await.unwrap();
        let piece = if lines.contains("chunked") {
            "1\r\n \r\n"
        } else {
            " "
        };
        let (mut read, mut write) = stream.split();
        let writing = async {
            // Until the server has enough, a byte is always on its way.
            while write.write_all(piece.as_bytes()).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let mut said = Vec::new();
        tokio::select! {
            () = writing => {}
            _ = read.read_to_end(&mut said) => {}
        }
        let said = String::from_utf8(said).unwrap();
        let said = said + &rest(&mut stream).await;
        assert_eq!(statuses(&said), ["408"], "{lines}\n{said}");
        still_serves(&server).await;
    }
}

#[tokio::test]
async fn a_head_that_comes_one_byte_at_a_time_is_not_waited_for() {
    let (server, _folder) = impatient().await;
    let mut stream = connect(&server).await;
    let head = create(&format!("x-a: {}\r\n", "y".repeat(10_000)));
    let mut sent = 0;
    for byte in head.bytes() {
        if stream.write_all(&[byte]).await.is_err() {
            break;
        }
        sent += 1;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(sent < head.len(), "all of the head was waited for");
    still_serves(&server).await;
}

/// Nor is the next request on a connection.
#[tokio::test]
async fn a_connection_that_is_kept_alive_is_not_kept_for_ever() {
    let (server, _folder) = impatient().await;
    let request = "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";
    let said = exchange(&server, request.as_bytes()).await;
    assert_eq!(statuses(&said), ["200"]);
}

#[tokio::test]
async fn ten_megabytes_are_refused_unread() {
    let (server, _folder) = server().await;
    let body = format!("{{\"x\":\"{}\"}}", "y".repeat(10 << 20));
    // The answer may be there before the body is sent, and the connection closed.
    if let Ok(response) = server.post().body(body).send().await {
        assert_eq!(response.status(), 413);
    }
    // One that asks first is told before it sends any of it.
    let mut stream = connect(&server).await;
    let lines = format!("content-length: {}\r\nexpect: 100-continue\r\n", 10 << 20);
    stream.write_all(create(&lines).as_bytes()).await.unwrap();
    assert_eq!(statuses(&rest(&mut stream).await), ["413"]);
    still_serves(&server).await;
}

#[tokio::test]
async fn a_hundred_thousand_levels_are_malformed_wherever_they_are() {
    let (server, _folder) = server().await;
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let objects = "{\"a\":".repeat(100_000) + "1" + &"}".repeat(100_000);
    for body in [
        deep.clone(),
        objects.clone(),
        format!("{{\"index_ids\":{deep}}}"),
        format!("{{\"unknown\":{objects}}}"),
    ] {
        let (status, refusal) = answer(server.post().body(body)).await;
        assert_eq!(status, 422);
        assert_eq!(refusal["detail"][0]["type"], "json_invalid");
        // What was sent is not sent back.
        assert!(refusal.to_string().len() < 1000, "{refusal}");
    }
}

/// Faults are told with what they found: that must not make a large answer of a small request.
#[tokio::test]
async fn a_refusal_is_not_much_larger_than_its_request() {
    let (server, _folder) = server().await;
    let many: Vec<_> = (0..100_000).collect();
    let wide: Value = (0..10_000).map(|n| (format!("k{n}"), json!(n))).collect();
    for body in [
        json!({"index_ids": many}),
        json!({"index_ids": wide}),
        json!([many]),
    ] {
        let body = body.to_string();
        let sent = body.len();
        let response = server.post().body(body).send().await.unwrap();
        assert_eq!(response.status(), 422);
        let told = response.bytes().await.unwrap().len();
        assert!(told < 2 * sent + 10_000, "{told} bytes for {sent}");
    }
}

/// A kilobyte that would be a megabyte, and a good body that says that it is compressed.
#[tokio::test]
async fn nothing_is_unpacked() {
    let (server, _folder) = server().await;
    // gzip of a million spaces, written by hand: a head, and a block that repeats.
    let bomb = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &[0xff; 1000]].concat();
    for coding in [
        "gzip",
        "GZIP",
        "deflate",
        "br",
        "zstd",
        "gzip, gzip",
        "identity, gzip",
        "",
    ] {
        for body in [bomb.clone(), b"{}".to_vec()] {
            let request = server.post().header("content-encoding", coding).body(body);
            let (status, refusal) = answer(request).await;
            assert_eq!(status, 415, "{coding}");
            let sentence = "The request body has a Content-Encoding, and none is taken";
            assert_eq!(refusal, json!({"detail": sentence}));
        }
    }
    let plain = server.post().header("content-encoding", "identity");
    assert_eq!(answer(plain.body("{}")).await.0, 201);
    let compressed = server.request(Method::GET, "/openapi.json");
    let compressed = compressed
        .header("accept-encoding", "gzip")
        .bearer_auth(KEY);
    let response = compressed.send().await.unwrap();
    assert!(!response.headers().contains_key("content-encoding"));
}

/// An answer of which nobody reads more than its beginning is not kept for ever.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nobody_reads_is_given_up() {
    const PIECES: usize = 32;
    let (agent, hand) = puppet();
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("chat.db")).unwrap();
    let connections = Connections {
        write_time: Duration::from_millis(200),
        ..Connections::default()
    };
    let server = ChatServer::new(store, agent);
    let server = Server::serve(server, Limits::default(), connections).await;
    let id = session(&server, json!(null)).await;
    let turn = hand.turn();
    for _ in 0..PIECES {
        turn.send(text(&"x".repeat(1 << 20))).unwrap();
    }
    drop(turn);
    // Far more than what is on its way at most: the buffers of the sockets, which the system sizes.
    let all = say(&server, &id, "x", &["a"]).await.len();
    assert_eq!(all, PIECES + 1);

    // However slow the machine is: at some time, it has waited long enough.
    for wait in [1, 5, 25, 125] {
        let mut stream = connect(&server).await;
        let request = format!(
            "GET /api/v1/chat/{id} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {KEY}\r\nconnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_secs(wait)).await;
        if rest(&mut stream).await.len() < PIECES << 20 {
            return;
        }
    }
    panic!("all of the answer was kept");
}
