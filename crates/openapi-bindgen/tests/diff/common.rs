//! The table that the tests are written in.

use openapi_bindgen::diff::{self, Code, Comparison, Step};
use openapi_bindgen::source::Source;

pub(crate) use openapi_bindgen::diff::Code::{Breaks, Differs, MayBreak, Same};

pub(crate) const BASE: &str = include_str!("base.yaml");

/// Who understands whom: an old client a new server, and a new client an old server.
pub(crate) type Wire = (bool, bool);

pub(crate) const BOTH: Wire = (true, true);
/// Only an old client still calls the other end.
pub(crate) const OLD: Wire = (true, false);
/// Only a new client still calls the other end.
pub(crate) const NEW: Wire = (false, true);
pub(crate) const NEITHER: Wire = (false, false);

/// A change: its code, its sentence, the wire, the caller's code, the implementor's code.
pub(crate) type Expected<'a> = (&'a str, &'a str, Wire, Code, Code);

/// Edits of the base: a text that is there once, and what stands for it.
pub(crate) type Edits<'a> = &'a [(&'a str, &'a str)];

/// A name, the edits, the step of the version, the changes.
pub(crate) type Case<'a> = (&'a str, Edits<'a>, Step, &'a [Expected<'a>]);

pub(crate) fn edited(edits: Edits<'_>) -> String {
    let mut text = BASE.to_owned();
    for (from, to) in edits {
        assert_eq!(text.matches(from).count(), 1, "stands there once: {from}");
        text = text.replace(from, to);
    }
    text
}

pub(crate) fn source(name: &str, text: String) -> Source {
    Source::parse(name, text).unwrap()
}

pub(crate) fn compare(old: String, new: String) -> Comparison {
    let (old, new) = (source("old.yaml", old), source("new.yaml", new));
    diff::compare(&old, &new, Some("LibraryApi")).unwrap_or_else(|error| panic!("{error}"))
}

/// Compares the base with its edits.
pub(crate) fn check(cases: &[Case<'_>]) {
    for (name, edits, step, expected) in cases {
        check_pair(name, BASE.to_owned(), edited(edits), *step, expected);
    }
}

/// The other way round: the edits are what was, and the base is what is.
pub(crate) fn check_back(cases: &[Case<'_>]) {
    for (name, edits, step, expected) in cases {
        check_pair(name, edited(edits), BASE.to_owned(), *step, expected);
    }
}

pub(crate) fn check_pair(
    name: &str,
    old: String,
    new: String,
    step: Step,
    expected: &[Expected<'_>],
) {
    let comparison = compare(old, new);
    let found: Vec<Expected<'_>> = comparison
        .changes
        .iter()
        .map(|change| {
            let verdicts = change.verdicts;
            (
                change.code,
                change.message.as_str(),
                (verdicts.wire.old_client, verdicts.wire.new_client),
                verdicts.caller,
                verdicts.implementor,
            )
        })
        .collect();
    assert_eq!(found, expected, "{name}");
    assert_eq!(comparison.step, step, "{name}");
}
