//! Turns: one at a time, recorded as they go, and the lock.
use std::time::Duration;

use crate::common::{begin, event, message, run, said, scope, session, stop, text, turn};
use crate::engine::{Engine, over_both_engines};
use chat_server::store::{Begun, LEASE, Session, Store, StoreError, TurnId};
use uuid::Uuid;

async fn with_session<E: Engine>(engine: &E, session: Session) -> E::Store {
    let store = engine.open().await;
    store.create_session(&scope(), &session).await.unwrap();
    store
}

fn bound(indexes: &[&str]) -> Session {
    Session {
        index_ids: Some(indexes.iter().map(|id| (*id).to_owned()).collect()),
        ..session("ses-1")
    }
}

/// Makes it look as if a turn had not been renewed for this long.
fn age(engine: &impl Engine, by: Duration) {
    let by = by.as_millis();
    let set = format!("alive_at = alive_at - {by}, begun_at = begun_at - {by}");
    engine.change("turns", &set);
}

async fn a_turn_is_recorded_from_the_message_to_its_end<E: Engine>(engine: E) {
    let store = with_session(&engine, session("ses-1")).await;
    let first = message("hello", &["a"]);
    let (turn, history) = begin(&store, "ses-1", &first).await;
    assert_eq!(history, []);
    let call = event(r#"{"type":"tool_call","call_id":"c","name":"search","arguments":{"q":[1]}}"#);
    for event in [&call, &text("hi")] {
        assert!(store.record(&turn, event).await.unwrap());
    }
    assert!(store.renew_turn(&turn).await.unwrap());
    let at = first.at + 5;
    assert!(store.end_turn(&turn, &stop(), &run(), at).await.unwrap());
    drop(store);

    let store = engine.open().await;
    let found = store.session_with_events(&scope(), "ses-1").await.unwrap();
    let expected = Session {
        updated_at: at,
        title: Some("title: hello".into()),
        last_run: Some(run()),
        ..session("ses-1")
    };
    let events = vec![said("hello"), call, text("hi"), stop()];
    assert_eq!(found, Some((expected, events)));

    // What was said is what the next turn is told, and the title stays.
    let (_, history) = begin(&store, "ses-1", &message("and then?", &["b"])).await;
    assert_eq!(history, [said("hello"), text("hi")]);
    let found = store.session(&scope(), "ses-1").await.unwrap().unwrap();
    assert_eq!(
        (found.title.as_deref(), found.index_ids),
        (Some("title: hello"), None)
    );
}

async fn a_new_message_moves_a_session_only_forwards_in_time<E: Engine>(engine: E) {
    let store = with_session(&engine, session("ses-1")).await;
    let mut early = message("hello", &["a"]);
    early.at = 5;
    let (turn, _) = begin(&store, "ses-1", &early).await;
    store.end_turn(&turn, &stop(), &run(), 6).await.unwrap();
    let found = store.session(&scope(), "ses-1").await.unwrap().unwrap();
    assert_eq!(found.updated_at, session("ses-1").updated_at);
}

async fn the_latest_of_the_past_is_told<E: Engine>(engine: E) {
    let store = with_session(&engine, session("ses-1")).await;
    for n in 0..4 {
        let (turn, _) = begin(&store, "ses-1", &message(&format!("m{n}"), &["a"])).await;
        store.record(&turn, &text(&format!("t{n}"))).await.unwrap();
        store.end_turn(&turn, &stop(), &run(), 0).await.unwrap();
    }
    let mut last = message("last", &["a"]);
    last.history = 3;
    let (_, history) = begin(&store, "ses-1", &last).await;
    assert_eq!(history, [text("t2"), said("m3"), text("t3")]);
}

async fn a_session_has_one_turn_at_a_time<E: Engine>(engine: E) {
    let store = with_session(&engine, session("ses-1")).await;
    let (running, _) = begin(&store, "ses-1", &message("one", &["a"])).await;
    let second = message("two", &["a"]);
    let begun = store.begin_turn(&scope(), "ses-1", &second).await.unwrap();
    assert_eq!(begun, Begun::Running);
    store.end_turn(&running, &stop(), &run(), 0).await.unwrap();
    begin(&store, "ses-1", &second).await;

    let (_, events) = store
        .session_with_events(&scope(), "ses-1")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(events, [said("one"), stop(), said("two")]);
}

async fn of_many_that_begin_at_once_one_does<E: Engine>(engine: E) {
    let store = with_session(&engine, session("ses-1")).await;
    // As two servers over one file would.
    let other = engine.open().await;
    let tries = (0..32).map(|n| {
        let store = if n % 2 == 0 { &store } else { &other }.clone();
        tokio::spawn(async move {
            let new = message("me", &["a"]);
            store.begin_turn(&scope(), "ses-1", &new).await.unwrap()
        })
    });
    let mut begun = 0;
    for attempt in tries.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Begun::Turn(_) => begun += 1,
            other => assert_eq!(other, Begun::Running),
        }
    }
    assert_eq!(begun, 1);
}

