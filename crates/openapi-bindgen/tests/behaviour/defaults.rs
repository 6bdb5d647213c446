//! Defaults of every kind, for what is absent.
//!
//! It is compiled within the crate of the bindings, by `tests/compile.rs`.

use fixture_defaults::types::*;
use openapi_runtime::Nullable;
use serde_json::json;

#[test]
fn what_is_absent_is_what_the_document_says() {
    let read: X = serde_json::from_str("{}").unwrap();
    assert_eq!(read, X::default());
    let point = |x: i64| Point { x, label: Nullable::Absent, scale: 1.5, z: None };
    assert_eq!(read.point, Point { z: Some(PointZ { y: Some(2) }), ..point(1) });
    assert_eq!(read.points, [point(3), Point { label: Nullable::Value("l".into()), ..point(4) }]);
    assert_eq!(read.names, [("a".to_owned(), "b".to_owned())].into());
    assert_eq!(read.anything, json!({"a": [1, null]}));
    assert_eq!((read.flag, read.count, read.kind), (true, -3, XKind::B));
}
