//! Several servers over one database.

use std::num::NonZeroU32;
use std::sync::Arc;

use chat_agent::Agent;
use chat_server::{ChatServer, Connections, Limits};
use chat_store::PostgresStore;
use reqwest::Method;
use serde_json::{Value, json};
use test_postgres::Database;

use crate::support::agent::{parrot, puppet, text};
use crate::support::{KEY, Server, answer};
use crate::turns::{data, detail, ended, message, say, session, types};

type PostgresServer = Server<PostgresStore>;

async fn serve(url: &str, agent: Arc<dyn Agent>) -> PostgresServer {
    let connections = NonZeroU32::new(4).unwrap();
    let store = PostgresStore::open(url, connections).await.unwrap();
    let server = ChatServer::new(store, agent);
    Server::serve(server, Limits::default(), Connections::default()).await
}

async fn two(database: &Database, agent: &Arc<dyn Agent>) -> [PostgresServer; 2] {
    let url = database.url();
    [
        serve(&url, Arc::clone(agent)).await,
        serve(&url, Arc::clone(agent)).await,
    ]
}

async fn page(server: &PostgresServer, query: &str) -> (u16, Value) {
    let path = format!("/api/v1/chat{query}");
    answer(server.request(Method::GET, &path).bearer_auth(KEY)).await
}

fn ids(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|item| item["session_id"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn a_session_has_one_turn_whichever_server_is_asked() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let (agent, hand) = puppet();
    let [one, other] = two(&database, &agent).await;
    let id = session(&one, json!(["a"])).await;
    let turn = hand.turn();
    let body = json!({"prompt": "first", "index_ids": ["a"]});
    let running = message(&one, &id, &body).send().await.unwrap();
    let refused = message(&other, &id, &body).send().await.unwrap();
    assert_eq!(refused.status(), 409);
    assert_eq!(refused.headers()["x-should-retry"], "false");

    turn.send(text("done")).unwrap();
    drop(turn);
    running.text().await.unwrap();
    drop(hand.turn());
    say(&other, &id, "second", &["a"]).await;
    let events = detail(&one, &id).await["events"].clone();
    let events = events.as_array().unwrap();
    assert_eq!(
        types(events),
        ["user_input", "text", "stop", "user_input", "stop"]
    );
    assert_eq!(events[3]["content"], "second");
}

#[tokio::test]
async fn the_lock_and_the_history_are_the_sessions_and_no_servers() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let [one, other] = two(&database, &parrot()).await;
    let id = session(&one, json!(["a", "b"])).await;
    say(&one, &id, "first", &["b", "a"]).await;
    let body = json!({"prompt": "second", "index_ids": ["a"]});
    let (status, refusal) = answer(message(&other, &id, &body)).await;
    assert_eq!(status, 422);
    assert_eq!(refusal["detail"][0]["type"], "index_ids_locked");
    assert_eq!(
        refusal["detail"][0]["ctx"],
        json!({"index_ids": ["b", "a"]})
    );
    // The parrot says how many texts it was told: the prompt and its answer.
    let told = say(&other, &id, "second", &["a", "b"]).await;
    assert_eq!(told[3]["result"], json!({"told": 2}));
}

#[tokio::test]
async fn a_page_token_of_one_server_is_good_at_the_other() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let servers = two(&database, &parrot()).await;
    let mut made = Vec::new();
    for n in 0..7 {
        made.push(session(&servers[n % 2], json!(null)).await);
    }
    let (mut seen, mut query) = (Vec::new(), "?page_size=2".to_owned());
    for n in 0.. {
        let (status, page) = page(&servers[n % 2], &query).await;
        assert_eq!(status, 200, "{page}");
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        let Some(token) = page["next_page_token"].as_str() else {
            break;
        };
        query = format!("?page_size=2&page_token={token}");
        session(&servers[n % 2], json!(null)).await;
    }
    made.reverse();
    assert_eq!(seen, made);
}

#[tokio::test]
async fn a_session_deleted_at_one_server_ends_its_turn_at_the_other() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let (agent, hand) = puppet();
    let [one, other] = two(&database, &agent).await;
    let id = session(&one, json!(["a"])).await;
    let turn = hand.turn();
    let body = json!({"prompt": "x", "index_ids": ["a"]});
    let response = message(&one, &id, &body).send().await.unwrap();
    other.client().delete_session(&id).await.unwrap();
    turn.send(text("too late")).unwrap();
    let told = data(&response.text().await.unwrap());
    assert_eq!(types(&told), ["stop"]);
    assert_eq!(told[0]["error"], "the session was deleted");
}

#[tokio::test]
async fn a_server_that_stops_hands_its_sessions_over() {
    let Some(database) = test_postgres::database() else {
        return;
    };
    let (agent, hand) = puppet();
    let [one, other] = two(&database, &agent).await;
    let id = session(&one, json!(["a"])).await;
    let _turn = hand.turn();
    let body = json!({"prompt": "x", "index_ids": ["a"]});
    let response = message(&one, &id, &body).send().await.unwrap();
    let (told, ()) = tokio::join!(response.text(), one.end());
    assert_eq!(types(&data(&told.unwrap())), ["stop"]);
    // At once: nothing is waited for.
    ended(&other, &id).await;
    drop(hand.turn());
    say(&other, &id, "y", &["a"]).await;
}

#[tokio::test]
async fn while_the_database_is_away_calls_may_be_tried_again_and_then_succeed() {
    let Some(mut database) = test_postgres::server() else {
        return;
    };
    let (agent, hand) = puppet();
    let server = serve(&database.url("postgres"), agent).await;
    let id = session(&server, json!(["a"])).await;
    let turn = hand.turn();
    let body = json!({"prompt": "x", "index_ids": ["a"]});
    let mut response = message(&server, &id, &body).send().await.unwrap();
    turn.send(text("kept")).unwrap();
    let mut told = String::new();
    while !told.contains("kept") {
        let chunk = response.chunk().await.unwrap().unwrap();
        told.push_str(std::str::from_utf8(&chunk).unwrap());
    }

    database.kill();
    for request in [
        server.post(),
        server
            .request(Method::GET, &format!("/api/v1/chat/{id}"))
            .bearer_auth(KEY),
        message(&server, &id, &body),
    ] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 503);
        assert_eq!(response.headers()["retry-after"], "2");
        let body: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
        assert_eq!(body, json!({"detail": "Service Unavailable"}));
    }
    let health = server.request(Method::GET, "/health");
    assert_eq!(health.send().await.unwrap().status(), 503);
    // The turn cannot go on, for what it says could not be kept. It may have ended already, as it could not be renewed.
    let _ = turn.send(text("lost"));
    let rest = response.text().await;
    assert!(!rest.is_ok_and(|rest| rest.contains("lost")));

    database.start_again("");
    let (status, _) = answer(server.request(Method::GET, "/health")).await;
    assert_eq!(status, 200);
    // A client that tries again, as all do, has only waited.
    let client = chat_client::Client::builder()
        .api_key(KEY)
        .base_url(&server.base_url)
        .build()
        .unwrap();
    client.create_session().send().await.unwrap();
    let events = detail(&server, &id).await["events"].clone();
    assert_eq!(types(events.as_array().unwrap()), ["user_input", "text"]);
}
