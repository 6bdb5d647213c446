//! Other programs, run.

use std::io::{BufRead, BufReader, ErrorKind};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, ensure};

/// Runs a command that has to succeed. `remedy` says what to do where its program is missing or fails.
pub(crate) fn run(command: &mut Command, remedy: &str) -> anyhow::Result<()> {
    let status = command
        .status()
        .map_err(|error| explained(command, error, remedy))?;
    ensure!(
        status.success(),
        "{command:?} failed: {status}\nhelp: {remedy}"
    );
    Ok(())
}

/// What a command printed, which is shown as it comes, and how it ended.
pub(crate) struct Finished {
    pub(crate) lines: Vec<String>,
    pub(crate) status: ExitStatus,
}

/// Runs a command whose failure is a verdict.
pub(crate) fn watch(command: &mut Command) -> anyhow::Result<Finished> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {:?}", command.get_program()))?;
    let mut lines = Vec::new();
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            println!("{line}");
            lines.push(line);
        }
    }
    let status = child.wait()?;
    Ok(Finished { lines, status })
}

fn explained(command: &Command, error: std::io::Error, remedy: &str) -> anyhow::Error {
    let program = command.get_program().to_string_lossy().into_owned();
    match error.kind() {
        ErrorKind::NotFound => anyhow::anyhow!("`{program}` is missing\nhelp: {remedy}"),
        _ => anyhow::Error::new(error).context(format!("cannot run `{program}`\nhelp: {remedy}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named_with_its_remedy() {
        let mut command = Command::new("no-such-program-of-this-name");
        let error = run(&mut command, "install it").unwrap_err().to_string();
        assert_eq!(
            error,
            "`no-such-program-of-this-name` is missing\nhelp: install it"
        );
    }

    #[test]
    fn what_a_command_prints_is_kept_line_by_line() {
        let finished = watch(Command::new("printf").arg(r"one\ntwo \377\n")).unwrap();
        assert!(finished.status.success());
        assert_eq!(finished.lines, ["one", "two \u{fffd}"]);
    }
}
