//! What is kept is found again, as it was and only where it belongs.

use crate::common::{scope, session};
use crate::engine::{Engine, over_both_engines};
use chat_server::store::{Run, Scope, Session, Store, StoreError};
use uuid::Uuid;

async fn a_session_is_found_after_the_store_was_reopened<E: Engine>(engine: E) {
    let kept = Session {
        title: Some("Überschrift \u{1f600} with \0 and 'quotes'".to_owned()),
        index_ids: Some(vec!["idx-1".to_owned(), "idx-\"2\"".to_owned()]),
        ..session("ses-1")
    };
    let store = engine.open().await;
    store.create_session(&scope(), &kept).await.unwrap();
    let found = store.session(&scope(), "ses-1").await.unwrap();
    assert_eq!(found.as_ref(), Some(&kept));
    drop(store);

    let store = engine.open().await;
    let found = store.session(&scope(), "ses-1").await.unwrap();
    assert_eq!(found, Some(kept));
    assert_eq!(store.session(&scope(), "ses-2").await.unwrap(), None);
    store.check().await.unwrap();
}

async fn every_field_of_a_run_is_kept<E: Engine>(engine: E) {
    let store = engine.open().await;
    let full = Run {
        // Each needs all the digits that a float has.
        duration_ms: 1_234.567_890_123_456_7,
        turns: i64::MAX,
        error: Some("the model \"left\"\n".to_owned()),
        input_tokens: Some(i64::MIN),
        output_tokens: Some(0),
        export_config_ids: Some(vec!["exp-1".to_owned(), String::new()]),
    };
    let empty = Run {
        duration_ms: 5e-324,
        turns: 0,
        error: None,
        input_tokens: None,
        output_tokens: None,
        export_config_ids: None,
    };
    let listed = Run {
        duration_ms: 122.416_294_033_786_58,
        export_config_ids: Some(vec![]),
        ..empty.clone()
    };
    for (id, run) in [("ses-1", full), ("ses-2", empty), ("ses-3", listed)] {
        let kept = Session {
            last_run: Some(run),
            ..session(id)
        };
        store.create_session(&scope(), &kept).await.unwrap();
        assert_eq!(store.session(&scope(), id).await.unwrap(), Some(kept));
    }
}

async fn a_run_that_would_not_come_back_is_refused<E: Engine>(engine: E) {
    let store = engine.open().await;
    let run = Run {
        duration_ms: f64::NAN,
        turns: 0,
        error: None,
        input_tokens: None,
        output_tokens: None,
        export_config_ids: None,
    };
    let session = Session {
        last_run: Some(run),
        ..session("ses-1")
    };
    let result = store.create_session(&scope(), &session).await;
    assert!(matches!(result, Err(StoreError::Engine(_))));
    assert_eq!(store.session(&scope(), "ses-1").await.unwrap(), None);
}

async fn unbound_is_not_bound_to_none<E: Engine>(engine: E) {
    let store = engine.open().await;
    for (id, index_ids) in [("ses-1", None), ("ses-2", Some(vec![]))] {
        let kept = Session {
            index_ids,
            ..session(id)
        };
        store.create_session(&scope(), &kept).await.unwrap();
        assert_eq!(store.session(&scope(), id).await.unwrap(), Some(kept));
    }
}

async fn a_session_is_found_only_where_it_belongs<E: Engine>(engine: E) {
    let store = engine.open().await;
    let scope = |account: &str, organization: Option<u128>, project: Option<u128>| Scope {
        account: account.to_owned(),
        organization_id: organization.map(Uuid::from_u128),
        project_id: project.map(Uuid::from_u128),
    };
    let keep = [
        ("ses-default", scope("acme", None, None)),
        ("ses-org", scope("acme", Some(1), None)),
        ("ses-project", scope("acme", None, Some(7))),
        ("ses-both", scope("acme", Some(1), Some(7))),
    ];
    for (id, scope) in &keep {
        store.create_session(scope, &session(id)).await.unwrap();
    }
    let asked = [
        (scope("acme", None, None), vec!["ses-default"]),
        (scope("acme", Some(1), None), vec!["ses-org"]),
        (scope("acme", Some(2), None), vec![]),
        (
            scope("acme", None, Some(7)),
            vec!["ses-project", "ses-both"],
        ),
        (
            scope("acme", Some(1), Some(7)),
            vec!["ses-project", "ses-both"],
        ),
        (scope("acme", Some(2), Some(7)), vec!["ses-project"]),
        (scope("acme", None, Some(8)), vec![]),
        (scope("acme", Some(1), Some(8)), vec![]),
        (scope("other", None, None), vec![]),
        (scope("other", Some(1), Some(7)), vec![]),
    ];
    for (scope, expected) in asked {
        let mut found = Vec::new();
        for (id, _) in &keep {
            found.extend(store.session(&scope, id).await.unwrap().map(|_| *id));
        }
        assert_eq!(found, expected, "{scope:?}");
    }
}

async fn what_cannot_be_read_back_is_reported_as_damaged<E: Engine>(engine: E) {
    let store = engine.open().await;
    for (column, expected) in [("index_ids", "index list"), ("last_run", "last run")] {
        let id = format!("ses-{column}");
        store.create_session(&scope(), &session(&id)).await.unwrap();
        let damage = format!("{column} = '{{\"turns\":' WHERE id = '{id}'");
        engine.change("sessions", &damage);
        match store.session(&scope(), &id).await {
            Err(StoreError::Damaged { what, .. }) => assert_eq!(what, expected),
            other => panic!("{other:?}"),
        }
    }
    store.check().await.unwrap();
}

/// Many writes at once share a commit, or a statement.
async fn one_that_fails_costs_no_other<E: Engine>(engine: E) {
    let store = engine.open().await;
    store
        .create_session(&scope(), &session("ses-07"))
        .await
        .unwrap();
    let writes = (0..40).map(|n| {
        let store = store.clone();
        let session = session(&format!("ses-{n:02}"));
        tokio::spawn(async move { store.create_session(&scope(), &session).await })
    });
    for (n, write) in writes.collect::<Vec<_>>().into_iter().enumerate() {
        let written = write.await.unwrap();
        assert_eq!(written.is_ok(), n != 7, "{n}: {written:?}");
    }
    drop(store);

    let all = engine
        .open()
        .await
        .list_sessions(&scope(), None, 1000)
        .await;
    assert_eq!(all.unwrap().len(), 40);
}

over_both_engines! {
    a_session_is_found_after_the_store_was_reopened,
    every_field_of_a_run_is_kept,
    a_run_that_would_not_come_back_is_refused,
    unbound_is_not_bound_to_none,
    a_session_is_found_only_where_it_belongs,
    what_cannot_be_read_back_is_reported_as_damaged,
    one_that_fails_costs_no_other,
}
