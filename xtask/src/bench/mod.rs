//! `cargo xtask bench`: figures, each beside what a user would pick instead. What is compared with is fetched when it runs.

mod generation;
mod generator;
mod peer;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) use generator::{Generator, run as generate};

/// What is measured.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Bench {
    /// How long it takes to generate both ends of documents: beside progenitor, on those of a folder that it can do, and
    /// beside the client alone of openapi-to-rust, on those that are named.
    Generation {
        /// The folder of the documents; those in folders below it count too.
        folder: PathBuf,
        /// A document of the folder that openapi-to-rust is tried on.
        #[arg(long, value_name = "FILE")]
        beside: Vec<PathBuf>,
        /// How often each is run; the median counts.
        #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
        runs: u16,
    },
}

/// Measures, and prints a table.
pub(crate) fn bench(root: &Path, bench: &Bench) -> anyhow::Result<ExitCode> {
    match bench {
        Bench::Generation {
            folder,
            beside,
            runs,
        } => generation::measure(root, folder, beside, (*runs).into()),
    }
}
