//! Answers that come to their end, and what was asked for them.

use std::sync::Arc;
use std::time::Duration;

use chat_agent::{Agent, Message, Output, Role, Usage};
use futures_util::{StreamExt, TryStreamExt};
use serde_json::json;

use crate::stand_in::{self, StandIn, Step, done, event, head, raw, stop, text, usage};
use crate::{KEY, Shelf, agent, delta, passage, run, turn};

fn used(turns: i64, input: Option<i64>, output: Option<i64>) -> Output {
    Output::Usage(Usage {
        turns,
        input_tokens: input,
        output_tokens: output,
    })
}

#[tokio::test]
async fn a_plain_answer_is_streamed_and_counted() {
    let stand_in = StandIn::start(vec![vec![
        head(),
        event(
            json!({"role": "assistant", "content": "", "refusal": null}),
            None,
        ),
        text("Two "),
        raw(": keep-alive\n\n"),
        text("years."),
        stop(),
        usage(12, 3),
        done(),
    ]])
    .await;
    let mut asked = turn("How long?", &[]);
    asked.history = vec![
        Message {
            role: Role::User,
            text: "Hello".to_owned(),
        },
        Message {
            role: Role::Assistant,
            text: "Hello yourself".to_owned(),
        },
    ];
    let (outputs, failure) = run(&stand_in, asked).await;
    assert!(failure.is_none(), "{failure:?}");
    assert_eq!(
        outputs,
        [
            delta("Two "),
            delta("years."),
            Output::Text("Two years.".to_owned()),
            used(1, Some(12), Some(3)),
        ]
    );

    let [request] = stand_in.received().try_into().unwrap();
    assert_eq!(request.line, "POST /v1/chat/completions HTTP/1.1");
    assert_eq!(
        request.header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("accept"), Some("text/event-stream"));
    let mut body = request.body;
    let system = body["messages"][0].take();
    assert_eq!(system["role"], "system");
    assert_eq!(
        body,
        json!({
            "model": "m-1",
            "stream": true,
            "stream_options": {"include_usage": true},
            "messages": [
                null,
                {"role": "user", "content": "Hello"},
                {"role": "assistant", "content": "Hello yourself"},
                {"role": "user", "content": "How long?"},
            ],
        })
    );
}

#[tokio::test]
async fn the_model_searches_and_then_answers() {
    let call = |delta| event(json!({"tool_calls": [delta]}), None);
    let stand_in = StandIn::start(vec![
        vec![
            head(),
            event(json!({"role": "assistant", "content": null}), None),
            call(json!({"index": 0, "id": "call_a", "type": "function", "function": {"name": "search", "arguments": ""}})),
            call(json!({"index": 0, "function": {"arguments": "{\"que"}})),
            call(json!({"index": 0, "function": {"arguments": "ry\": \"war"}})),
            call(json!({"index": 1, "id": "call_b", "type": "function", "function": {"name": "fly", "arguments": "now"}})),
            call(json!({"index": 0, "function": {"arguments": "ranty\"}"}})),
            event(json!({}), Some("tool_calls")),
            usage(100, 20),
            done(),
        ],
        vec![head(), text("Two years."), stop(), usage(150, 5), done()],
    ])
    .await;
    let shelf = Arc::new(Shelf::default());
    let outputs: Vec<Output> = agent(&stand_in, &shelf)
        .run(turn("Warranty?", &["handbook", "gone"]))
        .try_collect()
        .await
        .unwrap();

    let found = json!({"passages": [passage()], "missing": ["gone"]});
    let unknown = json!({"error": "there is no such tool"});
    let arguments = |value: serde_json::Value| value.as_object().unwrap().clone();
    let call = |id: &str, name: &str, with| Output::ToolCall {
        call_id: id.to_owned(),
        name: name.to_owned(),
        arguments: arguments(with),
    };
    let result = |id: &str, name: &str, result: &serde_json::Value| Output::ToolResult {
        call_id: id.to_owned(),
        name: name.to_owned(),
        result: result.clone(),
    };
    assert_eq!(
        outputs,
        [
            call("call_a", "search", json!({"query": "warranty"})),
            result("call_a", "search", &found),
            call("call_b", "fly", json!({"unreadable": "now"})),
            result("call_b", "fly", &unknown),
            delta("Two years."),
            Output::Text("Two years.".to_owned()),
            used(2, Some(250), Some(25)),
        ]
    );
    assert_eq!(
        *shelf.0.lock().unwrap(),
        [(
            "warranty".to_owned(),
            vec!["handbook".to_owned(), "gone".to_owned()]
        )]
    );

    let [first, second] = stand_in.received().try_into().unwrap();
    assert_eq!(first.body["tools"][0]["function"]["name"], "search");
    assert_eq!(
        first.body["tools"][0]["function"]["parameters"]["required"],
        json!(["query"])
    );
    assert_eq!(first.body["tools"], second.body["tools"]);
    assert_eq!(first.body.get("tool_choice"), None);
    let messages = second.body["messages"].as_array().unwrap();
    assert_eq!(
        messages[2..],
        [
            json!({"role": "assistant", "content": null, "tool_calls": [
                {"id": "call_a", "type": "function",
                    "function": {"name": "search", "arguments": "{\"query\": \"warranty\"}"}},
                {"id": "call_b", "type": "function", "function": {"name": "fly", "arguments": "now"}},
            ]}),
            json!({"role": "tool", "tool_call_id": "call_a", "content": found.to_string()}),
            json!({"role": "tool", "tool_call_id": "call_b", "content": unknown.to_string()}),
        ]
    );
}

