//! What the tests share.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test program uses a part of it"
)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use chat_server::store::{
    Begun, Event, NewTurn, Run, Scope, Session, Store, StoreError, TurnId, UserInputEvent,
};
use chat_store::SqliteStore;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// A folder that goes with the test, and the store's file in it.
pub struct Home {
    pub folder: TempDir,
    pub path: PathBuf,
}

pub fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chat.db");
    Home { folder, path }
}

pub fn scope() -> Scope {
    Scope {
        account: "acme".to_owned(),
        organization_id: None,
        project_id: None,
    }
}

pub fn session(id: &str) -> Session {
    Session {
        id: id.to_owned(),
        updated_at: 1_764_000_000_123_456,
        title: None,
        index_ids: None,
        last_run: None,
    }
}

pub fn event(json: &str) -> Event {
    serde_json::from_str(json).unwrap()
}

pub fn said(content: &str) -> Event {
    Event::UserInput(UserInputEvent {
        content: content.to_owned(),
    })
}

pub fn text(content: &str) -> Event {
    event(&serde_json::json!({"type": "text", "content": content}).to_string())
}

pub fn stop() -> Event {
    event(
        r#"{"type":"stop","usage":{"turns":1,"duration_ms":2.5,"total_input_tokens":null,"total_output_tokens":null},"is_error":false,"error":null}"#,
    )
}

pub fn run() -> Run {
    Run {
        duration_ms: 2.5,
        turns: 1,
        error: None,
        input_tokens: None,
        output_tokens: Some(7),
        export_config_ids: None,
    }
}

pub fn message(prompt: &str, index_ids: &[&str]) -> NewTurn {
    NewTurn {
        id: Uuid::new_v4(),
        prompt: prompt.to_owned(),
        index_ids: index_ids.iter().map(|id| (*id).to_owned()).collect(),
        title: Some(format!("title: {prompt}")),
        at: 1_764_000_001_000_000,
        history: 100,
    }
}

pub fn turn(session: &str, turn: &NewTurn) -> TurnId {
    TurnId {
        session: session.to_owned(),
        turn: turn.id,
    }
}

/// Begins a turn that nothing is in the way of; gives its name and what was said before.
pub async fn begin(store: &SqliteStore, session: &str, new: &NewTurn) -> (TurnId, Vec<Event>) {
    match store.begin_turn(&scope(), session, new).await.unwrap() {
        Begun::Turn(history) => (turn(session, new), history),
        other => panic!("{other:?}"),
    }
}

/// Starts a write for each session while the file is locked, so that they wait together; then lets them go.
pub async fn write_together(
    store: &SqliteStore,
    path: &Path,
    sessions: Vec<Session>,
) -> Vec<Result<(), StoreError>> {
    let lock = rusqlite::Connection::open(path).unwrap();
    // The writer takes this one alone, and is held by it until the others have gathered.
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let held = start(store, session("ses-held"));
    tokio::time::sleep(Duration::from_millis(50)).await;

    let writes = sessions
        .into_iter()
        .map(|session| start(store, session))
        .collect::<Vec<_>>();
    tokio::time::sleep(Duration::from_millis(50)).await;
    lock.execute_batch("ROLLBACK").unwrap();

    held.await.unwrap().unwrap();
    let mut results = Vec::new();
    for write in writes {
        results.push(write.await.unwrap());
    }
    results
}

pub fn start(store: &SqliteStore, session: Session) -> JoinHandle<Result<(), StoreError>> {
    let store = store.clone();
    tokio::spawn(async move { store.create_session(&scope(), &session).await })
}

/// How many commits the log beside the file holds.
///
/// The log is a header of 32 bytes, then frames of a header of 24 bytes and a page; the frame that ends a commit has
/// the file's size in its second word, the others zero. A frame belongs to the log when it has the header's salt.
pub fn commits(path: &Path) -> usize {
    let log = std::fs::read(path.with_extension("db-wal")).unwrap();
    let word = |bytes: &[u8], at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    let page = word(&log, 8) as usize;
    log[32..]
        .chunks_exact(24 + page)
        .take_while(|frame| frame[8..16] == log[16..24])
        .filter(|frame| word(frame, 4) != 0)
        .count()
}
