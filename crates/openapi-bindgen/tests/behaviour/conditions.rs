//! What a schema demands besides its type: `not`, `if`, `contains`, and alternatives that only demand properties.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;

use axum::body::Body;
use fixture_conditions::client::Client;
use fixture_conditions::types::*;
use fixture_conditions::*;
use http::{Request, StatusCode};
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

    async fn order(&self, _: Context<()>, request: OrderRequest) -> Result<OrderResponse, Infallible> {
        Ok(OrderResponse::Ok(request.body))
    }
}

#[tokio::test]
async fn values_arrive_as_they_were_given() {
    let client = Client::new("http://a.example", Credentials::default(), InProcess(server::router(Echo)));
    let wire = json!({
        "contact": {"phone": "1"},
        "payment": {"iban": "DE"},
        "delivery": {"country": "US", "state": "CA", "express": true, "hour": 8, "phone": "1"},
        "word": "a-b",
        "tags": ["main", "other"],
        "labels": {"abc": "d"},
        "headers": {"x-a": "ab"},
        "settings": {"name": "n", "n_a": 1, "s_a": "a", "other": true},
        "row": ["a", 1, true, false],
        "ratio": 0.5,
        "origin": {"y": 0, "x": 0},
        "closed": {"id": 1, "name": "n"},
        "nothing": {"public": 1},
    });
    let given: Order = serde_json::from_value(wire.clone()).unwrap();
    assert_eq!(given.word.as_deref(), Some("a-b"));
    assert_eq!(given.ratio, Some(0.5));
    let OrderResponse::Ok(back) = client.order().code("some").body(given.clone()).send().await.unwrap();
    assert_eq!(back, given);
    assert_eq!(serde_json::to_value(back).unwrap(), wire);
}

#[tokio::test]
async fn every_demand_is_held_against_a_value() {
    for (body, expected) in [
        (json!({"contact": {}}), "#/contact no_alternative"),
        (json!({"contact": {"mail": "m", "phone": "p"}}), ""),
        (json!({"payment": {}}), "#/payment no_alternative"),
        (json!({"payment": {"card": "c", "cash": true}}), "#/payment several_alternatives"),
        (json!({"delivery": {"country": "US"}}), "#/delivery/state missing"),
        (json!({"delivery": {"country": "US", "state": "C"}}), "#/delivery/state string_too_short"),
        (json!({"delivery": {"country": "DE", "state": "BY"}}), "#/delivery excluded"),
        (json!({"delivery": {"country": "DE"}}), ""),
        (json!({"delivery": {"express": true}}), "#/delivery/hour missing, #/delivery/phone missing"),
        (json!({"delivery": {"hour": 24}}), "#/delivery/hour less_than_equal"),
        (json!({"word": "-a"}), "#/word excluded"),
        (json!({"word": 1}), "#/word string_type"),
        (json!({"tags": ["other"]}), "#/tags too_few_matches"),
        (json!({"tags": ["main", "main", "main"]}), "#/tags too_many_matches"),
        (json!({"labels": {"A": "a"}}), "#/labels/A string_pattern_mismatch"),
        (json!({"labels": {"abcdef": "a"}}), "#/labels/abcdef string_too_long"),
        (json!({"headers": {"x-a": "a"}}), "#/headers/x-a string_too_short"),
        (json!({"headers": {"y-a": "ab"}}), "#/headers/y-a extra_forbidden"),
        (json!({"settings": {"n_a": "a"}}), "#/settings/n_a int_type"),
        (json!({"settings": {"s_a": 1}}), "#/settings/s_a string_type"),
        (json!({"settings": {"other": 1}}), "#/settings/other bool_type"),
        (json!({"row": [1, "a", 2]}), "#/row/0 string_type, #/row/1 int_type, #/row/2 bool_type"),
        (json!({"row": [1, "a", true]}), "#/row/0 string_type, #/row/1 int_type"),
        (json!({"row": []}), ""),
        (json!({"ratio": 0.75}), "#/ratio enum"),
        (json!({"ratio": 1.0}), ""),
        (json!({"origin": {"x": 0}}), "#/origin enum"),
        (json!({"closed": {"id": 1, "other": 1}}), "#/closed/other extra_forbidden"),
        (json!({"nothing": {"secret": 1}}), "#/nothing excluded"),
    ] {
        let request = Request::put("/orders").header("content-type", "application/json");
        let request = request.body(Body::from(body.to_string())).unwrap();
        assert_eq!(told(request).await, expected, "{body}");
    }
    for (query, expected) in [("code=none", "query code excluded"), ("code=some", "")] {
        let request = Request::put(format!("/orders?{query}")).header("content-type", "application/json");
        let told = told(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!(told.is_empty(), expected.is_empty(), "{query}: {told}");
    }
}

/// The faults that the server tells of, none where it takes the request.
async fn told(request: Request<Body>) -> String {
    let response = server::router(Echo).oneshot(request).await.unwrap();
    let status = response.status();
    let answer = response.into_body().collect().await.unwrap().to_bytes();
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let faults = answer["errors"].as_array().cloned().unwrap_or_default().into_iter();
    let told = faults.map(|fault| {
        let pointer = fault["pointer"].as_str().or(fault["parameter"].as_str()).unwrap_or_default();
        format!("{pointer} {}", fault["code"].as_str().unwrap())
    });
    let told = told.collect::<Vec<_>>().join(", ");
    assert_eq!(status == StatusCode::OK, told.is_empty(), "{told}");
    told
}
