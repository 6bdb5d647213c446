//! Refusals in the words of the document, in the styles that are common.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use fixture_errors::*;
use http::{Method, Request};
use http_body_util::BodyExt;
use openapi_runtime::server::{Limits, Unavailable};
use openapi_runtime::{AuthError, Context};
use serde_json::{Value, json};
use tower::ServiceExt;

/// Knows one key, and fails or is not there where the size says so.
struct Nothing;

impl Authenticate for Nothing {
    type Principal = ();

    async fn authenticate(&self, credentials: Credentials, _: &'static openapi_runtime::Operation) -> Result<(), AuthError> {
        match credentials.key.as_ref().map(|key| key.token()) {
            Some("known") => Ok(()),
            Some("weak") => Err(AuthError::Forbidden("This key reads alone.".into())),
            _ => Err(AuthError::Invalid("Nobody knows this key.".into())),
        }
    }
}

macro_rules! nothing {
    ($($name:ident $request:ident $response:ident,)*) => {
        impl Api<Context<()>> for Nothing {
            type Error = Box<dyn Error + Send + Sync>;

            $(async fn $name(&self, _: Context<()>, request: $request) -> Result<$response, Self::Error> {
                match request.body.size {
                    Some(500) => Err("broken".into()),
                    Some(503) => Err(Unavailable::new(Duration::from_secs(1), "away").into()),
                    _ => Ok($response::NoContent),
                }
            })*
        }
    };
}

nothing! {
    stripe StripeRequest StripeResponse,
    github GithubRequest GithubResponse,
    google GoogleRequest GoogleResponse,
    listed ListedRequest ListedResponse,
    jsonapi JsonapiRequest JsonapiResponse,
    problem ProblemRequest ProblemResponse,
    text TextRequest TextResponse,
    by_field ByFieldRequest ByFieldResponse,
    nullable NullableRequest NullableResponse,
    short ShortRequest ShortResponse,
    either EitherRequest EitherResponse,
    one_of OneOfRequest OneOfResponse,
    tagged TaggedRequest TaggedResponse,
}

/// A request, and what is wrong with it.
#[derive(Clone, Copy)]
struct Wrong {
    key: &'static str,
    content_type: &'static str,
    body: &'static str,
}

