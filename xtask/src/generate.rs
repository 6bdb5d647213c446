//! `cargo xtask generate`: the bindings of the chat API.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use openapi_bindgen::fileset::{Difference, Drift};
use openapi_bindgen::source::Source;
use openapi_bindgen::{FileSet, Options};

/// The document, from the root of the workspace.
const DOCUMENT: &str = "openapi.yaml";
/// Where the bindings go, from the root of the workspace.
const BINDINGS: &str = "crates/chat-api/src";
const COMMAND: &str = "cargo xtask generate";

/// Writes the bindings, or with `check` says how those on disk differ. A document with mistakes: exit code 2.
pub(crate) fn generate(root: &Path, check: bool) -> anyhow::Result<ExitCode> {
    let files = match files(root) {
        Ok(files) => files,
        Err(diagnostics) => {
            eprintln!("{diagnostics}");
            return Ok(ExitCode::from(2));
        }
    };
    let folder = root.join(BINDINGS);
    if check {
        let differences = files
            .compare(&folder)
            .with_context(|| format!("cannot read {BINDINGS}"))?;
        for difference in &differences {
            eprintln!("{}\n{}", line(difference), difference.diff);
        }
        if differences.is_empty() {
            println!("{BINDINGS} is what {DOCUMENT} says");
            return Ok(ExitCode::SUCCESS);
        }
        eprintln!(
            "error: {BINDINGS} is not what {DOCUMENT} says\nhelp: run `{COMMAND}` and commit what it writes"
        );
        return Ok(ExitCode::FAILURE);
    }
    let differences = files
        .write(&folder)
        .with_context(|| format!("cannot write {BINDINGS}"))?;
    for difference in &differences {
        println!("{}", line(difference));
    }
    println!(
        "{BINDINGS}: {} files, {} written",
        files.iter().count(),
        differences.len()
    );
    Ok(ExitCode::SUCCESS)
}

fn files(root: &Path) -> Result<FileSet, openapi_bindgen::Diagnostics> {
    let mut source = Source::read(&root.join(DOCUMENT))?;
    // Diagnostics name the file as everybody here does, from the root of the workspace.
    source.name = DOCUMENT.to_owned();
    let options = Options {
        trait_name: "ChatApi".to_owned(),
        command: COMMAND.to_owned(),
        ..Options::default()
    };
    // Nothing of our own document may be left out, or left untyped.
    let mut files = openapi_bindgen::generate(&source, &options)?.strict()?;
    files.seal(DOCUMENT, &source.text);
    Ok(files)
}

fn line(difference: &Difference) -> String {
    let drift = match difference.drift {
        Drift::Stale => "stale",
        Drift::Missing => "missing",
        Drift::Orphaned => "orphaned",
    };
    format!("{drift:8}  {BINDINGS}/{}", difference.path)
}
