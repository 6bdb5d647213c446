//! A database that goes away and comes back.

use std::time::Duration;

use chat_server::store::{Store, StoreError};

use super::open;
use crate::common::{begin, message, scope, session, text};

#[tokio::test]
async fn a_server_that_is_gone_is_told_and_found_again() {
    let Some(mut server) = test_postgres::server() else {
        return;
    };
    let store = open(&server.url("postgres")).await.unwrap();
    let kept = session("ses-1");
    store.create_session(&scope(), &kept).await.unwrap();
    let (turn, _) = begin(&store, "ses-1", &message("x", &["a"])).await;

    server.kill();
    let unavailable = |error: StoreError| match error {
        StoreError::Unavailable(unavailable) => unavailable.retry_after(),
        other => panic!("{other:?}"),
    };
    let asked = store.session(&scope(), "ses-1").await;
    assert!(unavailable(asked.unwrap_err()) > Duration::ZERO);
    let recorded = store.record(&turn, &text("lost")).await;
    unavailable(recorded.unwrap_err());
    unavailable(store.check().await.unwrap_err());

    server.start_again("");
    // Without another look at the URL, and with what was acknowledged.
    let found = store.session(&scope(), "ses-1").await.unwrap();
    assert_eq!(found.map(|session| session.id), Some(kept.id));
    assert!(store.record(&turn, &text("kept")).await.unwrap());
    let found = store.session_with_events(&scope(), "ses-1").await;
    let (_, events) = found.unwrap().unwrap();
    assert_eq!(events[1..], [text("kept")]);

    // One that is only to be read from now on, as a primary is that became a standby.
    server.kill();
    server.start_again("-c default_transaction_read_only=on");
    let created = store.create_session(&scope(), &session("ses-2")).await;
    unavailable(created.unwrap_err());
    assert_eq!(store.session(&scope(), "ses-2").await.unwrap(), None);
}

#[tokio::test]
async fn a_statement_that_waits_too_long_is_given_up_and_costs_no_other() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let url = format!("{}?options=-c%20lock_timeout%3D100", database.url());
    let store = open(&url).await.unwrap();
    store
        .create_session(&scope(), &session("ses-1"))
        .await
        .unwrap();
    let held = database.hold("UPDATE chat_sessions SET title = NULL");
    let deleted = store.delete_session(&scope(), "ses-1").await;
    assert!(
        matches!(deleted, Err(StoreError::Unavailable(_))),
        "{deleted:?}"
    );
    assert!(store.session(&scope(), "ses-1").await.unwrap().is_some());
    drop(held);
    assert!(store.delete_session(&scope(), "ses-1").await.unwrap());
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let store = open(&database.url()).await.unwrap();
    let clone = store.clone();
    store.close().await;
    store.close().await;
    assert!(matches!(clone.check().await, Err(StoreError::Closed)));
}
