//! The stand-in that the bindings carry, as whoever writes tests of a client uses it: over a socket and without one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::time::Duration;

use chat_api::mock::{Fault, Mock, Running};
use chat_api::operations::{
    CreateSessionRequest, CreateSessionResponse, GetSessionResponse, StreamMessagesResponse,
};
use chat_api::types::{ChatSessionSummary, HttpError, JobMetadata, SessionCreate};
use chat_api::{ChatApi, Credentials};
use chat_client::Client;
use chat_client::types::{Event, TextDeltaEvent};
use futures_util::stream;
use http::StatusCode;
use openapi_runtime::{Bearer, EventStream, Nullable};

fn client(mock: &Running<Mock>) -> Client {
    let builder = Client::builder().api_key("key").base_url(mock.url());
    builder.build().unwrap()
}

fn session(id: &str) -> ChatSessionSummary {
    ChatSessionSummary {
        session_id: id.to_owned(),
        last_updated_at: "2026-11-24T12:00:00".to_owned(),
        generated_title: None,
        index_ids: None,
        job_metadata: None,
    }
}

fn delta(content: &str) -> Event {
    let content = content.to_owned();
    Event::TextDelta(TextDeltaEvent { content })
}

/// What openapi.yaml gives for an example of a session that was created.
#[tokio::test]
async fn an_operation_answers_with_the_documents_example() {
    let mock = Mock::start().await.unwrap();
    let created = client(&mock).create_session().send().await.unwrap();
    let expected = ChatSessionSummary {
        session_id: "ses-abc123".into(),
        last_updated_at: "2026-04-22T12:34:41.342245".into(),
        generated_title: Some("What were the main findings in Q3?...".into()),
        index_ids: Some(vec!["idx-abc123".into(), "idx-def456".into()]),
        job_metadata: Some(JobMetadata {
            duration_ms: 0.0,
            error: Some("error".into()),
            export_config_ids: Some(vec!["string".into()]),
            is_error: true,
            total_input_tokens: Some(0),
            total_output_tokens: Some(0),
            turns: 0,
        }),
    };
    assert_eq!(created, expected);
}

/// Where the document has no example there is one of each kind of event, and the turn ends as it has to.
#[tokio::test]
async fn a_stream_has_an_event_of_each_kind() {
    let mock = Mock::start().await.unwrap();
    let mut events = client(&mock).stream("ses-1", "hello").await.unwrap();
    let mut tags = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        tags.push(event.tag().to_owned());
    }
    let expected = [
        "text_delta",
        "text",
        "thinking_delta",
        "thinking",
        "tool_call",
        "tool_result",
        "user_input",
        "stop",
    ];
    assert_eq!(tags, expected);
}

#[tokio::test]
async fn a_closure_makes_the_answer_of_the_request() {
    let mock = Mock::start().await.unwrap();
    mock.get_session.answers(|request| {
        GetSessionResponse::NotFound(HttpError {
            detail: format!("there is no {}", request.session_id),
        })
    });
    let error = client(&mock).get_session("ses-9").send().await.unwrap_err();
    assert!(error.is_not_found());
    assert!(error.to_string().contains("there is no ses-9"), "{error}");
}

#[tokio::test]
async fn calls_are_kept_as_they_were_decoded() {
    let mock = Mock::start().await.unwrap();
    let client = client(&mock);
    client
        .create_session()
        .index_ids(["idx-1"])
        .send()
        .await
        .unwrap();
    client.delete_session("ses/1").send().await.unwrap();

    let index_ids = Nullable::Value(vec!["idx-1".to_owned()]);
    let expected = CreateSessionRequest {
        body: Some(SessionCreate { index_ids }),
        ..CreateSessionRequest::default()
    };
    assert_eq!(mock.create_session.calls(), std::slice::from_ref(&expected));
    mock.create_session.assert_called_with(&expected);
    mock.create_session.assert_calls(1);
    assert_eq!(mock.delete_session.calls()[0].session_id, "ses/1");
    mock.list_sessions.assert_calls(0);
}

#[test]
#[should_panic(expected = "calls of `list_sessions`")]
fn an_expectation_that_is_not_met_fails_the_test() {
    Mock::new().list_sessions.assert_calls(1);
}

