//! Documents that are made to cost much end soon, in little room: as bindings, or as a diagnostic.
//!
//! Each goes through the program in a process of its own, which gets no more than a gibibyte of addresses, the stack
//! among them.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

/// What a process may have of addresses, in KiB.
const ROOM: usize = 1024 * 1024;
/// When a process that is still at it is ended. On its own, each takes a few seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// How the program ended, and what it said.
fn check(document: &str) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("openapi.yaml");
    std::fs::write(&path, document).unwrap();
    let said = folder.path().join("said");
    let code = run(&path, &said);
    (code, std::fs::read_to_string(said).unwrap())
}

/// The exit code of the program; none where it was ended by a signal.
fn run(document: &Path, said: &Path) -> Option<i32> {
    let mut process = Command::new("sh")
        .args([
            "-c",
            "ulimit -v \"$1\" && exec \"$2\" check --spec \"$3\"",
            "sh",
        ])
        .args([&ROOM.to_string(), env!("CARGO_BIN_EXE_openapi-bindgen")])
        .arg(document)
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(said).unwrap())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Some(status) = process.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    process.kill().unwrap();
    process.wait().unwrap();
    None
}

fn is_accepted(name: &str, document: &Value) {
    let (code, said) = check(&document.to_string());
    assert_eq!(code, Some(0), "{name}: {}", beginning(&said));
}

fn is_refused(name: &str, document: &str, why: &str) {
    let (code, said) = check(document);
    assert_eq!(code, Some(2), "{name}: {}", beginning(&said));
    assert!(said.contains(why), "{name}: {}", beginning(&said));
}

fn beginning(text: &str) -> String {
    text.chars().take(500).collect()
}

/// A document with these schemas, and an operation that answers with the first.
fn schemas(count: usize, schema: impl Fn(usize) -> Value) -> Value {
    let schemas: Map<_, _> = (0..count).map(|i| (format!("S{i}"), schema(i))).collect();
    let content = json!({"application/json": {"schema": to(0)}});
    let answer = json!({"200": {"description": "Some.", "content": content}});
    document(
        json!({"/a": {"get": {"operationId": "a", "responses": answer}}}),
        schemas.into(),
    )
}

fn document(paths: Value, schemas: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Hostile", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

/// A reference to a schema.
fn to(index: usize) -> Value {
    json!({"$ref": format!("#/components/schemas/S{index}")})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn object(properties: impl IntoIterator<Item = (String, Value)>) -> Value {
    json!({"type": "object", "properties": properties.into_iter().collect::<Map<_, _>>()})
}

/// What grows with the square of its size, or doubles with each step, if it is read without care.
#[test]
fn what_is_large_or_folded_is_read() {
    let values: Vec<_> = (0..50_000).map(|i| format!("v{i}")).collect();
    let values = json!({"type": "string", "enum": values});
    is_accepted("an enum of many values", &schemas(1, |_| values.clone()));

    let numbers: Vec<_> = (0..30_000).collect();
    let numbers = json!({"type": "string", "enum": numbers});
    is_accepted("a warning of each value", &schemas(1, |_| numbers.clone()));

    let ring = |i| {
        object([
            ("n".to_owned(), to((i + 1) % 1000)),
            ("m".to_owned(), to(i * 31 % 1000)),
        ])
    };
    is_accepted("objects in circles", &schemas(1000, ring));

    for keyword in ["allOf", "anyOf", "oneOf"] {
        let twice = |i| match i {
            40 => object([("a".to_owned(), text())]),
            _ => json!({keyword: [to(i + 1), to(i + 1)]}),
        };
        is_accepted(keyword, &schemas(41, twice));
    }

    let twice = |i| match i {
        60 => text(),
        _ => object([("a".to_owned(), to(i + 1)), ("b".to_owned(), to(i + 1))]),
    };
    is_accepted("objects that double", &schemas(61, twice));

    let nested = (0..60).fold(text(), |inner, _| object([("n".repeat(900), inner)]));
    is_accepted(
        "long names, one in the other",
        &schemas(1, |_| nested.clone()),
    );

    let pattern = json!({"type": "string", "pattern": "((a{1,1000}){1,1000}){1,1000}"});
    is_accepted("a pattern that explodes", &schemas(1, |_| pattern.clone()));
}

/// What says little and means much ends where it becomes too much.
#[test]
fn what_multiplies_is_refused() {
    let parameters: Vec<_> = (0..1000)
        .map(|i| json!({"name": format!("p{i}"), "in": "query", "schema": text()}))
        .collect();
    let answer = json!({"204": {"description": "Done."}});
    let mut paths = Map::from_iter([(
        "/a".to_owned(),
        json!({"parameters": parameters, "get": {"responses": answer}}),
    )]);
    paths.extend((0..1000).map(|i| (format!("/a{i}"), json!({"$ref": "#/paths/~1a"}))));
    let paths = document(paths.into(), json!({})).to_string();
    is_refused("a path again and again", &paths, "more than 500000 values");

    let properties = (0..1000).map(|i| (format!("p{i}"), text()));
    let base = object(properties);
    let inherits = |i| match i {
        0 => base.clone(),
        _ => json!({"allOf": [to(0), object([("x".to_owned(), text())])]}),
    };
    let inheritance = schemas(1000, inherits).to_string();
    is_refused(
        "much inherited by many",
        &inheritance,
        "more than 500000 values",
    );

    let chain = |i| json!({"allOf": [to(i + 1), object([(format!("p{i}"), text())])]});
    let chain = schemas(2000, chain).to_string();
    is_refused("a chain of inheritance", &chain, "more than 500000 values");

    let head = "openapi: 3.1.0\npaths: {}\n";
    let aliases = vec!["*a"; 100_000].join(", ");
    let long = format!("{head}a: &a {}\nb: [{aliases}]\n", "x".repeat(100_000));
    is_refused("a long text again and again", &long, "bytes of text");

    let open: String = (0..190).map(|i| format!("&a{i} [")).collect();
    let many = vec!["1"; 100_000].join(", ");
    let anchors = format!("{head}a: {open}{many}{}\n", "]".repeat(190));
    is_refused("anchors in anchors", &anchors, "more than 4000000 values");

    let deep = format!("{head}a: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    is_refused("deep nesting", &deep, "error[");
}
