//! The frames of a stream, as `curl -N` shows them.

use serde_json::json;

use super::{data, message, session};
use crate::support::agent::puppet;
use crate::support::{server, server_with};

#[tokio::test]
async fn a_turn_is_a_stream_of_named_events() {
    let (server, _folder) = server().await;
    let session = session(&server, json!(["a"])).await;
    let body = json!({"prompt": "Say <b>ü</b>\n", "index_ids": ["a"]});
    let response = message(&server, &session, &body).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["cache-control"], "no-cache");
    let frames = response.text().await.unwrap();

    let (head, stop) = frames.rsplit_once("event: message\n").unwrap();
    let expected = [
        ("delta", r#"{"type":"thinking_delta","content":"Well"}"#),
        ("message", r#"{"type":"thinking","content":"Well"}"#),
        (
            "message",
            r#"{"type":"tool_call","call_id":"call_1","name":"search","arguments":{"indexes":["a"]}}"#,
        ),
        (
            "message",
            r#"{"type":"tool_result","call_id":"call_1","name":"search","result":{"told":0},"image_attachment":null}"#,
        ),
        (
            "delta",
            r#"{"type":"text_delta","content":"Say <b>ü</b>\n"}"#,
        ),
        ("message", r#"{"type":"text","content":"Say <b>ü</b>\n"}"#),
    ];
    let expected = expected.map(|(name, data)| format!("event: {name}\ndata: {data}\n\n"));
    assert_eq!(head, expected.concat());
    let [stop] = data(stop).try_into().unwrap();
    assert!(stop["usage"]["duration_ms"].as_f64().unwrap() > 0.0);
    let mut rest = stop;
    rest["usage"]["duration_ms"] = json!(0);
    assert_eq!(
        rest,
        json!({
            "type": "stop", "is_error": false, "error": null,
            "usage": {"duration_ms": 0, "turns": 2, "total_input_tokens": 10, "total_output_tokens": 3},
        })
    );
}

#[tokio::test]
async fn a_frame_is_there_as_soon_as_its_event() {
    let (agent, hand) = puppet();
    let (server, _folder) = server_with(agent).await;
    let session = session(&server, json!(null)).await;
    let turn = hand.turn();
    let body = json!({"prompt": "x", "index_ids": ["a"]});
    let mut response = message(&server, &session, &body).send().await.unwrap();
    for word in ["one", "two"] {
        turn.send(Ok(chat_agent::Output::TextDelta(word.to_owned())))
            .unwrap();
        let frame = response.chunk().await.unwrap().unwrap();
        let expected =
            format!("event: delta\ndata: {{\"type\":\"text_delta\",\"content\":\"{word}\"}}\n\n");
        assert_eq!(frame, expected);
    }
}
