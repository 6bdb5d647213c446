//! What the tests share: operations made on the spot, a transport without a network, the two ends put together.

use std::sync::Mutex;

use axum::body::{Body, to_bytes};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::FutureExt;
use http::request::Parts;
use http::{HeaderMap, Method, Request, StatusCode};
use openapi_runtime::client::{
    self, ApplyCredentials, BoxFuture, Client, Encode, RequestHead, Transport, TransportError,
};
use openapi_runtime::server::{Call, ErrorFormat, Limits, LoadCredentials, Refusal, bearer};
use openapi_runtime::{Bearer, Operation};
use serde_json::Value;

/// A value for the rest of the test.
pub(crate) fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// An operation that is open to anyone.
pub(crate) fn operation(path: &'static str) -> &'static Operation {
    leak(Operation::new("test", Method::GET, path))
}

/// A guarded operation.
pub(crate) fn guarded(alternatives: &'static [&'static [&'static str]]) -> &'static Operation {
    leak(Operation::new("test", Method::GET, "/").secured(alternatives))
}

/// Two schemes over bearer tokens; the token of the second begins with `two-`.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Credentials {
    pub(crate) one: Option<Bearer>,
    pub(crate) two: Option<Bearer>,
}

impl LoadCredentials for Credentials {
    fn load(&mut self, scheme: &str, request: &Parts) -> bool {
        let is_two = |token: &Bearer| token.token().starts_with("two-");
        match scheme {
            "one" => {
                self.one = bearer(request).filter(|token| !is_two(token));
                self.one.is_some()
            }
            "two" => {
                self.two = bearer(request).filter(is_two);
                self.two.is_some()
            }
            // A scheme that every request meets, to be combined with the others.
            "any" => true,
            _ => false,
        }
    }
}

impl ApplyCredentials for Credentials {
    fn apply(&self, scheme: &str, request: &mut RequestHead) -> Result<bool, client::Error> {
        let credential = match scheme {
            "one" => &self.one,
            "two" => &self.two,
            "any" => return Ok(true),
            _ => &None,
        };
        if let Some(credential) = credential {
            request.bearer(credential)?;
        }
        Ok(credential.is_some())
    }
}

/// A transport that keeps the last request and answers the same every time.
pub(crate) struct Fake {
    pub(crate) seen: &'static Mutex<Option<reqwest::Request>>,
    pub(crate) answer: Box<dyn Fn() -> Result<client::Response, TransportError> + Send + Sync>,
}

impl Transport for Fake {
    fn send(
        &self,
        request: reqwest::Request,
        _: &'static Operation,
    ) -> BoxFuture<'_, Result<client::Response, TransportError>> {
        *self.seen.lock().unwrap() = Some(request);
        let answer = (self.answer)();
        Box::pin(async { answer })
    }
}

/// A request that a closure writes.
pub(crate) struct With<F>(pub(crate) F);

impl<F: FnOnce(&mut RequestHead) -> Result<(), client::Error>> Encode for With<F> {
    fn encode(self, request: &mut RequestHead) -> Result<(), client::Error> {
        (self.0)(request)
    }
}

/// A response of which nothing is asked.
#[derive(Debug)]
pub(crate) struct Anything;

impl client::Decode for Anything {
    const ACCEPT: &'static str = "";

    async fn decode(_: client::Response) -> Result<Self, client::Error> {
        Ok(Self)
    }
}

/// What a client sends.
pub(crate) fn sent(
    base_url: &str,
    credentials: Credentials,
    operation: &'static Operation,
    write: impl FnOnce(&mut RequestHead) -> Result<(), client::Error>,
) -> Result<reqwest::Request, client::Error> {
    let seen = leak(Mutex::new(None));
    let answer = Box::new(|| Ok(http::Response::new(Bytes::new()).into()));
    let client = Client::new(base_url, credentials, Fake { seen, answer });
    let call = client.call::<_, Anything>(operation, With(write));
    call.now_or_never().expect("nothing is waited for")?;
    Ok(seen.lock().unwrap().take().unwrap())
}

/// A request as a server takes it up.
pub(crate) fn received(operation: &'static Operation, request: Request<Body>) -> Call {
    Call::new(
        operation,
        ErrorFormat::Detail,
        Limits::default(),
        request.map(Body::from),
    )
}

/// A client's request as a server takes it up.
pub(crate) fn arrived(operation: &'static Operation, request: reqwest::Request) -> Call {
    let request = Request::<reqwest::Body>::try_from(request).unwrap();
    received(operation, request.map(|_| Body::empty()))
}

/// A request for a path, with headers.
pub(crate) fn get(uri: &str, headers: &[(&'static str, &str)]) -> Request<Body> {
    let mut request = Request::get(uri);
    for (name, value) in headers {
        request = request.header(*name, value.as_bytes());
    }
    request.body(Body::empty()).unwrap()
}

/// An answer taken apart; a body that is no JSON is null.
pub(crate) async fn answer(response: impl IntoResponse) -> (StatusCode, HeaderMap, Value) {
    let response: Response = response.into_response();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 10_000_000).await.unwrap();
    let body = serde_json::from_slice(&body).unwrap_or_default();
    (parts.status, parts.headers, body)
}

/// The faults of a call, as the answer lists them.
pub(crate) fn faults(refusal: Refusal) -> Vec<Value> {
    let (status, _, body) = answer(refusal).now_or_never().unwrap();
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    body["detail"].as_array().unwrap().clone()
}
