//! `chat health`, as a container's health check runs it.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Output;
use std::thread;

use super::desk::{Serving, chat, text};

fn health(address: &str) -> Output {
    let health = chat().arg("health").env("CHAT_LISTEN", address).output();
    health.unwrap()
}

#[test]
fn a_server_is_ready_until_it_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut serving = Serving::start(folder.path(), &["--api-key", "k"]);
    let address = serving
        .base_url()
        .strip_prefix("http://")
        .unwrap()
        .to_owned();
    let (_, port) = address.rsplit_once(':').unwrap();
    // As the server was told to listen: everywhere, which is here as well.
    for listen in [&address, &format!("0.0.0.0:{port}")] {
        let output = health(listen);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "ready\n");
    }
    let file = folder.path().join("chat.toml");
    std::fs::write(&file, format!("listen = \"{address}\"\n")).unwrap();
    let output = chat().arg("health").arg("--config").arg(&file).output();
    assert_eq!(output.unwrap().status.code(), Some(0));

    serving.child.kill().unwrap();
    serving.child.wait().unwrap();
    let output = health(&address);
    assert_eq!(output.status.code(), Some(1));
    let told = format!("error: no answer from http://{address}/health/ready: ");
    assert!(
        text(&output.stderr).starts_with(&told),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_server_that_says_so_is_not_ready() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let answering = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 1024];
        let length = stream.read(&mut request).unwrap();
        let answer =
            "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        stream.write_all(answer.as_bytes()).unwrap();
        text(&request[..length])
    });
    let output = health(&address);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        format!(
            "error: not ready: http://{address}/health/ready answers 503 Service Unavailable\n"
        )
    );
    assert!(
        answering
            .join()
            .unwrap()
            .starts_with("GET /health/ready HTTP/1.1\r\n")
    );
}
