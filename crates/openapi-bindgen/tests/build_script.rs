//! Bindings made by a build script, and those that the program writes, build by themselves without warnings.
//!
//! The scratch crates are below the target folder, and build with what the compile test has built.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use openapi_bindgen::Ends;
use openapi_bindgen::package::{Package, Runtime};

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("crates")
        .join(name);
    std::fs::create_dir_all(folder.join("src")).unwrap();
    folder
}

/// Builds a crate, with all of its features, offline.
fn build(folder: &Path) {
    let main = common::workspace();
    let manifest = folder.join("Cargo.toml");
    // The workspace above the target folder is none of this crate's.
    let text = std::fs::read_to_string(&manifest).unwrap();
    if !text.contains("[workspace]") {
        std::fs::write(&manifest, text + "\n[workspace]\n").unwrap();
    }
    std::fs::copy(main.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["build", "--all-features", "--offline"])
        .current_dir(folder)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("bindings/target"),
        )
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("RUSTFLAGS", "-Dwarnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
}

#[test]
fn a_build_script_makes_bindings() {
    let folder = scratch("by-script");
    let (main, here) = (common::workspace(), common::root());
    let runtime = main.join("crates/openapi-runtime");
    let package = Package {
        name: "by-script".into(),
        ends: Ends::default(),
        default_features: Vec::new(),
        webhooks: false,
        tests: false,
        mock: false,
        values: Runtime::VALUES.into(),
        runtime: Runtime::Folder(runtime),
    };
    let manifest = package.manifest()
        + &format!(
            "\n[build-dependencies]\nopenapi-bindgen = {{ path = {:?} }}\n",
            here.display()
        );
    std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    std::fs::write(
        folder.join("build.rs"),
        "fn main() -> Result<(), openapi_bindgen::build_script::Error> {
    openapi_bindgen::build_script::generate(\"openapi.yaml\")
}
",
    )
    .unwrap();
    std::fs::write(
        folder.join("src/lib.rs"),
        "include!(concat!(env!(\"OUT_DIR\"), \"/bindings.rs\"));\n",
    )
    .unwrap();
    let document = here.join("tests/fixtures/accept/kitchen_sink.yaml");
    std::fs::copy(document, folder.join("openapi.yaml")).unwrap();
    build(&folder);
}

/// A crate that the program writes in a folder somewhere else builds, whichever ends it has.
#[test]
fn the_crates_that_the_program_writes_build() {
    for (document, arguments) in [
        ("kitchen_sink", &[][..]),
        ("hooks", &["--webhooks"]),
        ("hooks", &["--client", "--webhooks"]),
        ("hooks", &["--server", "--webhooks"]),
        ("hooks", &["--types"]),
        ("groups", &["--client"]),
        ("formats", &["--client"]),
        ("constraints", &["--client"]),
        ("request_bodies", &["--server"]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("by-program");
        let document = common::root().join(format!("tests/fixtures/accept/{document}.yaml"));
        let output = Command::new(env!("CARGO_BIN_EXE_openapi-bindgen"))
            .args(["generate", "--strict", "--spec"])
            .arg(document)
            .arg("--out")
            .arg(&folder)
            .args(arguments)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {told}");
        build(&folder);
    }
}

/// What a document says of its values decides what is built of the runtime.
#[test]
fn a_crate_needs_what_its_document_says() {
    for (schema, needed) in [
        ("{type: string}", &[][..]),
        ("{type: string, format: uuid}", &[]),
        ("{type: string, format: date}", &["dates"]),
        ("{type: string, format: date-time}", &["dates"]),
        ("{type: string, format: iri-reference}", &["patterns"]),
        ("{type: string, pattern: a}", &["patterns"]),
        ("{patternProperties: {a: {type: integer}}}", &["patterns"]),
        (
            "{type: string, not: {pattern: a}, description: 'A Date.'}",
            &["patterns"],
        ),
        (
            "{type: object, properties: {at: {type: string, format: date}, to: {type: string, format: email}}}",
            &["dates", "patterns"],
        ),
    ] {
        let document = format!(
            "openapi: 3.1.0\ninfo: {{title: x, version: '1'}}\npaths:\n  /:\n    post:\n      requestBody: {{content: \
             {{application/json: {{schema: {schema}}}}}}}\n      responses: {{'204': {{description: y}}}}\n"
        );
        let source = common::source("values", &document).unwrap();
        let options = openapi_bindgen::Options {
            trait_name: "Api".into(),
            ..Default::default()
        };
        let bindings = openapi_bindgen::generate(&source, &options).unwrap();
        assert_eq!(bindings.values(), needed, "{schema}");
    }
}
