//! What a document advises against: callers are warned, and implementations and the bindings themselves are not.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`, where a warning is an error: each `expect`
//! says that there is one.

use std::convert::Infallible;

use fixture_deprecations::client::Client;
use fixture_deprecations::types::*;
use fixture_deprecations::*;
use openapi_runtime::{AuthError, Context, Operation};

struct Things;

impl Authenticate for Things {
    type Principal = ();

    async fn authenticate(&self, _: Credentials, _: &'static Operation) -> Result<(), AuthError> {
        Ok(())
    }
}

impl Api<Context<()>> for Things {
    type Error = Infallible;

    async fn find_things(&self, _: Context<()>, request: FindThingsRequest) -> Result<FindThingsResponse, Infallible> {
        let name = format!("{:?} {:?}", request.page, request.cursor);
        Ok(FindThingsResponse::Ok(vec![Thing { name, label: None, kind: ThingKind::A }]))
    }

    async fn make_thing(&self, _: Context<()>, request: MakeThingRequest) -> Result<MakeThingResponse, Infallible> {
        assert!(request.force);
        assert_eq!(request.body.kind, ThingKind::B);
        Ok(MakeThingResponse::NoContent)
    }
}

async fn client() -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, server::router(Things)).await });
    Client::new(&url, Credentials::default(), reqwest::Client::new())
}

fn found(outcome: FindThingsResponse) -> String {
    let FindThingsResponse::Ok(things) = outcome;
    things.into_iter().map(|thing| thing.name).collect()
}

#[tokio::test]
async fn what_is_not_deprecated_warns_of_nothing() {
    let outcome = client().await.find_things().cursor("c".to_owned()).send().await.unwrap();
    assert_eq!(found(outcome), "None Some(\"c\")");
}

#[tokio::test]
async fn whoever_sets_a_deprecated_parameter_is_warned() {
    let client = client().await;
    #[expect(deprecated)]
    let call = client.find_things().page(1);
    assert_eq!(found(call.send().await.unwrap()), "Some(1) None");
}

#[tokio::test]
async fn whoever_calls_a_deprecated_operation_is_warned() {
    let client = client().await;
    let thing = || Thing { name: "a".into(), label: None, kind: ThingKind::B };
    #[expect(deprecated)]
    let call = client.make_thing();
    #[expect(deprecated)]
    let call = call.force(true);
    assert_eq!(call.body(thing()).send().await.unwrap(), MakeThingResponse::NoContent);
    #[expect(deprecated)]
    let outcome = Api::make_thing(&client, (), MakeThingRequest { force: true, body: thing() }).await;
    assert_eq!(outcome.unwrap(), MakeThingResponse::NoContent);
}