const FAULTY: Wrong = Wrong { key: "known", content_type: "application/json", body: r#"{"size":"x"}"# };

/// The status, the media type and the body of an answer.
type Answer = (u16, String, String);

async fn send(method: Method, path: &str, wrong: Wrong) -> Answer {
    let request = Request::builder().method(method).uri(path);
    let request = request.header("authorization", format!("Bearer {}", wrong.key));
    let request = request.header("content-type", wrong.content_type);
    let limits = Limits { body_size: 100, ..Limits::default() };
    let router = server::router_with(Arc::new(Nothing), Arc::new(Nothing), limits);
    let response = router.oneshot(request.body(Body::from(wrong.body)).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let content_type = parts.headers["content-type"].to_str().unwrap().to_owned();
    (parts.status.as_u16(), content_type, String::from_utf8(body.into()).unwrap())
}

async fn post(path: &str) -> Answer {
    send(Method::POST, path, FAULTY).await
}

/// Holds an answer against a response of the document.
fn validate(document: &Value, response: &Value, (status, content_type, body): &Answer, what: &str) {
    let name = response["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
    let declared = &document["components"]["responses"][name]["content"][content_type];
    assert!(declared.is_object(), "{what}: {name} has no {content_type}");
    let schema = json!({"allOf": [declared["schema"]], "components": document["components"]});
    let value = match content_type.as_str() {
        "text/plain" => body.as_str().into(),
        _ => serde_json::from_str(body).unwrap(),
    };
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{what}, {status}: {body}: {errors:?}");
}

/// Every refusal of every operation is what the document declares for its status.
#[tokio::test]
async fn every_refusal_holds_against_its_schema() {
    let document: Value = serde_json::from_str(OPENAPI).unwrap();
    let long: &'static str = Box::leak(format!(r#"{{"name":"{}"}}"#, "x".repeat(100)).into_boxed_str());
    let wrong = [
        (401, Wrong { key: "unknown", ..FAULTY }),
        (403, Wrong { key: "weak", ..FAULTY }),
        (413, Wrong { body: long, ..FAULTY }),
        (415, Wrong { content_type: "text/csv", ..FAULTY }),
        (422, FAULTY),
        (422, Wrong { body: "no JSON", ..FAULTY }),
        (500, Wrong { body: r#"{"name":"x","size":500}"#, ..FAULTY }),
        (503, Wrong { body: r#"{"name":"x","size":503}"#, ..FAULTY }),
    ];
    let mut styles = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let responses = &item["post"]["responses"];
        let faults = if responses["400"].is_object() { 400 } else { 422 };
        for (status, wrong) in wrong {
            let status = if status == 422 { faults } else { status };
            let answer = send(Method::POST, path, wrong).await;
            assert_eq!(answer.0, status, "{path}: {}", answer.2);
            let keys = [status.to_string(), format!("{}XX", status / 100), "default".to_owned()];
            let declared = keys.iter().find(|key| responses[key.as_str()].is_object());
            validate(&document, &responses[declared.unwrap().as_str()], &answer, path);
        }
        styles += 1;
    }
    assert_eq!(styles, 13);
}

/// What no operation refuses has the error that most operations declare: two have the sentence alone.
#[tokio::test]
async fn unknown_paths_and_methods_are_refused_with_the_common_error() {
    let document: Value = serde_json::from_str(OPENAPI).unwrap();
    let response = &document["paths"]["/either"]["post"]["responses"]["default"];
    for (status, method, path) in [(404, Method::POST, "/nowhere"), (405, Method::GET, "/github")] {
        let answer = send(method, path, FAULTY).await;
        assert_eq!(answer.0, status);
        validate(&document, response, &answer, path);
    }
}

const SENTENCE: &str = "The request does not match its declaration.";
const SUMMARY: &str = "The request does not match its declaration: body name: Field required; body size: Input should be a \
                       valid integer";

#[tokio::test]
async fn each_style_is_filled() {
    let integer = "Input should be a valid integer";
    let rows = [
        ("/stripe", 400, "application/json", json!({"error": {"type": "invalid_request_error", "message": SUMMARY, "param": "name"}})),
        (
            "/github",
            422,
            "application/json",
            json!({"message": SENTENCE, "documentation_url": "about:blank", "errors": [
                {"resource": "body", "field": "name", "code": "missing"},
                {"resource": "body", "field": "size", "code": "int_type"},
            ]}),
        ),
        (
            "/listed",
            422,
            "application/json",
            json!({"errors": [
                {"code": "missing", "message": "body name: Field required"},
                {"code": "int_type", "message": format!("body size: {integer}")},
            ]}),
        ),
        (
            "/jsonapi",
            422,
            "application/vnd.api+json",
            json!({"errors": [
                {"status": "422", "code": "missing", "title": "Unprocessable Entity", "detail": "Field required", "source": {"pointer": "/name"}},
                {"status": "422", "code": "int_type", "title": "Unprocessable Entity", "detail": integer, "source": {"pointer": "/size"}},
            ]}),
        ),
        (
            "/problem",
            400,
            "application/problem+json",
            json!({"type": "about:blank", "title": "Bad Request", "status": 400, "detail": SUMMARY}),
        ),
        (
            "/google",
            422,
            "application/json",
            json!({"error": {"code": 422, "message": SENTENCE, "status": "INVALID_ARGUMENT", "details": [
                {"code": "missing", "detail": "Field required", "pointer": "#/name"},
                {"code": "int_type", "detail": integer, "pointer": "#/size"},
            ]}}),
        ),
        (
            "/by_field",
            422,
            "application/json",
            json!({"message": SENTENCE, "errors": {"name": ["Field required"], "size": [integer]}}),
        ),
        (
            "/nullable",
            422,
            "application/json",
            json!({"code": "invalid_request", "message": SUMMARY, "target": "name", "context": null}),
        ),
        ("/short", 422, "application/json", json!({"message": "The request does not ma…", "status": "422"})),
        ("/either", 422, "application/json", json!({"message": SUMMARY})),
        ("/one_of", 422, "application/json", json!({"message": SUMMARY})),
        ("/tagged", 422, "application/json", json!({"kind": "fault", "message": SUMMARY})),
    ];
    for (path, status, content_type, expected) in rows {
        let (code, said, body) = post(path).await;
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((code, said.as_str(), body), (status, content_type, expected), "{path}");
    }
    assert_eq!(post("/text").await, (400, "text/plain".into(), SUMMARY.into()));
}
