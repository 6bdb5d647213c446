//! Schemathesis: requests made from openapi.yaml, valid ones and others, and what it makes of the answers.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use anyhow::{Context, ensure};
use serde::Deserialize;

use super::place::Place;
use super::python::Python;
use super::server::{KEY, Servers};
use super::tally::Tally;
use crate::command::watch;

/// Fewer cases are too few to say anything.
const CASES: usize = 2000;

/// Runs Schemathesis over every operation.
pub(super) fn judge(place: &Place, python: &Python, servers: &Servers) -> anyhow::Result<Tally> {
    let path = place.work.join("schemathesis.json");
    if path.exists() {
        fs::remove_file(&path)?;
    }
    let finished = watch(
        Command::new(python.interpreter.with_file_name("schemathesis"))
            .arg("--config-file")
            .arg(place.scripts.join("schemathesis.toml"))
            .arg("run")
            .arg(place.root.join("openapi.yaml"))
            .args(["--url", &servers.built_in.url, "--no-color"])
            .args(["--report", "json", "--report-json-path"])
            .arg(&path)
            .current_dir(&place.work)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("CONFORMANCE", &place.scripts)
            .env("API_KEY", KEY),
    )?;
    let text = fs::read_to_string(&path).context("Schemathesis wrote no report")?;
    let report: Report =
        serde_json::from_str(&text).context("Schemathesis's report has another form")?;
    let tally = tally(&report);
    ensure!(
        finished.status.success() || tally.failed > 0,
        "Schemathesis ended with {}, and its report does not say why",
        finished.status
    );
    Ok(tally)
}

/// What is read of a report.
#[derive(Deserialize)]
struct Report {
    complete: bool,
    operations: Operations,
    test_cases: TestCases,
    /// By operation and phase: what became of its valid requests.
    valid_rates: BTreeMap<String, BTreeMap<String, ValidRate>>,
}

#[derive(Deserialize)]
struct Operations {
    total: usize,
}

#[derive(Deserialize)]
struct TestCases {
    generated: usize,
    with_failures: usize,
    without_checks: usize,
    errored: usize,
}

#[derive(Deserialize)]
struct ValidRate {
    accepted: usize,
}

/// Counts a report. A run that says too little has failed once for each reason.
fn tally(report: &Report) -> Tally {
    let cases = &report.test_cases;
    let failed = cases.with_failures + cases.errored;
    let mut tally = Tally {
        passed: cases
            .generated
            .saturating_sub(failed + cases.without_checks),
        failed,
    };
    for reason in shortcomings(report, tally.passed + tally.failed) {
        println!("FAIL {reason}");
        tally.count(false);
    }
    tally
}

fn shortcomings(report: &Report, judged: usize) -> Vec<String> {
    let mut reasons = Vec::new();
    if !report.complete {
        reasons.push("the run was cut short".to_owned());
    }
    if judged < CASES {
        reasons.push(format!(
            "{judged} cases were judged, and {CASES} are wanted"
        ));
    }
    let accepted = |phases: &BTreeMap<_, ValidRate>| phases.values().any(|rate| rate.accepted > 0);
    let answered = report
        .valid_rates
        .values()
        .filter(|phases| accepted(phases));
    let silent = report.operations.total - answered.count().min(report.operations.total);
    if silent > 0 {
        reasons.push(format!(
            "{silent} operations answered no request with success"
        ));
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> (usize, usize) {
        let Tally { passed, failed } = tally(&serde_json::from_str(text).unwrap());
        (passed, failed)
    }

    #[test]
    fn a_report_is_counted() {
        let text = r#"{
            "complete": true, "seed": 1, "operations": {"total": 2, "tested": 2},
            "test_cases": {"generated": 2512, "with_failures": 3, "unique_failures": 2, "without_checks": 12, "errored": 1},
            "valid_rates": {
                "GET /a": {"fuzzing": {"accepted": 5, "rejected": 0}},
                "PUT /a": {"coverage": {"accepted": 0, "rejected": 9}, "fuzzing": {"accepted": 1, "rejected": 0}}
            }
        }"#;
        assert_eq!(counts(text), (2496, 4));
    }

    #[test]
    fn a_run_that_says_too_little_has_failed() {
        let text = r#"{
            "complete": false, "operations": {"total": 2},
            "test_cases": {"generated": 1999, "with_failures": 0, "without_checks": 0, "errored": 0},
            "valid_rates": {"GET /a": {"fuzzing": {"accepted": 0}}}
        }"#;
        assert_eq!(counts(text), (1999, 3));
    }
}
