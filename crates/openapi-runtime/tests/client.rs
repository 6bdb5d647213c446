//! Requests as a client writes them, and responses as it reads them.

use std::error::Error as _;
use std::io;
use std::sync::Mutex;

use bytes::Bytes;
use futures_util::FutureExt;
use http::{Method, StatusCode};
use openapi_runtime::client::{Client, Decode, Error, RequestHead, Response, TransportError};
use openapi_runtime::schema::{Schema, Width};
use openapi_runtime::{Bearer, Operation, Parameter, Style};
use serde_json::{Value, json};

use crate::common::{Anything, Credentials, Fake, With, guarded, leak, operation, sent};

const TEXT: Schema = Schema::STRING;
const LIST: Schema = Schema::list(&Schema::STRING);
const BASE: &str = "https://api.example.com";

fn write(parameter: &Parameter, value: &Value) -> Result<reqwest::Request, Error> {
    let path = if format!("{parameter:?}").contains("Path") {
        "/a/{p}/b"
    } else {
        "/a"
    };
    sent(BASE, Credentials::default(), operation(path), |head| {
        head.parameter(parameter, value)
    })
}

/// The URL without its host, the header and the cookie.
fn outline(request: &reqwest::Request) -> [String; 3] {
    let header = |name| {
        let value = request.headers().get(name);
        String::from_utf8_lossy(value.map_or(b"", |value| value.as_bytes())).into_owned()
    };
    let url = request.url().as_str().strip_prefix(BASE).unwrap();
    [url.to_owned(), header("x-p"), header("cookie")]
}

#[test]
fn every_place_and_style_has_its_writing() {
    let path = Parameter::path("p", LIST);
    let query = Parameter::query("p[]", LIST);
    let commas = Parameter::query("p", LIST).style(Style::Commas);
    let spaces = Parameter::query("p", LIST).style(Style::Spaces);
    let pipes = Parameter::query("p", LIST).style(Style::Pipes);
    let header = Parameter::header("X-P", LIST);
    let cookie = Parameter::cookie("p", LIST);
    for (parameter, value, [url, in_header, in_cookie]) in [
        (
            &path,
            json!("a/b?#%.. +é"),
            ["/a/a%2Fb%3F%23%25..%20%2B%C3%A9/b", "", ""],
        ),
        (&path, json!(["1,2", "..", ""]), ["/a/1%2C2,..,/b", "", ""]),
        (&path, json!("%2e%2E"), ["/a/%252e%252E/b", "", ""]),
        (&path, json!(-1.5), ["/a/-1.5/b", "", ""]),
        (&query, json!(null), ["/a", "", ""]),
        (&query, json!([]), ["/a", "", ""]),
        (
            &query,
            json!("a+b c&d=e"),
            ["/a?p%5B%5D=a%2Bb%20c%26d%3De", "", ""],
        ),
        (
            &query,
            json!(["a", "", "b,c"]),
            ["/a?p%5B%5D=a&p%5B%5D=&p%5B%5D=b%2Cc", "", ""],
        ),
        (&commas, json!([]), ["/a?p=", "", ""]),
        (
            &commas,
            json!(["1,2", 3, true, ""]),
            ["/a?p=1%2C2,3,true,", "", ""],
        ),
        (&commas, json!("1,2"), ["/a?p=1%2C2", "", ""]),
        (&spaces, json!(["a+b", "c"]), ["/a?p=a%2Bb%20c", "", ""]),
        (&spaces, json!("a b"), ["/a?p=a%20b", "", ""]),
        (&pipes, json!(["a,b", "c"]), ["/a?p=a%2Cb%7Cc", "", ""]),
        (&header, json!("a, b%20 é\tc"), ["/a", "a, b%20 é\tc", ""]),
        (&header, json!(["a", "", "b c"]), ["/a", "a,,b c", ""]),
        (&header, json!([]), ["/a", "", ""]),
        (
            &cookie,
            json!("a;b=\"c\"\n"),
            ["/a", "", "p=a%3Bb%3D%22c%22%0A"],
        ),
        (&cookie, json!(["1,2", "3"]), ["/a", "", "p=1%2C2,3"]),
    ] {
        let request = write(parameter, &value).unwrap();
        assert_eq!(outline(&request), [url, in_header, in_cookie], "{value}");
    }
}

