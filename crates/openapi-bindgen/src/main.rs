//! Bindings for an OpenAPI document, from the command line: `openapi-bindgen --help`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use openapi_bindgen::fileset::{Drift, LOCK_FILE};
use openapi_bindgen::source::Source;
use openapi_bindgen::{Diagnostics, FileSet, Options};

/// Rust bindings for both ends of an OpenAPI document.
///
/// Exit codes: 0 done; 1 a file or folder cannot be read or written; 2 the document has mistakes, or needs what is not
/// supported.
#[derive(Debug, Parser)]
#[command(name = "openapi-bindgen", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the bindings.
    Generate {
        /// The document, OpenAPI 3.0 or 3.1, as JSON or YAML.
        #[arg(long, value_name = "FILE")]
        spec: PathBuf,
        /// The `src` folder of the bindings' crate. What else is in it is removed.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// The trait's name; the document's title and `Api` if left out.
        #[arg(long, value_name = "NAME", value_parser = type_name)]
        trait_name: Option<String>,
    },
    /// Say what is wrong with a document, and write nothing.
    Check {
        /// The document, OpenAPI 3.0 or 3.1, as JSON or YAML.
        #[arg(long, value_name = "FILE")]
        spec: PathBuf,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Generate {
            spec,
            out,
            trait_name,
        } => generate(&spec, &out, trait_name),
        Command::Check { spec } => check(&spec),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => match error.downcast_ref::<Diagnostics>() {
            Some(diagnostics) => {
                eprintln!("{diagnostics}");
                ExitCode::from(2)
            }
            None => {
                eprintln!("error: {error:#}");
                ExitCode::FAILURE
            }
        },
    }
}

fn check(spec: &Path) -> anyhow::Result<()> {
    bindings(&read(spec)?, None)?;
    println!("{}: no mistakes", spec.display());
    Ok(())
}

fn generate(spec: &Path, out: &Path, trait_name: Option<String>) -> anyhow::Result<()> {
    let source = read(spec)?;
    let mut files = bindings(&source, trait_name)?;
    let document = spec.file_name().unwrap_or(spec.as_os_str());
    files.seal(&document.to_string_lossy(), &source.text);
    refuse_foreign(out).with_context(|| format!("cannot write {}", out.display()))?;
    let differences = files
        .write(out)
        .with_context(|| format!("cannot write {}", out.display()))?;
    for difference in &differences {
        let change = match difference.drift {
            Drift::Stale => "changed",
            Drift::Missing => "added",
            Drift::Orphaned => "removed",
        };
        println!("{change:7}  {}", out.join(&difference.path).display());
    }
    println!(
        "{}: {} files, {} changed",
        out.display(),
        files.iter().count(),
        differences.len()
    );
    Ok(())
}

fn bindings(source: &Source, trait_name: Option<String>) -> anyhow::Result<FileSet> {
    let title = source.root.get("info").and_then(|info| info.get("title"));
    let title = title.and_then(|title| title.as_str()).unwrap_or_default();
    let options = Options {
        trait_name: trait_name.unwrap_or_else(|| openapi_bindgen::trait_name(title)),
        command: "openapi-bindgen generate".to_owned(),
    };
    Ok(openapi_bindgen::generate(source, &options)?.strict()?)
}

/// A file that is not there is no mistake in a document.
fn read(spec: &Path) -> anyhow::Result<Source> {
    let text =
        std::fs::read_to_string(spec).with_context(|| format!("cannot read {}", spec.display()))?;
    Ok(Source::parse(&spec.display().to_string(), text)?)
}

/// Writing empties the folder of all that is not made: it has to be one that was made before, or empty.
fn refuse_foreign(out: &Path) -> anyhow::Result<()> {
    if !out.exists() || out.join(LOCK_FILE).exists() {
        return Ok(());
    }
    if std::fs::read_dir(out)?.next().is_some() {
        bail!("it has files in it and no {LOCK_FILE}; give a folder that is empty, or not there");
    }
    Ok(())
}

fn type_name(text: &str) -> Result<String, String> {
    if openapi_bindgen::is_type_name(text) {
        Ok(text.to_owned())
    } else {
        Err("a trait's name is a word like `ChatApi`".to_owned())
    }
}
