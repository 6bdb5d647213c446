//! A test of the generated tests: bindings with one mistake on one end do not pass them.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::Path;
use std::process::Command;

use openapi_bindgen::package::{Package, Runtime};
use openapi_bindgen::{Ends, Options};

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      operationId: find_things
      parameters:
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
      responses:
        '200': {description: Found., content: {application/json: {schema: {type: array, items: {type: string}}}}}
        '404': {description: None., content: {application/json: {schema: {type: object, required: [why], properties: {why: {type: string}}}}}}
";

/// A mistake of an emitter: the crate that has it, what stands in the operation's file, what stands there instead, and
/// what the test says of it.
struct Mistake {
    name: &'static str,
    right: &'static str,
    wrong: &'static str,
    told: &'static str,
}

const MISTAKES: [Mistake; 3] = [
    // The server reads another style than the client writes.
    Mistake {
        name: "other-style",
        right: "call.optional(&QUERY_TAGS)",
        wrong: "call.optional(&Parameter::query(\"tags\", Schema::list(&Schema::STRING)).style(openapi_runtime::Style::Pipes))",
        told: "the request arrived with /query",
    },
    // The server answers with another status than the client reads.
    Mistake {
        name: "other-status",
        right: "openapi_runtime::server::json(404,",
        wrong: "openapi_runtime::server::json(410,",
        told: "status: 410, not 404",
    },
    // The server forgets a constraint.
    Mistake {
        name: "no-constraint",
        right: ".maximum(100.0)",
        wrong: "",
        told: "violation of `maximum` at query/limit: it was let through",
    },
];

#[test]
fn mistakes_of_emitters_are_found() {
    let here = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes");
    let source = common::source("things", DOCUMENT).unwrap();
    let write = |name: &str, mistake: Option<&Mistake>| {
        let options = Options {
            trait_name: "Api".to_owned(),
            command: "the tests".to_owned(),
            tests_of: Some(name.replace('-', "_")),
            ..Options::default()
        };
        let mut bindings = openapi_bindgen::generate(&source, &options).unwrap();
        if let Some(mistake) = mistake {
            let path = "operations/find_things.rs";
            let text = bindings.files.get(path).unwrap();
            assert_eq!(text.matches(mistake.right).count(), 1, "{name}: {text}");
            let text = text.replace(mistake.right, mistake.wrong);
            bindings.files.insert(path, text);
        }
        let package = Package {
            name: name.to_owned(),
            ends: Ends::default(),
            default_features: vec!["client".to_owned(), "server".to_owned()],
            webhooks: false,
            tests: true,
            mock: false,
            values: Runtime::VALUES.into(),
            runtime: Runtime::Folder(common::workspace().join("crates/openapi-runtime")),
        };
        let folder = here.join(name);
        bindings.files.write(&folder.join("src")).unwrap();
        bindings
            .tests
            .write(&folder.join("tests/round_trip"))
            .unwrap();
        std::fs::write(folder.join("Cargo.toml"), package.manifest()).unwrap();
    };
    std::fs::create_dir_all(&here).unwrap();
    write("sound", None);
    MISTAKES
        .iter()
        .for_each(|mistake| write(mistake.name, Some(mistake)));
    let members: Vec<_> = MISTAKES
        .iter()
        .map(|mistake| mistake.name)
        .chain(["sound"])
        .collect();
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
    std::fs::write(here.join("Cargo.toml"), workspace).unwrap();
    std::fs::copy(
        common::workspace().join("Cargo.lock"),
        here.join("Cargo.lock"),
    )
    .unwrap();

    let (good, output) = test(&here, "sound");
    assert!(good, "{output}");
    for mistake in &MISTAKES {
        let (good, output) = test(&here, mistake.name);
        assert!(
            !good && output.contains(mistake.told),
            "{}: {output}",
            mistake.name
        );
    }
}

/// Runs the tests of a crate, and gives what they say.
fn test(workspace: &Path, name: &str) -> (bool, String) {
    // What the other generated crates of these tests need is built once.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bindings/target");
    let output = Command::new(env!("CARGO"))
        .args([
            "test",
            "--offline",
            "--test",
            "round_trip",
            "--package",
            name,
        ])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0")
        .env("RUSTFLAGS", "-Dwarnings")
        .env("RUST_BACKTRACE", "0")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text.into_owned())
}
