//! What stands beside a reference counts, from OpenAPI 3.1 on.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

use fixture_beside_references::types::*;
use openapi_runtime::Validate;
use serde_json::json;

#[test]
fn types_are_those_of_what_is_referred_to() {
    let holder = Holder {
        name: Some("abc".into()),
        point: Some(HolderPoint { x: 1, y: None, z: json!(null) }),
        level: Some(Level::High),
        place: Some(Point { x: Some(1), y: Some(2) }),
        spot: Some(HolderSpot { x: None, y: Some(1) }),
        plain: Point::default(),
        tree: None,
    };
    assert_eq!(holder.validate(), Ok(()));
}

/// A client may ask what the server would say, before it sends.
#[test]
fn both_are_held_against_a_value() {
    for (value, expected) in [
        (json!({"name": "a"}), "name: String should have at least 2 characters"),
        (json!({"name": "abcd"}), "name: String should have at most 3 characters"),
        (json!({"level": "low"}), "level: Input should not be what the schema excludes"),
        (json!({"level": "middle"}), "level: Input should be 'low' or 'high'"),
        (json!({"place": {"x": 1}}), "place.y: Field required"),
    ] {
        let holder: Holder = serde_json::from_value(value).unwrap();
        assert_eq!(holder.validate().unwrap_err().to_string(), expected);
    }
    let tree: Tree = serde_json::from_value(json!({"left": {"left": {}}})).unwrap();
    assert_eq!(tree.validate(), Ok(()));
    let schema = <Holder as Validate>::SCHEMA;
    assert!(!schema.accepts(&json!({"point": {"x": 1}})));
    assert!(!schema.accepts(&json!({"point": {"x": 1, "z": 1, "other": 1}})));
    assert!(schema.accepts(&json!({"point": {"x": 1, "z": 1}, "plain": {"other": 1}})));
}
