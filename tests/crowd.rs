//! Very many at a time. In a program of its own, for it takes the files that a process may have open; its server is in
//! another one, which is this program again.

#![allow(clippy::unwrap_used, clippy::panic)] // that is how a test fails

use std::io::{BufRead, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use chat_agent::{Agent, AgentError, Output, Turn};
use chat_server::store::{Scope, Session, Store as _};
use chat_server::{ChatServer, Connections, KeyRing, Limits, app, serve};
use chat_store::SqliteStore;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;

/// How many are wanted.
const MANY: usize = 10_000;

/// How many files a process has open beside its connections.
const BESIDE: u64 = 500;

/// How many connections are made at the same time. More than wait in a listener's queue would be tried again in a second.
const AT_ONCE: usize = 100;

const KEY: &str = "llx-crowd-key";

/// What says to a process of this program that it is the server, and how many sessions it has.
const SESSIONS: &str = "CHAT_TEST_CROWD";

/// Held by the test that runs: each takes all the files that there are.
static ALONE: Mutex<()> = Mutex::const_new(());

/// Never answers.
struct Silent;

impl Agent for Silent {
    fn run(&self, _: Turn) -> BoxStream<'static, Result<Output, AgentError>> {
        stream::pending().boxed()
    }
}

/// As many as processes may hold here. Says so where that is fewer than are wanted.
fn as_many_as_may_be() -> usize {
    let limit = rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let may = usize::try_from(limit.saturating_sub(BESIDE)).unwrap();
    if may < MANY {
        println!("{may} instead of {MANY}: a process may have {limit} files open here");
    }
    may.min(MANY)
}

/// The server, in a process of its own, which ends with this.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(sessions: usize) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["the_server", "--exact", "--nocapture"])
            .env(SESSIONS, sessions.to_string())
            .stdout(Stdio::piped())
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let address = stdout.lines().find_map(|line| {
            let line = line.unwrap();
            line.strip_prefix("listening on ").map(str::to_owned)
        });
        let address = address.unwrap();
        Self { child, address }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.unwrap()
    }

    async fn get(&self, path: &str) -> String {
        let url = format!("http://{}{path}", self.address);
        reqwest::get(url).await.unwrap().text().await.unwrap()
    }

    async fn streams_open(&self) -> usize {
        let text = self.get("/metrics").await;
        let figure = text
            .lines()
            .find_map(|line| line.strip_prefix("chat_streams_open "));
        figure.unwrap().parse().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Not a test where it is not told to be a server.
#[tokio::test(flavor = "multi_thread")]
async fn the_server() {
    let Ok(sessions) = std::env::var(SESSIONS) else {
        return;
    };
    as_many_as_may_be();
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("chat.db")).unwrap();
    let made = stream::iter(0..sessions.parse::<usize>().unwrap())
        .map(|n| keep(&store, n))
        .buffer_unordered(AT_ONCE);
    made.collect::<()>().await;

    let mut keys = KeyRing::new();
    keys.add(KEY).unwrap();
    let app = app(
        ChatServer::new(store.clone(), Arc::new(Silent)),
        keys,
        Limits::default(),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("\nlistening on {}", listener.local_addr().unwrap());
    // Until the test that has begun it ends it, or ends.
    let orphaned = async {
        let _ = tokio::task::spawn_blocking(|| std::io::stdin().read(&mut [0])).await;
    };
    serve(listener, app, Connections::default(), orphaned).await;
    std::process::exit(0);
}

async fn keep(store: &SqliteStore, n: usize) {
    let scope = Scope {
        account: "default".into(),
        organization_id: None,
        project_id: None,
    };
    let session = Session {
        id: format!("ses-{n}"),
        updated_at: 0,
        title: None,
        index_ids: None,
        last_run: None,
    };
    store.create_session(&scope, &session).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_idle_connections_are_no_trouble_and_do_not_stay() {
    let _alone = ALONE.lock().await;
    let server = Server::start(0);
    let idle = stream::iter(0..as_many_as_may_be()).map(|_| server.connect());
    let idle: Vec<TcpStream> = idle.buffer_unordered(AT_ONCE).collect().await;
    assert_eq!(server.get("/health/ready").await, r#"{"status":"ok"}"#);
    // Nobody has to come back for them: the server closes them itself.
    for mut stream in idle {
        let mut answer = [0; 512];
        let closed = tokio::time::timeout(Duration::from_secs(60), stream.read(&mut answer));
        assert!(closed.await.is_ok(), "a connection stays open");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_streams_are_open_at_once() {
    let _alone = ALONE.lock().await;
    let many = as_many_as_may_be();
    let server = Server::start(many);
    let talks = stream::iter(0..many).map(|n| talk(&server, n));
    let talks: Vec<TcpStream> = talks.buffer_unordered(AT_ONCE).collect().await;
    assert_eq!(server.streams_open().await, many);
    assert_eq!(server.get("/health/ready").await, r#"{"status":"ok"}"#);

    drop(talks);
    while server.streams_open().await > 0 {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A message, of whose answer the first line was read.
async fn talk(server: &Server, n: usize) -> TcpStream {
    let body = r#"{"prompt":"x","index_ids":["a"]}"#;
    let request = [
        &format!("POST /api/v1/chat/ses-{n}/messages/stream HTTP/1.1"),
        "host: x",
        &format!("authorization: Bearer {KEY}"),
        "content-type: application/json",
        &format!("content-length: {}", body.len()),
        "",
        body,
    ];
    let mut stream = server.connect().await;
    let request = request.join("\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
    stream
}
