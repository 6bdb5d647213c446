//! Streams, from an implementation over its router and a client, and over a gateway between the two.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;
use std::io;
use std::sync::Arc;

use fixture_streams::client::Client;
use fixture_streams::types::*;
use fixture_streams::*;
use futures_util::{StreamExt, TryStreamExt, stream};
use http_body_util::BodyExt;
use in_process::InProcess;
use openapi_runtime::server::Limits;
use openapi_runtime::{AuthError, Context, EventStream};

/// Streams back what it is given; one whose last item is a `stop` with an error breaks off before that.
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

    async fn named(&self, _: Context<()>, request: NamedRequest) -> Result<NamedResponse, Infallible> {
        let events = request.body.into_iter().map(|event| match event {
            Event::Stop(stop) if stop.is_error => Err(io::Error::other("it broke")),
            event => Ok(event),
        });
        Ok(NamedResponse::Ok(EventStream::new(stream::iter(events))))
    }

    async fn nameless(&self, _: Context<()>, _: NamelessRequest) -> Result<NamelessResponse, Infallible> {
        // It never ends: an item has to arrive while others are still to come.
        let numbers = stream::iter([1, -2]).chain(stream::pending());
        Ok(NamelessResponse::Ok(EventStream::new(numbers.map(Ok::<_, Infallible>))))
    }

    async fn texts(&self, _: Context<()>, _: TextsRequest) -> Result<TextsResponse, Infallible> {
        let texts = ["two\nlines", "", " [not JSON"].map(|text| Ok::<_, Infallible>(text.to_owned()));
        Ok(TextsResponse::Ok(EventStream::new(stream::iter(texts))))
    }

    async fn anything(&self, _: Context<()>, _: AnythingRequest) -> Result<AnythingResponse, Infallible> {
        Ok(AnythingResponse::Ok(EventStream::new(stream::empty::<io::Result<String>>())))
    }

    async fn lines(&self, _: Context<()>, _: LinesRequest) -> Result<LinesResponse, Infallible> {
        let lines = [None, Some("a\nb".to_owned())].map(Ok::<_, Infallible>);
        Ok(LinesResponse::Accepted(EventStream::new(stream::iter(lines))))
    }
}

fn direct() -> Client {
    Client::new("http://a.example", Credentials::default(), InProcess(server::router(Echo)))
}

/// A client of a gateway, which is a router over a client.
fn gateway() -> Client {
    let router = server::router_with(Arc::new(direct()), Arc::new(Echo), Limits::default());
    Client::new("http://b.example", Credentials::default(), InProcess(router))
}

fn events() -> Vec<Event> {
    let newer = [("type".to_owned(), "pause".into()), ("seconds".to_owned(), 3.into())];
    vec![
        Event::TextDelta(TextDelta { content: "Hel\r\nlo ü".into() }),
        Event::ThinkingDelta(ThinkingDelta { content: String::new() }),
        Event::Text(Text { content: "Hello".into() }),
        Event::Stop(Stop { is_error: false, error: None }),
        Event::Unknown(newer.into_iter().collect()),
    ]
}

#[tokio::test]
async fn items_arrive_as_they_were_given() {
    for client in [direct(), gateway()] {
        let given = events()[..4].to_vec();
        let NamedResponse::Ok(stream) = client.named().body(given.clone()).send().await.unwrap() else {
            panic!("it is a 200");
        };
        assert_eq!(stream.try_collect::<Vec<_>>().await.unwrap(), given);

        let NamelessResponse::Ok(numbers) = client.nameless().send().await.unwrap();
        assert_eq!(numbers.take(2).try_collect::<Vec<_>>().await.unwrap(), [1, -2]);

        let TextsResponse::Ok(texts) = client.texts().send().await.unwrap();
        let texts = texts.try_collect::<Vec<_>>().await.unwrap();
        assert_eq!(texts, ["two\nlines", "", " [not JSON"]);

        let AnythingResponse::Ok(mut nothing) = client.anything().send().await.unwrap();
        assert!(nothing.next().await.is_none());

        let LinesResponse::Accepted(lines) = client.lines().send().await.unwrap() else {
            panic!("it is a 202");
        };
        let lines = lines.try_collect::<Vec<_>>().await.unwrap();
        assert_eq!(lines, [None, Some("a\nb".to_owned())]);
    }
}

/// What a newer server says is kept on its way through a gateway.
#[tokio::test]
async fn events_have_their_names_on_the_wire() {
    let response = NamedResponse::Ok(EventStream::new(stream::iter(events().into_iter().map(Ok::<_, Infallible>))));
    let response = axum::response::IntoResponse::into_response(response);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["cache-control"], "no-cache");
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let expected = "event: delta\ndata: {\"type\":\"text_delta\",\"content\":\"Hel\\r\\nlo ü\"}\n\n\
                    event: delta\ndata: {\"type\":\"thinking_delta\",\"content\":\"\"}\n\n\
                    event: message\ndata: {\"type\":\"text\",\"content\":\"Hello\"}\n\n\
                    event: message\ndata: {\"type\":\"stop\",\"is_error\":false,\"error\":null}\n\n\
                    event: message\ndata: {\"seconds\":3,\"type\":\"pause\"}\n\n";
    assert_eq!(std::str::from_utf8(&bytes).unwrap(), expected);
}

#[tokio::test]
async fn a_stream_that_fails_is_cut() {
    let mut given = events()[..2].to_vec();
    given.push(Event::Stop(Stop { is_error: true, error: None }));
    for client in [direct(), gateway()] {
        let NamedResponse::Ok(mut stream) = client.named().body(given.clone()).send().await.unwrap() else {
            panic!("it is a 200");
        };
        assert_eq!(stream.next().await.unwrap().unwrap(), given[0]);
        assert_eq!(stream.next().await.unwrap().unwrap(), given[1]);
        assert!(stream.next().await.unwrap().unwrap_err().is_transport());
        assert!(stream.next().await.is_none());
    }
}

/// A server takes no tag that it does not know.
#[tokio::test]
async fn unknown_tags_are_refused_in_requests() {
    let answer = direct().named().body(events()).send().await.unwrap();
    // The document declares a 422, and the router fills it.
    assert!(matches!(answer, NamedResponse::UnprocessableEntity(Stop { is_error: true, error: Some(_) })));
}