#[test]
fn what_a_place_cannot_carry_is_refused() {
    let path = Parameter::path("p", LIST);
    let query = Parameter::query("p", LIST);
    let commas = Parameter::query("p", LIST).style(Style::Commas);
    let spaces = Parameter::query("p", LIST).style(Style::Spaces);
    let pipes = Parameter::query("p", LIST).style(Style::Pipes);
    let header = Parameter::header("X-P", LIST);
    let cookie = Parameter::cookie("p", LIST);
    for (parameter, value) in [
        (&path, json!("")),
        (&path, json!(".")),
        (&path, json!("..")),
        (&path, json!([".."])),
        (&path, json!([])),
        (&query, json!({"a": {"b": 1}})),
        (&commas, json!({"a": [1]})),
        (&header, json!({"a": "b,c"})),
        (&query, json!([[1]])),
        (&query, json!([null])),
        (&commas, json!([""])),
        (&spaces, json!(["a b"])),
        (&pipes, json!(["a|b"])),
        (&header, json!("a\r\nx-evil: 1")),
        (&header, json!("a\nb")),
        (&header, json!("a\0")),
        (&header, json!("\u{7f}")),
        (&header, json!(" a")),
        (&header, json!("a\t")),
        (&header, json!(["a,b"])),
        (&header, json!(["a", " b"])),
        (&header, json!([""])),
        (&cookie, json!([""])),
    ] {
        let error = write(parameter, &value).unwrap_err();
        assert!(error.is_request(), "{value}: {error}");
        assert_eq!(error.status(), None);
        assert!(error.to_string().contains("the request cannot be written"));
    }
    let missing = sent(BASE, Credentials::default(), operation("/{p}"), |_| Ok(()));
    let error = missing.unwrap_err().to_string();
    assert_eq!(
        error,
        "the request cannot be written: path p: it has no value"
    );
}

