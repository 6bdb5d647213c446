//! A call as a server takes it up: credentials, bodies, refusals.

use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Request};
use openapi_runtime::schema::{Property, Schema, Width};
use openapi_runtime::server::{
    Call, ErrorFormat, Limits, Refusal, Unavailable, empty, json as respond,
};
use openapi_runtime::{AuthError, Bearer, Parameter};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::common::{Credentials, answer, faults, get, guarded, operation, received};

const BODY: Schema = Schema::object(&[
    Property::required("n", Schema::integer(Width::Int64)),
    Property::optional("any", Schema::ANY),
]);

#[derive(Debug, PartialEq, Deserialize)]
struct Input {
    n: i64,
    any: Option<Value>,
}

fn input(n: i64) -> Input {
    Input { n, any: None }
}

fn post(headers: &[(&'static str, &str)], body: impl Into<Body>) -> Call {
    let mut request = Request::post("/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body.into()).unwrap();
    Call::new(
        operation("/"),
        ErrorFormat::Detail,
        Limits {
            body_size: 64,
            body_time: Duration::from_secs(5),
        },
        request,
    )
}

async fn read(mut call: Call) -> Result<Option<Input>, Refusal> {
    let read = call.optional_json(&BODY).await?;
    call.finish()?;
    Ok(read)
}

async fn refused(call: Call) -> (u16, Value) {
    let (status, _, body) = answer(read(call).await.unwrap_err()).await;
    (status.as_u16(), body)
}

#[test]
fn one_alternative_is_met_by_all_of_its_schemes() {
    let load = |alternatives: &'static [&'static [&'static str]], token: &str| {
        let headers = [("authorization", token)];
        let headers = if token.is_empty() { &[][..] } else { &headers };
        received(guarded(alternatives), get("/", headers)).credentials::<Credentials>()
    };
    let one = || Credentials {
        one: Some(Bearer::new("one-key")),
        two: None,
    };
    let two = || Credentials {
        one: None,
        two: Some(Bearer::new("two-key")),
    };
    let none = Credentials::default;
    // One or the other.
    assert_eq!(
        load(&[&["one"], &["two"]], "Bearer one-key").unwrap(),
        one()
    );
    assert_eq!(
        load(&[&["one"], &["two"]], "bearer two-key").unwrap(),
        two()
    );
    // Both, which one header cannot have.
    assert!(load(&[&["one", "two"]], "Bearer one-key").is_err());
    assert_eq!(load(&[&["one", "any"]], "Bearer one-key").unwrap(), one());
    // Half an alternative leaves nothing behind.
    let halves: &[&[&str]] = &[&["one", "two"], &["any"]];
    assert_eq!(load(halves, "Bearer one-key").unwrap(), none());
    // Nobody needs a credential, and one that is there is used.
    const FIRST: &[&[&str]] = &[&[], &["one"]];
    const LAST: &[&[&str]] = &[&["one"], &[]];
    for optional in [FIRST, LAST] {
        assert_eq!(load(optional, "").unwrap(), none());
        assert_eq!(load(optional, "Bearer two-key").unwrap(), none());
        assert_eq!(load(optional, "Bearer one-key").unwrap(), one());
    }
    assert_eq!(load(&[], "Bearer one-key").unwrap(), none());
    for token in ["", "Basic b25l", "Bearer", "Bearer two-key"] {
        assert!(load(&[&["one"], &["unknown"]], token).is_err(), "{token}");
    }
}

#[tokio::test]
async fn refusals_of_callers() {
    let call = received(guarded(&[&["one"]]), get("/", &[]));
    let missing = call.credentials::<Credentials>().unwrap_err();
    let secret = io::Error::other("postgres://user:hunter2@db");
    for (refusal, status, detail) in [
        (missing, 401, "Not authenticated"),
        (call.refuse(&AuthError::Missing), 401, "Not authenticated"),
        (
            call.refuse(&AuthError::Invalid("Wrong key".into())),
            401,
            "Wrong key",
        ),
        (
            call.refuse(&AuthError::Forbidden("Not yours".into())),
            403,
            "Not yours",
        ),
        (
            call.refuse(&AuthError::Unavailable(secret.into())),
            500,
            "Internal Server Error",
        ),
        (call.fail("hunter2"), 500, "Internal Server Error"),
        (
            call.present::<u8>(None).unwrap_err(),
            500,
            "Internal Server Error",
        ),
    ] {
        assert!(!format!("{refusal:?}").contains("hunter2"));
        let (code, headers, body) = answer(refusal).await;
        assert_eq!(code, status);
        assert_eq!(body, json!({ "detail": detail }));
        let scheme = headers
            .get("www-authenticate")
            .map(|value| value.to_str().unwrap());
        assert_eq!(scheme, (status == 401).then_some("Bearer"), "{detail}");
    }
}

/// An error with a cause.
#[derive(Debug, thiserror::Error)]
#[error("it failed")]
struct Caused(#[source] Box<dyn std::error::Error + Send + Sync>);

/// However deep among the causes it is said.
#[tokio::test]
async fn what_is_away_for_a_while_is_a_503_that_says_when_to_try_again() {
    let call = post(&[], "");
    let away = |millis| Unavailable::new(Duration::from_millis(millis), "hunter2");
    let wrapped = Caused(Box::new(Caused(Box::new(away(30_500)))));
    for (refusal, seconds) in [
        (call.fail(away(2_000)), "2"),
        (call.fail(wrapped), "30"),
        (call.fail(away(0)), "1"),
    ] {
        assert!(!format!("{refusal:?}").contains("hunter2"));
        let (status, headers, body) = answer(refusal).await;
        assert_eq!(status, 503);
        assert_eq!(headers["retry-after"], seconds);
        assert_eq!(body, json!({"detail": "Service Unavailable"}));
    }
}

/// Nothing is unpacked: a body that says that it would have to be is refused before it is read.
#[tokio::test]
async fn a_body_that_is_encoded_is_refused() {
    for coding in ["gzip", "identity, gzip", "Br", ""] {
        let refusal = read(post(&[("content-encoding", coding)], "{}")).await;
        let (status, headers, body) = answer(refusal.unwrap_err()).await;
        assert_eq!(status, 415, "{coding}");
        assert_eq!(headers["connection"], "close");
        let sentence = "The request body has a Content-Encoding, and none is taken";
        assert_eq!(body, json!({"detail": sentence}));
    }
    // That it says it is not encoded is no fault: this one is read, and has others.
    let plain = post(&[("content-encoding", "Identity")], "{}");
    assert_eq!(refused(plain).await.0, 422);
}

/// An operation that declares the header reads what it says, and the body as it came.
#[tokio::test]
async fn a_coding_that_is_declared_is_the_implementations_to_know() {
    let declared = Parameter::header("Content-Encoding", Schema::STRING);
    let mut call = post(&[("content-encoding", "deflate")], "as it came");
    assert_eq!(
        call.optional::<String>(&declared).as_deref(),
        Some("deflate")
    );
    assert_eq!(call.text().await.unwrap().as_deref(), Some("as it came"));
}

/// Sooner than it says would be too often again.
#[tokio::test]
async fn a_key_that_is_used_too_often_is_told_when_it_may_be_used_again() {
    for (millis, seconds) in [(0, "1"), (1, "1"), (1_000, "1"), (1_001, "2")] {
        let retry_after = Duration::from_millis(millis);
        let refusal = post(&[], "").refuse(&AuthError::TooOften { retry_after });
        let (status, headers, body) = answer(refusal).await;
        assert_eq!(status, 429);
        assert_eq!(headers["retry-after"], seconds, "{millis} ms");
        let sentence = "Too many requests. Wait as long as Retry-After says.";
        assert_eq!(body, json!({"detail": sentence}));
    }
}

/// What comes next on a connection is the rest of the body, and not the next request: a client has to know.
#[tokio::test]
async fn a_refusal_before_the_body_was_read_ends_the_connection() {
    let closes = async |refusal| {
        let (_, headers, _) = answer(refusal).await;
        headers
            .get("connection")
            .is_some_and(|value| value == "close")
    };
    let refuse = |call: Call| call.refuse(&AuthError::Missing);
    assert!(closes(refuse(post(&[], "{}"))).await);
    assert!(!closes(refuse(post(&[], Body::empty()))).await);
    let large = " ".repeat(65);
    assert!(closes(read(post(&[], large)).await.unwrap_err()).await);
    let malformed = read(post(&[], "{")).await.unwrap_err();
    assert!(!closes(malformed).await, "that one was read");
    let mut request = Request::post("/").body(Body::from("{}")).unwrap();
    *request.version_mut() = http::Version::HTTP_2;
    assert!(!closes(refuse(received(operation("/"), request))).await);
}

/// A 401 names its scheme whoever says it, an implementation as much as the runtime (RFC 9110, section 15.5.2).
#[tokio::test]
async fn responses_are_written() {
    let (status, headers, body) = answer(respond(401, "application/json", &json!([]))).await;
    assert_eq!((status.as_u16(), body), (401, json!([])));
    assert_eq!(headers["www-authenticate"], "Bearer");
    assert_eq!(empty(401).headers()["www-authenticate"], "Bearer");
    let (status, headers, _) = answer(empty(204)).await;
    assert_eq!((status.as_u16(), headers), (204, HeaderMap::new()));
    // What cannot be written is our failure.
    let keys = std::collections::HashMap::from([((), 1)]);
    let (status, _, body) = answer(respond(200, "application/json", &keys)).await;
    assert_eq!(status, 500);
    assert_eq!(body, json!({"detail": "Internal Server Error"}));
    assert_eq!(empty(1000).status(), 500);
}

#[test]
fn debug_shows_no_secret() {
    let headers = [("authorization", "Bearer hunter2"), ("cookie", "s=hunter2")];
    let call = received(operation("/"), get("/?key=hunter2", &headers));
    assert_eq!(format!("{call:?}"), r#"Call { operation: "test", .. }"#);
    assert_eq!(format!("{:?}", call.operation().id), r#""test""#);
}

#[test]
fn the_context_has_what_the_layers_left() {
    let mut request = get("/", &[]);
    request.extensions_mut().insert("request id");
    let context = received(operation("/"), request).context(7);
    assert_eq!(context.principal, 7);
    assert_eq!(context.extensions.get::<&str>(), Some(&"request id"));
}

#[tokio::test]
async fn bodies_are_json_unless_they_say_otherwise() {
    for content_type in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/problem+json",
        "application/json;",
        "",
        " ; charset=utf-8",
    ] {
        let call = post(&[("content-type", content_type)], r#"{"n":1}"#);
        assert_eq!(read(call).await.unwrap(), Some(input(1)), "{content_type}");
    }
    assert_eq!(read(post(&[], r#"{"n":1}"#)).await.unwrap(), Some(input(1)));
    for content_type in [
        "text/plain",
        "text/json",
        "application/jsonp",
        "x+json",
        "é",
    ] {
        let (status, body) = refused(post(&[("content-type", content_type)], r#"{"n":1}"#)).await;
        assert_eq!(status, 422);
        assert_eq!(
            body["detail"][0]["type"], "model_attributes_type",
            "{content_type}"
        );
        assert_eq!(body["detail"][0]["input"], r#"{"n":1}"#);
    }
}

#[tokio::test]
async fn a_body_may_be_absent_where_it_is_optional() {
    assert_eq!(read(post(&[], "")).await.unwrap(), None);
    let mut call = post(&[], "");
    let body = call.required_json::<Input>(&BODY).await.unwrap();
    assert_eq!(body, None);
    assert_eq!(
        faults(call.finish().unwrap_err()),
        [json!({"type": "missing", "loc": ["body"], "msg": "Field required", "input": null})]
    );
    // A body is read once.
    let mut call = post(&[], r#"{"n":1}"#);
    assert_eq!(call.required_json(&BODY).await.unwrap(), Some(input(1)));
    assert_eq!(call.optional_json::<Input>(&BODY).await.unwrap(), None);
}

#[tokio::test]
async fn integers_may_be_written_with_a_fraction_of_zero() {
    for (text, n) in [("1.0", 1), ("-2e2", -200), ("-0.0", 0)] {
        let call = post(&[], format!(r#"{{"n":{text}}}"#));
        assert_eq!(read(call).await.unwrap(), Some(input(n)), "{text}");
    }
    let (_, body) = refused(post(&[], r#"{"n":1e300}"#)).await;
    assert_eq!(body["detail"][0]["type"], "int_range");
}

#[tokio::test]
async fn malformed_bodies() {
    let deep = "[".repeat(60);
    for (text, offset) in [("{", 1), (r#"{"n":1}x"#, 7), ("\u{feff}{}", 0), (&deep, 60)] {
        let (status, body) = refused(post(&[], text.to_owned())).await;
        assert_eq!(status, 422);
        assert_eq!(body["detail"][0]["type"], "json_invalid");
        assert_eq!(body["detail"][0]["loc"], json!(["body", offset]), "{text}");
        assert_eq!(body["detail"][0]["input"], json!({}));
    }
    let (_, body) = refused(post(&[], &b"{\"n\":\"\xff\"}"[..])).await;
    assert_eq!(body["detail"][0]["type"], "json_invalid");
    // Deeper than a reader follows.
    let mut call = received(
        operation("/"),
        Request::post("/")
            .body("[".repeat(1_000_000).into())
            .unwrap(),
    );
    assert_eq!(
        call.optional_json::<Value>(&Schema::ANY).await.unwrap(),
        None
    );
    assert_eq!(
        faults(call.finish().unwrap_err())[0]["type"],
        "json_invalid"
    );
}

/// What the schema lets through and the type does not is a fault all the same, in few words.
#[tokio::test]
async fn what_cannot_be_read() {
    let long = "x".repeat(100_000);
    let request = Request::post("/").body(json!({ "n": long }).to_string().into());
    let mut call = received(operation("/"), request.unwrap());
    let read = call.optional_json::<Input>(&Schema::ANY).await.unwrap();
    assert_eq!(read, None);
    let faults = faults(call.finish().unwrap_err());
    assert_eq!(faults[0]["type"], "value_error");
    assert!(faults[0].to_string().len() < 1000);
}

#[tokio::test]
async fn bodies_are_no_larger_than_the_limit() {
    let detail = json!({"detail": "The request body is larger than 64 bytes"});
    let fits = format!("{:64}", r#"{"n":1}"#);
    assert_eq!(read(post(&[], fits.clone())).await.unwrap(), Some(input(1)));
    // It comes without a length, in parts.
    let parts = move |parts: Vec<&'static str>| {
        Body::from_stream(stream::iter(parts).map(Ok::<_, io::Error>))
    };
    let whole = read(post(&[], parts(vec![r#"{"n""#, ":1", "}"]))).await;
    assert_eq!(whole.unwrap(), Some(input(1)));
    let (half, announced) = ("                                 ", CONTENT_LENGTH.as_str());
    assert_eq!(
        refused(post(&[], parts(vec![half, half]))).await,
        (413, detail.clone())
    );
    assert_eq!(refused(post(&[], fits + " ")).await, (413, detail.clone()));
    // One that announces too much is not read at all: this one would never end.
    let never = || Body::from_stream(stream::pending::<io::Result<Bytes>>());
    for length in ["65", "18446744073709551615"] {
        let call = post(&[(announced, length)], never());
        assert_eq!(refused(call).await, (413, detail.clone()), "{length}");
    }
}

#[tokio::test(start_paused = true)]
async fn bodies_are_not_waited_for() {
    let started = tokio::time::Instant::now();
    let never = Body::from_stream(stream::pending::<io::Result<Bytes>>());
    let late = json!({"detail": "The request body took too long"});
    assert_eq!(refused(post(&[], never)).await, (408, late.clone()));
    assert_eq!(started.elapsed().as_secs(), 5);

    // One that comes drop by drop is given no more time than one that does not come.
    let drops = stream::unfold((), async |()| {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Some((Ok::<_, io::Error>(" "), ()))
    });
    assert_eq!(
        refused(post(&[], Body::from_stream(drops))).await,
        (408, late)
    );

    let broken = stream::iter([Ok("{"), Err(io::Error::other("reset"))]);
    let broke = json!({"detail": "The request body broke off"});
    assert_eq!(
        refused(post(&[], Body::from_stream(broken))).await,
        (400, broke)
    );
}

#[test]
fn limits_have_defaults() {
    let limits = Limits::default();
    assert_eq!(
        (limits.body_size, limits.body_time.as_secs()),
        (2 << 20, 30)
    );
}
