//! What is demanded of a value besides its kind: every rule, held and broken, and its words.

use openapi_runtime::schema::{Property, Rule, Schema};
use serde_json::{Value, json};

use crate::schema::check;

const A: Schema = Schema::object(&[Property::required("a", Schema::ANY)]);
const B: Schema = Schema::object(&[Property::required("b", Schema::ANY)]);
const SHORT: Schema = Schema::STRING.at_most(2);

/// A schema, a value, and the faults: their codes and the ends of their places.
#[test]
fn every_rule_holds_or_is_broken() {
    let rows: Vec<(Schema, Value, &str)> = vec![
        (
            Schema::ANY.with(&[Rule::Not(&A)]),
            json!({"a": 1}),
            "excluded",
        ),
        (Schema::ANY.with(&[Rule::Not(&A)]), json!({"b": 1}), ""),
        (Schema::NEVER, json!(null), "excluded"),
        // What is of another kind is told of once.
        (
            Schema::STRING.with(&[Rule::Not(&SHORT)]),
            json!(1),
            "string_type",
        ),
        (
            Schema::STRING.with(&[Rule::Not(&SHORT)]).nullable(),
            json!(null),
            "",
        ),
        (
            Schema::ANY.with(&[Rule::If(&A, &B, &Schema::NEVER)]),
            json!({"a": 1}),
            "missing b",
        ),
        (
            Schema::ANY.with(&[Rule::If(&A, &B, &Schema::NEVER)]),
            json!({"a": 1, "b": 1}),
            "",
        ),
        (
            Schema::ANY.with(&[Rule::If(&A, &B, &Schema::NEVER)]),
            json!(1),
            "excluded",
        ),
        (
            Schema::ANY.with(&[Rule::All(&[A, B])]),
            json!({}),
            "missing a, missing b",
        ),
        (
            Schema::ANY.with(&[Rule::Any(&[A, B])]),
            json!({}),
            "no_alternative",
        ),
        (
            Schema::ANY.with(&[Rule::Any(&[A, B])]),
            json!({"a": 1, "b": 2}),
            "",
        ),
        (
            Schema::ANY.with(&[Rule::One(&[A, B])]),
            json!({"a": 1, "b": 2}),
            "several_alternatives",
        ),
        (
            Schema::ANY.with(&[Rule::Equal(&["0.5", "{\"a\":[1]}"])]),
            json!({"a": [1.0]}),
            "",
        ),
        (
            Schema::ANY.with(&[Rule::Equal(&["0.5", "{\"a\":[1]}"])]),
            json!("0.5"),
            "enum",
        ),
        (
            Schema::ANY.with(&[Rule::OfKind(&SHORT)]),
            json!("abc"),
            "string_too_long",
        ),
        (Schema::ANY.with(&[Rule::OfKind(&SHORT)]), json!(12345), ""),
        (
            Schema::ANY.with(&[Rule::Contains(&SHORT, 1, None)]),
            json!(["abc", 1]),
            "too_few_matches",
        ),
        (
            Schema::ANY.with(&[Rule::Contains(&SHORT, 0, Some(1))]),
            json!(["a", "b"]),
            "too_many_matches",
        ),
        (
            Schema::ANY.with(&[Rule::Contains(&SHORT, 1, Some(1))]),
            json!(["a", 1]),
            "",
        ),
        (
            Schema::ANY.with(&[Rule::Contains(&SHORT, 1, None)]),
            json!("no array"),
            "",
        ),
        (
            Schema::ANY.with(&[Rule::Prefix(&[SHORT], &Schema::BOOLEAN)]),
            json!([1, 2]),
            "string_type 0, bool_type 1",
        ),
        (
            Schema::ANY.with(&[Rule::Prefix(&[SHORT], &Schema::BOOLEAN)]),
            json!(["a", true, false]),
            "",
        ),
        (
            Schema::ANY.with(&[Rule::Names(&SHORT)]),
            json!({"ab": 1, "abc": 1}),
            "string_too_long abc",
        ),
        (
            Schema::ANY.with(&[Rule::Patterns(&[("^x", SHORT)])]),
            json!({"x": "abc", "y": "abc"}),
            "string_too_long x",
        ),
        (
            Schema::ANY.with(&[Rule::Others {
                declared: &["a"],
                patterns: &["^x"],
                schema: None,
            }]),
            json!({"a": 1, "x1": 1, "b": 1}),
            "extra_forbidden b",
        ),
        (
            Schema::ANY.with(&[Rule::Others {
                declared: &[],
                patterns: &[],
                schema: Some(&SHORT),
            }]),
            json!({"b": 1}),
            "string_type b",
        ),
    ];
    for (schema, value, expected) in rows {
        let faults = check(&schema, &value).into_iter().map(|fault| {
            let place = fault
                .path
                .last()
                .map_or(String::new(), |step| format!(" {}", json!(step)));
            format!("{}{}", fault.kind.code(), place.replace('"', ""))
        });
        let told = faults.collect::<Vec<_>>().join(", ");
        assert_eq!(told, expected, "{schema:?} {value}");
    }
}

#[test]
fn broken_rules_are_told_in_words() {
    let rows: [(Schema, Value, Value); 4] = [
        (
            Schema::NEVER,
            json!(1),
            json!({"type": "excluded", "loc": ["body"], "input": 1,
                "msg": "Input should not be what the schema excludes"}),
        ),
        (
            Schema::ANY.with(&[Rule::Contains(&SHORT, 2, None)]),
            json!(["a"]),
            json!({"type": "too_few_matches", "loc": ["body"], "input": ["a"],
                "msg": "List should have at least 2 items of the demanded form, not 1",
                "ctx": {"min_contains": 2, "actual_length": 1}}),
        ),
        (
            Schema::ANY.with(&[Rule::Contains(&SHORT, 0, Some(1))]),
            json!(["a", "b"]),
            json!({"type": "too_many_matches", "loc": ["body"], "input": ["a", "b"],
                "msg": "List should have at most 1 item of the demanded form, not 2",
                "ctx": {"max_contains": 1, "actual_length": 2}}),
        ),
        (
            Schema::ANY.with(&[Rule::Equal(&["0.5", "\"a\""])]),
            json!(1),
            json!({"type": "enum", "loc": ["body"], "input": 1,
                "msg": "Input should be 0.5 or \"a\"", "ctx": {"expected": "0.5 or \"a\""}}),
        ),
    ];
    for (schema, value, expected) in rows {
        let faults = check(&schema, &value);
        assert_eq!(faults.len(), 1, "{value}");
        assert_eq!(faults[0].to_detail(), expected);
    }
}
