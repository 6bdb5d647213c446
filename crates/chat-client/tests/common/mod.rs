//! What the tests share: a server that does as it is told, and writes down what it was asked.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test program uses a part of it"
)]
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chat_client::{Client, ClientBuilder};
use openapi_runtime::client::BoxFuture;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const KEY: &str = "llx-secret";

pub const SESSION: &str =
    r#"{"session_id":"ses-abc123","last_updated_at":"2026-04-22T12:34:41.342245"}"#;

/// The head of a stream of events, whose body ends with the connection.
pub const STREAM: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";

/// What the server does with one request.
#[derive(Clone)]
pub enum Step {
    /// Sends these bytes and closes the connection.
    Send(Vec<u8>),
    /// Sends these bytes and resets the connection.
    Reset(Vec<u8>),
    /// Sends these bytes, and nothing more for a minute.
    Hang(Vec<u8>),
    /// Does with the connection what a test says.
    Run(Script),
}

type Script = Arc<dyn Fn(TcpStream) -> BoxFuture<'static, ()> + Send + Sync>;

/// [`Step::Run`], of a function.
pub fn run<F: Future<Output = ()> + Send + 'static>(
    script: impl Fn(TcpStream) -> F + Send + Sync + 'static,
) -> Step {
    Step::Run(Arc::new(move |socket| Box::pin(script(socket))))
}

/// An answer with a body, and headers such as `retry-after-ms: 1\r\n`.
pub fn answer(status: u16, headers: &str, body: &str) -> Step {
    let length = body.len();
    let text = format!(
        "HTTP/1.1 {status} Status\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    );
    Step::Send(text.into())
}

/// A stream of events, in these bytes.
pub fn stream(body: &str) -> Step {
    Step::Send(format!("{STREAM}{body}").into())
}

/// An event, as the platform frames it.
pub fn frame(json: &str) -> String {
    format!("event: message\ndata: {json}\n\n")
}

/// The frame with which a turn ends.
pub fn stop() -> String {
    frame(r#"{"type":"stop","is_error":false,"error":null,"usage":{"duration_ms":12.5,"turns":2}}"#)
}

/// The answer to a session that was created.
pub fn created() -> Step {
    answer(201, "", SESSION)
}

/// A refusal after which a client is to come back at once.
pub fn at_once(status: u16) -> Step {
    answer(status, "retry-after-ms: 1\r\n", r#"{"detail":"Not now"}"#)
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Request {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }
}

pub struct Server {
    pub address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    /// Does one step for each request; the last one again and again.
    pub async fn start(steps: impl Into<Vec<Step>>) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), steps)
    }

    pub fn on(listener: TcpListener, steps: impl Into<Vec<Step>>) -> Self {
        let (address, steps) = (listener.local_addr().unwrap(), steps.into());
        let requests = Arc::<Mutex<Vec<Request>>>::default();
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            loop {
                let (mut socket, _) = listener.accept().await.unwrap();
                let Some(request) = read(&mut socket).await else {
                    continue;
                };
                let index = {
                    let mut seen = seen.lock().unwrap();
                    seen.push(request);
                    seen.len().min(steps.len()) - 1
                };
                tokio::spawn(act(socket, steps[index].clone()));
            }
        });
        Self { address, requests }
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    pub fn attempts(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    pub fn builder(&self) -> ClientBuilder {
        builder(self.address)
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }
}

pub fn builder(address: SocketAddr) -> ClientBuilder {
    Client::builder()
        .api_key(KEY)
        .base_url(format!("http://{address}"))
}

async fn read(socket: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let (line, headers) = text.split_once("\r\n").unwrap();
    let headers = headers.lines().filter_map(|line| line.split_once(": "));
    let mut request = Request {
        line: line.to_owned(),
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: String::new(),
    };
    let length = request.header("content-length").unwrap_or("0");
    let end = head + 4 + length.parse::<usize>().unwrap();
    while bytes.len() < end {
        if socket.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    request.body = String::from_utf8(bytes[head + 4..].to_vec()).unwrap();
    Some(request)
}

async fn act(mut socket: TcpStream, step: Step) {
    match step {
        Step::Send(bytes) => {
            let _ = socket.write_all(&bytes).await;
            let _ = socket.shutdown().await;
        }
        Step::Reset(bytes) => {
            let _ = socket.write_all(&bytes).await;
            // The bytes first, or the reset overtakes them.
            tokio::time::sleep(Duration::from_millis(20)).await;
            let _ = socket.set_zero_linger();
        }
        Step::Hang(bytes) => {
            let _ = socket.write_all(&bytes).await;
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Step::Run(script) => script(socket).await,
    }
}
