//! Formats of strings and of integers: their types, and what a server refuses.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::body::Body;
use fixture_formats::client::Client;
use fixture_formats::types::*;
use fixture_formats::*;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use in_process::InProcess;
use openapi_runtime::{AuthError, Base64, Context, Date, DateTime};
use serde_json::{Value, json};
use tower::ServiceExt;

const NOON: DateTime = DateTime::constant(1_772_366_400, 0);

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
        assert_eq!(request.day, Date::constant(2024, 2, 29));
        let local = IpAddr::from([10, 0, 0, 1]);
        assert!(request.from.is_none_or(|from| from == [local, IpAddr::V6(Ipv6Addr::LOCALHOST)]));
        Ok(EchoResponse::Ok { last_modified_at: request.since, body: request.body })
    }
}

fn wire() -> Value {
    json!({
        "id": "123e4567-e89b-12d3-a456-426614174000",
        "at": "2026-03-01T12:00:00Z",
        "times": ["2026-03-01T12:00:00.5Z", null],
        "born": "1999-12-31",
        "dies": "2024-02-29",
        "either": "2026-03-01T12:00:00Z",
        "opens": "09:00:00+01:00",
        "lasts": "PT1H30M",
        "bytes": "AP8=",
        "encoded": "aGk=",
        "ip": "::1",
        "v4": "10.0.0.1",
        "v6": "2001:db8::1",
        "host": "a.example",
        "mail": "ada@a.example",
        "link": "https://a.example/b?c#d",
        "path": "/b",
        "iri": "https://a.example/é",
        "iri_path": "/é",
        "pointer": "/a/0",
        "pattern": "^a+$",
        "made_up": "anything",
        "small": -128,
        "unsigned": 65535,
        "seconds": 1_772_366_400_i64,
        "price": 0.1,
    })
}

#[tokio::test]
async fn values_arrive_as_they_were_given() {
    let client = Client::new("http://a.example", Credentials::default(), InProcess(server::router(Echo)));
    let given: Thing = serde_json::from_value(wire()).unwrap();
    assert_eq!(given.at, NOON);
    assert_eq!(given.born, Date::constant(1999, 12, 31));
    assert_eq!(given.either, Some(ThingEither::DateTime(NOON)));
    assert_eq!(given.bytes, Some(Base64(vec![0, 255])));
    assert_eq!(given.encoded, Some(Base64(b"hi".to_vec())));
    assert_eq!(given.ip, Some(IpAddr::V6(Ipv6Addr::LOCALHOST)));
    assert_eq!(given.v4, Ipv4Addr::new(10, 0, 0, 1));
    assert_eq!(given.small, Some(-128_i8));
    assert_eq!(given.unsigned, Some(u16::MAX));
    let call = client.echo().day(Date::constant(2024, 2, 29)).since(NOON);
    let call = call.from([IpAddr::from([10, 0, 0, 1]), IpAddr::V6(Ipv6Addr::LOCALHOST)]);
    let EchoResponse::Ok { last_modified_at, body } = call.body(given.clone()).send().await.unwrap();
    assert_eq!(last_modified_at, NOON);
    assert_eq!(body, given);
    assert_eq!(serde_json::to_value(body).unwrap(), wire());
}

/// FastAPI's servers leave the offset out, where their own clocks have none.
#[test]
fn a_client_reads_a_moment_without_an_offset_as_utc() {
    let thing = json!({"id": "123e4567-e89b-12d3-a456-426614174000", "at": "2026-03-01T12:00:00"});
    assert_eq!(serde_json::from_value::<Thing>(thing).unwrap().at, NOON);
}

async fn put(query: &str, body: &Value) -> (StatusCode, http::HeaderMap, Value) {
    let request = Request::put(format!("/things/{query}")).header("content-type", "application/json");
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = server::router(Echo).oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    let answer = response.into_body().collect().await.unwrap().to_bytes();
    (status, headers, serde_json::from_slice(&answer).unwrap())
}

#[tokio::test]
async fn defaults_are_values_of_their_types() {
    let body = json!({"id": "123e4567-e89b-12d3-a456-426614174000", "at": "2026-03-01T12:00:00Z"});
    let (status, headers, answer) = put("2024-02-29", &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(headers["last-modified-at"], "2026-01-01T00:00:00Z");
    assert_eq!((&answer["born"], &answer["v4"], &answer["v6"]), (&json!("2000-02-29"), &json!("127.0.0.1"), &json!("::1")));
}

#[tokio::test]
async fn every_fault_is_told() {
    for (field, value, code) in [
        ("id", json!("1"), "uuid_parsing"),
        ("at", json!("2026-03-01T12:00:00"), "format"),
        ("at", json!("2026-02-30T12:00:00Z"), "format"),
        ("born", json!("2023-02-29"), "format"),
        ("dies", json!("tomorrow"), "format"),
        ("opens", json!("25:00:00"), "format"),
        ("lasts", json!("1h"), "format"),
        ("bytes", json!("!"), "format"),
        ("encoded", json!("!"), "format"),
        ("ip", json!("10.0.0"), "format"),
        ("v4", json!("::1"), "format"),
        ("v6", json!("10.0.0.1"), "format"),
        ("host", json!("-"), "format"),
        ("mail", json!("ada"), "format"),
        ("link", json!("/b"), "format"),
        ("path", json!("a b"), "format"),
        ("iri", json!("/é"), "format"),
        ("iri_path", json!("é é"), "format"),
        ("pointer", json!("a"), "format"),
        ("pattern", json!("("), "format"),
        ("small", json!(128), "int_range"),
        ("unsigned", json!(-1), "int_range"),
    ] {
        let mut body = wire();
        body[field] = value;
        let (_, _, answer) = put("2024-02-29", &body).await;
        let faults = answer["errors"].as_array().unwrap_or_else(|| panic!("{field}: {answer}")).iter();
        let told = faults.map(|fault| format!("{} {}", fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap()));
        assert_eq!(told.collect::<Vec<_>>().join(", "), format!("#/{field} {code}"));
    }
    let (status, _, answer) = put("today?since=now&from=here", &wire()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer["errors"].as_array().map(Vec::len), Some(3), "{answer}");
}
