//! What goes over a socket, where the document says nothing about errors: they are problem details (RFC 9457).
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod wire;

use fixture_wire as fixture;
use serde_json::{Value, json};
use wire::{Answer, Fault, get, put, put_as};

const FAULTY: u16 = 422;

/// A request that is refused for its faults, all of them told.
fn faulty(answer: &Answer, faults: &[Fault]) {
    let errors: Vec<_> = faults.iter().map(error).collect();
    refused_with(answer, &errors);
}

fn refused_with(answer: &Answer, errors: &[Value]) {
    answer.is(
        FAULTY,
        "application/problem+json",
        json!({
            "type": "about:blank",
            "title": "Unprocessable Entity",
            "status": 422,
            "detail": "The request does not match its declaration.",
            "errors": errors,
        }),
    );
}

fn error(fault: &Fault) -> Value {
    let mut error = json!({"code": fault.code, "detail": fault.message});
    match fault.at.split('/').collect::<Vec<_>>().as_slice() {
        ["body"] => error["pointer"] = "#".into(),
        ["body", path @ ..] => error["pointer"] = format!("#/{}", path.join("/")).into(),
        [place, name] => {
            error["in"] = (*place).into();
            error["parameter"] = (*name).into();
        }
        _ => panic!("{fault:?}"),
    }
    error
}

/// A request that is refused as a whole.
fn refused(answer: &Answer, status: u16, title: &str, detail: &str) {
    answer.is(
        status,
        "application/problem+json",
        json!({"type": "about:blank", "title": title, "status": status, "detail": detail}),
    );
}

#[tokio::test]
async fn a_body_of_another_content_type() {
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "text/json", "application/jsonp", "é"] {
        let answer = put_as(content_type, "/things/1", r#"{"name":"ab"}"#).await;
        let detail = "The request body is of another media type than the operation takes";
        refused(&answer, 415, "Unsupported Media Type", detail);
        // Nobody read it.
        assert_eq!(answer.header("connection"), Some("close"), "{content_type}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_json() {
    let answer = put("/things/1", r#"{"name": ab}"#).await;
    let why = "expected value";
    let error = json!({"code": "json_invalid", "detail": "JSON decode error", "reason": why, "offset": 9});
    refused_with(&answer, &[error]);
}

#[tokio::test]
async fn an_item_of_a_list_is_named_by_its_place() {
    let answer = get("/things/1?label=a&label=b&label=c").await;
    let detail = "List should have at most 2 items after validation, not 3";
    refused_with(&answer, &[json!({"code": "too_long", "detail": detail, "in": "query", "parameter": "label"})]);
}
