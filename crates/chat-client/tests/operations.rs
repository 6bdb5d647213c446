//! Every operation on the wire, and each of its answers.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use chat_client::types::{ChatSessionSummary, Event, TextEvent, UserInputEvent};
use chat_client::{Client, Error, Uuid};
use common::{Request, SESSION, Server, Step, answer, at_once, stop, stream};

const ORGANIZATION: Uuid = Uuid::from_u128(1);
const PROJECT: Uuid = Uuid::from_u128(2);
const ODD_ID: &str = "a/b ?";

fn summary() -> ChatSessionSummary {
    ChatSessionSummary {
        session_id: "ses-abc123".to_owned(),
        last_updated_at: "2026-04-22T12:34:41.342245".to_owned(),
        generated_title: None,
        index_ids: None,
        job_metadata: None,
    }
}

/// A session that is bound to these indexes.
fn bound(index_ids: &str) -> Step {
    let start = SESSION.trim_end_matches('}');
    answer(200, "", &format!(r#"{start},"index_ids":{index_ids}}}"#))
}

/// Makes one of the calls on a session, by number, with everything set that each of them takes.
async fn call(client: &Client, number: usize) -> Result<(), Error> {
    macro_rules! in_scope {
        ($call:expr) => {
            $call
                .organization_id(ORGANIZATION)
                .project_id(PROJECT)
                .cookie_session("s;")
                .await
        };
    }
    match number {
        0 => in_scope!(client.get_session(ODD_ID)).map(drop),
        1 => in_scope!(client.get_session_summary(ODD_ID)).map(drop),
        2 => in_scope!(client.delete_session(ODD_ID)),
        3 => in_scope!(client.stream(ODD_ID, "Hi").index_ids(["idx-1"])).map(drop),
        _ => in_scope!(client.list_sessions()).map(drop),
    }
}

async fn refused(number: usize, status: u16, body: &str) -> Error {
    let server = Server::start([answer(status, "x-should-retry: false\r\n", body)]).await;
    let error = call(&server.client(), number).await.unwrap_err();
    assert_eq!(server.attempts(), 1);
    error
}

#[tokio::test]
async fn every_call_has_its_place() {
    let scope = "?organization_id=00000000-0000-0000-0000-000000000001\
                 &project_id=00000000-0000-0000-0000-000000000002";
    let detail = format!(r#"{},"events":[]}}"#, SESSION.trim_end_matches('}'));
    let json = "application/json";
    for (number, target, accept, body, step) in [
        (
            0,
            "GET /api/v1/chat/a%2Fb%20%3F",
            json,
            "",
            answer(200, "", &detail),
        ),
        (
            1,
            "GET /api/v1/chat/a%2Fb%20%3F/summary",
            json,
            "",
            answer(200, "", SESSION),
        ),
        (
            2,
            "DELETE /api/v1/chat/a%2Fb%20%3F",
            json,
            "",
            answer(204, "", ""),
        ),
        (
            3,
            "POST /api/v1/chat/a%2Fb%20%3F/messages/stream",
            "text/event-stream, application/json",
            r#"{"index_ids":["idx-1"],"prompt":"Hi"}"#,
            stream(&stop()),
        ),
        (
            4,
            "GET /api/v1/chat",
            json,
            "",
            answer(200, "", r#"{"items":[]}"#),
        ),
    ] {
        let server = Server::start([step]).await;
        call(&server.client(), number).await.unwrap();
        let [request] = &server.requests()[..] else {
            panic!("one request");
        };
        assert_eq!(request.line, format!("{target}{scope} HTTP/1.1"));
        let content_type = (!body.is_empty()).then_some(json);
        for (name, value) in [
            ("authorization", Some("Bearer llx-secret")),
            ("accept", Some(accept)),
            ("cookie", Some("session=s%3B")),
            ("content-type", content_type),
        ] {
            assert_eq!(request.header(name), value, "{name}");
        }
        assert_eq!(request.body, body);
    }
}

#[tokio::test]
async fn a_session_is_read() {
    let detail = r#"{"session_id":"ses-1","last_updated_at":"2026-04-22T12:34:41","generated_title":"Hi",
        "index_ids":["idx-1"],"job_metadata":{"turns":2},"events":[{"type":"user_input","content":"Hi"},
        {"type":"mood","good":true},{"type":"text","content":"Hello"}]}"#;
    let server = Server::start([answer(200, "", detail), answer(200, "", SESSION)]).await;
    let client = server.client();

    let session = client.get_session("ses-1").send().await.unwrap();
    assert_eq!(session.session_id, "ses-1");
    assert_eq!(session.generated_title.unwrap(), "Hi");
    assert_eq!(session.index_ids.unwrap(), ["idx-1"]);
    assert_eq!(session.job_metadata.unwrap().turns, 2);
    let [first, second, third] = &session.events[..] else {
        panic!("three events");
    };
    let content = "Hi".to_owned();
    assert_eq!(*first, Event::UserInput(UserInputEvent { content }));
    assert!(matches!(second, Event::Unknown(fields) if fields["good"] == true));
    let content = "Hello".to_owned();
    assert_eq!(*third, Event::Text(TextEvent { content }));

    let session = client.get_session_summary("ses-abc123").await.unwrap();
    assert_eq!(session, summary());
}

#[tokio::test]
async fn every_declared_refusal_is_told_apart() {
    let sentence = r#"{"detail":"Because"}"#;
    let faults = r#"{"detail":[{"loc":["query","project_id"],"msg":"No","type":"uuid_parsing"}]}"#;
    for number in 0..5 {
        let error = refused(number, 401, sentence).await;
        assert!(error.is_unauthorized());
        assert_eq!(
            error.to_string(),
            "the server answered 401 Unauthorized: Because"
        );

        let error = refused(number, 404, sentence).await;
        assert!(error.is_not_found());
        assert_eq!(
            error.to_string(),
            "the server answered 404 Not Found: Because"
        );

        let error = refused(number, 409, sentence).await;
        assert!(error.is_conflict());
        assert_eq!(
            error.to_string(),
            "the server answered 409 Conflict: Because"
        );

        let error = refused(number, 422, faults).await;
        assert!(error.is_validation());
        assert_eq!(error.faults().len(), 1);
        assert_eq!(
            error.to_string(),
            "the request is not valid: query.project_id: No"
        );
    }
}

#[tokio::test]
async fn a_deletion_that_gives_a_body_is_none() {
    let error = refused(2, 200, "{}").await;
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test]
async fn an_id_that_no_path_can_carry_is_not_sent() {
    let server = Server::start([answer(200, "", SESSION)]).await;
    let client = server.client();
    for id in ["", ".", ".."] {
        let errors = [
            client.get_session(id).await.unwrap_err(),
            client.get_session_summary(id).await.unwrap_err(),
            client.delete_session(id).await.unwrap_err(),
            client.stream(id, "Hi").await.unwrap_err(),
        ];
        for error in errors {
            assert!(error.is_request(), "{error:?}");
            assert!(error.to_string().contains("session_id"), "{error}");
        }
    }
    assert_eq!(server.attempts(), 0);
}

#[tokio::test]
async fn a_message_takes_the_indexes_that_its_session_is_bound_to() {
    let server = Server::start([bound(r#"["idx-1","idx-2"]"#), stream(&stop())]).await;
    let client = server.client();
    let none: [&str; 0] = [];
    let call = client.stream(ODD_ID, "Hi").index_ids(none);
    let call = call.project_id(PROJECT).cookie_session("s");
    drop(call.send().await.unwrap());

    let scope = "?project_id=00000000-0000-0000-0000-000000000002 HTTP/1.1";
    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(|request| &*request.line).collect();
    assert_eq!(
        lines,
        [
            format!("GET /api/v1/chat/a%2Fb%20%3F/summary{scope}"),
            format!("POST /api/v1/chat/a%2Fb%20%3F/messages/stream{scope}"),
        ]
    );
    let cookie = |request: &Request| request.header("cookie") == Some("session=s");
    assert!(requests.iter().all(cookie));
    assert_eq!(
        requests[1].body,
        r#"{"index_ids":["idx-1","idx-2"],"prompt":"Hi"}"#
    );
}

#[tokio::test]
async fn a_message_to_an_unbound_session_has_to_name_indexes() {
    for unbound in [answer(200, "", SESSION), bound("null"), bound("[]")] {
        let server = Server::start([unbound]).await;
        let client = server.client();
        let error = client.stream("ses-1", "Hi").await.unwrap_err();
        assert!(error.is_request() && !error.is_cut_off(), "{error:?}");
        assert_eq!(error.status(), None);
        assert!(error.to_string().contains("index_ids"), "{error}");
        let [request] = &server.requests()[..] else {
            panic!("the message was sent");
        };
        assert!(request.line.starts_with("GET "), "{}", request.line);
    }
}

#[tokio::test]
async fn a_message_to_no_session_is_not_sent() {
    let server = Server::start([answer(404, "", r#"{"detail":"Session not found"}"#)]).await;
    let error = server.client().stream("ses-1", "Hi").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(server.attempts(), 1);
}

#[tokio::test]
async fn a_message_that_is_not_taken_yet_is_sent_again() {
    let server = Server::start([at_once(409), at_once(503), stream(&stop())]).await;
    let client = server.client();
    let call = client.stream("ses-1", "Hi").index_ids(["idx-1"]);
    let mut events = call.await.unwrap();
    assert!(matches!(events.try_next().await, Ok(Some(Event::Stop(_)))));
    assert_eq!(server.attempts(), 3);
}
