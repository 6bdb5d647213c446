//! What goes over a socket, where the document declares FastAPI's errors.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod wire;

use fixture_wire_detail as fixture;
use serde_json::{Value, json};
use wire::{Answer, Fault, get, put, put_as};

/// A request that is refused for its faults, all of them told.
fn faulty(answer: &Answer, faults: &[Fault]) {
    let detail: Vec<_> = faults.iter().map(detail).collect();
    refused_with(answer, &detail);
}

fn refused_with(answer: &Answer, detail: &[Value]) {
    answer.is(422, "application/json", json!({ "detail": detail }));
}

fn detail(fault: &Fault) -> Value {
    let steps = fault.at.split('/').map(|step| match step.parse::<usize>() {
        Ok(index) => json!(index),
        Err(_) => json!(step),
    });
    let loc: Vec<_> = steps.collect();
    let mut detail = json!({"type": fault.code, "loc": loc, "msg": fault.message, "input": fault.input});
    if !fault.context.is_null() {
        detail["ctx"] = fault.context.clone();
    }
    detail
}

/// A request that is refused as a whole.
fn refused(answer: &Answer, status: u16, _: &str, detail: &str) {
    answer.is(status, "application/json", json!({ "detail": detail }));
}

/// FastAPI takes a body of another content type for a text, which is no object.
#[tokio::test]
async fn a_body_of_another_content_type() {
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "text/json", "application/jsonp", "é"] {
        let body = r#"{"name":"ab"}"#;
        let fault = Fault {
            at: "body",
            code: "model_attributes_type",
            message: "Input should be a valid dictionary or object to extract fields from",
            input: body.into(),
            context: Value::Null,
        };
        faulty(&put_as(content_type, "/things/1", body).await, &[fault]);
    }
}

#[tokio::test]
async fn a_body_that_is_no_json() {
    let fault = Fault {
        at: "body/9",
        code: "json_invalid",
        message: "JSON decode error",
        input: json!({}),
        context: json!({"error": "expected value"}),
    };
    faulty(&put("/things/1", r#"{"name": ab}"#).await, &[fault]);
}

#[tokio::test]
async fn a_list_with_too_many_items_is_said_back() {
    let fault = Fault {
        at: "query/label",
        code: "too_long",
        message: "List should have at most 2 items after validation, not 3",
        input: json!(["a", "b", "c"]),
        context: json!({"field_type": "List", "max_length": 2, "actual_length": 3}),
    };
    faulty(&get("/things/1?label=a&label=b&label=c").await, &[fault]);
}
