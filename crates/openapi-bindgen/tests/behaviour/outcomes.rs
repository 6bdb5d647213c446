//! Responses with headers, for classes of statuses and for any other: what the implementation gives is what the client
//! gets.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;
use std::sync::Arc;

use axum::response::IntoResponse;
use fixture_outcomes::client::Client;
use fixture_outcomes::types::*;
use fixture_outcomes::*;
use http::StatusCode;
use in_process::InProcess;
use openapi_runtime::server::Limits;
use openapi_runtime::{AuthError, Context};
use uuid::Uuid;

/// Answers what it is asked for.
struct Wanted;

impl Authenticate for Wanted {
    type Principal = ();

    async fn authenticate(
        &self,
        _: Credentials,
        _: &'static openapi_runtime::Operation,
    ) -> Result<(), AuthError> {
        Ok(())
    }
}

fn wanted(name: &str) -> StartTurnResponse {
    let problem = |title: &str| Problem { title: Some(title.into()) };
    match name {
        "all" => StartTurnResponse::Ok {
            x_request_id: Uuid::from_u128(7),
            x_tags: Some(vec!["a".into(), "b c".into()]),
            x_kind: Some(Kind::Long),
            body: Turn { id: 1 },
        },
        "least" => StartTurnResponse::Ok {
            x_request_id: Uuid::nil(),
            x_tags: None,
            x_kind: None,
            body: Turn { id: 2 },
        },
        "nothing" => StartTurnResponse::NoContent { x_left: -3 },
        "found" => StartTurnResponse::Found { location: Some("/turns?a=b".into()) },
        "conflict" => StartTurnResponse::Conflict { x_should_retry: Some(false), body: problem("busy") },
        "teapot" => StartTurnResponse::ImaTeapot,
        "client" => StartTurnResponse::ClientError { status: StatusCode::GONE, body: problem("gone") },
        "server" => StartTurnResponse::ServerError {
            status: StatusCode::SERVICE_UNAVAILABLE,
            retry_after: Some(120),
        },
        "default" => StartTurnResponse::Default { status: StatusCode::CREATED, body: "ü".into() },
        "misplaced" => StartTurnResponse::ClientError { status: StatusCode::OK, body: problem("no") },
        "unwritable" => StartTurnResponse::Found { location: Some("two\nlines".into()) },
        other => panic!("{other}"),
    }
}

impl Api<Context<()>> for Wanted {
    type Error = Infallible;

    async fn start_turn(
        &self,
        _: Context<()>,
        request: StartTurnRequest,
    ) -> Result<StartTurnResponse, Infallible> {
        Ok(wanted(&request.want))
    }

    async fn only(&self, _: Context<()>, _: OnlyRequest) -> Result<OnlyResponse, Infallible> {
        Ok(OnlyResponse::Default { status: StatusCode::ACCEPTED, body: Turn { id: 5 } })
    }

    async fn range(&self, _: Context<()>, _: RangeRequest) -> Result<RangeResponse, Infallible> {
        Ok(RangeResponse::Success { status: StatusCode::IM_USED, body: 9 })
    }
}

fn direct() -> Client {
    Client::new("http://a.example", Credentials::default(), InProcess(server::router(Wanted)))
}

#[tokio::test]
async fn every_outcome_arrives_as_it_was_given() {
    let router = server::router_with(Arc::new(direct()), Arc::new(Wanted), Limits::default());
    let gateway = Client::new("http://b.example", Credentials::default(), InProcess(router));
    for client in [direct(), gateway] {
        for name in
            ["all", "least", "nothing", "found", "conflict", "teapot", "client", "server", "default"]
        {
            let outcome = client.start_turn().want(name).send().await.unwrap();
            assert_eq!(outcome, wanted(name), "{name}");
        }
        let only = OnlyResponse::Default { status: StatusCode::ACCEPTED, body: Turn { id: 5 } };
        assert_eq!(client.only().send().await.unwrap(), only);
        let range = RangeResponse::Success { status: StatusCode::IM_USED, body: 9 };
        assert_eq!(client.range().send().await.unwrap(), range);
    }
}

#[test]
fn headers_are_written_as_the_document_says() {
    let headers = |name: &str| {
        let response = wanted(name).into_response();
        let names = ["x-request-id", "x-tags", "x-kind", "x-left", "location", "x-should-retry", "retry-after"];
        let text = |name: &str| Some(response.headers().get(name)?.to_str().unwrap().to_owned());
        let said = names.into_iter().filter_map(|name| Some(format!("{name}: {}", text(name)?)));
        (response.status().as_u16(), said.collect::<Vec<_>>().join("\n"))
    };
    let id = "x-request-id: 00000000-0000-0000-0000-000000000007";
    for (name, status, expected) in [
        ("all", 200, &*format!("{id}\nx-tags: a,b c\nx-kind: long")),
        ("nothing", 204, "x-left: -3"),
        ("found", 302, "location: /turns?a=b"),
        ("conflict", 409, "x-should-retry: false"),
        ("client", 410, ""),
        ("server", 503, "retry-after: 120"),
        ("default", 201, ""),
    ] {
        assert_eq!(headers(name), (status, expected.to_owned()), "{name}");
    }
}

/// A status outside of its class, and a header that no header carries: an opaque 500.
#[tokio::test]
async fn what_cannot_be_written_is_a_failure() {
    for name in ["misplaced", "unwritable"] {
        let StartTurnResponse::ServerError { status, retry_after } =
            direct().start_turn().want(name).send().await.unwrap()
        else {
            panic!("{name} is a failure");
        };
        assert_eq!((status, retry_after), (StatusCode::INTERNAL_SERVER_ERROR, None), "{name}");
    }
}

/// A client tells a header that is absent, or that is something else, from one that is declared.
#[tokio::test]
async fn headers_that_are_not_the_declared_ones_are_errors() {
    async fn answered(headers: &'static [(&'static str, &'static str)]) -> Result<StartTurnResponse, String> {
        let answer = move || async move { (StatusCode::OK, axum::response::AppendHeaders(headers.to_vec()), r#"{"id":1}"#) };
        let router = axum::Router::new().fallback(answer);
        let client = Client::new("http://a.example", Credentials::default(), InProcess(router));
        let outcome = client.start_turn().want("x").send().await;
        outcome.map_err(|error| {
            assert_eq!(error.status(), Some(StatusCode::OK));
            assert!(!error.is_undeclared());
            std::error::Error::source(&error).unwrap().to_string()
        })
    }
    const ID: (&str, &str) = ("x-request-id", "00000000-0000-0000-0000-000000000000");

    let tags = answered(&[ID, ("x-tags", "a, b"), ("x-tags", "c"), ("x-kind", "newer")]).await.unwrap();
    let expected = StartTurnResponse::Ok {
        x_request_id: Uuid::nil(),
        x_tags: Some(vec!["a".into(), "b".into(), "c".into()]),
        x_kind: Some(Kind::Unlisted("newer".into())),
        body: Turn { id: 1 },
    };
    assert_eq!(tags, expected);
    let absent = answered(&[]).await.unwrap_err();
    assert_eq!(absent, "the header `X-Request-Id` is absent");
    let other = answered(&[("x-request-id", "7")]).await.unwrap_err();
    assert_eq!(other, "the header `X-Request-Id` is not the declared one");
}
