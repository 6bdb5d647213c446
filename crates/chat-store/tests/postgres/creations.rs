//! Sessions that are created at once share a statement, but not their fates.

use chat_server::store::{Session, Store, StoreError};
use futures_util::future::join_all;

use super::open;
use crate::common::{scope, session};

#[tokio::test]
async fn those_at_once_are_all_kept_by_few_statements() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let store = open(&database.url()).await.unwrap();
    let sessions: Vec<_> = (0..64).map(|n| session(&format!("ses-{n}"))).collect();
    let scope = scope();
    let created = sessions.iter().map(|new| store.create_session(&scope, new));
    for created in join_all(created).await {
        created.unwrap();
    }
    for new in &sessions {
        let found = store.session(&scope, &new.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(new));
    }
    // Each transaction has a number, which its rows bear.
    database.execute(
        "DO $$ BEGIN
            ASSERT (SELECT count(*) = 64 AND count(DISTINCT xmin::TEXT) <= 8 FROM chat_sessions), 'too many statements';
        END $$",
    );
}

#[tokio::test]
async fn a_duplicate_id_costs_only_itself() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let store = open(&database.url()).await.unwrap();
    let twice = Session {
        title: Some("the second".to_owned()),
        ..session("ses-1")
    };
    let sessions = [session("ses-0"), session("ses-1"), twice, session("ses-2")];
    let scope = scope();
    let created = sessions.iter().map(|new| store.create_session(&scope, new));
    let created = join_all(created).await;
    let [Ok(()), Ok(()), Err(StoreError::Engine(_)), Ok(())] = created.as_slice() else {
        panic!("{created:?}");
    };
    for id in ["ses-0", "ses-1", "ses-2"] {
        let found = store.session(&scope, id).await.unwrap();
        assert_eq!(found, Some(session(id)));
    }
    store.close().await;
    let late = store.create_session(&scope, &session("ses-3")).await;
    assert!(matches!(late, Err(StoreError::Closed)), "{late:?}");
}
