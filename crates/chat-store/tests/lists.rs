//! Lists: the latest updated first, page by page.

use crate::common::{scope, session};
use crate::engine::{Engine, over_both_engines};
use chat_server::store::{Position, Scope, Session, Store};
use uuid::Uuid;

fn at(id: &str, updated_at: i64) -> Session {
    Session {
        updated_at,
        ..session(id)
    }
}

fn position(session: &Session) -> Position {
    Position {
        updated_at: session.updated_at,
        id: session.id.clone(),
    }
}

fn ids(sessions: &[Session]) -> Vec<&str> {
    sessions.iter().map(|session| &*session.id).collect()
}

async fn pages_follow_one_another_and_ties_are_told_apart<E: Engine>(engine: E) {
    let store = engine.open().await;
    for (id, updated_at) in [("d", 2), ("a", 3), ("c", 2), ("b", 2), ("e", 1)] {
        store
            .create_session(&scope(), &at(id, updated_at))
            .await
            .unwrap();
    }
    let all = store.list_sessions(&scope(), None, 100).await.unwrap();
    assert_eq!(ids(&all), ["a", "b", "c", "d", "e"]);
    for size in 1..=6 {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store
                .list_sessions(&scope(), after.as_ref(), size)
                .await
                .unwrap();
            assert!(page.len() <= size);
            let Some(last) = page.last() else { break };
            after = Some(position(last));
            seen.extend(page);
        }
        assert_eq!(seen, all, "{size} a page");
    }
}

async fn a_page_stands_while_sessions_come_and_go<E: Engine>(engine: E) {
    let store = engine.open().await;
    for n in 0..6 {
        store
            .create_session(&scope(), &at(&format!("s{n}"), n))
            .await
            .unwrap();
    }
    let first = store.list_sessions(&scope(), None, 2).await.unwrap();
    assert_eq!(ids(&first), ["s5", "s4"]);
    // A newer one, and the very one that the page ended with.
    store.create_session(&scope(), &at("new", 9)).await.unwrap();
    store.delete_session(&scope(), "s4").await.unwrap();
    store.delete_session(&scope(), "s2").await.unwrap();
    let second = store
        .list_sessions(&scope(), Some(&position(&first[1])), 2)
        .await
        .unwrap();
    assert_eq!(ids(&second), ["s3", "s1"]);
}

async fn a_list_has_what_could_be_found_one_by_one<E: Engine>(engine: E) {
    let store = engine.open().await;
    let scope = |account: &str, organization: Option<u128>, project: Option<u128>| Scope {
        account: account.to_owned(),
        organization_id: organization.map(Uuid::from_u128),
        project_id: project.map(Uuid::from_u128),
    };
    let scopes = [
        scope("acme", None, None),
        scope("acme", Some(1), None),
        scope("acme", None, Some(7)),
        scope("acme", Some(1), Some(7)),
        scope("acme", Some(2), Some(7)),
        scope("other", None, None),
    ];
    for (n, scope) in scopes.iter().enumerate() {
        store
            .create_session(scope, &session(&format!("s{n}")))
            .await
            .unwrap();
    }
    for asked in &scopes {
        let list = store.list_sessions(asked, None, 100).await.unwrap();
        let mut found = Vec::new();
        for n in 0..scopes.len() {
            found.extend(store.session(asked, &format!("s{n}")).await.unwrap());
        }
        assert!(!found.is_empty());
        assert_eq!(list, found, "{asked:?}");
    }
}

over_both_engines! {
    pages_follow_one_another_and_ties_are_told_apart,
    a_page_stands_while_sessions_come_and_go,
    a_list_has_what_could_be_found_one_by_one,
}
