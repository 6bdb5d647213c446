//! `cargo xtask bench`: figures, each beside what a user would pick instead. What is compared with is fetched when it runs.

mod client_call;
mod cold_build;
mod create_session;
mod fastapi;
mod figure;
mod generation;
mod generator;
mod in_memory;
mod million;
mod once;
mod openapi_generator;
mod peer;
mod postgres;
mod prism;
mod process;
mod report;
mod rig;
mod row;
mod sqlite;
mod streams;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum as _;

pub(crate) use generator::{Generator, run as generate};

/// What is measured.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    /// The rows of BENCHMARKS.md to measure, which are then written there; all of them where none is named.
    rows: Vec<row::Row>,
    /// The document that `openapi-generator` is tried on.
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    #[command(subcommand)]
    table: Option<Table>,
}

/// What is printed, and not kept.
#[derive(Debug, clap::Subcommand)]
enum Table {
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

/// Measures, and writes BENCHMARKS.md or prints a table.
pub(crate) fn bench(root: &Path, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if let Some(Table::Generation {
        folder,
        beside,
        runs,
    }) = &arguments.table
    {
        return generation::measure(root, folder, beside, (*runs).into());
    }
    let rows = match arguments.rows.as_slice() {
        [] => row::Row::value_variants(),
        named => named,
    };
    for row in rows {
        eprintln!("{}", row.title());
        if arguments.rows.is_empty() && row.needs_document() && arguments.document.is_none() {
            eprintln!("left as it is: name a document with --document");
            continue;
        }
        let measured = row.measure(root, arguments.document.as_deref())?;
        for figure in &measured.figures {
            eprintln!("{figure}");
        }
        // Each as soon as it is there: the next may fail.
        report::write(root, *row, &measured)?;
    }
    Ok(ExitCode::SUCCESS)
}
