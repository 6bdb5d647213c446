//! What the accepted fixtures become: the IR of each, and the code of some. And the same input gives the same bytes.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use openapi_bindgen::ir::Api;

fn lower(name: &str, text: &str) -> Api {
    let source = common::source(name, text).unwrap_or_else(|error| panic!("{error}"));
    let (api, report) = openapi_bindgen::lower(&source).unwrap_or_else(|error| panic!("{error}"));
    assert!(report.diagnostics.is_empty(), "{}", report.diagnostics);
    api
}

#[test]
fn the_ir_of_every_fixture() {
    for (name, text) in common::fixtures("accept") {
        insta::assert_debug_snapshot!(format!("ir__{name}"), lower(&name, &text));
    }
}

#[test]
fn the_code_of_some_fixtures() {
    let fixtures = common::usable();
    for (name, path) in [
        ("all_of", "types.rs"),
        ("bodies", "schemas.rs"),
        ("combinations", "types.rs"),
        ("conditions", "schemas.rs"),
        ("constraints", "schemas.rs"),
        ("credentials", "security.rs"),
        ("defaults", "types.rs"),
        ("deprecations", "types.rs"),
        ("descriptions", "api.rs"),
        ("descriptions", "lib.rs"),
        ("discriminators", "schemas.rs"),
        ("discriminators", "types.rs"),
        ("enums", "types.rs"),
        ("errors", "server.rs"),
        ("errors", "server/errors.rs"),
        ("groups", "api/mod.rs"),
        ("groups", "api/cats.rs"),
        ("groups", "client/mod.rs"),
        ("groups", "client/dog_s.rs"),
        ("groups", "client/builder/mod.rs"),
        ("groups", "client/builder/dog_s.rs"),
        ("groups", "server/mod.rs"),
        ("groups", "server/dog_s.rs"),
        ("hooks", "callbacks/client.rs"),
        ("hooks", "webhooks/server.rs"),
        ("inheritance", "types.rs"),
        ("many_types", "types/find_part.rs"),
        ("many_types", "types/mod.rs"),
        ("many_types", "types/mod_.rs"),
        ("maps", "types.rs"),
        ("media_types", "operations/report.rs"),
        ("names", "client.rs"),
        ("names", "types.rs"),
        ("nullable", "types.rs"),
        ("outcomes", "operations/start_turn.rs"),
        ("parameters", "operations/get_thing.rs"),
        ("parameter_styles", "operations/in_queries.rs"),
        ("recursion", "types.rs"),
        ("request_bodies", "operations/several.rs"),
        ("request_bodies", "operations/upload.rs"),
        ("responses", "operations/get_all.rs"),
        ("security", "security.rs"),
        ("servers", "servers.rs"),
        ("security", "server.rs"),
        ("shared", "types.rs"),
        ("read_only", "types.rs"),
        ("streams", "operations/lines.rs"),
        ("streams", "operations/named.rs"),
        ("streams", "operations/texts.rs"),
        ("unions", "types.rs"),
        ("values", "types.rs"),
    ] {
        let (_, text) = fixtures.iter().find(|(known, _)| known == name).unwrap();
        let files = common::warned_bindings(name, text).files;
        let snapshot = format!(
            "code__{name}__{}",
            path.replace('/', "_").replace(".rs", "")
        );
        insta::assert_snapshot!(snapshot, files.get(path).unwrap());
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for (name, text) in common::fixtures("accept") {
        let once = common::bindings(&name, &text).unwrap();
        let twice = common::bindings(&name, &text).unwrap();
        assert_eq!(once, twice, "{name}");
    }
}

/// How a document is written is no part of what it says: JSON gives what YAML gives.
#[test]
fn json_and_yaml_give_the_same_bytes() {
    for (name, text) in common::fixtures("accept") {
        let source = common::source(&name, &text).unwrap();
        let json = serde_json::to_string_pretty(&source.root).unwrap();
        assert_eq!(
            common::bindings(&name, &text).unwrap(),
            common::bindings(&name, &json).unwrap(),
            "{name}"
        );
    }
}
