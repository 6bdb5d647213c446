//! Enums of integers and of several kinds, constants, tuples, and objects that keep what they do not declare.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;

use axum::body::Body;
use fixture_values::client::Client;
use fixture_values::types::*;
use fixture_values::*;
use http::Request;
use http_body_util::BodyExt;
use in_process::InProcess;
use openapi_runtime::{AuthError, Context};
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
        assert_eq!(request.size, Some(Size::Minus1));
        Ok(EchoResponse::Ok(request.body))
    }
}

fn wire() -> Value {
    json!({
        "size": 512,
        "active": true,
        "silent": false,
        "either": false,
        "level": 2,
        "ratio": 0.5,
        "version": "2.5",
        "digits": 1,
        "anything": {"a": 1},
        "pair": ["a", 4096],
        "old_pair": [1.5, -2.0],
        "mixed": ["a", 1, true],
        "same": [1, 2, 3],
        "by_pattern": {"x-a": 1},
        "narrowed": "allowed",
        "kept": {"kind": "kept", "id": "i", "a": 1, "b": 2},
        "demanded": [null],
    })
}

#[tokio::test]
async fn values_arrive_as_they_were_given() {
    let client = Client::new("http://a.example", Credentials::default(), InProcess(server::router(Echo)));
    let given: Values = serde_json::from_value(wire()).unwrap();
    assert_eq!(given.size, Size::N512);
    assert_eq!(given.level, openapi_runtime::Nullable::Value(ValuesLevel::Integer(ValuesLevelNumber::N2)));
    assert_eq!(given.version, Some(ValuesVersion::N25));
    assert_eq!(given.digits, Some(ValuesDigits::N1));
    assert_eq!(given.pair, Some(("a".to_owned(), Size::N4096)));
    assert_eq!(given.old_pair, Some((1.5, -2.0)));
    assert_eq!(given.same, Some(vec![1, 2, 3]));
    let kept = given.kept.as_ref().unwrap();
    assert_eq!(kept.additional_properties, [("a".to_owned(), 1), ("b".to_owned(), 2)].into());
    let EchoResponse::Ok(back) = client.echo().size(Size::Minus1).body(given.clone()).send().await.unwrap();
    assert_eq!(back, given);
    assert_eq!(serde_json::to_value(back).unwrap(), wire());
}

/// What a newer server says is read, and written as it was read.
#[test]
fn a_client_reads_integers_that_are_not_listed() {
    assert_eq!(serde_json::from_str::<Size>("7").unwrap(), Size::Unlisted(7));
    assert_eq!(serde_json::to_string(&Size::Unlisted(7)).unwrap(), "7");
}

#[tokio::test]
async fn every_fault_is_told() {
    let whole = wire();
    for (field, value, expected) in [
        ("size", json!(7), "#/size enum"),
        ("size", json!("512"), "#/size int_type"),
        ("active", json!(false), "#/active enum"),
        ("silent", json!(true), "#/silent enum"),
        ("level", json!(3), "#/level enum"),
        ("level", json!("manual"), "#/level enum"),
        ("version", json!("3"), "#/version enum"),
        ("digits", json!(3), "#/digits enum"),
        ("pair", json!(["a"]), "#/pair too_short"),
        ("pair", json!(["a", 512, 512]), "#/pair too_long"),
        ("pair", json!([1, 2]), "#/pair/0 string_type, #/pair/1 enum"),
        ("same", json!(["a"]), "#/same/0 int_type"),
        ("ratio", json!(0.75), "#/ratio enum"),
        ("anything", json!({"a": 2}), "#/anything enum"),
        ("mixed", json!(["a", 1, 1]), "#/mixed/2 bool_type"),
        ("narrowed", json!("forbidden"), "#/narrowed excluded"),
        ("by_pattern", json!({"x-a": "b"}), "#/by_pattern/x-a int_type"),
        ("kept", json!({"id": "i", "a": -1}), "#/kept/a greater_than_equal"),
        ("kept", json!({"id": "i", "kind": "other"}), "#/kept/kind enum"),
        ("active", Value::Null, "#/active enum"),
    ] {
        let mut body = whole.clone();
        body[field] = value;
        let request = Request::put("/echo?size=-1").header("content-type", "application/json");
        let request = request.body(Body::from(body.to_string())).unwrap();
        let response = server::router(Echo).oneshot(request).await.unwrap();
        let answer = response.into_body().collect().await.unwrap().to_bytes();
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        let faults = answer["errors"].as_array().unwrap_or_else(|| panic!("{field}: {answer}")).iter();
        let told = faults.map(|fault| format!("{} {}", fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap()));
        assert_eq!(told.collect::<Vec<_>>().join(", "), expected, "{field}");
    }
}
