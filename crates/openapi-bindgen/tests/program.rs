//! The program: its files, its messages, its exit codes.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-bindgen"));
    command
        .args(arguments)
        .current_dir(common::root())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const GOOD: &str = "tests/fixtures/accept/no_security.yaml";
const BAD: &str = "tests/fixtures/reject/version.yaml";

/// One operation that can be generated, and one that cannot.
const MIXED: &str = "openapi: 3.1.0
info: {title: Mixed, version: '1'}
paths:
  /good: {get: {operationId: good, tags: [a], responses: {'204': {description: Done.}}}}
  /bad: {get: {operationId: bad, tags: [b], parameters: [{name: x, in: nowhere}], responses: {'204': {description: Done.}}}}
";

/// A folder with a document in it.
fn folder(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("openapi.yaml"), text).unwrap();
    folder
}

/// Runs the program on the document of a folder.
fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-bindgen"));
    let command = command.current_dir(folder).args(arguments);
    command.args(["--spec", "openapi.yaml"]).output().unwrap()
}

#[test]
fn generate_writes_a_crate_and_a_line_for_each_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("my-api");
    let arguments = ["generate", "--spec", GOOD, "--out", out.to_str().unwrap()];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    assert!(
        lines.contains("added    ") && lines.contains("src/operations/get.rs"),
        "{lines}"
    );
    let library = std::fs::read_to_string(out.join("src/lib.rs")).unwrap();
    assert!(library.contains("NoSecurityInJsonApi"), "{library}");
    let manifest = std::fs::read_to_string(out.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"my-api\""), "{manifest}");
    assert!(
        manifest.contains("default = [\"client\", \"server\"]"),
        "{manifest}"
    );
    assert!(out.join("README.md").exists());

    std::fs::write(out.join("src/api.rs"), "").unwrap();
    std::fs::write(out.join("src/old.rs"), "").unwrap();
    let lines = text(&run(&arguments).stdout);
    assert!(
        lines.contains("1 of 1 operations (1 without an `operationId`)"),
        "{lines}"
    );
    let changes: Vec<_> = lines
        .lines()
        .map(|line| line.split("  ").next().unwrap())
        .collect();
    assert_eq!(changes[..2], ["changed", "removed"], "{lines}");
    assert_eq!(text(&run(&arguments).stdout).lines().count(), 1);

    let renamed = [&arguments[..], &["--trait-name", "Tiny"]].concat();
    assert_eq!(run(&renamed).status.code(), Some(0));
    let library = std::fs::read_to_string(out.join("src/lib.rs")).unwrap();
    assert!(library.contains("pub use api::Tiny;"), "{library}");
}

#[test]
fn a_manifest_that_was_made_ones_own_is_kept() {
    let folder = folder(MIXED);
    let manifest = folder.path().join("api/Cargo.toml");
    let generate = |name: &str| {
        let output = run_in(
            folder.path(),
            &["generate", "--out", "api", "--types", "--name", name],
        );
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        std::fs::read_to_string(&manifest).unwrap()
    };
    assert!(generate("one").contains("default = []"));
    assert!(generate("two").contains("name = \"two\""));
    std::fs::write(&manifest, "# Mine.\n").unwrap();
    assert_eq!(generate("three"), "# Mine.\n");
}

