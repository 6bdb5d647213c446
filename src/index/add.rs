//! `chat index add`.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;
use std::{panic, thread};

use chat_agent::{FileOutcome, Progress, READER_THREAD, Report, SkipReason};
use clap::ValueHint;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use serde::Serialize;

use super::{DataDir, indexes};
use crate::terminal::{json, skipped};

/// Make an index of a folder, or bring it up to date.
///
/// The index mirrors the Markdown, text, HTML and PDF files in the folder; hidden ones are left out. A file that cannot be
/// read is named and skipped. Only files that have changed are read again.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The index's name, by which sessions are bound to it.
    name: String,
    /// The folder, or a single file.
    #[arg(value_hint = ValueHint::AnyPath)]
    folder: PathBuf,
    /// Print what was done as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data_dir: DataDir,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let name = &arguments.name;
    arguments.data_dir.make()?;
    silence_readers();
    let mut bar = Bar::new();
    let report = indexes(arguments.data_dir.path()).add(name, &arguments.folder, &mut bar);
    bar.0.finish_and_clear();
    let report = report?;
    if arguments.json {
        return json(&Done::new(name, &report));
    }
    writeln!(anstream::stdout(), "{}", summary(name, &report))?;
    Ok(())
}

/// What a reader panics over is told as a file that is damaged, and that is enough.
fn silence_readers() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().name() != Some(READER_THREAD) {
            usual(panic);
        }
    }));
}

/// A progress bar where stderr is a terminal. What is skipped is said everywhere.
struct Bar(ProgressBar);

impl Bar {
    fn new() -> Self {
        let bar = ProgressBar::no_length();
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {elapsed}") {
            bar.set_style(style);
        }
        // One file may take a while.
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }
}

impl Progress for Bar {
    fn files(&mut self, count: usize) {
        self.0.set_length(count as u64);
    }

    fn file(&mut self, file: &str, outcome: &FileOutcome) {
        if let FileOutcome::Skipped(reason) = outcome {
            self.0.suspend(|| skipped(file, &reason.to_string()));
        }
        // Pages that are skipped belong to a file that was told before.
        if !matches!(outcome, FileOutcome::Skipped(SkipReason::Pages(_))) {
            self.0.inc(1);
        }
    }
}

fn summary(name: &str, report: &Report) -> String {
    let files = report.added + report.replaced + report.unchanged;
    let count = |n: usize| HumanCount(n as u64);
    let mut summary = format!(
        "{name}: {} file{}, {} passage{}",
        count(files),
        plural(files as u64),
        HumanCount(report.passages),
        plural(report.passages)
    );
    let changes = [
        (report.added, "added"),
        (report.replaced, "changed"),
        (report.removed, "removed"),
        (report.unchanged, "unchanged"),
        (report.skipped.len(), "skipped"),
    ];
    let changes = changes.into_iter().filter(|(n, _)| *n > 0);
    let changes: Vec<_> = changes
        .map(|(n, what)| format!("{} {what}", count(n)))
        .collect();
    if changes.is_empty() {
        summary.push_str(" (there is no Markdown, text, HTML or PDF file in it)");
    } else {
        summary.push_str(&format!(" ({})", changes.join(", ")));
    }
    summary
}

fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// What was done, as programs are told of it.
#[derive(Serialize)]
struct Done<'a> {
    name: &'a str,
    passages: u64,
    added: usize,
    changed: usize,
    removed: usize,
    unchanged: usize,
    skipped: Vec<SkippedFile<'a>>,
}

#[derive(Serialize)]
struct SkippedFile<'a> {
    file: &'a str,
    reason: String,
}

impl<'a> Done<'a> {
    fn new(name: &'a str, report: &'a Report) -> Self {
        let skipped = report.skipped.iter().map(|skipped| SkippedFile {
            file: &skipped.file,
            reason: skipped.reason.to_string(),
        });
        Self {
            name,
            passages: report.passages,
            added: report.added,
            changed: report.replaced,
            removed: report.removed,
            unchanged: report.unchanged,
            skipped: skipped.collect(),
        }
    }
}
