//! `cargo xtask corpus`: the generator, tried on other people's documents.
//!
//! Every document has a process of its own, with a limit of time and one of memory, and is generated twice: the same
//! document has to give the same bytes.

mod compile;
mod document;
mod examples;
mod judge;
mod round_trip;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use openapi_bindgen::Options;

pub(crate) use document::{document, wait};

use crate::program::optimised;

/// The operations that a document has fewer of for its round trips to be run.
const MOST_ROUND_TRIPS: usize = 400;

/// What is tried, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the documents; those in folders below it count too.
    folder: PathBuf,
    /// Write all that was found out to a file.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Compile the crates of this many documents, the smallest, with warnings denied; or of `all`.
    #[arg(long, value_name = "N|all", value_parser = number)]
    compile: Option<usize>,
    /// Send every operation of this many documents there and back, the smallest; or of `all` with fewer than 400.
    #[arg(long, value_name = "N|all", value_parser = number)]
    round_trip: Option<usize>,
    /// Read the examples of every document into the generated types, and write them again; fewer than 995 of 1,000 that
    /// mean the same is a failure.
    #[arg(long)]
    examples: bool,
    /// Only documents with this in their path.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

/// Tries every document, and tells what became of it. A document that cannot be used, or that breaks a limit: exit code 1.
pub(crate) fn corpus(root: &Path, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let program = optimised(root, "xtask")?;
    let mut paths = Vec::new();
    find(&arguments.folder, &mut paths)
        .with_context(|| format!("cannot read {}", arguments.folder.display()))?;
    paths.sort();
    let scratch = compile::Scratch::new(root)?;
    let mut rows = Vec::new();
    for path in paths {
        let name = path.strip_prefix(&arguments.folder).unwrap_or(&path);
        let name = name.to_string_lossy().into_owned();
        if arguments
            .only
            .as_ref()
            .is_some_and(|text| !name.contains(text))
        {
            continue;
        }
        let sources = arguments
            .compile
            .map(|_| scratch.crate_of(&name).join("src"));
        let row = document::run(&program, &path, name, sources.as_deref())?;
        // A part of a document that is in several files.
        if row
            .error
            .as_ref()
            .is_some_and(|error| error.code == "no-version")
        {
            continue;
        }
        println!("{}", table::line(&row));
        rows.push(row);
    }
    print!("{}", table::totals(&rows));
    if let Some(path) = &arguments.json {
        let text = serde_json::to_string_pretty(&rows)?;
        std::fs::write(path, text + "\n")
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    let mut good = rows.iter().all(|row| row.error.is_none());
    rows.retain(|row| row.error.is_none());
    rows.sort_by_key(|row| row.lines);
    if let Some(most) = arguments.compile {
        good &= compile(&scratch, &rows[..rows.len().min(most)])?;
    }
    if arguments.examples {
        good &= examples(&scratch, &arguments.folder, &rows)?;
    }
    if let Some(most) = arguments.round_trip {
        rows.retain(|row| (1..MOST_ROUND_TRIPS).contains(&row.generated));
        rows.truncate(most);
        good &= round_trip(&scratch, &arguments.folder, &rows)?;
    }
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Compiles the crates of some documents, and says whether all of them do.
fn compile(scratch: &compile::Scratch, rows: &[document::Row]) -> anyhow::Result<bool> {
    let mut good = 0;
    println!("\ncompiled, warnings denied");
    for row in rows {
        let compiled = scratch.compile(row)?;
        match &compiled.error {
            None => {
                good += 1;
                println!("{:44} {:6.1} s", row.name, compiled.seconds);
            }
            Some(error) => println!("{:44} {:6.1} s  {error}", row.name, compiled.seconds),
        }
    }
    println!("{good} of {} crates compile", rows.len());
    Ok(good == rows.len())
}

/// How many examples of a thousand have to mean the same.
const LEAST_PER_MILLE: usize = 995;

/// Reads and writes the examples of some documents, and says whether enough of them mean the same.
fn examples(
    scratch: &compile::Scratch,
    folder: &Path,
    rows: &[document::Row],
) -> anyhow::Result<bool> {
    let mut all = examples::Outcome::default();
    println!("\nexamples: invalid, unjudged, valid, passed, failed");
    for row in rows {
        let outcome = examples::run(scratch, &folder.join(&row.name), row)?;
        tell(row, &outcome, &outcome.failures);
        all += outcome;
    }
    println!("{:44} {all}", "all");
    Ok(all.per_mille() >= LEAST_PER_MILLE)
}

/// Sends every operation of some documents there and back, and says whether all arrive.
fn round_trip(
    scratch: &compile::Scratch,
    folder: &Path,
    rows: &[document::Row],
) -> anyhow::Result<bool> {
    let mut all = round_trip::Outcome::default();
    let mut good = 0;
    println!("\nthere and back: operations, passed, without a case, failed");
    for row in rows {
        let outcome = round_trip::run(scratch, &folder.join(&row.name), row)?;
        tell(row, &outcome, &outcome.failures);
        good += usize::from(outcome.is_good());
        all += outcome;
    }
    println!("{good} of {} documents, {all}", rows.len());
    Ok(good == rows.len())
}

/// Says what came of a document, and what failed.
fn tell(row: &document::Row, outcome: &impl std::fmt::Display, failures: &[String]) {
    println!("{:44} {outcome}", row.name);
    failures.iter().for_each(|line| println!("    {line}"));
}

/// What bindings are made by, for any document.
pub(crate) fn options() -> Options {
    Options {
        trait_name: "Api".to_owned(),
        command: "cargo xtask corpus".to_owned(),
        ..Options::default()
    }
}

/// A number of documents.
fn number(text: &str) -> Result<usize, String> {
    match text {
        "all" => Ok(usize::MAX),
        _ => text
            .parse()
            .map_err(|_| "write a number, or `all`".to_owned()),
    }
}

/// The files below a folder that can be documents.
pub(crate) fn find(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, found)?;
        } else if path
            .extension()
            .is_some_and(|end| ["json", "yaml", "yml"].iter().any(|known| end == *known))
        {
            found.push(path);
        }
    }
    Ok(())
}
