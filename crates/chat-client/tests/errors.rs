//! What a caller is told when a call fails.
#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;

use std::error::Error as _;

use chat_client::Error;
use chat_client::types::ValidationErrorLocItem as Step;
use common::{Server, answer, at_once};

async fn failed(status: u16, body: &str) -> Error {
    let server = Server::start([answer(status, "", body)]).await;
    let client = server.builder().max_retries(0).build().unwrap();
    client.create_session().send().await.unwrap_err()
}

/// The names of the questions that are answered with yes.
fn answers(error: &Error) -> Vec<&'static str> {
    let questions = [
        ("unauthorized", error.is_unauthorized()),
        ("forbidden", error.is_forbidden()),
        ("not found", error.is_not_found()),
        ("conflict", error.is_conflict()),
        ("validation", error.is_validation()),
        ("rate limited", error.is_rate_limited()),
        ("server error", error.is_server_error()),
        ("timeout", error.is_timeout()),
        ("connect", error.is_connect()),
        ("request", error.is_request()),
        ("cut off", error.is_cut_off()),
    ];
    let yes = questions.into_iter().filter(|(_, yes)| *yes);
    yes.map(|(name, _)| name).collect()
}

#[tokio::test]
async fn a_refusal_is_told_in_the_servers_words() {
    for (status, question, message) in [
        (401, "unauthorized", "401 Unauthorized"),
        (403, "forbidden", "403 Forbidden"),
        (404, "not found", "404 Not Found"),
        (409, "conflict", "409 Conflict"),
        (422, "validation", "422 Unprocessable Entity"),
        (429, "rate limited", "429 Too Many Requests"),
        (500, "server error", "500 Internal Server Error"),
    ] {
        let error = failed(
            status,
            r#"{"detail":"Because\u001b[2J\nit is so","more":1}"#,
        )
        .await;
        assert_eq!(answers(&error), [question]);
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(
            error.to_string(),
            format!("the server answered {message}: Because [2J it is so")
        );
        assert!(error.source().is_none());
        assert!(error.faults().is_empty());
    }
}

#[tokio::test]
async fn another_body_leaves_the_status() {
    let error = failed(404, "<html>nginx</html>").await;
    assert_eq!(answers(&error), ["not found"]);
    assert!(error.to_string().contains("<html>nginx</html>"), "{error}");

    // The document declares a body for these; the source says what is wrong with the one that came.
    for (status, question) in [(401, "unauthorized"), (422, "validation")] {
        let error = failed(status, "<html>nginx</html>").await;
        assert_eq!(answers(&error), [question]);
        let source = error.source().unwrap().to_string();
        assert!(!error.to_string().contains(&source));
    }
}

#[tokio::test]
async fn a_created_session_that_cannot_be_read_is_no_refusal() {
    let error = failed(201, r#"{"detail":"odd"}"#).await;
    assert!(answers(&error).is_empty());
    assert_eq!(error.status().unwrap(), 201);
    let source = error.source().unwrap().to_string();
    assert!(source.contains("missing field `session_id`"), "{source}");
}

#[tokio::test]
async fn faults_are_listed() {
    let body = r#"{"detail":[
        {"loc":["query","project_id"],"msg":"Input should be a valid UUID","type":"uuid_parsing","input":"llx-data"},
        {"loc":["body","index_ids"],"msg":"List should have at most 10 items after validation, not 11",
         "type":"too_long","ctx":{"max_length":10},"url":"https://example.com"},
        {"loc":["body","index_ids",3],"msg":"Input should be a valid string","type":"string_type"}]}"#;
    let error = failed(422, body).await;
    assert_eq!(answers(&error), ["validation"]);
    assert_eq!(
        error.to_string(),
        "the request is not valid: query.project_id: Input should be a valid UUID; body.index_ids: List should have \
         at most 10 items after validation, not 11; body.index_ids.3: Input should be a valid string"
    );
    assert!(!format!("{error:?}").contains("llx-data"), "{error:?}");
    let types: Vec<_> = error.faults().iter().map(|fault| &*fault.type_).collect();
    assert_eq!(types, ["uuid_parsing", "too_long", "string_type"]);
    assert_eq!(error.faults()[2].loc[2], Step::Integer(3));

    let error = failed(422, "{}").await;
    assert_eq!(answers(&error), ["validation"]);
    assert!(error.faults().is_empty());
    assert!(error.to_string().contains("does not say why"), "{error}");
}

#[tokio::test]
async fn patience_ends() {
    let server = Server::start([at_once(429)]).await;
    let error = server.client().create_session().send().await.unwrap_err();
    assert_eq!(server.attempts(), 6);
    assert_eq!(answers(&error), ["rate limited"]);
    assert_eq!(
        error.to_string(),
        "the server answered 429 Too Many Requests: Not now"
    );
}

#[tokio::test]
async fn the_generated_clients_error_becomes_this_one() {
    async fn call(client: &chat_client::Client) -> Result<(), Error> {
        client
            .api()
            .create_session()
            .organization_id("no uuid")
            .send()
            .await?;
        Ok(())
    }
    let server = Server::start([common::created()]).await;
    let error = call(&server.client()).await.unwrap_err();
    assert_eq!(answers(&error), ["request"]);
    assert!(error.to_string().contains("organization_id"), "{error}");
    assert_eq!(server.attempts(), 0);
}