#[tokio::test]
async fn without_a_count_nothing_is_counted() {
    let stand_in = StandIn::start(vec![vec![head(), text("Yes."), stop(), done()]]).await;
    let (outputs, _) = run(&stand_in, turn("?", &[])).await;
    assert_eq!(outputs.last(), Some(&used(1, None, None)));
}

#[tokio::test]
async fn an_answer_that_gave_its_reason_needs_no_end_mark() {
    let stand_in = StandIn::start(vec![vec![
        head(),
        text("Yes."),
        event(json!({}), Some("length")),
    ]])
    .await;
    let (outputs, failure) = run(&stand_in, turn("?", &[])).await;
    assert!(failure.is_none(), "{failure:?}");
    assert_eq!(outputs[1], Output::Text("Yes.".to_owned()));
}

#[tokio::test]
async fn a_spare_dialect_is_understood() {
    let stand_in = StandIn::start(vec![vec![
        head(),
        raw("data:{\"choices\":[{\"delta\":{\"content\":\"Ja\"}}]}\r\n\r\n"),
        raw("data:{\"choices\":null,\"x\":1}\r\n\r\ndata: [DO"),
        Step::Wait(Duration::from_millis(50)),
        raw("NE]\r\n\r\n"),
    ]])
    .await;
    let (outputs, failure) = run(&stand_in, turn("?", &[])).await;
    assert!(failure.is_none(), "{failure:?}");
    assert_eq!(
        outputs,
        [
            delta("Ja"),
            Output::Text("Ja".to_owned()),
            used(1, None, None)
        ]
    );
}

#[tokio::test]
async fn a_slow_answer_that_goes_on_is_no_failure() {
    let mut script = vec![head()];
    for _ in 0..5 {
        script.extend([text("x"), Step::Wait(Duration::from_millis(150))]);
    }
    script.extend([stop(), done()]);
    let stand_in = StandIn::start(vec![script]).await;
    let (outputs, failure) = run(&stand_in, turn("?", &[])).await;
    assert!(failure.is_none(), "{failure:?}");
    assert!(outputs.contains(&Output::Text("xxxxx".to_owned())));
}

#[tokio::test]
async fn a_dropped_stream_hangs_up() {
    let stand_in = StandIn::start(vec![vec![
        head(),
        text("Two "),
        Step::Wait(Duration::from_secs(60)),
    ]])
    .await;
    let mut stream = agent(&stand_in, &Arc::default()).run(turn("?", &[]));
    assert_eq!(stream.next().await.unwrap().unwrap(), delta("Two "));
    drop(stream);
    tokio::time::timeout(Duration::from_secs(5), stand_in.closed)
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn nothing_is_sent_before_the_stream_is_polled() {
    let stand_in = StandIn::start(vec![stand_in::answer("200 OK", "text/plain", "")]).await;
    drop(agent(&stand_in, &Arc::default()).run(turn("?", &[])));
    assert!(stand_in.received().is_empty());
}
