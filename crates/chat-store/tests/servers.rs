//! Several servers over one place.

use std::collections::BTreeSet;
use std::time::Duration;

use chat_server::store::{Begun, LEASE, Position, Session, Store};

use crate::common::{begin, message, run, said, scope, session, stop, text};
use crate::engine::{Engine, over_both_engines};

async fn they_have_one_secret<E: Engine>(engine: E) {
    let (one, other) = (engine.open().await, engine.open().await);
    let secret = one.secret().await.unwrap();
    assert_eq!(other.secret().await.unwrap(), secret);
    assert_ne!(secret, [0; 32]);
}

async fn what_one_acknowledged_the_other_sees<E: Engine>(engine: E) {
    let (one, other) = (engine.open().await, engine.open().await);
    for n in 0..20 {
        let id = format!("ses-{n}");
        one.create_session(&scope(), &session(&id)).await.unwrap();
        let (turn, _) = begin(&other, &id, &message("hello", &["a"])).await;
        assert!(one.record(&turn, &text("hi")).await.unwrap());
        assert!(other.end_turn(&turn, &stop(), &run(), 0).await.unwrap());
        let found = one.session_with_events(&scope(), &id).await.unwrap();
        assert_eq!(found.unwrap().1, [said("hello"), text("hi"), stop()]);
        assert!(other.delete_session(&scope(), &id).await.unwrap());
        assert_eq!(one.session(&scope(), &id).await.unwrap(), None);
    }
}

/// Of the first messages that name different indexes, one locks the session, and each of the others is told so.
async fn the_lock_is_taken_once<E: Engine>(engine: E) {
    let stores = [engine.open().await, engine.open().await];
    for round in 0..10 {
        let id = format!("ses-{round}");
        let bound = Session {
            index_ids: Some(vec!["none of them".to_owned()]),
            ..session(&id)
        };
        stores[0].create_session(&scope(), &bound).await.unwrap();
        let tries = (0..8).map(|n| {
            let (store, id) = (stores[n % 2].clone(), id.clone());
            tokio::spawn(async move {
                let new = message("me", &[&format!("index-{n}")]);
                loop {
                    let begun = store.begin_turn(&scope(), &id, &new).await.unwrap();
                    if let Begun::Turn(_) = begun {
                        let turn = crate::common::turn(&id, &new);
                        store.end_turn(&turn, &stop(), &run(), 0).await.unwrap();
                        return (new.index_ids, None);
                    }
                    if let Begun::Locked(locked) = begun {
                        return (new.index_ids, Some(locked));
                    }
                }
            })
        });
        let mut outcomes = Vec::new();
        for attempt in tries.collect::<Vec<_>>() {
            outcomes.push(attempt.await.unwrap());
        }
        let found = stores[1].session_with_events(&scope(), &id).await.unwrap();
        let (found, events) = found.unwrap();
        let winner = found.index_ids.unwrap();
        for (named, locked) in outcomes {
            assert_eq!(locked.is_none(), named == winner, "{named:?}");
            assert!(locked.is_none_or(|locked| locked == winner));
        }
        assert_eq!(events, [said("me"), stop()]);
    }
}