#[test]
fn a_folder_of_somebody_elses_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
    let output = run(&[
        "generate",
        "--spec",
        GOOD,
        "--out",
        folder.path().to_str().unwrap(),
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("no src/bindings.lock"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_document_of_no_use_is_told_with_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("src");
    let expected = format!(
        "error[unsupported-version]: OpenAPI \"4.0.0\" is not supported\n --> {BAD}:1:10\n  |\n\
         1 | openapi: 4.0.0\n  |          ^^^^^\n  |\n  = at: /openapi\n  \
         = help: write the document in OpenAPI 3.0, 3.1 or 3.2, the version in quotes\n\n1 error\n"
    );
    for arguments in [
        vec!["check", "--spec", BAD],
        vec!["generate", "--spec", BAD, "--out", out.to_str().unwrap()],
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(text(&output.stderr), expected);
        assert!(output.stdout.is_empty());
    }
    assert!(!Path::new(&out).exists());
}

#[test]
fn what_is_left_out_is_told_and_fails_under_strict_alone() {
    let folder = folder(MIXED);
    let output = run_in(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        text(&output.stdout),
        "openapi.yaml: 1 of 2 operations can be generated\n"
    );
    let told = text(&output.stderr);
    assert!(told.starts_with("refusal[unknown-location]: "), "{told}");
    assert!(told.contains(" --> openapi.yaml:5:"), "{told}");
    let output = run_in(folder.path(), &["check", "--strict"]);
    assert_eq!(output.status.code(), Some(1));
    let wanted = ["check", "--strict", "--include-tag", "a"];
    assert_eq!(run_in(folder.path(), &wanted).status.code(), Some(0));
    let wanted = ["check", "--strict", "--include-operation", "good"];
    assert_eq!(run_in(folder.path(), &wanted).status.code(), Some(0));
}

#[test]
fn programs_are_told_in_json() {
    let folder = folder(MIXED);
    let output = run_in(
        folder.path(),
        &["check", "--format", "json", "--report", "report.json"],
    );
    let told = text(&output.stderr);
    let told: Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
    assert_eq!(told["severity"], "refusal");
    assert_eq!(told["code"], "unknown-location");
    assert_eq!(told["position"]["line"], 5);
    let report = std::fs::read_to_string(folder.path().join("report.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(
        report["operations"],
        json!({"total": 2, "generated": 1, "refused": [{
            "operation": "bad",
            "pointer": "/paths/~1bad/get/parameters/0/in",
            "line": 5,
            "code": "unknown-location",
            "reason": "a parameter cannot be in \"nowhere\"",
        }]})
    );
    assert_eq!(
        report["schemas"],
        json!({"total": 0, "typed": 0, "loose": []})
    );
    assert!(report["seconds"].is_number());
}

#[test]
fn check_writes_nothing() {
    let folder = folder(MIXED);
    run_in(folder.path(), &["check"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn other_failures_are_told_with_code_2() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let below_a_file = file.path().join("src");
    for (arguments, message) in [
        (
            vec!["check", "--spec", "no/such/file"],
            "error: cannot read no/such/file: ",
        ),
        (
            vec![
                "generate",
                "--spec",
                GOOD,
                "--out",
                below_a_file.to_str().unwrap(),
            ],
            "error: cannot write ",
        ),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            text(&output.stderr).starts_with(message),
            "{}",
            text(&output.stderr)
        );
    }
}

/// With its feature, and what it is made of.
#[test]
fn a_stand_in_is_written_where_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("my-api");
    let arguments = ["generate", "--spec", GOOD, "--out", out.to_str().unwrap()];
    assert_eq!(run(&arguments).status.code(), Some(0));
    assert!(!out.join("src/mock").exists());

    let output = run(&[&arguments[..], &["--mock"]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let library = std::fs::read_to_string(out.join("src/lib.rs")).unwrap();
    assert!(library.contains("#[cfg(feature = \"mock\")]"), "{library}");
    assert!(out.join("src/mock/mod.rs").exists());
    assert!(out.join("src/mock/get.json").exists());
    let manifest = std::fs::read_to_string(out.join("Cargo.toml")).unwrap();
    let feature = "mock = [\"client\", \"server\", \"dep:openapi-testing\"]";
    assert!(manifest.contains(feature), "{manifest}");
    let line = manifest
        .lines()
        .find(|line| line.starts_with("openapi-testing = "));
    assert!(line.unwrap().ends_with(", optional = true }"), "{manifest}");

    let one_end = run(&[&arguments[..], &["--mock", "--server"]].concat());
    assert_eq!(one_end.status.code(), Some(2));
}
