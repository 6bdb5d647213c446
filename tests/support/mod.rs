//! A server of one's own, on a free port of the loopback, over a file in a temporary folder.

pub(crate) mod agent;

use std::path::Path;
use std::sync::Arc;

use chat_agent::Agent;
use chat_client::Client;
use chat_server::store::Store;
use chat_server::{ChatServer, Connections, KeyRing, Limits, Options, app};
use chat_store::SqliteStore;
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The key of the account `default`.
pub(crate) const KEY: &str = "llx-test-key";
/// The key of the account `other`.
pub(crate) const OTHER_KEY: &str = "llx-other-key";

pub(crate) struct Server<S = SqliteStore> {
    pub(crate) base_url: String,
    pub(crate) store: S,
    pub(crate) server: ChatServer<S>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
}

impl Server {
    /// A server over the sessions in a folder.
    pub(crate) async fn start_in(folder: &Path) -> Self {
        Self::start_with(folder, Limits::default(), Connections::default()).await
    }

    pub(crate) async fn start_with(
        folder: &Path,
        limits: Limits,
        connections: Connections,
    ) -> Self {
        let store = SqliteStore::open(&folder.join("chat.db")).unwrap();
        let server = ChatServer::new(store.clone(), agent::parrot());
        Self::serve(server, limits, connections).await
    }

    /// A server over the sessions in a folder, in which `agent` answers.
    pub(crate) async fn start_answering(folder: &Path, agent: Arc<dyn Agent>) -> Self {
        let store = SqliteStore::open(&folder.join("chat.db")).unwrap();
        let server = ChatServer::new(store, agent);
        Self::serve(server, Limits::default(), Connections::default()).await
    }

    /// Tells the server to stop, and waits until it has.
    pub(crate) async fn stop(self) {
        let store = self.store.clone();
        self.end().await;
        store.close();
    }
}

impl<S: Store + Clone> Server<S> {
    /// Tells the server to stop, and waits until it has. Its store is left open.
    pub(crate) async fn end(self) {
        self.stop.send(()).unwrap();
        self.running.await.unwrap();
        self.server.stop().await;
    }

    pub(crate) async fn serve(
        server: ChatServer<S>,
        options: impl Into<Options>,
        connections: Connections,
    ) -> Self {
        let app = app(server.clone(), keys(), options);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel();
        let running = tokio::spawn(chat_server::serve(listener, app, connections, async {
            let _ = stopped.await;
        }));
        Self {
            base_url,
            store: server.store().clone(),
            server,
            stop,
            running,
        }
    }

    pub(crate) fn client(&self) -> Client {
        self.client_of(KEY)
    }

    pub(crate) fn client_of(&self, key: &str) -> Client {
        Client::builder()
            .api_key(key)
            .base_url(&self.base_url)
            .max_retries(0)
            .build()
            .unwrap()
    }

    /// `POST /api/v1/chat` as any HTTP client would send it.
    pub(crate) fn post(&self) -> reqwest::RequestBuilder {
        self.request(reqwest::Method::POST, "/api/v1/chat")
            .bearer_auth(KEY)
    }

    pub(crate) fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        reqwest::Client::new().request(method, format!("{}{path}", self.base_url))
    }
}

/// A server over a folder of its own, which goes with it, and in which `agent` answers.
pub(crate) async fn server_with(agent: Arc<dyn Agent>) -> (Server, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_answering(folder.path(), agent).await;
    (server, folder)
}

/// A server over a folder of its own, which goes with it.
pub(crate) async fn server() -> (Server, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Server::start_in(folder.path()).await, folder)
}

pub(crate) fn keys() -> KeyRing {
    let mut keys = KeyRing::new();
    keys.add(KEY).unwrap();
    keys.add(&format!("other:{OTHER_KEY}")).unwrap();
    keys
}

/// A response's status and its body as JSON.
pub(crate) async fn answer(request: reqwest::RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    assert_eq!(
        response.headers()["content-type"],
        "application/json",
        "{status}"
    );
    let body = response.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}
