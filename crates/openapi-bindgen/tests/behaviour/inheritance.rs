//! Schemas that are made of one with a discriminator, and discriminators that tell nothing apart.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

mod in_process;

use std::convert::Infallible;

use fixture_inheritance::client::Client;
use fixture_inheritance::types::*;
use fixture_inheritance::*;
use in_process::InProcess;
use openapi_runtime::{AuthError, Context};
use serde_json::json;

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
        Ok(EchoResponse::Ok(vec![request.body]))
    }

    async fn shape(&self, _: Context<()>, request: ShapeRequest) -> Result<ShapeResponse, Infallible> {
        Ok(ShapeResponse::Ok(request.body))
    }
}

#[tokio::test]
async fn an_heir_arrives_as_it_was_given() {
    let client = Client::new("http://a.example", Credentials::default(), InProcess(server::router(Echo)));
    for (wire, is_variant) in [
        (json!({"petType": "dog", "name": "Rex", "bark": 3, "friend": {"petType": "cat"}}), (|pet| matches!(pet, Pet::Dog(dog) if dog.bark == 3)) as fn(&Pet) -> bool),
        (json!({"petType": "cat", "name": "Tom"}), |pet| matches!(pet, Pet::Cat(_))),
        (json!({"petType": "pet"}), |pet| matches!(pet, Pet::Pet(_))),
    ] {
        let given: Pet = serde_json::from_value(wire.clone()).unwrap();
        assert!(is_variant(&given), "{given:?}");
        let EchoResponse::Ok(back) = client.echo().body(given.clone()).send().await.unwrap();
        assert_eq!(back, [given]);
        assert_eq!(serde_json::to_value(&back[0]).unwrap(), wire);
    }
}

#[tokio::test]
async fn shapes_are_told_apart_by_what_they_look_like() {
    let client = Client::new("http://a.example", Credentials::default(), InProcess(server::router(Echo)));
    for given in [Shape::Circle(Circle { radius: 1.5 }), Shape::Square(Square { side: 2.0 })] {
        let ShapeResponse::Ok(back) = client.shape().body(given.clone()).send().await.unwrap();
        assert_eq!(back, given);
    }
}
