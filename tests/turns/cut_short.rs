//! Turns that end before their agent is done.

use std::time::Duration;

use chat_server::store::{Begun, LEASE, NewTurn, Scope, Store};
use serde_json::{Value, json};

use super::{data, detail, ended, message, say, session, types};
use crate::support::agent::{puppet, text};
use crate::support::{KEY, Server, server_with};

fn question() -> Value {
    json!({"prompt": "x", "index_ids": ["a"]})
}

fn assert_ended(detail: &Value, reason: &str) {
    let events = detail["events"].as_array().unwrap();
    let stop = events.last().unwrap();
    assert_eq!(stop["type"], "stop");
    assert_eq!(
        (&stop["is_error"], &stop["error"]),
        (&json!(true), &json!(reason))
    );
    let job = &detail["job_metadata"];
    assert_eq!(
        (&job["is_error"], &job["error"]),
        (&json!(true), &json!(reason))
    );
}

#[tokio::test]
async fn a_caller_that_disconnects_cancels_the_turn_and_what_was_complete_is_kept() {
    let (agent, hand) = puppet();
    let (server, _folder) = server_with(agent).await;
    let id = session(&server, json!(["a"])).await;
    let turn = hand.turn();
    let mut response = message(&server, &id, &question()).send().await.unwrap();
    turn.send(text("complete")).unwrap();
    turn.send(Ok(chat_agent::Output::TextDelta("incompl".into())))
        .unwrap();
    let mut told = String::new();
    while !told.contains("incompl") {
        let chunk = response.chunk().await.unwrap().unwrap();
        told.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    drop(response);
    // The agent is dropped with its turn, though it was not about to say anything.
    turn.closed().await;
    let detail = ended(&server, &id).await;
    assert_ended(
        &detail,
        "the caller disconnected before the answer was complete",
    );
    let events = detail["events"].as_array().unwrap();
    assert_eq!(types(events), ["user_input", "text", "stop"]);
    assert_eq!(events[1]["content"], "complete");
    // And the session takes another message at once.
    drop(hand.turn());
    say(&server, &id, "y", &["a"]).await;
}

#[tokio::test]
async fn a_session_deleted_in_the_middle_of_its_turn_ends_it() {
    let (agent, hand) = puppet();
    let (server, _folder) = server_with(agent).await;
    let id = session(&server, json!(["a"])).await;
    let turn = hand.turn();
    let response = message(&server, &id, &question()).send().await.unwrap();
    let deleted = server
        .request(reqwest::Method::DELETE, &format!("/api/v1/chat/{id}"))
        .bearer_auth(KEY);
    assert_eq!(deleted.send().await.unwrap().status(), 204);
    turn.send(text("too late")).unwrap();
    let told = data(&response.text().await.unwrap());
    assert_eq!(types(&told), ["stop"]);
    assert_eq!(told[0]["error"], "the session was deleted");
    assert_eq!(super::get(&server, &id).await.0, 404);
}

#[tokio::test]
async fn a_server_that_stops_ends_its_turns() {
    let (agent, hand) = puppet();
    let (first, folder) = server_with(agent).await;
    let id = session(&first, json!(["a"])).await;
    let turn = hand.turn();
    let response = message(&first, &id, &question()).send().await.unwrap();
    turn.send(text("complete")).unwrap();
    let server = first.server.clone();
    let (told, ()) = tokio::join!(response.text(), async {
        // Recorded before it stops.
        while detail(&first, &id).await["events"][1].is_null() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        server.stop().await;
    });
    let told = data(&told.unwrap());
    assert_eq!(types(&told), ["text", "stop"]);
    first.stop().await;

    let second = Server::start_in(folder.path()).await;
    let reason = "the server was stopped before the answer was complete";
    assert_ended(&detail(&second, &id).await, reason);
}

/// Begins a turn as a server does that is then killed.
async fn leave_a_turn(server: &Server, folder: &std::path::Path, id: &str, ago: Duration) {
    let scope = Scope {
        account: "default".into(),
        organization_id: None,
        project_id: None,
    };
    let turn = NewTurn {
        id: uuid::Uuid::new_v4(),
        prompt: "left".into(),
        index_ids: vec!["a".into()],
        title: None,
        at: 0,
        history: 0,
    };
    let begun = server.store.begin_turn(&scope, id, &turn).await.unwrap();
    assert_eq!(begun, Begun::Turn(vec![]));
    let file = rusqlite::Connection::open(folder.join("chat.db")).unwrap();
    let ago = i64::try_from(ago.as_millis()).unwrap();
    let sql = "UPDATE turns SET alive_at = alive_at - ?1, begun_at = begun_at - ?1 - 70";
    file.execute(sql, [ago]).unwrap();
}

#[tokio::test]
async fn a_turn_that_a_killed_server_left_is_ended_by_the_next_message() {
    let (agent, hand) = puppet();
    let (server, folder) = server_with(agent).await;
    let id = session(&server, json!(["a"])).await;
    leave_a_turn(&server, folder.path(), &id, LEASE / 2).await;
    // It may yet be alive.
    let refused = message(&server, &id, &question()).send().await.unwrap();
    assert_eq!(refused.status(), 409);

    leave_a_turn_alone(folder.path());
    drop(hand.turn());
    say(&server, &id, "next", &["a"]).await;
    let events = detail(&server, &id).await["events"].clone();
    let events = events.as_array().unwrap();
    assert_eq!(types(events), ["user_input", "stop", "user_input", "stop"]);
    assert_eq!(events[1]["error"], "the server that ran this turn is gone");
    assert_eq!(events[1]["usage"]["duration_ms"], json!(70.0));
}

/// Nobody has renewed it for longer than it may take.
fn leave_a_turn_alone(folder: &std::path::Path) {
    let file = rusqlite::Connection::open(folder.join("chat.db")).unwrap();
    let lease = i64::try_from(LEASE.as_millis()).unwrap();
    let sql = "UPDATE turns SET alive_at = alive_at - ?1, begun_at = begun_at - ?1";
    file.execute(sql, [lease]).unwrap();
}

#[tokio::test]
async fn a_turn_that_a_killed_server_left_is_ended_by_the_next_server() {
    let (agent, _hand) = puppet();
    let (server, folder) = server_with(agent).await;
    let id = session(&server, json!(["a"])).await;
    leave_a_turn(&server, folder.path(), &id, LEASE * 2).await;
    let tending = server.server.clone();
    let tending = tokio::spawn(async move { tending.tend().await });
    let detail = ended(&server, &id).await;
    assert_ended(&detail, "the server that ran this turn is gone");
    server.stop().await;
    tending.await.unwrap();
}
