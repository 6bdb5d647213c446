//! Long streams, and readers that stand still.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chat_agent::{Agent, Output, Turn};
use chat_client::types::Event;
use chat_server::{ChatServer, Connections, Limits};
use chat_store::SqliteStore;
use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::json;

use super::{ended, message, session};
use crate::support::Server;
use crate::support::agent::Answers;

/// How many events a long answer has.
const MANY: usize = 100_000;

/// How much is on its way at most: the buffers of the sockets, which the system sizes, and a few events more.
const ON_ITS_WAY: usize = 16 * 1024 * 1024;

/// An agent that gives events of a size, and how many it was asked for.
fn counting(size: usize) -> (Arc<dyn Agent>, Arc<AtomicUsize>) {
    let said = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&said);
    let agent = Answers(move |_: Turn| {
        let counter = Arc::clone(&counter);
        stream::iter(0..MANY)
            .map(move |_| {
                counter.fetch_add(1, Ordering::Relaxed);
                Ok(Output::TextDelta("x".repeat(size)))
            })
            .boxed()
    });
    (Arc::new(agent), said)
}

async fn serve(agent: Arc<dyn Agent>, patience: Duration) -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("chat.db")).unwrap();
    let server = ChatServer::with_patience(store, agent, patience);
    let server = Server::serve(server, Limits::default(), Connections::default()).await;
    (server, folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_reads_a_long_stream_and_the_server_is_never_far_ahead() {
    // A kilobyte each: all of them together are far more than may be on their way.
    let (agent, said) = counting(1024);
    let (server, _folder) = serve(agent, Duration::from_secs(300)).await;
    let id = session(&server, json!(["a"])).await;
    let client = server.client();
    let mut events = client.stream(&id, "x").send().await.unwrap();
    let (mut read, mut stopped) = (0, false);
    while let Some(event) = events.try_next().await.unwrap() {
        match event {
            Event::TextDelta(_) => read += 1,
            Event::Stop(stop) => stopped = !stop.is_error,
            other => panic!("{other:?}"),
        }
        let ahead = said.load(Ordering::Relaxed) - read;
        assert!(ahead * 1024 < ON_ITS_WAY, "{ahead} events are on their way");
    }
    assert_eq!((read, stopped), (MANY, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_stands_still_holds_the_agent_up_and_in_the_end_loses_its_turn() {
    let (agent, said) = counting(1024);
    let (server, _folder) = serve(agent, Duration::from_secs(1)).await;
    let id = session(&server, json!(["a"])).await;
    let body = json!({"prompt": "x", "index_ids": ["a"]});
    let response = message(&server, &id, &body).send().await.unwrap();
    let detail = ended(&server, &id).await;
    let told = said.load(Ordering::Relaxed);
    assert!(
        told * 1024 < ON_ITS_WAY,
        "{told} events were taken from the agent"
    );
    let reason = "the caller did not read on for 1 s";
    assert_eq!(detail["events"][1]["error"], reason);
    assert_eq!(detail["job_metadata"]["error"], reason);
    drop(response);
}
