//! The chores of this workspace: `cargo xtask --help`.

mod background;
mod bench;
mod command;
mod conformance;
mod corpus;
mod faults;
mod generate;
mod program;
mod watch;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The chores of this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// Make crates/chat-api/src from openapi.yaml.
    Generate {
        /// Write nothing: list what differs, with the cure, and fail if anything does.
        #[arg(long)]
        check: bool,
        /// Make them again whenever openapi.yaml is saved, until interrupted.
        #[arg(long, conflicts_with = "check")]
        watch: bool,
    },
    /// Let the vendor's own SDKs, and requests made from openapi.yaml, judge the server, and the SDK's tests the mock of
    /// openapi.yaml, and a browser the page at /docs. Fetches what they need from PyPI and npm; needs Python, Node.js and
    /// Chromium.
    Conformance,
    /// Try the generator on every document of a folder, each in a process of its own.
    Corpus(corpus::Arguments),
    /// Kill the server, and its database, at random moments under load, and see that nothing is lost that a client was told.
    /// Over PostgreSQL too where that is installed.
    Faults(faults::Arguments),
    /// Measure, beside what a user would pick instead.
    Bench(bench::Arguments),
    /// One generator and one document of `bench generation`.
    #[command(hide = true)]
    BenchGenerator {
        generator: bench::Generator,
        document: PathBuf,
        out: PathBuf,
    },
    /// One document of `corpus`.
    #[command(hide = true)]
    CorpusDocument {
        path: PathBuf,
        result: PathBuf,
        sources: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let root = root();
    let outcome = match Arguments::parse().chore {
        Chore::Generate { watch: true, .. } => watch::watch(&root),
        Chore::Generate { check, .. } => generate::generate(&root, check),
        Chore::Conformance => conformance::conformance(&root),
        Chore::Corpus(arguments) => corpus::corpus(&root, &arguments),
        Chore::Faults(arguments) => faults::faults(&root, &arguments),
        Chore::Bench(arguments) => bench::bench(&root, &arguments),
        Chore::BenchGenerator {
            generator,
            document,
            out,
        } => bench::generate(generator, &document, &out),
        Chore::CorpusDocument {
            path,
            result,
            sources,
        } => corpus::document(&path, &result, sources.as_deref()),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

/// The root of the workspace: where this crate's folder is.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
