//! Structs that are read by the derive of this crate: as serde's own derive reads them.

use std::collections::BTreeMap;

use openapi_runtime::{DeserializeStruct, Nullable};
use serde_json::{Value, json};

#[derive(Debug, PartialEq, DeserializeStruct)]
struct Thing {
    #[serde(rename = "type")]
    kind: String,
    token: Option<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    label: Nullable<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default = "Thing::default_count")]
    count: i64,
    #[serde(default, deserialize_with = "openapi_runtime::present")]
    any: Option<Value>,
    r#final: bool,
}

impl Thing {
    fn default_count() -> i64 {
        7
    }
}

#[derive(Debug, PartialEq, DeserializeStruct)]
struct Open {
    name: String,
    #[serde(flatten)]
    others: BTreeMap<String, i64>,
}

fn thing() -> Thing {
    Thing {
        kind: "a".into(),
        token: None,
        label: Nullable::Absent,
        tags: Vec::new(),
        count: 7,
        any: None,
        r#final: true,
    }
}

#[test]
fn what_is_absent_is_what_its_attributes_say() {
    let read: Thing = serde_json::from_value(json!({"type": "a", "final": true})).unwrap();
    assert_eq!(read, thing());
}

/// What the derive calls its own is out of the way of what a document calls its own.
#[test]
fn structs_may_be_called_what_the_derive_is_made_of() {
    #[derive(Debug, PartialEq, DeserializeStruct)]
    struct Draft {
        version: i64,
    }
    #[derive(Debug, PartialEq, DeserializeStruct)]
    struct Record {
        draft: Draft,
    }
    let read: Record = serde_json::from_value(json!({"draft": {"version": 1}})).unwrap();
    let draft = Draft { version: 1 };
    assert_eq!(read, Record { draft });
}

#[test]
fn null_is_a_value_where_it_is_one() {
    let said = json!({"final": true, "type": "a", "token": null, "label": null, "any": null});
    let read: Thing = serde_json::from_value(said).unwrap();
    let expected = Thing {
        label: Nullable::Null,
        any: Some(Value::Null),
        ..thing()
    };
    assert_eq!(read, expected);
}

#[test]
fn what_is_said_is_read_in_any_order() {
    let text = r#"{"unknown": [1], "count": 3, "tags": ["x"], "type": "a", "any": 1, "label": "l", "final": true, "token": "t"}"#;
    let expected = Thing {
        token: Some("t".into()),
        label: Nullable::Value("l".into()),
        tags: vec!["x".into()],
        count: 3,
        any: Some(json!(1)),
        ..thing()
    };
    assert_eq!(serde_json::from_str::<Thing>(text).unwrap(), expected);
}

#[test]
fn faults_are_told_in_serdes_words() {
    for (text, told) in [
        (
            r#"{"final": true}"#,
            "missing field `type` at line 1 column 15",
        ),
        (
            r#"{"type": "a", "type": "b", "final": true}"#,
            "duplicate field `type` at line 1 column 20",
        ),
        (
            r#"{"type": 1, "final": true}"#,
            "invalid type: integer `1`, expected a string at line 1 column 10",
        ),
        (
            "[]",
            "invalid type: sequence, expected struct Thing at line 1 column 2",
        ),
    ] {
        let error = serde_json::from_str::<Thing>(text).unwrap_err();
        assert_eq!(error.to_string(), told, "{text}");
    }
}

#[test]
fn an_open_struct_keeps_the_rest() {
    let read: Open = serde_json::from_value(json!({"b": 2, "name": "n", "a": 1})).unwrap();
    let others = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]);
    assert_eq!(
        read,
        Open {
            name: "n".into(),
            others
        }
    );
}
