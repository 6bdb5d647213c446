//! The lock, and one turn at a time.

use serde_json::json;

use super::{detail, message, say, session, types};
use crate::support::agent::{puppet, text};
use crate::support::{answer, server, server_with};

#[tokio::test]
async fn other_indexes_are_refused_once_the_first_message_is_sent() {
    let (server, _folder) = server().await;
    let id = session(&server, json!(["a", "b"])).await;
    say(&server, &id, "one", &["b", "a"]).await;
    let before = detail(&server, &id).await;
    for other in [json!(["a"]), json!(["a", "b", "c"]), json!(["c"])] {
        let body = json!({"prompt": "two", "index_ids": other});
        let (status, refusal) = answer(message(&server, &id, &body)).await;
        assert_eq!(status, 422);
        let msg = refusal["detail"][0]["msg"].clone();
        assert!(msg.as_str().unwrap().contains("locked"), "{msg}");
        assert_eq!(
            refusal,
            json!({"detail": [{
                "type": "index_ids_locked", "loc": ["body", "index_ids"], "msg": msg,
                "input": other, "ctx": {"index_ids": ["b", "a"]},
            }]})
        );
    }
    assert_eq!(detail(&server, &id).await, before, "nothing was recorded");
    // The same set, told in another way.
    let told = say(&server, &id, "three", &["a", "b", "a"]).await;
    assert_eq!(types(&told).last(), Some(&"stop"));
}

#[tokio::test]
async fn the_first_message_may_still_name_others() {
    let (server, _folder) = server().await;
    let id = session(&server, json!(["a"])).await;
    say(&server, &id, "one", &["b"]).await;
    assert_eq!(detail(&server, &id).await["index_ids"], json!(["b"]));
    let body = json!({"prompt": "two", "index_ids": ["a"]});
    assert_eq!(answer(message(&server, &id, &body)).await.0, 422);
}

#[tokio::test]
async fn an_unbound_session_takes_the_indexes_of_each_message() {
    let (server, _folder) = server().await;
    for unbound in [json!(null), json!([])] {
        let id = session(&server, unbound.clone()).await;
        for indexes in [&["a"][..], &["b", "c"]] {
            let told = say(&server, &id, "x", indexes).await;
            assert_eq!(told[2]["arguments"]["indexes"], json!(indexes));
        }
        assert_eq!(detail(&server, &id).await["index_ids"], unbound);
    }
}

#[tokio::test]
async fn a_second_turn_at_the_same_time_is_refused_for_good() {
    let (agent, hand) = puppet();
    let (server, _folder) = server_with(agent).await;
    let id = session(&server, json!(["a"])).await;
    let turn = hand.turn();
    let body = json!({"prompt": "one", "index_ids": ["a"]});
    let running = message(&server, &id, &body).send().await.unwrap();
    let refused = message(&server, &id, &body).send().await.unwrap();
    assert_eq!(refused.status(), 409);
    // What the vendor's SDKs obey: without it they would send the message again and again.
    assert_eq!(refused.headers()["x-should-retry"], "false");
    let refused: serde_json::Value =
        serde_json::from_slice(&refused.bytes().await.unwrap()).unwrap();
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.contains("still running"), "{detail}");

    // The other session of the same account is not concerned.
    let other = session(&server, json!(["a"])).await;
    drop(hand.turn());
    say(&server, &other, "x", &["a"]).await;

    turn.send(text("done")).unwrap();
    drop(turn);
    running.text().await.unwrap();
    drop(hand.turn());
    say(&server, &id, "two", &["a"]).await;
    let events = super::detail(&server, &id).await["events"].clone();
    assert_eq!(
        types(events.as_array().unwrap()),
        ["user_input", "text", "stop", "user_input", "stop"]
    );
}

#[tokio::test]
async fn a_message_that_is_not_as_declared_is_refused_and_leaves_nothing() {
    let (server, _folder) = server().await;
    let id = session(&server, json!(["a"])).await;
    let missing = json!([["body", "index_ids"], ["body", "prompt"]]);
    for (body, loc) in [
        (json!({}), missing),
        (
            json!({"prompt": "x", "index_ids": []}),
            json!([["body", "index_ids"]]),
        ),
        (
            json!({"prompt": "x", "index_ids": null}),
            json!([["body", "index_ids"]]),
        ),
        (
            json!({"prompt": "x".repeat(1001), "index_ids": ["a"]}),
            json!([["body", "prompt"]]),
        ),
        (json!(null), json!([["body"]])),
    ] {
        let (status, refusal) = answer(message(&server, &id, &body)).await;
        assert_eq!(status, 422);
        let places = refusal["detail"].as_array().unwrap().iter();
        let places: Vec<_> = places.map(|fault| fault["loc"].clone()).collect();
        assert_eq!(json!(places), loc, "{refusal}");
    }
    let (status, _) = answer(message(&server, &id, &json!({})).body("")).await;
    assert_eq!(status, 422, "the body is required");
    assert_eq!(detail(&server, &id).await["events"], json!([]));
    // A thousand characters are not a thousand bytes.
    say(&server, &id, &"ü".repeat(1000), &["a"]).await;
}
