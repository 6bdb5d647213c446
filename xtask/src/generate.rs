//! `cargo xtask generate`: the bindings of the chat API.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use openapi_bindgen::diff::{self, Format};
use openapi_bindgen::fileset::{Difference, Drift};
use openapi_bindgen::source::Source;
use openapi_bindgen::{FileSet, Options};

/// The document, from the root of the workspace.
pub(crate) const DOCUMENT: &str = "openapi.yaml";
/// Where the bindings go, from the root of the workspace.
const BINDINGS: &str = "crates/chat-api/src";
/// The document that the bindings were made from, as they carry it.
const MADE_FROM: &str = "crates/chat-api/src/openapi.json";
/// Where the test goes that sends every operation there and back, from the root of the workspace.
const TESTS: &str = "crates/chat-api/tests/round_trip";
const COMMAND: &str = "cargo xtask generate";
const TRAIT: &str = "ChatApi";

/// Writes the bindings, or with `check` says how those on disk differ, and in either case what the document says anew. A
/// document with mistakes: exit code 2.
pub(crate) fn generate(root: &Path, check: bool) -> anyhow::Result<ExitCode> {
    let (source, made) = match files(root) {
        Ok(made) => made,
        Err(diagnostics) => {
            eprintln!("{diagnostics}");
            return Ok(ExitCode::from(2));
        }
    };
    if check {
        return self::check(root, &source, &made);
    }
    // What they were made from is gone once they are written.
    let changes = changes(root, &source);
    let mut written = 0;
    for (folder, files) in &made {
        let differences = files
            .write(&root.join(folder))
            .with_context(|| format!("cannot write {folder}"))?;
        for difference in &differences {
            println!("{}", line(folder, difference));
        }
        written += differences.len();
    }
    if let (Some(changes), true) = (changes, written > 0) {
        println!("\nWhat changed in {DOCUMENT}:\n\n{changes}");
    }
    for (folder, files) in &made {
        println!("{folder}: {} files", files.iter().count());
    }
    println!("{written} written");
    Ok(ExitCode::SUCCESS)
}

/// Says how the bindings on disk differ from what the document says.
fn check(root: &Path, source: &Source, made: &[(&str, FileSet)]) -> anyhow::Result<ExitCode> {
    let mut differ = Vec::new();
    for (folder, files) in made {
        let differences = files
            .compare(&root.join(folder))
            .with_context(|| format!("cannot read {folder}"))?;
        for difference in &differences {
            eprintln!("{}\n{}", line(folder, difference), difference.diff);
        }
        match differences.is_empty() {
            true => println!("{folder} is what {DOCUMENT} says"),
            false => differ.push(*folder),
        }
    }
    if differ.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(changes) = changes(root, source) {
        eprintln!("What changed in {DOCUMENT}:\n\n{changes}");
    }
    for folder in differ {
        eprintln!("error: {folder} is not what {DOCUMENT} says");
    }
    eprintln!("help: run `{COMMAND}` and commit what it writes");
    Ok(ExitCode::FAILURE)
}

/// What the document says that the one that the bindings were made from did not, and what that means; nothing where that
/// one is not there.
fn changes(root: &Path, new: &Source) -> Option<String> {
    let mut old = Source::read(&root.join(MADE_FROM)).ok()?;
    old.name = MADE_FROM.to_owned();
    let comparison = diff::compare(&old, new, Some(TRAIT)).ok()?;
    Some(diff::print(&comparison, Format::Text))
}

/// The files of each folder.
type Made = [(&'static str, FileSet); 2];

fn files(root: &Path) -> Result<(Source, Made), openapi_bindgen::Diagnostics> {
    let mut source = Source::read(&root.join(DOCUMENT))?;
    // Diagnostics name the file as everybody here does, from the root of the workspace.
    source.name = DOCUMENT.to_owned();
    let options = Options {
        trait_name: TRAIT.to_owned(),
        command: COMMAND.to_owned(),
        tests_of: Some("chat_api".to_owned()),
        mock: true,
        ..Options::default()
    };
    // Nothing of our own document may be left out, or left untyped.
    let mut made = openapi_bindgen::generate(&source, &options)?.strict()?;
    made.files.seal(DOCUMENT, &source.text);
    Ok((source, [(BINDINGS, made.files), (TESTS, made.tests)]))
}

fn line(folder: &str, difference: &Difference) -> String {
    let drift = match difference.drift {
        Drift::Stale => "stale",
        Drift::Missing => "missing",
        Drift::Orphaned => "orphaned",
    };
    format!("{drift:8}  {folder}/{}", difference.path)
}

#[cfg(test)]
mod tests {
    use super::{BINDINGS, DOCUMENT, ExitCode, changes, files, generate};

    const TEXT: &str = "openapi: 3.1.0\ninfo: {title: Chat, version: '1'}\npaths:\n  /a: {get: {operationId: a, \
                        responses: {'204': {description: Done.}}}}\n";

    #[test]
    fn what_changed_since_the_bindings_were_made_is_told() -> anyhow::Result<()> {
        let root = tempfile::tempdir()?;
        let root = root.path();
        let changed = || -> anyhow::Result<Option<String>> { Ok(changes(root, &files(root)?.0)) };
        std::fs::write(root.join(DOCUMENT), TEXT)?;
        assert_eq!(changed()?, None, "nothing was made yet");
        assert_eq!(generate(root, true)?, ExitCode::FAILURE);
        assert_eq!(generate(root, false)?, ExitCode::SUCCESS);
        assert_eq!(changed()?, Some("semver: none (nothing changed)\n".into()));

        std::fs::write(
            root.join(DOCUMENT),
            TEXT.replace("operationId: a,", "operationId: b,"),
        )?;
        let told = changed()?.unwrap_or_default();
        assert!(
            told.contains("`GET /a` is called `b`, and was `a`"),
            "{told}"
        );
        assert!(
            told.contains("old: crates/chat-api/src/openapi.json:"),
            "{told}"
        );
        assert!(told.contains("new: openapi.yaml:4:"), "{told}");
        assert!(
            told.ends_with("semver: major, or minor before 1.0 (1 change, 1 breaking)\n"),
            "{told}"
        );
        assert_eq!(generate(root, true)?, ExitCode::FAILURE);
        assert_eq!(generate(root, false)?, ExitCode::SUCCESS);
        assert_eq!(generate(root, true)?, ExitCode::SUCCESS);
        assert!(root.join(BINDINGS).join("operations/b.rs").exists());
        Ok(())
    }
}
