//! No document makes the generator panic: it gives bindings, or diagnostics.
//!
//! `ROBUST_CASES=20000 cargo test -p openapi-bindgen --test robust --release` for a long run.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::panic::AssertUnwindSafe;

use openapi_bindgen::{FileSet, Options, source::Source};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

fn cases(usual: u32) -> ProptestConfig {
    let cases = std::env::var("ROBUST_CASES").ok();
    ProptestConfig {
        cases: cases.and_then(|cases| cases.parse().ok()).unwrap_or(usual),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Makes the bindings. A mistake of the generator's own, told as one, is as bad as a panic, and so is a file that is no
/// Rust.
fn survives(text: &str) -> Result<(), TestCaseError> {
    let options = Options {
        trait_name: "Api".to_owned(),
        command: "the tests".to_owned(),
        ..Options::default()
    };
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| {
        Source::parse("t.yaml", text.to_owned())
            .and_then(|source| openapi_bindgen::generate(&source, &options))
    }));
    match outcome {
        Err(_) => Err(TestCaseError::fail(format!("a panic at\n{text}"))),
        Ok(Err(diagnostics)) if diagnostics.iter().any(|d| d.code == "internal") => {
            Err(TestCaseError::fail(format!("{diagnostics} at\n{text}")))
        }
        Ok(Err(_)) => Ok(()),
        Ok(Ok(bindings)) => is_rust(&bindings.files)
            .map_err(|error| TestCaseError::fail(format!("{error} at\n{text}"))),
    }
}

fn is_rust(files: &FileSet) -> Result<(), String> {
    let mut sources = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    sources.try_for_each(|(path, text)| match syn::parse_file(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{path}: {error}")),
    })
}

/// One change of a document.
#[derive(Debug, Clone)]
enum Change {
    Drop,
    Replace(Value),
    Rename(String),
    Swap(Index),
    Bend(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let odd_text = prop_oneof![
        "\\PC{0,12}",
        prop::sample::select(vec![
            "",
            "self",
            "Self",
            "_",
            "type",
            "$ref",
            "a/b",
            "~",
            "x-y",
            "#/",
            "{id}",
            "/{id}",
            "gen",
            "\u{0}",
            "🦀",
            "nullable",
            "properties",
            "allOf",
            "enum",
            "default",
            "\"",
            "`",
            "```",
            "r#\"",
            "200",
            "default",
        ])
        .prop_map(str::to_owned),
    ];
    let odd_value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec![1e300, -1e300, 1e-300, -0.0, 1e19]).prop_map(Value::from),
        odd_text.clone().prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        prop::sample::select(vec![
            "null", "string", "integer", "number", "boolean", "array", "object"
        ])
        .prop_map(|name| json!({ "type": name })),
    ];
    prop_oneof![
        2 => Just(Change::Drop),
        3 => odd_value.prop_map(Change::Replace),
        2 => odd_text.prop_map(Change::Rename),
        3 => any::<Index>().prop_map(Change::Swap),
        3 => any::<Index>().prop_map(Change::Bend),
    ]
}

/// The pointers of every value.
fn pointers(value: &Value, here: &str, all: &mut Vec<String>) {
    all.push(here.to_owned());
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, &format!("{here}/{index}"), all);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let name = name.replace('~', "~0").replace('/', "~1");
                pointers(field, &format!("{here}/{name}"), all);
            }
        }
        _ => {}
    }
}

fn apply(document: &mut Value, place: &Index, change: &Change) {
    let mut all = Vec::new();
    pointers(document, "", &mut all);
    let pointer = place.get(&all).clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap_or(("", ""));
    let name = name.replace("~1", "/").replace("~0", "~");
    let value = match change {
        Change::Drop | Change::Rename(_) => {
            if let Some(Value::Object(fields)) = document.pointer_mut(parent) {
                let value = fields.remove(&name);
                if let (Change::Rename(new), Some(value)) = (change, value) {
                    fields.insert(new.clone(), value);
                }
            }
            return;
        }
        Change::Replace(value) => value.clone(),
        // A branch stands where another did, or a reference to it does.
        Change::Swap(other) => document
            .pointer(other.get(&all).as_str())
            .cloned()
            .unwrap_or_default(),
        Change::Bend(other) => json!({"$ref": format!("#{}", other.get(&all))}),
    };
    if let Some(slot) = document.pointer_mut(&pointer) {
        *slot = value;
    }
}

fn documents() -> Vec<Value> {
    let folders = ["accept", "warned", "reject"];
    let fixtures = folders.into_iter().flat_map(common::fixtures);
    // Some of those to reject are no documents at all.
    fixtures
        .filter_map(|(name, text)| Some(common::source(&name, &text).ok()?.root.to_json()))
        .collect()
}

/// A panic that is expected to be caught is not to be printed a hundred times.
fn quietly(test: impl FnOnce()) {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(test));
    std::panic::set_hook(hook);
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn no_document_makes_it_panic() {
    let documents = documents();
    let changes = prop::collection::vec((any::<Index>(), change()), 1..5);
    quietly(|| {
        proptest!(cases(300), |(which in any::<Index>(), changes in changes)| {
            let mut document = which.get(&documents).clone();
            for (place, change) in &changes {
                apply(&mut document, place, change);
            }
            survives(&document.to_string())?;
        });
        proptest!(cases(300), |(text in "[\\PC\n\t]{0,80}")| survives(&text)?);
        proptest!(cases(300), |(text in "(openapi: 3.1.0\n)?([a-z&*!|>{}\\[\\],:?\"'# -]{0,20}\n){0,8}")| survives(&text)?);
    });
}
