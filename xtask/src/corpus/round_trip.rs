//! The generated tests of the corpus, run.

use std::fmt;
use std::ops::AddAssign;
use std::path::Path;

use anyhow::Context;
use openapi_bindgen::Options;
use openapi_bindgen::source::Source;

use super::compile::{Scratch, crate_name};
use super::document::Row;
use super::options;

/// The most failures of a document that are told.
const MOST_TOLD: usize = 10;

/// What came of the operations of a document.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    passed: usize,
    /// Those that no request could be made up for.
    without_case: usize,
    failed: usize,
    /// What the tests say of those that failed, or the compiler.
    pub(super) failures: Vec<String>,
}

impl Outcome {
    /// Whether every operation went there and back.
    pub(super) fn is_good(&self) -> bool {
        self.failures.is_empty() && self.failed == 0 && self.without_case == 0
    }
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.without_case += other.without_case;
        self.failed += other.failed;
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.passed + self.without_case + self.failed;
        let (passed, without, failed) = (self.passed, self.without_case, self.failed);
        write!(f, "{all:6} {passed:6} {without:6} {failed:6}")
    }
}

/// Writes a document's crate with its tests, and runs them.
pub(super) fn run(scratch: &Scratch, path: &Path, row: &Row) -> anyhow::Result<Outcome> {
    let name = crate_name(&row.name);
    let source = Source::read(path)?;
    let options = Options {
        tests_of: Some(name.replace('-', "_")),
        ..options()
    };
    let bindings = openapi_bindgen::generate(&source, &options)?;
    let folder = scratch.crate_of(&row.name);
    bindings.files.write(&folder.join("src"))?;
    bindings.tests.write(&folder.join("tests/round_trip"))?;
    let (name, features) = scratch.enter(row, true)?;
    let output = scratch
        .cargo(&[
            "test",
            "--features",
            features,
            "--package",
            &name,
            "--test",
            "round_trip",
        ])
        .env("RUST_BACKTRACE", "0")
        .output()
        .context("cannot run cargo")?;
    scratch.leave(&name)?;
    let told = String::from_utf8_lossy(&output.stdout);
    let count = |end: &str| {
        told.lines()
            .filter(|line| line.starts_with("test ") && line.ends_with(end))
            .count()
    };
    let mut outcome = Outcome {
        passed: count("... ok"),
        without_case: told
            .lines()
            .filter(|line| line.contains("... ignored"))
            .count(),
        failed: count("... FAILED"),
        failures: Vec::new(),
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let of_compiler = said.lines().filter(|line| line.starts_with("error"));
        // What a failed case says is found by its operation's name, in front of a comma.
        let of_tests = told.lines().filter(|line| {
            line.contains(", request `")
                || line.contains(", violation of ")
                || line.contains(", credentials ")
        });
        let failures = of_tests.chain(of_compiler).take(MOST_TOLD);
        let shortened = |line: &str| line.chars().take(300).collect();
        outcome.failures = failures.map(shortened).collect();
    }
    Ok(outcome)
}
