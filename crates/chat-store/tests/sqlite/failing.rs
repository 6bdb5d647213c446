//! A file that takes nothing for a while.

use std::time::Duration;

use chat_server::store::{Store, StoreError};
use chat_store::SqliteStore;

use crate::common::{home, scope, session};

#[tokio::test]
async fn a_file_that_another_process_holds_is_told_as_unavailable_and_costs_nothing() {
    let home = home();
    let store = SqliteStore::open(&home.path).unwrap();
    let lock = rusqlite::Connection::open(&home.path).unwrap();
    lock.execute_batch("BEGIN IMMEDIATE").unwrap();
    // Longer than a writer waits.
    let created = store.create_session(&scope(), &session("ses-1")).await;
    match created {
        Err(StoreError::Unavailable(why)) => assert!(why.retry_after() > Duration::ZERO),
        other => panic!("{other:?}"),
    }
    // Readers are not held up.
    assert_eq!(store.session(&scope(), "ses-1").await.unwrap(), None);
    lock.execute_batch("ROLLBACK").unwrap();
    store
        .create_session(&scope(), &session("ses-1"))
        .await
        .unwrap();
}