async fn the_first_message_settles_the_indexes_and_locks_them<E: Engine>(engine: E) {
    let store = with_session(&engine, bound(&["a", "b"])).await;
    // Not yet locked: the message decides.
    let (turn, _) = begin(&store, "ses-1", &message("one", &["c", "b", "c"])).await;
    store.end_turn(&turn, &stop(), &run(), 0).await.unwrap();
    let indexes = async || {
        let found = store.session(&scope(), "ses-1").await.unwrap().unwrap();
        found.index_ids.unwrap()
    };
    assert_eq!(indexes().await, ["c", "b", "c"]);

    for other in [&["a"][..], &["b"], &["b", "c", "d"]] {
        let begun = store
            .begin_turn(&scope(), "ses-1", &message("two", other))
            .await
            .unwrap();
        let locked = ["c", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(begun, Begun::Locked(locked), "{other:?}");
    }
    // The same ones in another order.
    begin(&store, "ses-1", &message("three", &["b", "b", "c"])).await;
    assert_eq!(indexes().await, ["c", "b", "c"]);
    let (_, events) = store
        .session_with_events(&scope(), "ses-1")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(events, [said("one"), stop(), said("three")]);
}

async fn an_unbound_session_is_never_locked<E: Engine>(engine: E) {
    let empty = Session {
        index_ids: Some(vec![]),
        ..session("ses-2")
    };
    for unbound in [session("ses-1"), empty] {
        let store = with_session(&engine, unbound.clone()).await;
        for indexes in [&["a"][..], &["b", "c"]] {
            let (turn, _) = begin(&store, &unbound.id, &message("x", indexes)).await;
            store.end_turn(&turn, &stop(), &run(), 0).await.unwrap();
        }
        let found = store.session(&scope(), &unbound.id).await;
        assert_eq!(found.unwrap().unwrap().index_ids, unbound.index_ids);
    }
}

async fn what_is_not_there_takes_no_message<E: Engine>(engine: E) {
    let store = with_session(&engine, session("ses-1")).await;
    let elsewhere = chat_server::store::Scope {
        account: "other".into(),
        ..scope()
    };
    for (scope, id) in [(scope(), "ses-2"), (elsewhere, "ses-1")] {
        let new = message("x", &["a"]);
        let begun = store.begin_turn(&scope, id, &new).await.unwrap();
        assert_eq!(begun, Begun::NoSession);
    }
}

async fn a_turn_that_is_over_takes_nothing_more<E: Engine>(engine: E) {
    let store = with_session(&engine, session("ses-1")).await;
    let (over, _) = begin(&store, "ses-1", &message("one", &["a"])).await;
    assert!(store.end_turn(&over, &stop(), &run(), 0).await.unwrap());
    let (now, _) = begin(&store, "ses-1", &message("two", &["a"])).await;
    let never = TurnId {
        turn: Uuid::new_v4(),
        ..now.clone()
    };
    for turn in [&over, &never] {
        assert!(!store.record(turn, &text("late")).await.unwrap());
        assert!(!store.renew_turn(turn).await.unwrap());
        assert!(!store.end_turn(turn, &stop(), &run(), 0).await.unwrap());
    }
    assert!(store.renew_turn(&now).await.unwrap());
    let (_, events) = store
        .session_with_events(&scope(), "ses-1")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(events, [said("one"), stop(), said("two")]);
}

async fn a_turn_that_nobody_renews_is_abandoned<E: Engine>(engine: E) {
    let store = with_session(&engine, session("ses-1")).await;
    let first = message("one", &["a"]);
    let (left, _) = begin(&store, "ses-1", &first).await;
    assert_eq!(store.abandoned_turns().await.unwrap(), []);

    age(&engine, LEASE + Duration::from_secs(1));
    assert!(store.renew_turn(&left).await.unwrap());
    assert_eq!(store.abandoned_turns().await.unwrap(), [], "it was renewed");

    age(&engine, LEASE + Duration::from_secs(1));
    let abandoned = store.abandoned_turns().await.unwrap();
    assert_eq!(abandoned.len(), 1);
    assert_eq!(abandoned[0].id, left);
    // It began before it was aged the first time, and was heard of after that.
    assert!(abandoned[0].ran >= LEASE + Duration::from_secs(1));

    let second = message("two", &["a"]);
    let begun = store.begin_turn(&scope(), "ses-1", &second).await.unwrap();
    assert_eq!(begun, Begun::Abandoned(abandoned[0].clone()));
    assert!(store.end_turn(&left, &stop(), &run(), 0).await.unwrap());
    begin(&store, "ses-1", &second).await;
    assert!(!store.renew_turn(&left).await.unwrap());
}

async fn a_deleted_session_takes_its_turn_and_events_with_it<E: Engine>(engine: E) {
    let store = with_session(&engine, session("ses-1")).await;
    let (running, _) = begin(&store, "ses-1", &message("one", &["a"])).await;
    let elsewhere = chat_server::store::Scope {
        account: "other".into(),
        ..scope()
    };
    assert!(!store.delete_session(&elsewhere, "ses-1").await.unwrap());
    assert!(store.delete_session(&scope(), "ses-1").await.unwrap());
    assert!(!store.delete_session(&scope(), "ses-1").await.unwrap());
    assert!(!store.record(&running, &text("late")).await.unwrap());
    assert!(!store.end_turn(&running, &stop(), &run(), 0).await.unwrap());
    assert_eq!(store.session(&scope(), "ses-1").await.unwrap(), None);
    let found = store.session_with_events(&scope(), "ses-1").await.unwrap();
    assert_eq!(found, None);

    // One with the same id finds nothing of it.
    store
        .create_session(&scope(), &session("ses-1"))
        .await
        .unwrap();
    let found = store.session_with_events(&scope(), "ses-1").await.unwrap();
    assert_eq!(found, Some((session("ses-1"), vec![])));
    let (_, history) = begin(&store, "ses-1", &message("new", &["a"])).await;
    assert_eq!(history, []);
}

async fn an_event_of_a_newer_server_is_kept_as_it_is<E: Engine>(engine: E) {
    let store = with_session(&engine, session("ses-1")).await;
    let (turn, _) = begin(&store, "ses-1", &message("one", &["a"])).await;
    let json = r#"{"type":"chart","points":[1.5,null,{"x":"\u0000"}]}"#;
    assert!(store.record(&turn, &event(json)).await.unwrap());
    let (_, events) = store
        .session_with_events(&scope(), "ses-1")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(events, [said("one"), event(json)]);
}

async fn damage_is_told_as_damage<E: Engine>(engine: E) {
    let store = with_session(&engine, session("ses-1")).await;
    begin(&store, "ses-1", &message("one", &["a"])).await;
    let damaged = |error: StoreError| match error {
        StoreError::Damaged { what, .. } => what,
        other => panic!("{other:?}"),
    };
    engine.change("turns", "id = 'x'");
    let second = message("two", &["a"]);
    let begun = store.begin_turn(&scope(), "ses-1", &second).await;
    assert_eq!(damaged(begun.unwrap_err()), "turn");
    engine.change("events", "event = '{'");
    let found = store.session_with_events(&scope(), "ses-1").await;
    assert_eq!(damaged(found.unwrap_err()), "event");
    engine.execute(&format!("DELETE FROM {}secret", E::PREFIX));
    assert_eq!(damaged(store.secret().await.unwrap_err()), "secret");
    let unknown = turn("ses-1", &message("x", &["a"]));
    assert!(!store.renew_turn(&unknown).await.unwrap());
}

over_both_engines! {
    a_turn_is_recorded_from_the_message_to_its_end,
    a_new_message_moves_a_session_only_forwards_in_time,
    the_latest_of_the_past_is_told,
    a_session_has_one_turn_at_a_time,
    of_many_that_begin_at_once_one_does,
    the_first_message_settles_the_indexes_and_locks_them,
    an_unbound_session_is_never_locked,
    what_is_not_there_takes_no_message,
    a_turn_that_is_over_takes_nothing_more,
    a_turn_that_nobody_renews_is_abandoned,
    a_deleted_session_takes_its_turn_and_events_with_it,
    an_event_of_a_newer_server_is_kept_as_it_is,
    damage_is_told_as_damage,
}
