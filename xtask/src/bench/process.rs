//! Processes, and what they took.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, ensure};
use wait4::Wait4;

/// What a process took, with those that it waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Took {
    /// Seconds from its start to its end.
    pub(super) wall: f64,
    /// Seconds of its processors.
    pub(super) cpu: f64,
    /// The most memory that it had, in MiB.
    pub(super) peak: f64,
}

/// Runs a process that has to succeed, whatever it says.
pub(super) fn run(command: &mut Command) -> anyhow::Result<Took> {
    let begun = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let child = child.with_context(|| format!("cannot run {command:?}"))?;
    let used = child.wait4()?;
    let wall = begun.elapsed().as_secs_f64();
    ensure!(used.status.success(), "{command:?} failed: {}", used.status);
    let cpu = used.rusage.utime + used.rusage.stime;
    Ok(Took {
        wall,
        cpu: cpu.as_secs_f64(),
        peak: used.rusage.maxrss as f64 / (1024.0 * 1024.0),
    })
}

/// A command, kept to one core.
pub(super) fn on_core(core: usize, command: &Command) -> Command {
    let mut pinned = Command::new("taskset");
    pinned
        .args(["--cpu-list", &core.to_string()])
        .arg(command.get_program())
        .args(command.get_args());
    pinned
}

/// The instructions of a process: exact, whatever else the machine does.
pub(super) fn instructions(program: &Path, arguments: &[String]) -> anyhow::Result<f64> {
    let out = tempfile::NamedTempFile::new()?;
    let mut file = OsStr::new("--callgrind-out-file=").to_owned();
    file.push(out.path());
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(file)
        .arg(program)
        .args(arguments)
        .output()
        .context("cannot run valgrind\nhelp: install it (Debian: apt-get install valgrind)")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "callgrind failed: {said}");
    let collected = said.lines().find_map(|line| line.split_once("Collected :"));
    let (_, collected) = collected.context("callgrind does not say what it counted")?;
    Ok(collected.trim().parse()?)
}
