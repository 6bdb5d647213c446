//! What a turn leaves behind.

use chat_agent::{Message, Output, Role, Turn};
use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::json;
use std::sync::{Arc, Mutex};

use super::{detail, ended, get, message, say, session, types};
use crate::support::agent::{Answers, puppet, text};
use crate::support::{KEY, OTHER_KEY, Server, answer, server, server_with};

#[tokio::test]
async fn the_complete_events_are_the_sessions_history() {
    let (server, _folder) = server().await;
    let id = session(&server, json!(["a"])).await;
    let before = detail(&server, &id).await;
    assert_eq!(before["events"], json!([]));
    assert_eq!(before["generated_title"], json!(null));
    assert_eq!(before["job_metadata"], json!(null));

    let told = say(&server, &id, "First question", &["a"]).await;
    let after = detail(&server, &id).await;
    let events = after["events"].as_array().unwrap();
    assert_eq!(
        events[0],
        json!({"type": "user_input", "content": "First question"})
    );
    let complete: Vec<_> = told
        .into_iter()
        .filter(|event| !event["type"].as_str().unwrap().ends_with("_delta"))
        .collect();
    assert_eq!(events[1..], complete);
    assert_eq!(
        types(events),
        [
            "user_input",
            "thinking",
            "tool_call",
            "tool_result",
            "text",
            "stop"
        ]
    );
    assert!(after["last_updated_at"].as_str() > before["last_updated_at"].as_str());

    say(&server, &id, "Second question", &["a"]).await;
    let events = detail(&server, &id).await["events"].clone();
    assert_eq!(events.as_array().unwrap().len(), 12);
    assert_eq!(events[9]["result"], json!({"told": 2}));
}

#[tokio::test]
async fn an_agent_is_told_what_was_said_and_where_to_look() {
    let turns = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&turns);
    let agent = Answers(move |turn: Turn| {
        let answer = format!("answer {}", seen.lock().unwrap().len());
        seen.lock().unwrap().push(turn);
        stream::iter([text(&answer)]).boxed()
    });
    let (server, _folder) = server_with(Arc::new(agent)).await;
    let id = session(&server, json!(null)).await;
    say(&server, &id, "one", &["a"]).await;
    say(&server, &id, "two", &["b", "c"]).await;
    let said = |role, text: &str| Message {
        role,
        text: text.to_owned(),
    };
    assert_eq!(
        *turns.lock().unwrap(),
        [
            Turn {
                prompt: "one".into(),
                history: vec![],
                indexes: vec!["a".into()],
            },
            Turn {
                prompt: "two".into(),
                history: vec![said(Role::User, "one"), said(Role::Assistant, "answer 0")],
                indexes: vec!["b".into(), "c".into()],
            },
        ]
    );
}

#[tokio::test]
async fn the_first_message_makes_the_title() {
    let (server, _folder) = server().await;
    let id = session(&server, json!(["a"])).await;
    let first = "  What does the warranty\nof the pump cover, and how long does it last in Norway?";
    say(&server, &id, first, &["a"]).await;
    let expected = json!("What does the warranty of the pump cover, and how long does...");
    assert_eq!(detail(&server, &id).await["generated_title"], expected);
    say(&server, &id, "And in Sweden?", &["a"]).await;
    let (_, summary) = get(&server, &format!("{id}/summary")).await;
    assert_eq!(summary["generated_title"], expected);
}

#[tokio::test]
async fn a_message_with_nothing_in_it_makes_no_title_and_leaves_it_to_the_next() {
    let (server, _folder) = server().await;
    let id = session(&server, json!(["a"])).await;
    say(&server, &id, " \n", &["a"]).await;
    assert_eq!(detail(&server, &id).await["generated_title"], json!(null));
    say(&server, &id, "Well?", &["a"]).await;
    assert_eq!(
        detail(&server, &id).await["generated_title"],
        json!("Well?")
    );
}

#[tokio::test]
async fn job_metadata_is_the_last_runs() {
    let (agent, hand) = puppet();
    let (server, _folder) = server_with(agent).await;
    let id = session(&server, json!(["a"])).await;
    let usage = |turns, tokens| {
        Ok(Output::Usage(chat_agent::Usage {
            turns,
            input_tokens: tokens,
            output_tokens: tokens,
        }))
    };
    for (turns, tokens) in [(3, Some(7)), (1, None)] {
        let turn = hand.turn();
        turn.send(text("x")).unwrap();
        turn.send(usage(turns, tokens)).unwrap();
        drop(turn);
        let told = say(&server, &id, "x", &["a"]).await;
        let job = detail(&server, &id).await["job_metadata"].clone();
        let stop = told.last().unwrap();
        assert_eq!(
            job,
            json!({
                "duration_ms": stop["usage"]["duration_ms"], "turns": turns,
                "is_error": false, "error": null,
                "total_input_tokens": tokens, "total_output_tokens": tokens,
                "export_config_ids": null,
            })
        );
    }
}

