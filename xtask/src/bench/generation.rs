//! How long it takes to generate.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use super::peer;
use crate::corpus::{find, program};

/// How long a generator may take for a document.
const TIME: Duration = Duration::from_secs(60);

/// Measures the documents of a folder, and prints what came of it.
pub(super) fn measure(
    root: &Path,
    folder: &Path,
    beside: &[PathBuf],
    runs: usize,
) -> anyhow::Result<ExitCode> {
    let this = program(root)?;
    let scratch = tempfile::tempdir()?;
    let scratch = scratch.path();
    let mut documents = Vec::new();
    find(folder, &mut documents).with_context(|| format!("cannot read {}", folder.display()))?;
    documents.sort();
    println!("beside progenitor: both ends in ms, its client in ms, ratio; the median of {runs}");
    let (mut ours, mut theirs) = (0.0, 0.0);
    for document in &documents {
        let generator = |name: &str, out: &Path| {
            let mut command = Command::new(&this);
            command
                .args(["bench-generator", name])
                .args([document.as_path(), out])
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            Ok(command)
        };
        // Where progenitor makes nothing there is nothing to compare with.
        let Some(progenitor) = median(scratch, runs, |out| generator("progenitor", out))? else {
            continue;
        };
        let Some(bindgen) = median(scratch, runs, |out| generator("bindgen", out))? else {
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
        let own = median(scratch, runs, |out| {
            let mut command = Command::new(&this);
            command
                .args(["bench-generator", "bindgen"])
                .args([document.as_path(), out])
                .stdout(Stdio::null());
            Ok(command)
        })?;
        let other = median(scratch, runs, |out| peer::command(&peer, document, out))?;
        match (own, other) {
            (Some(own), Some(other)) => line(document, folder, own, other),
            (None, _) => bail!("{} gives no bindings", document.display()),
            (_, None) => println!("{:44} openapi-to-rust fails", name(document, folder)),
        }
    }
    Ok(ExitCode::SUCCESS)
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
        let status = loop {
            match child.try_wait()? {
                Some(status) => break status,
                None if begun.elapsed() > TIME => {
                    child.kill()?;
                    child.wait()?;
                    return Ok(None);
                }
                None => std::thread::sleep(Duration::from_micros(200)),
            }
        };
        if !status.success() {
            return Ok(None);
        }
        took.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    took.sort_by(f64::total_cmp);
    Ok(took.get(took.len() / 2).copied())
}
