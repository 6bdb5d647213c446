//! The mock of openapi.yaml, judged by all of the Python SDK's own tests: they were written for one.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;
use openapi_bindgen::source::Source;
use serde_json::{Value, json};

use super::place::Place;
use crate::background::Background;
use crate::program;

const GREETING: &str = "mock is listening on ";
/// The stream's media types. The tests read it as JSON, as a mock server answers them that knows no other.
const STREAM: &str =
    "/paths/~1api~1v1~1chat~1{session_id}~1messages~1stream/post/responses/200/content";

/// Builds the program and starts a mock of a copy of the document, whose stream is JSON.
pub(super) fn start(place: &Place) -> anyhow::Result<Background> {
    let program = program::built(&place.root, "openapi-bindgen")?;
    let mut command = Command::new(program);
    command
        .args(["mock", "--quiet", "--listen", "127.0.0.1:0", "--spec"])
        .arg(document(place)?);
    Background::start(&mut command, GREETING)
}

fn document(place: &Place) -> anyhow::Result<PathBuf> {
    let source = Source::read(&place.root.join("openapi.yaml"));
    let source = source.ok().context("openapi.yaml cannot be read")?;
    let document = without_stream(serde_json::to_value(&source.root)?)?;
    let path = place.work.join("mock.json");
    fs::write(&path, document.to_string())?;
    Ok(path)
}

fn without_stream(mut document: Value) -> anyhow::Result<Value> {
    let content = document.pointer_mut(STREAM);
    *content.context("openapi.yaml has no stream")? = json!({"application/json": {"schema": {}}});
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_declared_as_json_in_the_copy() {
        let responses =
            json!({"200": {"description": "Events.", "content": {"text/event-stream": {}}}});
        let path = "/api/v1/chat/{session_id}/messages/stream";
        let document = json!({"paths": {path: {"post": {"responses": responses}}}});
        let copy = without_stream(document).unwrap();
        let expected = json!({"200": {"description": "Events.", "content": {"application/json": {"schema": {}}}}});
        assert_eq!(copy["paths"][path]["post"]["responses"], expected);
        assert!(without_stream(json!({})).is_err());
    }
}