/// However many try, a turn ends before the next one begins, and nothing that was recorded is lost or out of place.
async fn turns_follow_one_another<E: Engine>(engine: E) {
    let stores = [engine.open().await, engine.open().await];
    stores[0]
        .create_session(&scope(), &session("ses-1"))
        .await
        .unwrap();
    let talkers = (0..6).map(|n| {
        let store = stores[n % 2].clone();
        tokio::spawn(async move {
            for m in 0..5 {
                let prompt = format!("{n}.{m}");
                let new = message(&prompt, &["a"]);
                while store.begin_turn(&scope(), "ses-1", &new).await.unwrap() == Begun::Running {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                let turn = crate::common::turn("ses-1", &new);
                assert!(store.record(&turn, &text(&prompt)).await.unwrap());
                assert!(store.renew_turn(&turn).await.unwrap());
                assert!(store.end_turn(&turn, &stop(), &run(), 0).await.unwrap());
            }
        })
    });
    for talker in talkers.collect::<Vec<_>>() {
        talker.await.unwrap();
    }
    let found = stores[0].session_with_events(&scope(), "ses-1").await;
    let (_, events) = found.unwrap().unwrap();
    assert_eq!(events.len(), 6 * 5 * 3);
    let mut prompts = BTreeSet::new();
    for turn in events.chunks(3) {
        let chat_server::store::Event::UserInput(input) = &turn[0] else {
            panic!("{turn:?}");
        };
        assert_eq!(turn[1..], [text(&input.content), stop()]);
        assert!(prompts.insert(input.content.clone()), "twice: {turn:?}");
    }
}

async fn of_those_that_find_an_abandoned_turn_one_ends_it<E: Engine>(engine: E) {
    let stores = [engine.open().await, engine.open().await];
    stores[0]
        .create_session(&scope(), &session("ses-1"))
        .await
        .unwrap();
    let (left, _) = begin(&stores[0], "ses-1", &message("one", &["a"])).await;
    let by = (LEASE + Duration::from_secs(1)).as_millis();
    engine.change("turns", &format!("alive_at = alive_at - {by}"));

    let takers = (0..8).map(|n| {
        let (store, left) = (stores[n % 2].clone(), left.clone());
        tokio::spawn(async move {
            let found = store.abandoned_turns().await.unwrap();
            assert!(found.iter().all(|turn| turn.id == left), "{found:?}");
            store.end_turn(&left, &stop(), &run(), 0).await.unwrap()
        })
    });
    let mut ended = 0;
    for taker in takers.collect::<Vec<_>>() {
        ended += usize::from(taker.await.unwrap());
    }
    assert_eq!(ended, 1);
    // Its own server, which was only slow, learns of it.
    assert!(!stores[0].renew_turn(&left).await.unwrap());
    assert!(!stores[0].record(&left, &text("late")).await.unwrap());
    let found = stores[1].session_with_events(&scope(), "ses-1").await;
    assert_eq!(found.unwrap().unwrap().1, [said("one"), stop()]);
}

/// A session that is deleted while others write to it is gone, and no writer fails for it.
async fn deleting_and_writing_do_not_fail_each_other<E: Engine>(engine: E) {
    let stores = [engine.open().await, engine.open().await];
    for round in 0..10 {
        let id = format!("ses-{round}");
        stores[0]
            .create_session(&scope(), &session(&id))
            .await
            .unwrap();
        let (turn, _) = begin(&stores[0], &id, &message("x", &["a"])).await;
        let writing = tokio::spawn({
            let store = stores[0].clone();
            async move { while store.record(&turn, &text("more")).await.unwrap() {} }
        });
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert!(stores[1].delete_session(&scope(), &id).await.unwrap());
        writing.await.unwrap();
        assert_eq!(stores[0].session(&scope(), &id).await.unwrap(), None);
    }
}

async fn many_writers_lose_nothing<E: Engine>(engine: E) {
    let stores = [engine.open().await, engine.open().await];
    let writers = (0..16).map(|writer| {
        let store = stores[writer % 2].clone();
        tokio::spawn(async move {
            for n in 0..25 {
                let session = session(&format!("ses-{writer:02}-{n:02}"));
                store.create_session(&scope(), &session).await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let all = stores[0].list_sessions(&scope(), None, 1000).await.unwrap();
    let ids: Vec<_> = all.into_iter().map(|session| session.id).collect();
    let expected: Vec<_> = (0..16)
        .flat_map(|writer| (0..25).map(move |n| format!("ses-{writer:02}-{n:02}")))
        .collect();
    assert_eq!(ids, expected);
}

/// Pages that are asked of one server and the other in turn, while sessions come and go.
async fn a_cursor_holds_over_servers<E: Engine>(engine: E) {
    let stores = [engine.open().await, engine.open().await];
    for n in 0..40_i64 {
        let session = Session {
            // Four of each moment.
            updated_at: n / 4,
            ..session(&format!("ses-{n:02}"))
        };
        stores[0].create_session(&scope(), &session).await.unwrap();
    }
    let (mut seen, mut after, mut page) = (Vec::new(), None, 0);
    loop {
        let store = &stores[page % 2];
        let found = store.list_sessions(&scope(), after.as_ref(), 3).await;
        let found = found.unwrap();
        let Some(last) = found.last() else { break };
        after = Some(Position {
            updated_at: last.updated_at,
            id: last.id.clone(),
        });
        // A newer one, and the last of the page.
        let new = Session {
            updated_at: 1000,
            ..session(&format!("new-{page}"))
        };
        store.create_session(&scope(), &new).await.unwrap();
        assert!(store.delete_session(&scope(), &last.id).await.unwrap());
        seen.extend(found.into_iter().map(|session| session.id));
        page += 1;
    }
    let mut expected: Vec<_> = (0..40).map(|n| (-(n / 4), format!("ses-{n:02}"))).collect();
    expected.sort();
    let expected: Vec<_> = expected.into_iter().map(|(_, id)| id).collect();
    assert_eq!(seen, expected);
}

over_both_engines! {
    they_have_one_secret,
    what_one_acknowledged_the_other_sees,
    the_lock_is_taken_once,
    turns_follow_one_another,
    of_those_that_find_an_abandoned_turn_one_ends_it,
    deleting_and_writing_do_not_fail_each_other,
    many_writers_lose_nothing,
    a_cursor_holds_over_servers,
}
