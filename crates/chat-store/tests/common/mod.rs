//! What the tests share.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test program uses a part of it"
)]
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::path::{Path, PathBuf};
use std::time::Duration;

use chat_server::store::{Scope, Session, Store, StoreError};
use chat_store::SqliteStore;
use tempfile::TempDir;
use tokio::task::JoinHandle;

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
