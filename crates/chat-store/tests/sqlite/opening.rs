//! Which files are opened, which are refused, and what becomes of them.

use std::fs;
use std::path::Path;

use chat_server::store::Store;
use chat_store::{OpenError, SqliteStore};

use crate::common::{home, scope, session};

/// Opens a file that must be refused, and checks that it was not touched.
fn refused(path: &Path) -> OpenError {
    let before = fs::read(path).unwrap();
    let error = SqliteStore::open(path).expect_err("it was opened");
    assert!(fs::read(path).unwrap() == before, "it was changed");
    let message = error.to_string();
    assert!(message.contains(path.to_str().unwrap()), "{message}");
    assert!(message.contains("left untouched"), "{message}");
    error
}

#[tokio::test]
async fn a_file_of_an_earlier_schema_is_brought_up_to_date() {
    let home = home();
    let file = rusqlite::Connection::open(&home.path).unwrap();
    file.execute_batch(include_str!("../../migrations/sqlite/0001_sessions.sql"))
        .unwrap();
    file.execute_batch(
        "PRAGMA application_id = 0x43484154; PRAGMA user_version = 1;
         INSERT INTO sessions VALUES ('ses-old', 'acme', 'default', NULL, 5, 6, NULL, '[\"a\"]', NULL);",
    )
    .unwrap();
    file.close().unwrap();

    let store = SqliteStore::open(&home.path).unwrap();
    let (old, events) = store
        .session_with_events(&scope(), "ses-old")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (old.updated_at, old.index_ids, events),
        (6, Some(vec!["a".to_owned()]), vec![])
    );
    let secret = store.secret().await.unwrap();
    assert_ne!(secret, [0; 32]);
    drop(store);

    let store = SqliteStore::open(&home.path).unwrap();
    assert_eq!(store.secret().await.unwrap(), secret, "it is kept");
}

