//! An endpoint on the loopback that speaks the protocol's wire form, byte by byte as a test wants it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What the stand-in does with a connection, after it has read the request.
pub(crate) enum Step {
    Send(String),
    Wait(Duration),
}

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) line: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Value,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

pub(crate) struct StandIn {
    pub(crate) url: String,
    received: Arc<Mutex<Vec<Received>>>,
    /// Ends when the peer has closed the last connection of the script.
    pub(crate) closed: tokio::task::JoinHandle<()>,
}

impl StandIn {
    /// Answers one connection after another, each by its script.
    pub(crate) async fn start(scripts: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&received);
        let closed = tokio::spawn(async move {
            for script in scripts {
                let (mut connection, _) = listener.accept().await.unwrap();
                let request = read(&mut connection).await;
                log.lock().unwrap().push(request);
                for step in script {
                    match step {
                        // The peer may have gone away: that is what some tests are about.
                        Step::Send(text) => drop(connection.write_all(text.as_bytes()).await),
                        Step::Wait(time) => {
                            let gone = async { while connection.read_u8().await.is_ok() {} };
                            let _ = tokio::time::timeout(time, gone).await;
                        }
                    }
                }
            }
        });
        Self {
            url,
            received,
            closed,
        }
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

async fn read(connection: &mut TcpStream) -> Received {
    let mut reader = BufReader::new(connection);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).await.unwrap();
        if line.trim().is_empty() {
            break;
        }
        lines.push(line.trim().to_owned());
    }
    let headers: Vec<(String, String)> = lines[1..]
        .iter()
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .unwrap()
        .1
        .parse()
        .unwrap();
    let mut body = vec![0; length];
    reader.read_exact(&mut body).await.unwrap();
    Received {
        line: lines[0].clone(),
        headers,
        body: serde_json::from_slice(&body).unwrap(),
    }
}

/// The head of a stream of events, whose end is the connection's end.
pub(crate) fn head() -> Step {
    Step::Send(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nconnection: close\r\n\r\n".to_owned(),
    )
}

/// The head of a stream whose length is told by chunks, so that an early end can be seen.
pub(crate) fn chunked_head() -> Step {
    Step::Send(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
            .to_owned(),
    )
}

pub(crate) fn chunk(step: Step) -> Step {
    match step {
        Step::Send(text) => Step::Send(format!("{:x}\r\n{text}\r\n", text.len())),
        step => step,
    }
}

pub(crate) fn raw(text: &str) -> Step {
    Step::Send(text.to_owned())
}

/// An event, in the form that OpenAI gives it.
pub(crate) fn event(delta: Value, finish_reason: Option<&str>) -> Step {
    let chunk = json!({
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_764_000_000, "model": "m-1",
        "system_fingerprint": null, "usage": null,
        "choices": [{"index": 0, "delta": delta, "logprobs": null, "finish_reason": finish_reason}],
    });
    Step::Send(format!("data: {chunk}\n\n"))
}

pub(crate) fn text(content: &str) -> Step {
    event(json!({"content": content}), None)
}

pub(crate) fn stop() -> Step {
    event(json!({}), Some("stop"))
}

pub(crate) fn usage(input: i64, output: i64) -> Step {
    let chunk = json!({
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_764_000_000, "model": "m-1", "choices": [],
        "usage": {"prompt_tokens": input, "completion_tokens": output, "total_tokens": input + output},
    });
    Step::Send(format!("data: {chunk}\n\n"))
}

pub(crate) fn done() -> Step {
    raw("data: [DONE]\n\n")
}

/// A response that is no stream.
pub(crate) fn answer(status: &str, kind: &str, body: &str) -> Vec<Step> {
    vec![Step::Send(format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    ))]
}
