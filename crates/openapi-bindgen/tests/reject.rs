//! Every mistake is told, with its place and a remedy, and all of them in one run.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use openapi_bindgen::source::Source;
use openapi_bindgen::{Diagnostics, Options};

/// The diagnostics of every fixture that is refused or warned of, by name.
fn refused() -> Vec<(String, Diagnostics)> {
    let mut fixtures = common::fixtures("reject");
    fixtures.extend(common::fixtures("warned"));
    fixtures
        .into_iter()
        .map(|(name, text)| match common::bindings(&name, &text) {
            Ok(_) => panic!("{name} is accepted"),
            Err(diagnostics) => (name, diagnostics),
        })
        .collect()
}

/// Mistakes that no file of a sensible size makes.
fn made() -> Vec<(String, Diagnostics)> {
    let refuse = |text: String| Source::parse("made.yaml", text).unwrap_err();
    let repeated = vec!["*a0"; 2_000].join(", ");
    let large = format!(
        "a0: &a0 [{}]\na1: [{repeated}]\n",
        vec!["1"; 2_000].join(", ")
    );
    let deep = format!("{}1\n", "- ".repeat(300));
    let chain: String = (0..2_100)
        .map(|i| {
            format!(
                "    S{i}: {{type: array, items: {{$ref: '#/components/schemas/S{}'}}}}\n",
                i + 1
            )
        })
        .collect();
    let chain = format!(
        "openapi: 3.1.0\ninfo: {{title: a, version: b}}\n\
         paths: {{/a: {{get: {{responses: {{'204': {{description: Done.}}}}}}}}}}\n\
         components:\n  schemas:\n{chain}    S2100: {{type: string}}\n"
    );
    let unnamable = Options {
        trait_name: "not a name".to_owned(),
        command: String::new(),
        ..Options::default()
    };
    let (name, text) = common::fixtures("accept").remove(0);
    let source = common::source(&name, &text).unwrap();
    vec![
        ("too_large".into(), refuse(large)),
        ("nested_too_deep".into(), refuse(deep)),
        (
            "chain_of_references".into(),
            common::bindings("made", &chain).unwrap_err(),
        ),
        (
            "unreadable_file".into(),
            Source::read(Path::new("no/such/file.yaml")).unwrap_err(),
        ),
        (
            "trait_name".into(),
            openapi_bindgen::generate(&source, &unnamable).unwrap_err(),
        ),
    ]
}

#[test]
fn every_mistake_is_told() {
    for (name, diagnostics) in refused().into_iter().chain(made()) {
        insta::assert_snapshot!(name, diagnostics);
    }
}

#[test]
fn diagnostics_stand_in_the_order_of_the_text() {
    for (name, diagnostics) in refused() {
        let places: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| diagnostic.position)
            .collect();
        assert!(places.is_sorted(), "{name}");
    }
}

/// The codes in the sources: words joined by hyphens, in quotes.
fn codes() -> BTreeSet<String> {
    /// What looks like a code and is none.
    const OTHERS: &[&str] = &[
        "date-time",
        "content-type",
        "iri-reference",
        "json-pointer",
        "uri-reference",
        "x-event-name",
        "x-item-schema",
        "x-webhooks",
    ];
    let mut codes = BTreeSet::from(["internal".to_owned(), "swagger-2".to_owned()]);
    let folders =
        ["src/source", "src/lower", "src/lower/error"].map(|folder| common::root().join(folder));
    let files = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let files = files.map(|entry| entry.unwrap().path());
    for file in files.filter(|path| path.is_file()) {
        let text = std::fs::read_to_string(file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        let quoted = text.split('"').filter(|part| {
            let plain = part.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            plain && part.contains('-') && !part.starts_with('-') && !part.ends_with('-')
        });
        codes.extend(
            quoted
                .filter(|part| !OTHERS.contains(part))
                .map(str::to_owned),
        );
    }
    codes
}

#[test]
fn every_code_has_a_fixture() {
    let all: Vec<_> = refused().into_iter().chain(made()).collect();
    let told: BTreeSet<_> = all
        .iter()
        .flat_map(|(_, diagnostics)| {
            diagnostics
                .iter()
                .map(|diagnostic| diagnostic.code.to_owned())
        })
        .collect();
    let untold: Vec<_> = codes().difference(&told).cloned().collect();
    assert!(untold.is_empty(), "no fixture makes {untold:?}");
    let unknown: Vec<_> = told.difference(&codes()).cloned().collect();
    assert!(
        unknown.is_empty(),
        "the search of the sources misses {unknown:?}"
    );
}
