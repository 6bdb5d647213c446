//! Writes share commits, but not their fates.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chat_server::store::{Session, Store, StoreError};
use chat_store::SqliteStore;
use rusqlite::ErrorCode;
use tokio::task::JoinHandle;

use crate::common::{home, scope, session};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_at_once_are_all_kept_in_fewer_commits() {
    let home = home();
    let store = SqliteStore::open(&home.path).unwrap();
    let before = commits(&home.path);
    let ids = (0..64).map(|n| format!("ses-{n}")).collect::<Vec<_>>();
    let sessions = ids.iter().map(|id| session(id)).collect();
    let results = write_together(&store, &home.path, sessions).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");

    // One for the write that held the others up and one for all 64; a straggler may cost another.
    let commits = commits(&home.path) - before;
    assert!((2..8).contains(&commits), "{commits} commits");

    store.close();
    let store = SqliteStore::open(&home.path).unwrap();
    for id in ids {
        assert!(store.session(&scope(), &id).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn an_idle_writer_commits_at_once() {
    let home = home();
    let store = SqliteStore::open(&home.path).unwrap();
    let before = commits(&home.path);
    for n in 0..5 {
        let session = session(&format!("ses-{n}"));
        store.create_session(&scope(), &session).await.unwrap();
        assert_eq!(commits(&home.path) - before, n + 1);
    }
}

#[tokio::test]
async fn a_duplicate_id_costs_only_itself() {
    let home = home();
    let store = SqliteStore::open(&home.path).unwrap();
    let before = commits(&home.path);
    let twice = Session {
        title: Some("the second".to_owned()),
        ..session("ses-1")
    };
    let batch = vec![session("ses-0"), session("ses-1"), twice, session("ses-2")];
    let results = write_together(&store, &home.path, batch).await;
    assert_eq!(commits(&home.path) - before, 2, "it was one batch");

    let [Ok(()), Ok(()), Err(error), Ok(())] = results.as_slice() else {
        panic!("{results:?}");
    };
    assert_eq!(code(error), Some(ErrorCode::ConstraintViolation));
    for id in ["ses-0", "ses-1", "ses-2"] {
        let found = store.session(&scope(), id).await.unwrap();
        assert_eq!(found, Some(session(id)));
    }
}

#[tokio::test]
async fn a_batch_that_fails_is_an_error_to_all_and_leaves_nothing() {
    let home = home();
    let store = SqliteStore::open(&home.path).unwrap();
    // The first makes the commit fail, by a key that is checked only then; the second ends the transaction, as the
    // engine does on a full disk.
    let traps = "
        CREATE TABLE trap (id REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER fail_commit AFTER INSERT ON sessions WHEN new.title = 'fail commit'
            BEGIN INSERT INTO trap VALUES ('nobody'); END;
        CREATE TRIGGER end_batch AFTER INSERT ON sessions WHEN new.title = 'end batch'
            BEGIN SELECT RAISE (ROLLBACK, 'gone'); END;";
    let file = rusqlite::Connection::open(&home.path).unwrap();
    file.execute_batch(traps).unwrap();

    for trap in ["fail commit", "end batch"] {
        let trapped = Session {
            title: Some(trap.to_owned()),
            ..session("ses-1")
        };
        let batch = vec![session("ses-0"), trapped, session("ses-2")];
        let results = write_together(&store, &home.path, batch).await;
        for result in &results {
            let error = result.as_ref().unwrap_err();
            assert_eq!(code(error), Some(ErrorCode::ConstraintViolation), "{trap}");
        }
        for id in ["ses-0", "ses-1", "ses-2"] {
            assert_eq!(store.session(&scope(), id).await.unwrap(), None, "{trap}");
        }
        let after = session(&format!("ses-after-{trap}"));
        store.create_session(&scope(), &after).await.unwrap();
        file.execute("DELETE FROM sessions WHERE id = 'ses-held'", [])
            .unwrap();
    }
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let home = home();
    let store = SqliteStore::open(&home.path).unwrap();
    let clone = store.clone();
    store
        .create_session(&scope(), &session("ses-1"))
        .await
        .unwrap();
    store.close();
    store.close();

    let created = clone.create_session(&scope(), &session("ses-2")).await;
    assert!(matches!(created, Err(StoreError::Closed)));
    let found = clone.session(&scope(), "ses-1").await;
    assert!(matches!(found, Err(StoreError::Closed)));
    assert!(matches!(clone.check().await, Err(StoreError::Closed)));

    let left = std::fs::read_dir(home.folder.path()).unwrap();
    let left = left
        .map(|entry| entry.unwrap().file_name())
        .collect::<Vec<_>>();
    assert_eq!(left, ["chat.db"], "the log was folded into the file");
}

#[tokio::test]
async fn closing_finishes_what_is_queued() {
    let home = home();
    let store = SqliteStore::open(&home.path).unwrap();
    let lock = rusqlite::Connection::open(&home.path).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let writes = (0..8)
        .map(|n| start(&store, session(&format!("ses-{n}"))))
        .collect::<Vec<_>>();
    tokio::time::sleep(Duration::from_millis(50)).await;

    let closing = std::thread::spawn({
        let store = store.clone();
        move || store.close()
    });
    while store.check().await.is_ok() {}
    lock.execute_batch("ROLLBACK").unwrap();
    drop(lock);
    for write in writes {
        write.await.unwrap().unwrap();
    }
    closing.join().unwrap();
}

#[tokio::test]
async fn a_write_whose_caller_stopped_waiting_is_still_done() {
    let home = home();
    let store = SqliteStore::open(&home.path).unwrap();
    let lock = rusqlite::Connection::open(&home.path).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    let write = start(&store, session("ses-1"));
    tokio::time::sleep(Duration::from_millis(50)).await;
    write.abort();
    assert!(write.await.unwrap_err().is_cancelled());
    lock.execute_batch("ROLLBACK").unwrap();
    drop(store);

    let store = SqliteStore::open(&home.path).unwrap();
    let found = store.session(&scope(), "ses-1").await.unwrap();
    assert!(found.is_some());
}

/// The engine's code, whether the error is one job's own or shared by a batch.
fn code(error: &StoreError) -> Option<ErrorCode> {
    let StoreError::Engine(source) = error else {
        panic!("{error:?}");
    };
    let shared = source
        .downcast_ref::<Arc<rusqlite::Error>>()
        .map(AsRef::as_ref);
    let own = source.downcast_ref::<rusqlite::Error>();
    own.or(shared).and_then(rusqlite::Error::sqlite_error_code)
}

/// Starts a write for each session while the file is locked, so that they wait together; then lets them go.
async fn write_together(
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

fn start(store: &SqliteStore, session: Session) -> JoinHandle<Result<(), StoreError>> {
    let store = store.clone();
    tokio::spawn(async move { store.create_session(&scope(), &session).await })
}

/// How many commits the log beside the file holds.
///
/// The log is a header of 32 bytes, then frames of a header of 24 bytes and a page; the frame that ends a commit has
/// the file's size in its second word, the others zero. A frame belongs to the log when it has the header's salt.
fn commits(path: &Path) -> usize {
    let log = std::fs::read(path.with_extension("db-wal")).unwrap();
    let word = |bytes: &[u8], at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    let page = word(&log, 8) as usize;
    log[32..]
        .chunks_exact(24 + page)
        .take_while(|frame| frame[8..16] == log[16..24])
        .filter(|frame| word(frame, 4) != 0)
        .count()
}
