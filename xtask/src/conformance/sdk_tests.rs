//! The vendor's own tests of its Python SDK.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use super::place::Place;
use super::python::Python;
use super::tally::Tally;
use crate::command::{run, watch};

const PACKAGE: &str = "llama-cloud==2.16.0";
const SOURCE: &str = "llama_cloud-2.16.0";
const FILE: &str = "tests/api_resources/beta/test_chat.py";
const SKIP: &str = "@pytest.mark.skip(reason=\"Mock server tests are disabled\")";
/// What stands for a value in these tests is only good for a mock: no page is of 0 sessions, and no server ever gave that
/// token. Their calls of `list` with all parameters get values that mean something.
const PLACEHOLDERS: &[(&str, &str)] = &[
    ("page_size=0,", "page_size=1,"),
    ("page_token=\"page_token\",", "page_token=None,"),
];

/// Some of the cases, and how many they are.
pub(super) struct Cases {
    /// What pytest chooses them by; empty: all.
    chosen: &'static str,
    count: usize,
}

/// The cases that a server with real sessions can pass. The others ask for a session whose id is `session_id`, or want
/// the stream as JSON.
pub(super) const OF_SESSIONS: Cases = Cases {
    chosen: "create or list or path_params",
    count: 60,
};
/// All cases: what a mock can pass.
pub(super) const ALL: Cases = Cases {
    chosen: "",
    count: 140,
};

/// Runs the cases against the server at `url`.
pub(super) fn judge(
    place: &Place,
    python: &Python,
    url: &str,
    cases: &Cases,
) -> anyhow::Result<Tally> {
    let finished = watch(
        Command::new(&python.interpreter)
            .args([
                "-m",
                "pytest",
                "-o",
                "addopts=--tb=short --show-capture=no -q",
            ])
            .args([FILE, "-k", cases.chosen])
            .current_dir(source(place, python)?)
            .env("TEST_API_BASE_URL", url),
    )?;
    Ok(tally(&finished.lines, cases))
}

/// The SDK's source, its tests made to run.
fn source(place: &Place, python: &Python) -> anyhow::Result<PathBuf> {
    let source = place.work.join(SOURCE);
    if !source.exists() {
        python.fetch_source(PACKAGE, place)?;
        run(
            Command::new("tar")
                .arg("-xzf")
                .arg(format!("{SOURCE}.tar.gz"))
                .current_dir(&place.work),
            "install tar",
        )?;
    }
    let file = source.join(FILE);
    let text = fs::read_to_string(&file).with_context(|| format!("{PACKAGE} has no {FILE}"))?;
    fs::write(&file, runnable(&text))?;
    Ok(source)
}

/// The tests without the marks that skip them, and with values in place of placeholders.
fn runnable(text: &str) -> String {
    let kept = text.lines().filter(|line| line.trim() != SKIP);
    let text: String = kept.flat_map(|line| [line, "\n"]).collect();
    let replace = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
    PLACEHOLDERS.iter().fold(text, replace)
}

/// Counts pytest's closing line. A case that was skipped, or is no longer there, has not passed.
fn tally(lines: &[String], cases: &Cases) -> Tally {
    let counted = |word| lines.last().map_or(0, |line| counted(line, word));
    let (passed, failed) = (counted("passed"), counted("failed") + counted("error"));
    Tally {
        passed,
        failed: failed + cases.count.saturating_sub(passed + failed),
    }
}

/// The number before `word`, or its plural, in a line.
fn counted(line: &str, word: &str) -> usize {
    let words: Vec<_> = line.split([' ', ',']).collect();
    let place = words
        .iter()
        .position(|known| known.trim_end_matches('s') == word);
    place
        .and_then(|place| words.get(place.checked_sub(1)?)?.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tests_are_those_of_the_sdk_that_judges() {
        let installed = include_str!("../../conformance/requirements.txt");
        assert!(installed.lines().any(|line| line == PACKAGE));
    }

    #[test]
    fn what_did_not_pass_has_failed() {
        let of = |line: &str| {
            let Tally { passed, failed } =
                tally(&["FAILED x".to_owned(), line.to_owned()], &OF_SESSIONS);
            (passed, failed)
        };
        assert_eq!(of("60 passed, 80 deselected in 3.10s"), (60, 0));
        assert_eq!(of("3 failed, 57 passed, 80 deselected in 3.10s"), (57, 3));
        assert_eq!(of("40 passed, 20 skipped in 3.10s"), (40, 20));
        assert_eq!(of("60 passed, 2 errors in 3.10s"), (60, 2));
        assert_eq!(of("1 error in 0.10s"), (0, 60));
        assert_eq!(of("no tests ran in 0.01s"), (0, 60));
        assert_eq!(
            tally(&[], &ALL),
            Tally {
                passed: 0,
                failed: 140
            }
        );
    }

    #[test]
    fn marks_that_skip_and_placeholders_are_taken_off() {
        let text = r#"
    @pytest.mark.skip(reason="Mock server tests are disabled")
    @parametrize
    def test_method_list_with_all_params(self, client: LlamaCloud) -> None:
        chat = client.beta.chat.list(
            page_size=0,
            page_token="page_token",
        )
"#;
        let expected = r#"
    @parametrize
    def test_method_list_with_all_params(self, client: LlamaCloud) -> None:
        chat = client.beta.chat.list(
            page_size=1,
            page_token=None,
        )
"#;
        assert_eq!(runnable(text), expected);
        assert_eq!(runnable(expected), expected);
    }
}
