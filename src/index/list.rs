//! `chat index list`.

use std::io;

use anstyle::Style;
use chat_agent::IndexSummary;
use indicatif::{BinaryBytes, HumanCount};
use serde::Serialize;

use super::{DataDir, indexes};
use crate::terminal::{Align, BOLD, DIM, json, line, note, table, width};

/// List the indexes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Print the indexes as a JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data_dir: DataDir,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let summaries = indexes(arguments.data_dir.path()).list()?;
    if arguments.json {
        return json(&summaries.iter().map(Index::from).collect::<Vec<_>>());
    }
    if summaries.is_empty() {
        note("There are no indexes yet: `chat index add NAME FOLDER` makes one.");
        return Ok(());
    }
    let header = ["NAME", "FILES", "PASSAGES", "SIZE", "SOURCE"];
    let mut rows = vec![header.map(|text| (DIM, text.to_owned()))];
    let plain = Style::new();
    rows.extend(summaries.iter().map(|index| {
        [
            (BOLD, index.name.clone()),
            (plain, HumanCount(index.files as u64).to_string()),
            (plain, HumanCount(index.passages).to_string()),
            (plain, BinaryBytes(index.size).to_string()),
            (plain, line(&index.source)),
        ]
    }));
    let columns = [
        Align::Left,
        Align::Right,
        Align::Right,
        Align::Right,
        Align::Left,
    ];
    table(
        &mut anstream::stdout().lock(),
        columns,
        &rows,
        width(&io::stdout()),
    )?;
    Ok(())
}

/// An index, as programs are told of it.
#[derive(Serialize)]
struct Index<'a> {
    name: &'a str,
    files: usize,
    passages: u64,
    /// In bytes.
    size: u64,
    source: &'a str,
}

impl<'a> From<&'a IndexSummary> for Index<'a> {
    fn from(index: &'a IndexSummary) -> Self {
        Self {
            name: &index.name,
            files: index.files,
            passages: index.passages,
            size: index.size,
            source: &index.source,
        }
    }
}
