//! Paths with text beside their parameters, through a client and a router.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

use std::convert::Infallible;

use axum::body::Body;
use fixture_paths::*;
use http::{Method, Request, StatusCode};
use openapi_runtime::{AuthError, Context};
use tower::ServiceExt;

mod in_process;
use in_process::InProcess;

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

    async fn get_json(&self, _: Context<()>, request: GetJsonRequest) -> Result<GetJsonResponse, Infallible> {
        Ok(GetJsonResponse::Ok(request.id))
    }

    async fn get_range(&self, _: Context<()>, request: GetRangeRequest) -> Result<GetRangeResponse, Infallible> {
        Ok(GetRangeResponse::Ok(vec![request.from, request.to]))
    }

    async fn get_one(&self, _: Context<()>, request: GetOneRequest) -> Result<GetOneResponse, Infallible> {
        Ok(GetOneResponse::Ok(format!("get {}", request.a)))
    }

    async fn put_one(&self, _: Context<()>, request: PutOneRequest) -> Result<PutOneResponse, Infallible> {
        Ok(PutOneResponse::Ok(format!("put {}", request.b)))
    }

    async fn get_colon(&self, _: Context<()>, _: GetColonRequest) -> Result<GetColonResponse, Infallible> {
        Ok(GetColonResponse::NoContent)
    }

    async fn head_colon(&self, _: Context<()>, _: HeadColonRequest) -> Result<HeadColonResponse, Infallible> {
        Ok(HeadColonResponse::NoContent)
    }

    async fn options_colon(&self, _: Context<()>, _: OptionsColonRequest) -> Result<OptionsColonResponse, Infallible> {
        Ok(OptionsColonResponse::NoContent)
    }

    async fn trace_colon(&self, _: Context<()>, _: TraceColonRequest) -> Result<TraceColonResponse, Infallible> {
        Ok(TraceColonResponse::NoContent)
    }
}

fn client() -> client::Client {
    client::Client::new("http://localhost", Credentials::default(), InProcess(server::router(Echo)))
}

async fn status(method: Method, path: &str) -> StatusCode {
    let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    server::router(Echo).oneshot(request).await.unwrap().status()
}

#[tokio::test]
async fn parameters_between_text_arrive() {
    let client = client();
    let GetJsonResponse::Ok(id) = client.get_json().id(7).send().await.unwrap();
    assert_eq!(id, 7);
    let GetRangeResponse::Ok(range) = client.get_range().from("a b/c").to("ü").send().await.unwrap();
    assert_eq!(range, ["a b/c", "ü"]);
}

#[tokio::test]
async fn one_route_by_two_names_has_both_operations() {
    let client = client();
    let GetOneResponse::Ok(got) = client.get_one().a("x").send().await.unwrap();
    let PutOneResponse::Ok(put) = client.put_one().b("y").send().await.unwrap();
    assert_eq!((got.as_str(), put.as_str()), ("get x", "put y"));
}

#[tokio::test]
async fn every_method_arrives() {
    let client = client();
    assert_eq!(client.get_colon().send().await.unwrap(), GetColonResponse::NoContent);
    assert_eq!(client.head_colon().send().await.unwrap(), HeadColonResponse::NoContent);
    assert_eq!(client.options_colon().send().await.unwrap(), OptionsColonResponse::NoContent);
    assert_eq!(client.trace_colon().send().await.unwrap(), TraceColonResponse::NoContent);
}

#[tokio::test]
async fn a_path_without_the_text_leads_nowhere() {
    assert_eq!(status(Method::GET, "/things/7.json").await, StatusCode::OK);
    for path in ["/things/7.xml", "/things/.json", "/things/7", "/ranges/1..:do", "/ranges/1-2:do"] {
        assert_eq!(status(Method::GET, path).await, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(status(Method::GET, "/things/x.json").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(Method::POST, "/things/7.json").await, StatusCode::METHOD_NOT_ALLOWED);
}
