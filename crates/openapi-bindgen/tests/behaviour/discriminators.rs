//! Unions with a discriminator, through a client and a router.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

use std::convert::Infallible;

use axum::body::Body;
use fixture_discriminators::types::*;
use fixture_discriminators::*;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use openapi_runtime::{AuthError, Context, Nullable};
use serde_json::{Value, json};
use tower::ServiceExt;

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

    async fn put_pet(&self, _: Context<()>, request: PutPetRequest) -> Result<PutPetResponse, Infallible> {
        Ok(PutPetResponse::Ok(request.body))
    }

    async fn put_house(&self, _: Context<()>, request: PutHouseRequest) -> Result<PutHouseResponse, Infallible> {
        Ok(PutHouseResponse::Ok(request.body))
    }
}

async fn put(path: &str, body: &Value) -> (StatusCode, Value) {
    let request = Request::put(path).header("content-type", "application/json");
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = server::router(Echo).oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap())
}

#[test]
fn tags_are_written_by_the_types() {
    let house = House {
        first: Some(Cat { lives: 9 }),
        all: Some(vec![
            Pet::Cat(Cat { lives: 1 }),
            Pet::Dog(Dog { bark: true }),
            // The tag of the variant stands over what a field says.
            Pet::Hound(Hound { kind: "another".into(), nose: None }),
            Pet::Unknown2(Stray {}),
        ]),
        perhaps: Nullable::Null,
        tree: Some(Tree::Branch(Branch {
            left: Box::new(Tree::Leaf(Leaf { size: 1 })),
            right: Box::new(Also::Leaf(Leaf::default())),
        })),
        named: Some(HouseNamed::Right(Right { hand: None })),
        twice: Some(HouseTwice::Tails(Coin { shows: CoinShows::Tails, cents: Some(2) })),
        told_apart: Some(HouseToldApart::Feet(Feet { value: 3.0 })),
    };
    let written = serde_json::to_value(&house).unwrap();
    let expected = json!({
        "first": {"kind": "cat", "lives": 9},
        "all": [
            {"kind": "cat", "lives": 1},
            {"kind": "dog", "bark": true},
            {"kind": "hound"},
            {"kind": "unknown"},
        ],
        "perhaps": null,
        "tree": {"type": "branch", "left": {"type": "leaf", "size": 1}, "right": {"type": "leaf", "size": 3}},
        "named": {"side": "Right"},
        "twice": {"shows": "tails", "cents": 2},
        "told_apart": {"unit": "ft", "version": "1.0", "value": 3.0},
    });
    assert_eq!(written, expected);
    let mut read: House = serde_json::from_value(written).unwrap();
    // It is a hound now.
    let Some(Pet::Hound(hound)) = read.all.as_mut().map(|all| &mut all[2]) else { panic!() };
    hound.kind = "another".into();
    assert_eq!(read, house);
}

#[test]
fn a_client_reads_what_a_newer_server_says() {
    let text = r#"{"kind":"fish","bowl":{"litres":10},"lives":null}"#;
    let pet: Pet = serde_json::from_str(text).unwrap();
    assert_eq!(pet.tag(), "fish");
    let Pet::Unknown(fields) = &pet else { panic!("{pet:?}") };
    assert_eq!(Value::from(fields.clone()), serde_json::from_str::<Value>(text).unwrap());
    assert_eq!(serde_json::to_value(&pet).unwrap(), serde_json::from_str::<Value>(text).unwrap());

    for malformed in [r#"{"kind":"cat"}"#, r#"{"kind":"cat","lives":"nine"}"#, r#"{"kind":5}"#, "[]", "5"] {
        assert!(serde_json::from_str::<Pet>(malformed).is_err(), "{malformed}");
    }
}

#[test]
fn an_absent_tag_is_made_up_for_by_the_one_alternative_that_fits() {
    let none: Result<HousePerhaps, _> = serde_json::from_str(r#"{"bark":true}"#);
    assert!(none.is_err(), "a dog's tag is required");
    let cat: HousePerhaps = serde_json::from_str(r#"{"lives":9}"#).unwrap();
    assert_eq!(cat, HousePerhaps::Cat(Cat { lives: 9 }));
    // A stray is whatever has no tag.
    assert!(serde_json::from_str::<Pet>(r#"{"lives":9}"#).is_err());
}

/// Without a discriminator, constants still tell alternatives apart.
#[test]
fn constants_tell_alternatives_apart() {
    let feet: HouseToldApart = serde_json::from_str(r#"{"value":1.5,"unit":"ft"}"#).unwrap();
    assert_eq!(feet, HouseToldApart::Feet(Feet { value: 1.5 }));
    let metres: HouseToldApart = serde_json::from_str(r#"{"unit":"m","value":1.5}"#).unwrap();
    assert_eq!(metres, HouseToldApart::Metres(Metres { value: 1.5 }));
    for wrong in [r#"{"value":1.5}"#, r#"{"value":1.5,"unit":"mile"}"#] {
        assert!(serde_json::from_str::<HouseToldApart>(wrong).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_server_takes_what_the_document_lists() {
    for good in [
        json!({"kind": "cat", "lives": 9}),
        json!({"kind": "dog", "bark": false}),
        json!({"kind": "hound", "nose": 1.5}),
        json!({"kind": "unknown"}),
    ] {
        assert_eq!(put("/pets", &good).await, (StatusCode::OK, good));
    }
    let (status, answer) = put("/houses", &json!({"perhaps": {"lives": 2}})).await;
    assert_eq!((status, &answer["perhaps"]), (StatusCode::OK, &json!({"kind": "cat", "lives": 2})));
    for bad in [
        json!({"kind": "fish"}),
        json!({"kind": null}),
        json!({"lives": 9}),
        json!({}),
        json!({"kind": "cat", "lives": 0}),
        json!({"kind": "cat"}),
        json!({"kind": "unknown", "name": "?"}),
        json!([]),
    ] {
        let (status, answer) = put("/pets", &bad).await;
        let expected = if bad == json!({}) { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        assert_eq!(status, expected, "{bad}: {answer}");
    }
}

#[cfg(feature = "schemars")]
#[test]
fn schemas_have_the_constants() {
    let schema = schemars::schema_for!(Dog).to_value();
    assert_eq!(schema["properties"]["kind"], json!({"type": "string", "const": "dog"}));
    assert_eq!(schema["required"], json!(["bark", "kind"]));
    let schema = schemars::schema_for!(Pet).to_value();
    assert_eq!(schema["anyOf"].as_array().map(Vec::len), Some(4));
}