#[test]
fn a_request_is_put_together() {
    static OPERATION: Operation = Operation::new("test", Method::PUT, "/a/{q}/{p}");
    let (p, q) = (Parameter::path("p", TEXT), Parameter::path("q", TEXT));
    let one = Parameter::query("one", Schema::integer(Width::Int64));
    let two = Parameter::cookie("two", TEXT);
    let three = Parameter::cookie("three", TEXT);
    for base in ["https://api.example.com/v1", "https://api.example.com/v1//"] {
        let request = sent(base, Credentials::default(), &OPERATION, |head| {
            head.parameter(&p, &"x")?;
            head.parameter(&q, &"y")?;
            head.parameter(&one, &Some(1))?;
            head.parameter(&one, &None::<i64>)?;
            head.parameter(&two, &"2")?;
            head.parameter(&three, &"3")?;
            head.json("application/json", &json!({"n": 1}))
        });
        let request = request.unwrap();
        assert_eq!(request.method(), Method::PUT);
        assert_eq!(
            request.url().as_str(),
            "https://api.example.com/v1/a/y/x?one=1"
        );
        let headers = request.headers();
        assert_eq!(headers["cookie"], "two=2; three=3");
        assert_eq!(headers["content-type"], "application/json");
        assert!(!headers.contains_key("accept"), "nothing is wanted");
        assert!(!headers.contains_key("authorization"));
        let body = request.body().and_then(reqwest::Body::as_bytes);
        assert_eq!(body, Some(&br#"{"n":1}"#[..]));
        assert!(!format!("{request:?}").contains("two=2"));
    }
    for base in [
        "",
        "api.example.com",
        "https://hunter2:hunter2@",
        "http://a/?x",
        "http://a/#x",
    ] {
        let error = sent(base, Credentials::default(), operation("/a"), |_| Ok(()));
        let error = error.unwrap_err();
        assert!(error.is_request(), "{base}");
        assert!(!format!("{error}{error:?}").contains("hunter2"), "{error}");
    }
}

#[test]
fn the_first_alternative_that_is_held_is_used() {
    let (one, two) = (Some(Bearer::new("one-key")), Some(Bearer::new("two-key")));
    let send = |alternatives, one: &Option<Bearer>, two: &Option<Bearer>| {
        let credentials = Credentials {
            one: one.clone(),
            two: two.clone(),
        };
        let request = sent(BASE, credentials, guarded(alternatives), |_| Ok(())).unwrap();
        let value = request.headers().get("authorization").cloned();
        assert!(value.iter().all(http::HeaderValue::is_sensitive));
        value.map(|value| value.to_str().unwrap().to_owned())
    };
    let (with_one, with_two) = (Some("Bearer one-key".into()), Some("Bearer two-key".into()));
    assert_eq!(send(&[&["one"], &["two"]], &one, &two), with_one);
    assert_eq!(send(&[&["one"], &["two"]], &None, &two), with_two);
    // Half an alternative leaves no trace.
    assert_eq!(send(&[&["one", "two"], &["any"]], &one, &None), None);
    assert_eq!(send(&[&["one", "any"]], &one, &None), with_one);
    // An optional credential that is held is shown, wherever the empty alternative stands.
    assert_eq!(send(&[&[], &["one"]], &one, &None), with_one);
    assert_eq!(send(&[&["one"], &[]], &None, &None), None);
    assert_eq!(send(&[], &one, &two), None);
    assert_eq!(send(&[&["unknown"]], &one, &two), None);

    let broken = Credentials {
        one: Some(Bearer::new("hunter2\n")),
        two: None,
    };
    let error = sent(BASE, broken, guarded(&[&["one"]]), |_| Ok(())).unwrap_err();
    assert!(error.is_request());
    assert!(!format!("{error}{error:?}").contains("hunter2"));
}

#[derive(Debug, PartialEq)]
enum Outcome {
    Ok(i64),
    NotFound,
}

impl Decode for Outcome {
    const ACCEPT: &'static str = "application/json";

    async fn decode(response: Response) -> Result<Self, Error> {
        assert!(!format!("{response:?}").contains("hunter2"));
        match response.status().as_u16() {
            200 => response.json().await.map(Self::Ok),
            404 => Ok(Self::NotFound),
            _ => Err(response.undeclared().await),
        }
    }
}

fn call<R: Decode>(
    answer: impl Fn() -> Result<Response, TransportError> + Send + Sync + 'static,
) -> Result<R, Error> {
    let fake = Fake {
        seen: leak(Mutex::new(None)),
        answer: Box::new(answer),
    };
    let client = Client::new(BASE, Credentials::default(), fake);
    let request = With(|_: &mut RequestHead| Ok(()));
    client
        .call(operation("/"), request)
        .now_or_never()
        .expect("nothing is waited for")
}

/// A body that is still to come, and one at hand.
const BODIES: [fn(http::Response<&'static str>) -> Response; 2] = [
    |response| response.map(reqwest::Body::from).into(),
    |response| response.map(Bytes::from).into(),
];

fn answered(
    response: fn(http::Response<&'static str>) -> Response,
    status: u16,
    body: &'static str,
) -> Result<Outcome, Error> {
    call(move || {
        let parts = http::Response::builder()
            .status(status)
            .header("set-cookie", "hunter2");
        Ok(response(parts.body(body).unwrap()))
    })
}

#[test]
fn declared_responses_are_outcomes() {
    for response in BODIES {
        assert_eq!(answered(response, 200, "7").unwrap(), Outcome::Ok(7));
        assert_eq!(
            answered(response, 404, "whatever").unwrap(),
            Outcome::NotFound
        );
    }
}

#[test]
fn other_responses_are_kept_in_the_error() {
    let long: &str = leak(format!("no\r\n{}", "x".repeat(1000)));
    for (status, body, undeclared, text) in [
        (
            500,
            "",
            true,
            "the server answered 500 Internal Server Error, undeclared: no body",
        ),
        (
            503,
            "busy",
            true,
            "the server answered 503 Service Unavailable, undeclared: busy",
        ),
        (
            200,
            "\"hunter2\"",
            false,
            "the server answered 200 OK with a body that is not the declared one",
        ),
    ] {
        for response in BODIES {
            let error = answered(response, status, body).unwrap_err();
            assert_eq!(error.to_string(), text);
            assert_eq!(error.status(), Some(StatusCode::from_u16(status).unwrap()));
            assert_eq!(error.headers().unwrap()["set-cookie"], "hunter2");
            assert_eq!(error.body().unwrap(), body);
            assert_eq!(error.is_undeclared(), undeclared);
            assert_eq!(error.source().is_some(), !undeclared);
            assert!(!error.is_request() && !error.is_transport());
            assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
        }
    }
    let text = answered(BODIES[0], 500, long).unwrap_err().to_string();
    assert!(text.len() < 300 && text.ends_with('…') && !text.contains(['\r', '\n']));
}

#[test]
fn no_response_is_an_error_with_its_cause() {
    let error = call::<Outcome>(|| Err(io::Error::other("reset").into())).unwrap_err();
    assert!(error.is_transport() && !error.is_timeout() && !error.is_connect());
    assert_eq!(error.to_string(), "no response arrived");
    assert_eq!(error.source().unwrap().to_string(), "reset");
    assert_eq!(
        (error.status(), error.headers(), error.body()),
        (None, None, None)
    );

    // A body that breaks off is no response either.
    let error = call::<Outcome>(|| {
        let parts = futures_util::stream::iter([Ok("7"), Err(io::Error::other("reset"))]);
        let response = http::Response::new(reqwest::Body::wrap_stream(parts));
        Ok(response.into())
    });
    let error = error.unwrap_err();
    assert!(error.is_transport());
    assert_eq!(error.status(), None);
}

#[test]
fn debug_shows_no_secret() {
    let answer = Box::new(|| Ok(http::Response::new(Bytes::new()).into()));
    let fake = Fake {
        seen: leak(Mutex::new(None)),
        answer,
    };
    let credentials = Credentials {
        one: Some(Bearer::new("hunter2")),
        two: None,
    };
    let client = Client::new("https://user:hunter2@api.example.com/", credentials, fake);
    assert_eq!(client.base_url(), "https://user:hunter2@api.example.com");
    assert_eq!(
        format!("{client:?}"),
        r#"Client { base_url: "api.example.com", .. }"#
    );
    let shown = Mutex::new(String::new());
    let request = With(|head: &mut RequestHead| {
        head.parameter(&Parameter::query("key", TEXT), &"hunter2")?;
        *shown.lock().unwrap() = format!("{head:?}");
        Ok(())
    });
    let call = client.call::<_, Anything>(operation("/"), request);
    call.now_or_never().unwrap().unwrap();
    assert_eq!(
        *shown.lock().unwrap(),
        r#"RequestHead { operation: "test", .. }"#
    );
}
