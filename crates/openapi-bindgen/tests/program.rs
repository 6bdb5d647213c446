//! The program: its files, its messages, its exit codes.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::path::Path;
use std::process::{Command, Output};

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

#[test]
fn generate_writes_the_files_and_a_line_for_each() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new/src");
    let arguments = ["generate", "--spec", GOOD, "--out", out.to_str().unwrap()];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    assert!(
        lines.contains("added    ") && lines.contains("operations/get.rs"),
        "{lines}"
    );
    let library = std::fs::read_to_string(out.join("lib.rs")).unwrap();
    assert!(library.contains("NoSecurityInJsonApi"), "{library}");

    std::fs::write(out.join("api.rs"), "").unwrap();
    std::fs::write(out.join("old.rs"), "").unwrap();
    let lines = text(&run(&arguments).stdout);
    let changes: Vec<_> = lines
        .lines()
        .map(|line| line.split("  ").next().unwrap())
        .collect();
    assert_eq!(changes[..2], ["changed", "removed"], "{lines}");
    assert_eq!(text(&run(&arguments).stdout).lines().count(), 1);

    let renamed = [&arguments[..], &["--trait-name", "Tiny"]].concat();
    assert_eq!(run(&renamed).status.code(), Some(0));
    let library = std::fs::read_to_string(out.join("lib.rs")).unwrap();
    assert!(library.contains("pub use api::Tiny;"), "{library}");
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
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text(&output.stderr).contains("no bindings.lock"),
        "{}",
        text(&output.stderr)
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn mistakes_in_the_document_are_told_with_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("src");
    let expected = format!(
        "{BAD}:1:10: error[unsupported-version]: OpenAPI \"4.0.0\" is not supported\n  at: /openapi\n  \
         help: write the document in OpenAPI 3.0, 3.1 or 3.2, the version in quotes\n1 error\n"
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
fn check_writes_nothing() {
    let output = run(&["check", "--spec", GOOD]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), format!("{GOOD}: no mistakes\n"));
}

#[test]
fn other_failures_are_told_with_code_1() {
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
        assert_eq!(output.status.code(), Some(1));
        assert!(
            text(&output.stderr).starts_with(message),
            "{}",
            text(&output.stderr)
        );
    }
}
