//! A server whose answers never come.

use std::path::Path;
use std::sync::Arc;

use chat_agent::{Agent, AgentError, Output, Turn};
use chat_server::store::{Scope, Session, Store as _};
use chat_server::{ChatServer, Connections, KeyRing, Limits, app, serve};
use chat_store::SqliteStore;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use tokio::net::TcpListener;

/// How many sessions are made at the same time.
const AT_ONCE: usize = 100;

/// Never answers.
struct Silent;

impl Agent for Silent {
    fn run(&self, _: Turn) -> BoxStream<'static, Result<Output, AgentError>> {
        stream::pending().boxed()
    }
}

/// Serves so many sessions, until it is killed.
pub(crate) fn run(folder: &Path, sessions: usize) -> anyhow::Result<()> {
    rlimit::increase_nofile_limit(u64::MAX)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(serve_silently(folder, sessions))
}

async fn serve_silently(folder: &Path, sessions: usize) -> anyhow::Result<()> {
    let store = SqliteStore::open(&folder.join("chat.db"))?;
    let mut made = stream::iter(0..sessions)
        .map(|n| keep(&store, n))
        .buffer_unordered(AT_ONCE);
    while let Some(made) = made.next().await {
        made?;
    }
    drop(made);
    let mut keys = KeyRing::new();
    keys.add(crate::KEY)?;
    let server = ChatServer::new(store, Arc::new(Silent));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("listening on http://{}", listener.local_addr()?);
    let app = app(server, keys, Limits::default());
    serve(
        listener,
        app,
        Connections::default(),
        std::future::pending(),
    )
    .await;
    Ok(())
}

async fn keep(store: &SqliteStore, n: usize) -> anyhow::Result<()> {
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
    store.create_session(&scope, &session).await?;
    Ok(())
}
