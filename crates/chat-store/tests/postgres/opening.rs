//! Which databases are opened, and which are refused.

use chat_server::store::Store;
use chat_store::ConnectError;

use super::open;
use crate::common::{scope, session};

/// Opens a database that must be refused; what is said names it, and not the password.
async fn refused(url: &str) -> ConnectError {
    let error = open(url).await.expect_err("it was opened");
    let mut told = format!("{error:?}");
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = cause {
        told.push_str(&format!("\n{error}"));
        cause = error.source();
    }
    for secret in [test_postgres::PASSWORD, "password%20of", "wr0ng"] {
        assert!(!told.contains(secret), "{told}");
    }
    error
}

#[tokio::test]
async fn a_wrong_password_is_told() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let (_, rest) = database.url().split_once('@').map(own).unwrap();
    let error = refused(&format!("postgres://postgres:wr0ng@{rest}")).await;
    assert!(matches!(error, ConnectError::Denied { .. }), "{error:?}");
    let error = refused(&format!("postgres://nobody-here:wr0ng@{rest}")).await;
    assert!(matches!(error, ConnectError::Denied { .. }), "{error:?}");
    assert!(error.to_string().contains("nobody-here@"), "{error}");
}

fn own((one, other): (&str, &str)) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

#[tokio::test]
async fn a_database_that_is_not_there_is_told() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let error = refused(&database.url().replace("chat_test_", "chat_none_")).await;
    assert!(matches!(error, ConnectError::Missing { .. }), "{error:?}");
    assert!(error.to_string().contains("CREATE DATABASE"), "{error}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_at_once() {
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = refused(&format!("postgres://bob:wr0ng@{address}/chat")).await;
    assert!(
        matches!(error, ConnectError::Unreachable { .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains(&address.to_string()), "{error}");
}

#[tokio::test]
async fn a_connection_that_cannot_be_safe_is_not_made() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    // The server of the tests has no certificate.
    let error = refused(&format!("{}?sslmode=require", database.url())).await;
    assert!(matches!(error, ConnectError::Tls { .. }), "{error:?}");
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    open(&database.url()).await.unwrap();
    database.execute("UPDATE chat_schema SET version = 99");
    match refused(&database.url()).await {
        ConnectError::Newer { found, known, .. } => assert_eq!((found, known), (99, 1)),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn tables_of_somebody_else_are_left_alone() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    database.execute("CREATE TABLE chat_turns (mine TEXT)");
    let error = refused(&database.url()).await;
    assert!(
        matches!(error, ConnectError::Migration { version: 1, .. }),
        "{error:?}"
    );
    // Nothing of the migration is left behind.
    database.execute("INSERT INTO chat_turns VALUES ('x')");
    database
        .execute("CREATE TABLE chat_sessions (mine TEXT); CREATE TABLE chat_schema (mine TEXT)");
}

#[tokio::test]
async fn a_database_that_can_only_be_read_is_refused() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    open(&database.url()).await.unwrap();
    let url = format!(
        "{}?options=-c%20default_transaction_read_only%3Don",
        database.url()
    );
    let error = refused(&url).await;
    assert!(matches!(error, ConnectError::ReadOnly { .. }), "{error:?}");
}

#[tokio::test]
async fn a_user_that_may_not_make_tables_serves_once_they_are_there() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let (_, rest) = database.url().split_once('@').map(own).unwrap();
    let role = rest.rsplit_once('/').unwrap().1.replace("test", "role");
    database.execute(&format!("CREATE ROLE {role} LOGIN PASSWORD 'wr0ng'"));
    let url = format!("postgres://{role}:wr0ng@{rest}");
    let error = refused(&url).await;
    assert!(matches!(error, ConnectError::Forbidden { .. }), "{error:?}");

    open(&database.url()).await.unwrap();
    database.execute(&format!(
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    ));
    let store = open(&url).await.unwrap();
    let new = session("ses-1");
    store.create_session(&scope(), &new).await.unwrap();
    assert!(store.delete_session(&scope(), "ses-1").await.unwrap());
    store.close().await;
    database.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_start_at_once_make_the_tables_once() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let opening = (0..8).map(|_| {
        let url = database.url();
        tokio::spawn(async move { open(&url).await.unwrap() })
    });
    let mut secrets = Vec::new();
    for store in opening.collect::<Vec<_>>() {
        secrets.push(store.await.unwrap().secret().await.unwrap());
    }
    assert!(secrets.iter().all(|secret| *secret == secrets[0]));
    // 244 of its bits are random.
    assert!(
        secrets[0]
            .iter()
            .collect::<std::collections::BTreeSet<_>>()
            .len()
            > 8
    );
}

#[tokio::test]
async fn an_id_that_no_text_of_the_engine_can_be_is_found_nowhere() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let store = open(&database.url()).await.unwrap();
    assert_eq!(store.session(&scope(), "a\0b").await.unwrap(), None);
    assert!(!store.delete_session(&scope(), "\0").await.unwrap());
}