#[tokio::test]
async fn a_failed_turn_says_so_in_its_stop_and_in_the_session() {
    let (agent, hand) = puppet();
    let (server, _folder) = server_with(agent).await;
    let id = session(&server, json!(["a"])).await;
    let turn = hand.turn();
    turn.send(text("half an ans")).unwrap();
    let secret = "http://10.0.0.7/v1 said: bad key";
    turn.send(Err(chat_agent::AgentError::Unreachable(secret.into())))
        .unwrap();
    drop(turn);
    let told = say(&server, &id, "x", &["a"]).await;
    assert_eq!(types(&told), ["text", "stop"]);
    assert_eq!(told[1]["is_error"], json!(true));
    assert_eq!(told[1]["error"], json!("the model cannot be reached"));
    let detail = detail(&server, &id).await;
    assert_eq!(detail["events"][2], told[1]);
    assert_eq!(detail["job_metadata"]["is_error"], json!(true));
    assert_eq!(detail["job_metadata"]["error"], told[1]["error"]);
    assert!(!detail.to_string().contains("10.0.0.7"));
    // And the session goes on.
    drop(hand.turn());
    assert_eq!(types(&say(&server, &id, "y", &["a"]).await), ["stop"]);
}

#[tokio::test]
async fn an_agent_that_panics_fails_its_turn_alone() {
    let agent = Answers(|turn: Turn| {
        stream::once(async move {
            assert!(turn.prompt != "panic", "on purpose");
            text("fine")
        })
        .boxed()
    });
    let (server, _folder) = server_with(Arc::new(agent)).await;
    let id = session(&server, json!(["a"])).await;
    let told = say(&server, &id, "panic", &["a"]).await;
    assert_eq!(told.last().unwrap()["error"], json!("the agent failed"));
    let told = say(&server, &id, "again", &["a"]).await;
    assert_eq!(types(&told), ["text", "stop"]);
    assert_eq!(told[1]["is_error"], json!(false));
}

#[tokio::test]
async fn what_is_deleted_is_gone_everywhere() {
    let (server, _folder) = server().await;
    let id = session(&server, json!(["a"])).await;
    say(&server, &id, "x", &["a"]).await;
    let delete = |key| {
        server
            .request(reqwest::Method::DELETE, &format!("/api/v1/chat/{id}"))
            .bearer_auth(key)
    };
    let gone = (404, json!({"detail": "Session not found"}));
    assert_eq!(answer(delete(OTHER_KEY)).await, gone, "it is not theirs");
    let response = delete(KEY).send().await.unwrap();
    assert_eq!(response.status(), 204);
    assert_eq!(response.bytes().await.unwrap(), "");

    let body = json!({"prompt": "x", "index_ids": ["a"]});
    assert_eq!(answer(message(&server, &id, &body)).await, gone);
    assert_eq!(get(&server, &id).await, gone);
    assert_eq!(get(&server, &format!("{id}/summary")).await, gone);
    assert_eq!(answer(delete(KEY)).await, gone);
    let list = server
        .request(reqwest::Method::GET, "/api/v1/chat")
        .bearer_auth(KEY);
    let (_, list) = answer(list).await;
    assert_eq!(list, json!({"items": [], "next_page_token": null}));
}

#[tokio::test]
async fn a_session_is_its_accounts_and_projects_alone() {
    let (server, _folder) = server().await;
    let id = session(&server, json!(["a"])).await;
    let project = uuid::Uuid::from_u128(7);
    let asked = |method, path: &str, key| {
        let path = format!("/api/v1/chat/{id}{path}");
        let request = server.request(method, &path).bearer_auth(key);
        request
            .header("content-type", "application/json")
            .body(r#"{"prompt":"x","index_ids":["a"]}"#)
    };
    use reqwest::Method;
    for (method, path) in [
        (Method::GET, ""),
        (Method::GET, "/summary"),
        (Method::DELETE, ""),
        (Method::POST, "/messages/stream"),
    ] {
        let elsewhere = format!("{path}?project_id={project}");
        for request in [
            asked(method.clone(), path, OTHER_KEY),
            asked(method.clone(), &elsewhere, KEY),
        ] {
            assert_eq!(answer(request).await.0, 404, "{method} {path}");
        }
    }
    assert_eq!(detail(&server, &id).await["events"], json!([]));
}

#[tokio::test]
async fn history_and_title_outlive_the_server() {
    let (agent, hand) = puppet();
    let (first, folder) = server_with(agent).await;
    let id = session(&first, json!(["a"])).await;
    let turn = hand.turn();
    turn.send(text("answer")).unwrap();
    drop(turn);
    say(&first, &id, "question", &["a"]).await;
    let before = ended(&first, &id).await;
    first.stop().await;
    let second = Server::start_in(folder.path()).await;
    assert_eq!(detail(&second, &id).await, before);
}
