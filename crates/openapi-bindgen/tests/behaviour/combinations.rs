//! `allOf`, and alternatives with properties beside them.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;

use axum::body::Body;
use fixture_combinations::client::Client;
use fixture_combinations::types::*;
use fixture_combinations::*;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use in_process::InProcess;
use openapi_runtime::{AuthError, Context, Nullable};
use serde_json::{Value, json};
use tower::ServiceExt;

struct Echo;

impl Authenticate for Echo {
    type Principal = ();

    async fn authenticate(
        &self,
        _: Credentials,
        _: &'static openapi_runtime::Operation,
    ) -> Result<(), AuthError> {
        Ok(())
    }
}

impl Api<Context<()>> for Echo {
    type Error = Infallible;

    async fn echo(&self, _: Context<()>, request: EchoRequest) -> Result<EchoResponse, Infallible> {
        Ok(EchoResponse::Ok(request.body))
    }
}

#[tokio::test]
async fn values_arrive_as_they_were_given() {
    let client = Client::new("http://a.example", Credentials::default(), InProcess(server::router(Echo)));
    let wire = json!({
        "payment": {"amount": 3, "iban": "DE"},
        "event": {"id": 1, "type": "ended", "code": 2},
        "contact": {"mail": "m"},
        "code": "abc",
        "count": 5,
        "mode": null,
        "modes": "slow",
        "list": [1],
        "either": 7,
        "run": {"status": "running"},
        "free": {"a": [1]},
        "reply": {"phone": "1", "note": {"free": true}},
    });
    let given: Holder = serde_json::from_value(wire.clone()).unwrap();
    let payment = PaymentBank { amount: 3, iban: "DE".into() };
    assert_eq!(given.payment, Some(Payment::Bank(payment)));
    let ended = EventEnded { id: 1, code: Some(2) };
    assert_eq!(given.event, Some(Event::Ended(ended)));
    assert_eq!(given.mode, Nullable::Null);
    assert_eq!(given.modes, Some(Mode::Slow));
    assert_eq!(given.count, Some(5));
    assert_eq!(given.either, Some(HolderEither::Integer(7)));
    let EchoResponse::Ok(back) = client.echo().body(given.clone()).send().await.unwrap();
    assert_eq!(back, given);
    assert_eq!(serde_json::to_value(back).unwrap(), wire);
}

#[tokio::test]
async fn every_part_is_held_against_a_value() {
    for (body, expected) in [
        (json!({"payment": {"iban": "DE", "amount": 0}}), "#/payment no_alternative"),
        (json!({"payment": {"amount": 1}}), "#/payment no_alternative"),
        (json!({"event": {"type": "ended"}}), "#/event/id missing"),
        (json!({"event": {"id": 1, "type": "paused"}}), "#/event union_tag_invalid"),
        (json!({"code": "a"}), "#/code string_too_short"),
        (json!({"code": "ABCDE"}), "#/code string_too_long, #/code string_pattern_mismatch"),
        (json!({"count": 0}), "#/count greater_than_equal"),
        (json!({"count": 6}), "#/count less_than_equal"),
        (json!({"count": 1.5}), "#/count int_from_float"),
        (json!({"modes": "medium"}), "#/modes enum"),
        (json!({"list": []}), "#/list too_short"),
        (json!({"list": [1, 2, 3]}), "#/list too_long"),
        (json!({"run": {"status": "done"}}), "#/run no_alternative"),
        (json!({"list": ["a"]}), "#/list/0 int_type"),
        (json!({"reply": {"mail": "m"}}), "#/reply/phone missing, #/reply/note missing"),
        // It asks for one of its properties.
        (json!({"contact": {}}), "#/contact no_alternative"),
    ] {
        let request = Request::put("/echo").header("content-type", "application/json");
        let request = request.body(Body::from(body.to_string())).unwrap();
        let response = server::router(Echo).oneshot(request).await.unwrap();
        let status = response.status();
        let answer = response.into_body().collect().await.unwrap().to_bytes();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        let faults = answer["errors"].as_array().cloned().unwrap_or_default().into_iter();
        let told = faults.map(|fault| format!("{} {}", fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap()));
        assert_eq!(told.collect::<Vec<_>>().join(", "), expected, "{body}");
        assert_eq!(status == StatusCode::OK, expected.is_empty(), "{body}");
    }
}
