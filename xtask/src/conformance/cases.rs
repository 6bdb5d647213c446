//! The scripts of calls: the same cases through the Python SDK, sync and async, and through the npm package.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use super::node::Node;
use super::place::Place;
use super::python::Python;
use super::server::Servers;
use super::tally::Tally;
use crate::command::{Finished, watch};

/// What became of each case of a script.
pub(super) struct Verdicts {
    judge: &'static str,
    passed: BTreeMap<String, bool>,
    /// The script ended as its cases say.
    complete: bool,
}

/// Runs the same cases through each SDK.
pub(super) fn judge(
    place: &Place,
    python: &Python,
    node: &Node,
    servers: &Servers,
) -> anyhow::Result<Tally> {
    let in_python = |kind| {
        let mut command = Command::new(&python.interpreter);
        command
            .arg("-B")
            .arg(place.scripts.join("cases.py"))
            .arg(kind);
        command
    };

    let mut all = Vec::new();
    for (judge, mut command) in [
        ("Python, sync", in_python("sync")),
        ("Python, async", in_python("async")),
        ("JavaScript", node.script("cases.mjs")),
    ] {
        println!("-- {judge}");
        command
            .env("BASE_URL", &servers.built_in.url)
            .env("MODEL_BASE_URL", &servers.with_model.url)
            .env("LIMITED_BASE_URL", &servers.limited.url);
        all.push(verdicts(judge, &watch(&mut command)?));
    }
    Ok(tally(&all))
}

/// Reads lines such as `ok   a case` and `FAIL a case: why`.
pub(super) fn verdicts(judge: &'static str, finished: &Finished) -> Verdicts {
    let verdict = |line: &String| {
        if let Some(name) = line.strip_prefix("ok   ") {
            return Some((name.to_owned(), true));
        }
        let failed = line.strip_prefix("FAIL ")?;
        let name = failed.split_once(": ").map_or(failed, |(name, _)| name);
        Some((name.to_owned(), false))
    };
    let passed: BTreeMap<_, _> = finished.lines.iter().filter_map(verdict).collect();
    Verdicts {
        judge,
        complete: finished.status.success() == passed.values().all(|passed| *passed),
        passed,
    }
}

/// Counts every case of any script for every script: one that it lacks, it has failed.
pub(super) fn tally(all: &[Verdicts]) -> Tally {
    let names: BTreeSet<_> = all.iter().flat_map(|one| one.passed.keys()).collect();
    let mut tally = Tally::default();
    for one in all {
        for name in &names {
            let passed = one.passed.get(*name);
            if passed.is_none() {
                println!("FAIL {}: there is no case «{name}»", one.judge);
            }
            tally.count(passed == Some(&true));
        }
        if !one.complete || names.is_empty() {
            println!("FAIL {}: the script did not run to its end", one.judge);
            tally.count(false);
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(script: &str) -> Verdicts {
        let finished = watch(Command::new("sh").args(["-c", script])).unwrap();
        verdicts("sh", &finished)
    }

    fn counts(all: &[Verdicts]) -> (usize, usize) {
        let Tally { passed, failed } = tally(all);
        (passed, failed)
    }

    #[test]
    fn cases_are_counted_for_each_script() {
        let all = || run("echo 'ok   one'; echo 'ok   two'");
        let one = run("echo 'ok   one'; echo 'FAIL two: because: it is'; exit 1");
        assert_eq!(counts(&[all()]), (2, 0));
        assert_eq!(counts(&[all(), one]), (3, 1));
    }

    #[test]
    fn a_case_that_a_script_lacks_has_failed() {
        let all = run("echo 'ok   one'; echo 'ok   two'");
        assert_eq!(counts(&[all, run("echo 'ok   one'")]), (3, 1));
    }

    #[test]
    fn a_script_that_breaks_has_failed() {
        assert_eq!(counts(&[run("echo 'ok   one'; exit 1")]), (1, 1));
        assert_eq!(counts(&[run("exit 1")]), (0, 1));
        assert_eq!(counts(&[run("true")]), (0, 1));
        assert_eq!(counts(&[run("echo 'FAIL one: why'")]), (0, 2));
    }
}