#[test]
#[should_panic(expected = "`create_session` was not called with")]
fn a_call_that_never_came_fails_the_test() {
    Mock::new()
        .create_session
        .assert_called_with(&CreateSessionRequest::default());
}

/// The router in front of it is the generated one: what does not match the document arrives nowhere.
#[tokio::test]
async fn a_request_that_does_not_match_is_refused_as_a_server_refuses_it() {
    let mock = Mock::start().await.unwrap();
    let too_many = (0..11).map(|index| format!("idx-{index}"));
    let error = client(&mock)
        .create_session()
        .index_ids(too_many)
        .send()
        .await;
    let error = error.unwrap_err();
    assert!(error.is_validation());
    assert_eq!(error.faults().len(), 1);
    mock.create_session.assert_calls(0);
}

#[tokio::test]
async fn a_failure_is_answered_once_and_then_it_is_over() {
    let mock = Mock::start().await.unwrap();
    let overloaded = StatusCode::SERVICE_UNAVAILABLE;
    mock.create_session
        .fails(Fault::status(overloaded))
        .fails(Fault::status(overloaded));
    // The client repeats what may pass.
    let created = client(&mock).create_session().send().await.unwrap();
    assert_eq!(created.session_id, "ses-abc123");
    mock.create_session.assert_calls(3);
}

/// What no document declares comes all the same, from proxies.
#[tokio::test]
async fn any_answer_at_all_can_be_given() {
    let mock = Mock::start().await.unwrap();
    let mut answer = http::Response::new("I'm a teapot".into());
    *answer.status_mut() = StatusCode::IM_A_TEAPOT;
    mock.list_sessions.fails(Fault::Answer(Box::new(answer)));
    let error = client(&mock).list_sessions().send().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::IM_A_TEAPOT));
}

#[tokio::test]
async fn a_stream_is_cut_after_some_items() {
    let mock = Mock::start().await.unwrap();
    mock.stream_messages.answers(|_| {
        let events = ["one", "two", "three"].map(|text| Ok::<_, std::io::Error>(delta(text)));
        StreamMessagesResponse::Ok(EventStream::new(stream::iter(events)))
    });
    mock.stream_messages.fails(Fault::Cut(2));
    let mut events = client(&mock).stream("ses-1", "hello").await.unwrap();
    assert_eq!(events.try_next().await.unwrap(), Some(delta("one")));
    assert_eq!(events.try_next().await.unwrap(), Some(delta("two")));
    let error = events.try_next().await.unwrap_err();
    assert!(error.is_cut_off(), "{error:?}");
    mock.stream_messages.assert_calls(1);
}

/// A delay that is longer than the caller's patience; the call is kept all the same.
#[tokio::test]
async fn an_answer_is_delayed() {
    let mock = Mock::start().await.unwrap();
    mock.create_session.delays(Duration::from_secs(60));
    let impatient = Client::builder()
        .api_key("key")
        .base_url(mock.url())
        .read_timeout(Duration::from_millis(200))
        .max_retries(0)
        .build()
        .unwrap();
    let error = impatient.create_session().send().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    mock.create_session.assert_calls(1);
}

/// The generated client, with the stand-in's own transport below it.
#[tokio::test]
async fn no_network_is_needed() {
    let mock = Mock::new();
    mock.create_session
        .answers(|_| CreateSessionResponse::Created(session("ses-1")));
    let credentials = Credentials {
        http_bearer: Some(Bearer::new("key")),
    };
    let client = chat_api::client::Client::new("http://mock.test", credentials, mock.transport());
    let request = CreateSessionRequest::default();
    let response = ChatApi::create_session(&client, (), request.clone())
        .await
        .unwrap();
    assert_eq!(response, CreateSessionResponse::Created(session("ses-1")));
    mock.create_session.assert_called_with(&request);

    // Credentials are believed, and have to be there.
    let client =
        chat_api::client::Client::new("http://mock.test", Credentials::default(), mock.transport());
    let refused = ChatApi::create_session(&client, (), request).await;
    assert!(
        !matches!(refused, Ok(CreateSessionResponse::Created(_))),
        "{refused:?}"
    );
    mock.create_session.assert_calls(1);
}
