//! BENCHMARKS.md: a section for each row, of which a run writes those that it measured.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::{fs, thread};

use anyhow::Context;
use clap::ValueEnum;

use super::figure::Measured;
use super::row::Row;

const HEAD: &str = "\
# Benchmarks

Each figure beside what a user would pick instead, measured in one run on one machine, the two in turn. `cargo xtask bench`
measures all rows and writes this file, `cargo xtask bench ROW` writes that row alone; what is compared with is fetched when it
runs. A ratio says more than a figure: the machine is small, and not as fast on one day as on another.
";

/// Puts a row's section in the place of its old one.
pub(super) fn write(root: &Path, row: Row, measured: &Measured) -> anyhow::Result<()> {
    let path = root.join("BENCHMARKS.md");
    let old = fs::read_to_string(&path).unwrap_or_default();
    let mut text = HEAD.to_owned();
    for each in Row::value_variants() {
        let title = each.title();
        let section = if *each == row {
            Some(section(row, measured))
        } else {
            old.split("\n## ")
                .skip(1)
                .find(|section| section.lines().next() == Some(title))
                .map(|section| section.trim_end().to_owned())
        };
        if let Some(section) = section {
            text = format!("{text}\n## {section}\n");
        }
    }
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn section(row: Row, measured: &Measured) -> String {
    let name = row.to_possible_value();
    let name = name.as_ref().map_or("", |value| value.get_name());
    let Measured {
        how,
        versions,
        figures,
    } = measured;
    let lines: Vec<String> = figures.iter().map(ToString::to_string).collect();
    format!(
        "{}\n\n{how}\n\n| | this project | beside | ratio | must be | is |\n|---|---|---|---|---|---|\n{}\n\n\
         `cargo xtask bench {name}`, {}; {}; {}.",
        row.title(),
        lines.join("\n"),
        jiff::Zoned::now().strftime("%Y-%m-%d"),
        machine(),
        versions.join(", "),
    )
}

/// What it ran on, as far as the system says.
fn machine() -> String {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let model = info
        .lines()
        .find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown processor", |line| {
        line.trim_start_matches([' ', '\t', ':'])
    });
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or_default();
    let system = version("uname", &["-sr"]);
    format!("{model}, {cores} cores, {system}, load {load} at the end")
}

/// The first line of what a program says about itself.
pub(super) fn version(program: impl AsRef<OsStr>, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.map(|output| output.stdout).unwrap_or_default();
    let text = String::from_utf8_lossy(&output);
    text.lines().next().unwrap_or_default().to_owned()
}
