//! `openapi-bindgen diff`: what it writes where, and its exit codes.

use std::process::{Command, Output};

use super::common::{BASE, Edits, edited};

/// Runs the program on the base and its edits.
fn run(edits: Edits<'_>, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.yaml"), BASE).unwrap();
    std::fs::write(folder.path().join("new.yaml"), edited(edits)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-bindgen"));
    let command = command.current_dir(folder.path()).arg("diff");
    command.args(arguments).output().unwrap()
}

fn last_line(output: &Output) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().last().unwrap_or_default().to_owned()
}

const DOCUMENTS: [&str; 2] = ["old.yaml", "new.yaml"];

#[test]
fn it_fails_on_what_it_is_told_to_fail_on() {
    // Neither end notices, code has to be changed, a new client is not understood, an old one is not.
    let words: Edits<'_> = &[("summary: List books", "summary: Books")];
    let renamed: Edits<'_> = &[("operationId: follow", "operationId: watch")];
    let loosened: Edits<'_> = &[("maximum: 100", "maximum: 200")];
    let tightened: Edits<'_> = &[("maximum: 100", "maximum: 50")];
    for (edits, any, wire, breaking) in [
        (words, 0, 0, 0),
        (renamed, 1, 0, 1),
        (loosened, 1, 1, 0),
        (tightened, 1, 1, 1),
    ] {
        let code = |changes: &[&str]| run(edits, &[&DOCUMENTS, changes].concat()).status.code();
        assert_eq!(code(&[]), Some(0), "{edits:?}");
        assert_eq!(code(&["--fail-on", "any"]), Some(any), "{edits:?}");
        assert_eq!(code(&["--fail-on", "wire"]), Some(wire), "{edits:?}");
        assert_eq!(
            code(&["--fail-on", "breaking"]),
            Some(breaking),
            "{edits:?}"
        );
    }
}

#[test]
fn the_last_line_is_the_step() {
    let edits: Edits<'_> = &[("maximum: 100", "maximum: 200")];
    for (format, expected) in [
        (
            "text",
            "semver: minor, or patch before 1.0 (1 change, 0 breaking)",
        ),
        (
            "markdown",
            "Semver: minor, or patch before 1.0 (1 change, 0 breaking)",
        ),
        ("json", r#"{"before_one":"patch","semver":"minor"}"#),
        (
            "github",
            "::notice title=semver::minor, or patch before 1.0 (1 change, 0 breaking)",
        ),
    ] {
        let output = run(edits, &[&DOCUMENTS[..], &["--format", format]].concat());
        assert_eq!(last_line(&output), expected);
        assert!(output.stderr.is_empty());
    }
}

#[test]
fn the_trait_may_have_a_name() {
    let edits: Edits<'_> = &[("title: Library", "title: Archive")];
    let output = run(edits, &DOCUMENTS);
    assert_eq!(
        last_line(&output),
        "semver: major, or minor before 1.0 (1 change, 1 breaking)"
    );
    let output = run(
        edits,
        &[&DOCUMENTS[..], &["--trait-name", "LibraryApi"]].concat(),
    );
    let expected = "semver: patch (nothing changed but descriptions, order or spelling)";
    assert_eq!(last_line(&output), expected);
}

#[test]
fn a_document_of_no_use_is_told_with_code_2() {
    let edits: Edits<'_> = &[("openapi: 3.1.0", "openapi: 4.0.0")];
    for documents in [DOCUMENTS, ["new.yaml", "old.yaml"]] {
        let output = run(edits, &documents);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.starts_with("error[unsupported-version]"), "{told}");
        assert!(told.contains("new.yaml:1:10"), "{told}");
    }
    let output = run(&[], &["old.yaml", "no/such/file"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.starts_with("error: cannot read no/such/file"),
        "{told}"
    );
}
