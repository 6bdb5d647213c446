//! How long it takes to generate.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use anyhow::{Context, bail};

use super::{figure, peer};
use crate::corpus::{find, wait};
use crate::program::optimised;

/// Measures the documents of a folder, and prints what came of it.
pub(super) fn measure(
    root: &Path,
    folder: &Path,
    beside: &[PathBuf],
    runs: usize,
) -> anyhow::Result<ExitCode> {
    let this = optimised(root, "xtask")?;
    let scratch = tempfile::tempdir()?;
    let scratch = scratch.path();
    let mut documents = Vec::new();
    find(folder, &mut documents).with_context(|| format!("cannot read {}", folder.display()))?;
    documents.sort();
    println!("beside progenitor: both ends in ms, its client in ms, ratio; the median of {runs}");
    let (mut ours, mut theirs) = (0.0, 0.0);
    for document in &documents {
        // Where progenitor makes nothing there is nothing to compare with.
        let Some(progenitor) =
            median(scratch, runs, |out| own(&this, "progenitor", document, out))?
        else {
            continue;
        };
        let Some(bindgen) = median(scratch, runs, |out| own(&this, "bindgen", document, out))?
        else {
            bail!("{} gives no bindings", document.display());
        };
        line(document, folder, bindgen, progenitor);
        ours += bindgen;
        theirs += progenitor;
    }
    println!("{:44} {ours:9.1} {theirs:9.1} {:6.2}", "all", ours / theirs);
    if beside.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let peer = peer::install(root)?;
    println!(
        "\nbeside openapi-to-rust {}: both ends in ms, its client in ms, ratio; the median of {runs}",
        peer::VERSION
    );
    for document in beside {
        let ours = median(scratch, runs, |out| own(&this, "bindgen", document, out))?;
        let other = median(scratch, runs, |out| peer::command(&peer, document, out))?;
        match (ours, other) {
            (Some(ours), Some(other)) => line(document, folder, ours, other),
            (None, _) => bail!("{} gives no bindings", document.display()),
            (_, None) => println!("{:44} openapi-to-rust fails", name(document, folder)),
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A generator that this program has in it, in a process of its own.
fn own(this: &Path, generator: &str, document: &Path, out: &Path) -> anyhow::Result<Command> {
    let mut command = Command::new(this);
    command
        .args(["bench-generator", generator])
        .args([document, out])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    Ok(command)
}

fn line(document: &Path, folder: &Path, ours: f64, theirs: f64) {
    let ratio = ours / theirs;
    println!(
        "{:44} {ours:9.1} {theirs:9.1} {ratio:6.2}",
        name(document, folder)
    );
}

fn name(document: &Path, folder: &Path) -> String {
    let name = document.strip_prefix(folder).unwrap_or(document);
    name.to_string_lossy().into_owned()
}

/// The median of what some runs of a program take, in milliseconds; `None` where it fails, or takes too long. Each run
/// has an empty folder below `scratch` to write to, which stays: a file system that has just lost many files makes new ones
/// slowly.
fn median(
    scratch: &Path,
    runs: usize,
    command: impl Fn(&Path) -> anyhow::Result<Command>,
) -> anyhow::Result<Option<f64>> {
    let mut took = Vec::new();
    for _ in 0..runs {
        let out = tempfile::tempdir_in(scratch)?.keep();
        let mut command = command(&out)?;
        let begun = Instant::now();
        let mut child = command.spawn().context("cannot run a generator")?;
        let Some(status) = wait(&mut child)? else {
            return Ok(None);
        };
        if !status.success() {
            return Ok(None);
        }
        took.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(Some(figure::median(took)))
}
