//! What both documents have in common: the implementation, a caller that speaks bare HTTP/1.1 over a socket, and the rows.
//!
//! Whose bindings they are (`crate::fixture`), and what errors look like (`crate::faulty` and `crate::refused`), is the
//! test's to say.

mod rows;

use std::convert::Infallible;
use std::time::Duration;

use futures_util::stream;
use openapi_runtime::{AuthError, Context, EventStream};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::fixture::types::{Asked, Event};
use crate::fixture::*;

/// How long a connection that should close is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Gives back what it is given.
struct Echo;

impl Authenticate for Echo {
    type Principal = ();

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &'static openapi_runtime::Operation,
    ) -> Result<(), AuthError> {
        match credentials.token {
            Some(token) if token.token() == "key" => Ok(()),
            _ => Err(AuthError::Invalid("That key is not known".into())),
        }
    }
}

impl Api<Context<()>> for Echo {
    type Error = Infallible;

    async fn get_thing(
        &self,
        _: Context<()>,
        request: GetThingRequest,
    ) -> Result<GetThingResponse, Infallible> {
        Ok(GetThingResponse::Ok(Asked {
            thing_id: request.thing_id,
            session: request.session,
            after: request.after,
            labels: request.label.unwrap_or_default(),
            limit: request.limit,
            order: request.order.to_string(),
            trace: request.trace,
        }))
    }

    async fn put_thing(
        &self,
        _: Context<()>,
        request: PutThingRequest,
    ) -> Result<PutThingResponse, Infallible> {
        Ok(PutThingResponse::Ok(request.body))
    }

    async fn watch_thing(
        &self,
        _: Context<()>,
        request: WatchThingRequest,
    ) -> Result<WatchThingResponse, Infallible> {
        let event = |number: i64| {
            let text = format!("<b>{}</b>", request.thing_id);
            Ok::<_, Infallible>(Event { number, text })
        };
        let events = [event(request.from), event(request.from + 1)];
        Ok(WatchThingResponse::Ok(EventStream::new(stream::iter(events))))
    }
}

/// A fault as it is told: where (`query/limit`, `body/size/width`), what, and what was there.
#[derive(Debug)]
// Problem details do not say back what was given.
#[allow(dead_code)]
pub(crate) struct Fault {
    pub(crate) at: &'static str,
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
    pub(crate) input: Value,
    pub(crate) context: Value,
}

/// An answer, as it came over the socket.
#[derive(Debug)]
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{text:?}"));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.strip_prefix("HTTP/1.1 "));
        let status = status.and_then(|rest| rest.get(..3)?.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": "));
        let mut answer = Self {
            status: status.unwrap_or_else(|| panic!("{text:?}")),
            headers: headers.map(|(name, value)| (name.into(), value.into())).collect(),
            body: body.to_owned(),
        };
        if answer.header("transfer-encoding") == Some("chunked") {
            answer.body = dechunked(body);
        }
        answer
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let (_, value) = found.next()?;
        assert!(found.next().is_none(), "{name} twice: {self:?}");
        Some(value)
    }

    /// It is JSON, and this one.
    #[track_caller]
    pub(crate) fn is(&self, status: u16, content_type: &str, body: Value) {
        let said: Value = serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"));
        assert_eq!((self.status, self.header("content-type")), (status, Some(content_type)), "{said}");
        assert_eq!(said, body);
    }
}

/// The content of a body in chunks, which has to be whole.
fn dechunked(mut body: &str) -> String {
    let mut content = String::new();
    loop {
        let (length, rest) = body.split_once("\r\n").unwrap_or_else(|| panic!("cut off: {body:?}"));
        let length = usize::from_str_radix(length, 16).unwrap();
        content.push_str(&rest[..length]);
        body = rest[length..].strip_prefix("\r\n").unwrap();
        if length == 0 {
            assert_eq!(body, "");
            return content;
        }
    }
}

/// Sends a request as it stands to a server of its own, and reads until that one closes the connection.
pub(crate) async fn send(request: &str) -> Answer {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async { axum::serve(listener, server::router(Echo)).await });
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let read = timeout(PATIENCE, socket.read_to_end(&mut answer)).await;
    read.expect("the server neither closes the connection nor says that it will not").unwrap();
    server.abort();
    Answer::parse(&String::from_utf8(answer).unwrap())
}

/// The only request of a connection. The lines of `headers` end in `\r\n`.
pub(crate) async fn ask(method: &str, target: &str, headers: &str, body: &str) -> Answer {
    let length = match body.len() {
        0 => String::new(),
        length => format!("content-length: {length}\r\n"),
    };
    let head = format!("{method} {target} HTTP/1.1\r\nhost: wire\r\nconnection: close\r\n");
    send(&format!("{head}{headers}{length}\r\n{body}")).await
}

const KEY: &str = "authorization: Bearer key\r\n";

/// Asks with the right key.
pub(crate) async fn get(target: &str) -> Answer {
    ask("GET", target, KEY, "").await
}

/// Sends JSON with the right key.
pub(crate) async fn put(target: &str, body: &str) -> Answer {
    put_as("application/json", target, body).await
}

/// Sends a body of some content type with the right key.
pub(crate) async fn put_as(content_type: &str, target: &str, body: &str) -> Answer {
    let headers = format!("{KEY}content-type: {content_type}\r\n");
    ask("PUT", target, &headers, body).await
}
