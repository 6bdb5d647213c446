//! Answers that fail, and what is said of it.

use std::error::Error;
use std::iter;
use std::time::Duration;

use chat_agent::{AgentError, Output};
use serde_json::json;

use crate::stand_in::{StandIn, Step, answer, chunk, chunked_head, done, event, head, raw, text};
use crate::{KEY, delta, run, turn};

async fn fails(script: Vec<Step>) -> (Vec<Output>, AgentError) {
    let stand_in = StandIn::start(vec![script]).await;
    let (outputs, failure) = run(&stand_in, turn("?", &[])).await;
    let failure = failure.expect("the turn fails");
    let mut chain = vec![failure.to_string()];
    let mut source = failure.source();
    while let Some(error) = source {
        chain.push(error.to_string());
        source = error.source();
    }
    let debug = format!("{failure:?}");
    assert!(
        chain.iter().chain([&debug]).all(|said| !said.contains(KEY)),
        "{chain:?} {debug}"
    );
    assert!(!failure.to_string().contains("127.0.0.1"));
    (outputs, failure)
}

fn cause(error: &AgentError) -> String {
    error.source().unwrap().to_string()
}

#[tokio::test]
async fn a_refused_key() {
    let body = json!({"error": {"message": format!("Incorrect API key provided: {KEY}."), "type": "invalid_request_error",
        "param": null, "code": "invalid_api_key"}});
    let (_, error) = fails(answer(
        "401 Unauthorized",
        "application/json",
        &body.to_string(),
    ))
    .await;
    assert!(
        matches!(error, AgentError::Credentials { status: 401, .. }),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "the model refused this server's credentials (status 401)"
    );
    assert_eq!(cause(&error), "Incorrect API key provided: ***.");
}

#[tokio::test]
async fn too_many_requests() {
    let body = r#"{"error":{"message":"Rate limit reached","type":"requests"}}"#;
    let (_, error) = fails(answer("429 Too Many Requests", "application/json", body)).await;
    assert!(matches!(error, AgentError::RateLimited(_)), "{error:?}");
    assert_eq!(cause(&error), "Rate limit reached");
}

#[tokio::test]
async fn an_endpoint_that_breaks_down() {
    let body = r#"{"error":{"message":"The server had an error","type":"server_error"}}"#;
    let (_, error) = fails(answer(
        "500 Internal Server Error",
        "application/json",
        body,
    ))
    .await;
    assert!(
        matches!(error, AgentError::Status { status: 500, .. }),
        "{error:?}"
    );
    assert_eq!(
        error.to_string(),
        "the model refused to answer (status 500)"
    );
    assert_eq!(cause(&error), "The server had an error");

    let (_, error) = fails(answer(
        "502 Bad Gateway",
        "text/html",
        "<h1>Bad Gateway</h1>",
    ))
    .await;
    assert_eq!(cause(&error), "<h1>Bad Gateway</h1>");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (_, error) = fails(vec![raw(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n",
    )])
    .await;
    assert!(
        matches!(error, AgentError::Status { status: 307, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn nobody_there() {
    let mut stand_in = StandIn::start(Vec::new()).await;
    (&mut stand_in.closed).await.unwrap();
    let (outputs, failure) = run(&stand_in, turn("?", &[])).await;
    assert!(outputs.is_empty());
    assert!(
        matches!(failure, Some(AgentError::Unreachable(_))),
        "{failure:?}"
    );
}

#[tokio::test]
async fn silence_before_the_answer() {
    let (_, error) = fails(vec![Step::Wait(Duration::from_secs(10))]).await;
    assert!(matches!(error, AgentError::TimedOut(_)), "{error:?}");
}

#[tokio::test]
async fn silence_within_the_answer() {
    let (outputs, error) = fails(vec![
        head(),
        text("Two "),
        Step::Wait(Duration::from_secs(10)),
    ])
    .await;
    assert_eq!(outputs, [delta("Two ")]);
    assert!(matches!(error, AgentError::TimedOut(_)), "{error:?}");
    assert_eq!(error.to_string(), "the model did not answer in time");
}

#[tokio::test]
async fn a_connection_that_breaks() {
    let (outputs, error) = fails(vec![
        chunked_head(),
        chunk(text("Two ")),
        raw("ff\r\ndata: {"),
    ])
    .await;
    assert_eq!(outputs, [delta("Two ")]);
    assert!(matches!(error, AgentError::Cut(Some(_))), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_just_ends() {
    let (outputs, error) = fails(vec![head(), text("Two "), raw("data: {\"choi")]).await;
    assert_eq!(outputs, [delta("Two ")]);
    assert!(matches!(error, AgentError::Cut(None)), "{error:?}");
    assert_eq!(error.to_string(), "the model's answer was cut off");
}

#[tokio::test]
async fn nonsense() {
    for sent in [
        "data: {\"choices\": [}\n\n".to_owned(),
        "data: {\"choices\": \"many\"}\n\n".to_owned(),
        "data: <html>\n\n".to_owned(),
    ] {
        let (outputs, error) = fails(vec![head(), text("Two "), raw(&sent), done()]).await;
        assert_eq!(outputs, [delta("Two ")]);
        assert!(
            matches!(error, AgentError::Malformed(_)),
            "{sent}: {error:?}"
        );
    }
}

#[tokio::test]
async fn what_is_no_stream_at_all() {
    let (_, error) = fails(answer("200 OK", "application/json", r#"{"choices":[]}"#)).await;
    assert!(matches!(error, AgentError::Malformed(_)), "{error:?}");
    let (_, error) = fails(answer("200 OK", "text/event-stream", "data: \u{1}\n\n")).await;
    assert!(matches!(error, AgentError::Malformed(_)), "{error:?}");
}

#[tokio::test]
async fn an_error_within_the_stream() {
    let failed = raw("data: {\"error\":{\"message\":\"overloaded\",\"code\":503}}\n\n");
    let (outputs, error) = fails(vec![head(), text("Two "), failed, done()]).await;
    assert_eq!(outputs, [delta("Two ")]);
    assert!(matches!(error, AgentError::Failed(_)), "{error:?}");
    assert_eq!(cause(&error), "overloaded");
}

#[tokio::test]
async fn a_model_that_never_stops_searching() {
    let search = || {
        let call = json!({"tool_calls": [{"index": 0, "id": "c", "function": {"name": "search", "arguments": "{}"}}]});
        vec![head(), event(call, Some("tool_calls")), done()]
    };
    let stand_in = StandIn::start(iter::repeat_with(search).take(6).collect()).await;
    let (outputs, failure) = run(&stand_in, turn("?", &["handbook"])).await;
    assert!(
        matches!(failure, Some(AgentError::TooManyRounds { rounds: 6 })),
        "{failure:?}"
    );
    let asked: Vec<_> = stand_in
        .received()
        .iter()
        .map(|request| request.body["tool_choice"].clone())
        .collect();
    assert_eq!(asked[4..], [json!(null), json!("none")]);
    assert!(matches!(&outputs[1], Output::ToolResult { result, .. }
        if *result == json!({"error": "the arguments must be a JSON object with a string `query`"})));
}
