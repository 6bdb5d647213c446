//! Bytes on a connection, as no client would send them.

use std::time::Duration;

use chat_server::{Connections, Limits};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{KEY, Server};

/// Where a test would wait for ever.
const TOO_LONG: Duration = Duration::from_secs(30);

/// A server that soon closes connections on which nothing comes, so that every exchange has an end.
pub(super) async fn impatient() -> (Server, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let connections = Connections {
        head_time: Duration::from_secs(2),
        ..Connections::default()
    };
    let limits = Limits {
        body_time: Duration::from_secs(2),
        ..Limits::default()
    };
    let server = Server::start_with(folder.path(), limits, connections).await;
    (server, folder)
}

pub(super) async fn connect(server: &Server) -> TcpStream {
    let address = server.base_url.strip_prefix("http://").unwrap();
    TcpStream::connect(address).await.unwrap()
}

/// All that a server says to bytes, until it closes the connection.
pub(super) async fn exchange(server: &Server, bytes: &[u8]) -> String {
    let mut stream = connect(server).await;
    // The server may have heard enough before all is said.
    let _ = stream.write_all(bytes).await;
    rest(&mut stream).await
}

/// All that is still said on a connection until it is closed.
pub(super) async fn rest(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    // A connection that is closed while there is something unread on it is reset.
    let read = stream.read_to_end(&mut said);
    let closed = tokio::time::timeout(TOO_LONG, read).await;
    assert!(closed.is_ok(), "the server does not close the connection");
    String::from_utf8(said).unwrap()
}

/// The statuses of answers.
pub(super) fn statuses(said: &str) -> Vec<&str> {
    let heads = said.match_indices("HTTP/1.1 ");
    heads
        .map(|(at, head)| &said[at + head.len()..][..3])
        .collect()
}

/// The head of a Create Session, with more lines.
pub(super) fn create(lines: &str) -> String {
    format!("POST /api/v1/chat HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {KEY}\r\n{lines}\r\n")
}
