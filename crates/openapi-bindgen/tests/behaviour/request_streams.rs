//! Requests that are sent item by item, over a socket.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;

use fixture_request_streams::client::Client;
use fixture_request_streams::types::*;
use fixture_request_streams::*;
use futures_util::{StreamExt, TryStreamExt, stream};
use http::StatusCode;
use openapi_runtime::server::Limits;
use openapi_runtime::{AuthError, Context, EventStream, StreamError};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// Gives what it is given. An item that is not the declared one becomes a record that says so.
struct Desk;

impl Authenticate for Desk {
    type Principal = ();

    async fn authenticate(
        &self,
        _: Credentials,
        _: &'static openapi_runtime::Operation,
    ) -> Result<(), AuthError> {
        Ok(())
    }
}

fn record(name: &str, weight: Option<f64>) -> Record {
    Record { id: None, name: name.to_owned(), weight }
}

/// What an item is that is not well: its faults, by their places and what they are, or the error itself.
fn told(error: &StreamError) -> String {
    let told = |fault: Value| {
        let steps = fault["loc"].as_array().unwrap().iter();
        let steps: Vec<_> = steps.map(|step| step.to_string().replace('"', "")).collect();
        format!("{} {}", steps.join("/"), fault["type"].as_str().unwrap())
    };
    let faults: Vec<_> = error.faults().iter().map(|fault| told(fault.to_detail())).collect();
    if faults.is_empty() { error.to_string() } else { faults.join(", ") }
}

impl Api<Context<()>> for Desk {
    type Error = StreamError;

    async fn import(&self, _: Context<()>, request: ImportRequest) -> Result<ImportResponse, StreamError> {
        let records = request.body.map(|item| match item {
            Ok(item) => Ok(record(&item.name, item.weight)),
            Err(error) if error.is_undecodable() || error.is_too_large() => Ok(record(&told(&error), None)),
            Err(error) => Err(error),
        });
        Ok(ImportResponse::Ok(EventStream::new(records)))
    }

    async fn add(&self, _: Context<()>, request: AddRequest) -> Result<AddResponse, StreamError> {
        let Some(numbers) = request.body else {
            return Ok(AddResponse::Ok(-1));
        };
        let numbers: Vec<Option<i64>> = numbers.try_collect().await?;
        Ok(AddResponse::Ok(numbers.into_iter().flatten().sum()))
    }

    async fn anything(&self, _: Context<()>, request: AnythingRequest) -> Result<AnythingResponse, StreamError> {
        let values: Vec<Value> = request.body.try_collect().await?;
        assert_eq!(values, [json!({"a": [1]}), Value::Null, json!("two\nlines")]);
        Ok(AnythingResponse::NoContent)
    }

    async fn either(&self, _: Context<()>, request: EitherRequest) -> Result<EitherResponse, StreamError> {
        let count = match request.body {
            EitherBody::Json(records) => records.len(),
            EitherBody::Jsonl(records) => records.try_collect::<Vec<_>>().await?.len(),
        };
        Ok(EitherResponse::Ok(count as i64))
    }
}

async fn listen(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, router).await });
    url
}

async fn url() -> String {
    listen(server::router(Desk)).await
}

fn client_of(url: String) -> Client {
    Client::new(&url, Credentials::default(), reqwest::Client::new())
}

/// A client of the server, and one of a gateway before it, which is a router over a client.
async fn clients() -> [Client; 2] {
    let inner = Arc::new(client_of(url().await));
    let gateway = server::router_with(inner, Arc::new(Desk), Limits::default());
    [client_of(url().await), client_of(listen(gateway).await)]
}

fn given<T: Send + 'static>(items: Vec<T>) -> EventStream<T> {
    EventStream::new(stream::iter(items.into_iter().map(Ok::<_, Infallible>)))
}

fn input(name: &str, weight: Option<f64>) -> RecordInput {
    RecordInput { name: name.to_owned(), weight }
}

/// The second item is given once the first one is back: neither end waits for the whole.
#[tokio::test]
async fn items_are_sent_and_read_one_by_one() {
    for client in clients().await {
        let (sender, mut items) = mpsc::channel(1);
        let items = stream::poll_fn(move |cx| items.poll_recv(cx)).map(Ok::<_, Infallible>);
        let import = client.import().body(EventStream::new(items)).send();
        sender.send(input("one", Some(1.5))).await.unwrap();
        let ImportResponse::Ok(mut back) = import.await.unwrap();
        assert_eq!(back.next().await.unwrap().unwrap(), record("one", Some(1.5)));
        sender.send(input("two\u{2028}\nlines", None)).await.unwrap();
        assert_eq!(back.next().await.unwrap().unwrap(), record("two\u{2028}\nlines", None));
        drop(sender);
        assert!(back.next().await.is_none());
    }
}