#[test]
fn a_newer_schema_is_refused() {
    let home = home();
    drop(SqliteStore::open(&home.path).unwrap());
    let file = rusqlite::Connection::open(&home.path).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    file.close().unwrap();
    match refused(&home.path) {
        OpenError::Newer { found, known, .. } => assert_eq!((found, known), (99, 2)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_newer_schema_that_is_only_in_the_log_is_refused() {
    let home = home();
    drop(SqliteStore::open(&home.path).unwrap());
    let file = rusqlite::Connection::open(&home.path).unwrap();
    file.pragma_update(None, "user_version", 99).unwrap();
    // Copied while it is open, as a crash would leave it.
    let log = home.path.with_extension("db-wal");
    let copy = home.folder.path().join("copy.db");
    fs::copy(&home.path, &copy).unwrap();
    fs::copy(&log, copy.with_extension("db-wal")).unwrap();
    assert!(matches!(refused(&copy), OpenError::Newer { found: 99, .. }));
    let left = fs::read(copy.with_extension("db-wal")).unwrap();
    assert!(left == fs::read(&log).unwrap(), "its log was changed");
}

#[test]
fn what_is_not_sqlite_is_refused() {
    let home = home();
    // A single byte is to the engine what an empty file is.
    for content in ["x\n", "just a note\n", &"a long note\n".repeat(2000)] {
        fs::write(&home.path, content).unwrap();
        assert!(matches!(refused(&home.path), OpenError::Unreadable { .. }));
    }
}

#[tokio::test]
async fn a_damaged_file_is_refused() {
    let home = home();
    let store = SqliteStore::open(&home.path).unwrap();
    for n in 0..100 {
        let session = session(&format!("ses-{n}"));
        store.create_session(&scope(), &session).await.unwrap();
    }
    drop(store);
    let whole = fs::read(&home.path).unwrap();

    fs::write(&home.path, &whole[..whole.len() / 2]).unwrap();
    assert!(matches!(refused(&home.path), OpenError::Unreadable { .. }));

    // The page of the schema, but for the file's header.
    let mut damaged = whole.clone();
    damaged[100..4096].fill(0xa5);
    fs::write(&home.path, damaged).unwrap();
    assert!(matches!(refused(&home.path), OpenError::Unreadable { .. }));
}

#[test]
fn a_file_of_another_program_is_refused() {
    let home = home();
    for setup in [
        "CREATE TABLE notes (text)",
        "PRAGMA application_id = 7",
        "PRAGMA user_version = 1",
        "PRAGMA journal_mode = wal; CREATE TABLE notes (text)",
    ] {
        let _ = fs::remove_file(&home.path);
        let file = rusqlite::Connection::open(&home.path).unwrap();
        file.execute_batch(setup).unwrap();
        file.close().unwrap();
        let error = refused(&home.path);
        assert!(matches!(error, OpenError::Foreign { .. }), "{setup}");
    }
}

#[test]
fn an_empty_file_becomes_a_store() {
    let home = home();
    fs::write(&home.path, "").unwrap();
    SqliteStore::open(&home.path).unwrap();
    // As a first start leaves it that ends before its migration.
    fs::remove_file(&home.path).unwrap();
    let file = rusqlite::Connection::open(&home.path).unwrap();
    file.pragma_update(None, "journal_mode", "wal").unwrap();
    file.close().unwrap();
    SqliteStore::open(&home.path).unwrap();
}

#[test]
fn a_place_that_cannot_be_written_is_an_error() {
    let home = home();
    fs::write(&home.path, "a file").unwrap();
    let error = SqliteStore::open(&home.path.join("chat.db")).unwrap_err();
    assert!(matches!(error, OpenError::Create { .. }), "{error:?}");
    let error = SqliteStore::open(home.folder.path()).unwrap_err();
    assert!(matches!(error, OpenError::Engine { .. }), "{error:?}");
    let error = SqliteStore::open(Path::new("")).unwrap_err();
    assert!(matches!(error, OpenError::Create { .. }), "{error:?}");
}

#[tokio::test]
async fn a_name_with_a_meaning_to_the_engine_is_just_a_file() {
    let home = home();
    for name in [":memory:", "file:chat.db?mode=memory", "a%20b#c"] {
        let path = home.folder.path().join(name);
        let store = SqliteStore::open(&path).unwrap();
        store
            .create_session(&scope(), &session("ses-1"))
            .await
            .unwrap();
        drop(store);
        assert!(fs::metadata(&path).unwrap().len() > 0, "{name}");
    }
}

#[tokio::test]
async fn stores_that_open_a_new_file_at_once_share_it() {
    let home = home();
    let stores = std::thread::scope(|scope| {
        let opening = (0..8)
            .map(|_| scope.spawn(|| SqliteStore::open(&home.path).unwrap()))
            .collect::<Vec<_>>();
        opening
            .into_iter()
            .map(|opening| opening.join().unwrap())
            .collect::<Vec<_>>()
    });
    for (n, store) in stores.iter().enumerate() {
        let session = session(&format!("ses-{n}"));
        store.create_session(&scope(), &session).await.unwrap();
    }
    for n in 0..stores.len() {
        let found = stores[0].session(&scope(), &format!("ses-{n}")).await;
        assert!(found.unwrap().is_some());
    }
}

#[cfg(unix)]
#[test]
fn what_is_created_is_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let home = home();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    fs::set_permissions(home.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let path = home.folder.path().join("new/deep/chat.db");
    let _store = SqliteStore::open(&path).unwrap();
    assert_eq!(mode(home.folder.path()), 0o755, "what exists stays");
    assert_eq!(mode(&home.folder.path().join("new")), 0o700);
    assert_eq!(mode(&home.folder.path().join("new/deep")), 0o700);
    for side in ["db", "db-wal", "db-shm"] {
        assert_eq!(mode(&path.with_extension(side)), 0o600, "{side}");
    }
}