#[tokio::test]
async fn items_are_of_any_type() {
    for client in clients().await {
        let numbers = given(vec![Some(2), None, Some(-5)]);
        assert_eq!(client.add().body(numbers).send().await.unwrap(), AddResponse::Ok(-3));
        assert_eq!(client.add().body(given(vec![])).send().await.unwrap(), AddResponse::Ok(0));
        assert_eq!(client.add().send().await.unwrap(), AddResponse::Ok(-1));

        let values = given(vec![json!({"a": [1]}), Value::Null, json!("two\nlines")]);
        assert_eq!(client.anything().body(values).send().await.unwrap(), AnythingResponse::NoContent);

        let records = || vec![input("one", None), input("two", None)];
        let whole = EitherBody::Json(records());
        assert_eq!(client.either().body(whole).send().await.unwrap(), EitherResponse::Ok(2));
        let streamed = EitherBody::Jsonl(given(records()));
        assert_eq!(client.either().body(streamed).send().await.unwrap(), EitherResponse::Ok(2));
    }
}

/// The answer to a request as it stands on the wire.
async fn answer(path: &str, content_type: &str, body: &'static str) -> (StatusCode, String) {
    let request = reqwest::Client::new().post(url().await + path);
    let request = request.header("content-type", content_type).body(body);
    let response = request.send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

/// An item that is not the declared one is an error in its place, and those after it are read.
#[tokio::test]
async fn faults_of_an_item_are_told_in_its_place() {
    let body = "{\"name\":\"a\"}\n\n{\"name\":\"\",\"weight\":[]}\n{\"names\":1}\n{\n{\"name\":\"b\",\"weight\":2}";
    let (status, told) = answer("/records", "application/x-ndjson", body).await;
    assert_eq!(status, StatusCode::OK);
    let names: Vec<_> = told.lines().map(|line| serde_json::from_str::<Record>(line).unwrap().name).collect();
    let expected = [
        "a",
        "body/1/name string_too_short, body/1/weight float_type",
        "body/2/name missing, body/2/names extra_forbidden",
        "an item of the stream is not the declared one",
        "b",
    ];
    assert_eq!(names, expected);
}

/// What stands before the items is looked at before any of them is read.
#[tokio::test]
async fn a_request_is_refused_before_its_items_are_read() {
    let (status, told) = answer("/records?dry=perhaps", "application/x-ndjson", "{\"name\":\"a\"}\n").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.contains("bool_parsing"), "{told}");
    let (status, _) = answer("/records", "text/csv", "name\na\n").await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

/// An item may be as large as a body that is read whole, and all of them together may be larger.
#[tokio::test]
async fn the_limit_for_bodies_is_one_for_items() {
    let limits = Limits { body_size: 40, ..Limits::default() };
    let desk = Arc::new(Desk);
    let client = client_of(listen(server::router_with(desk.clone(), desk, limits)).await);
    let many = given(vec![input("no longer than this one", None); 10]);
    let ImportResponse::Ok(back) = client.import().body(many).send().await.unwrap();
    assert_eq!(back.try_collect::<Vec<_>>().await.unwrap().len(), 10);

    let large = given(vec![input("a", None), input(&"b".repeat(41), None), input("c", None)]);
    let ImportResponse::Ok(back) = client.import().body(large).send().await.unwrap();
    // Where the next one begins nobody knows.
    let expected = [record("a", None), record("an item of the stream is larger than 40 bytes", None)];
    assert_eq!(back.try_collect::<Vec<_>>().await.unwrap(), expected);
}

/// The server sees that the caller broke off, and not an end.
#[tokio::test]
async fn a_source_that_fails_cuts_the_request() {
    let items = [Ok(input("a", None)), Err(io::Error::other("it broke"))];
    let client = client_of(url().await);
    let body = EitherBody::Jsonl(EventStream::new(stream::iter(items)));
    let error = client.either().body(body).send().await.unwrap_err();
    assert_eq!(error.status(), None, "{error}");
}
