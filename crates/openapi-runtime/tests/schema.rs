//! Values held against schemas: every fault that a check can find, its words, and how many are told.

use std::time::{Duration, Instant};

use crate::common::leak;
use openapi_runtime::schema::{Faults, Format, Property, Schema, Width};
use openapi_runtime::{Fault, FaultKind, Place, Step};
use serde_json::{Value, json};

pub(crate) fn check(schema: &Schema, value: &Value) -> Vec<Fault> {
    let mut faults = Faults::default();
    let mut path = Vec::new();
    schema.check(value, Place::Body, &mut path, &mut faults);
    assert!(path.is_empty(), "the path is left as it was");
    assert_eq!(schema.accepts(value), faults.is_empty());
    faults.into_vec()
}

const INT: Schema = Schema::integer(Width::Int64);
const STRINGS: Schema = Schema::list(&Schema::STRING);
const POINT: Schema = Schema::object(&[
    Property::required("x", INT),
    Property::optional("y", Schema::NUMBER),
]);

const PLACES: Schema = Schema::object(&[Property::required("at", Schema::map(&STRINGS))]);

/// One fault each: the schema, the value, and the fault in FastAPI's words.
#[test]
fn every_fault_of_a_check_in_words() {
    let object = "Input should be a valid dictionary or object to extract fields from";
    let rows: Vec<(Schema, Value, Value)> = vec![
        (
            POINT,
            json!({"y": 1}),
            json!({"type": "missing", "loc": ["body", "x"], "msg": "Field required", "input": {"y": 1}}),
        ),
        (
            POINT,
            json!([]),
            json!({"type": "model_attributes_type", "loc": ["body"], "msg": object, "input": []}),
        ),
        (
            Schema::map(&INT),
            json!("a"),
            json!({"type": "dict_type", "loc": ["body"], "msg": "Input should be a valid dictionary", "input": "a"}),
        ),
        (
            STRINGS,
            json!({}),
            json!({"type": "list_type", "loc": ["body"], "msg": "Input should be a valid list", "input": {}}),
        ),
        (
            STRINGS,
            json!(["a", 1]),
            json!({"type": "string_type", "loc": ["body", 1], "msg": "Input should be a valid string", "input": 1}),
        ),
        (
            Schema::BOOLEAN,
            json!("true"),
            json!({"type": "bool_type", "loc": ["body"], "msg": "Input should be a valid boolean", "input": "true"}),
        ),
        (
            INT,
            json!("1"),
            json!({"type": "int_type", "loc": ["body"], "msg": "Input should be a valid integer", "input": "1"}),
        ),
        (
            INT,
            json!(1.5),
            json!({"type": "int_from_float", "loc": ["body"], "input": 1.5,
                "msg": "Input should be a valid integer, got a number with a fractional part"}),
        ),
        (
            Schema::NUMBER,
            json!(null),
            json!({"type": "float_type", "loc": ["body"], "msg": "Input should be a valid number", "input": null}),
        ),
        (
            Schema::NULL,
            json!(false),
            json!({"type": "none_required", "loc": ["body"], "msg": "Input should be None", "input": false}),
        ),
        (
            Schema::integer(Width::Int32),
            json!(2_147_483_648_u64),
            json!({"type": "int_range", "loc": ["body"], "msg": "Input should fit the format int32",
                "input": 2_147_483_648_u64, "ctx": {"format": "int32"}}),
        ),
        (
            Schema::STRING.at_least(2),
            json!("é"),
            json!({"type": "string_too_short", "loc": ["body"], "input": "é",
                "msg": "String should have at least 2 characters", "ctx": {"min_length": 2}}),
        ),
        (
            Schema::STRING.at_most(1),
            json!("éé"),
            json!({"type": "string_too_long", "loc": ["body"], "input": "éé",
                "msg": "String should have at most 1 character", "ctx": {"max_length": 1}}),
        ),
        (
            Schema::STRING.pattern("^a"),
            json!("ba"),
            json!({"type": "string_pattern_mismatch", "loc": ["body"], "input": "ba",
                "msg": "String should match pattern '^a'", "ctx": {"pattern": "^a"}}),
        ),
        (
            STRINGS.at_least(1),
            json!([]),
            json!({"type": "too_short", "loc": ["body"], "input": [],
                "msg": "List should have at least 1 item after validation, not 0",
                "ctx": {"field_type": "List", "min_length": 1, "actual_length": 0}}),
        ),
        (
            STRINGS.at_most(1),
            json!([1, 2]),
            json!({"type": "too_long", "loc": ["body"], "input": [1, 2],
                "msg": "List should have at most 1 item after validation, not 2",
                "ctx": {"field_type": "List", "max_length": 1, "actual_length": 2}}),
        ),
        (
            Schema::list(&Schema::ANY).unique(),
            json!([1, {"a": 1, "b": [2]}, "1", {"b": [2.0], "a": 1.0}]),
            json!({"type": "unique_items", "loc": ["body"], "msg": "List items should be unique",
                "input": [1, {"a": 1, "b": [2]}, "1", {"b": [2.0], "a": 1.0}]}),
        ),
        (
            Schema::map(&INT).at_least(1),
            json!({}),
            json!({"type": "too_short", "loc": ["body"], "input": {},
                "msg": "Dictionary should have at least 1 item after validation, not 0",
                "ctx": {"field_type": "Dictionary", "min_length": 1, "actual_length": 0}}),
        ),
        (
            Schema::map(&INT).at_most(1),
            json!({"a": 1, "b": "x"}),
            json!({"type": "too_long", "loc": ["body"], "input": {"a": 1, "b": "x"},
                "msg": "Dictionary should have at most 1 item after validation, not 2",
                "ctx": {"field_type": "Dictionary", "max_length": 1, "actual_length": 2}}),
        ),
        (
            POINT.additional(None),
            json!({"x": 1, "z": 2}),
            json!({"type": "extra_forbidden", "loc": ["body", "z"], "msg": "Extra inputs are not permitted", "input": 2}),
        ),
        (
            INT.minimum(1.0),
            json!(0),
            json!({"type": "greater_than_equal", "loc": ["body"], "input": 0,
                "msg": "Input should be greater than or equal to 1", "ctx": {"ge": 1}}),
        ),
        (
            Schema::NUMBER.above(0.5),
            json!(0.5),
            json!({"type": "greater_than", "loc": ["body"], "input": 0.5,
                "msg": "Input should be greater than 0.5", "ctx": {"gt": 0.5}}),
        ),
        (
            INT.maximum(1.0),
            json!(2),
            json!({"type": "less_than_equal", "loc": ["body"], "input": 2,
                "msg": "Input should be less than or equal to 1", "ctx": {"le": 1}}),
        ),
        (
            INT.below(1.0),
            json!(1.0),
            json!({"type": "less_than", "loc": ["body"], "input": 1.0,
                "msg": "Input should be less than 1", "ctx": {"lt": 1}}),
        ),
        (
            INT.multiple_of(3.0),
            json!(4),
            json!({"type": "multiple_of", "loc": ["body"], "input": 4,
                "msg": "Input should be a multiple of 3", "ctx": {"multiple_of": 3}}),
        ),
        (
            Schema::listed(&["a", "b", "c"]),
            json!("d"),
            json!({"type": "enum", "loc": ["body"], "input": "d",
                "msg": "Input should be 'a', 'b' or 'c'", "ctx": {"expected": "'a', 'b' or 'c'"}}),
        ),
        (
            Schema::STRING.format(Format::Uuid),
            json!("abc"),
            json!({"type": "uuid_parsing", "loc": ["body"], "input": "abc",
                "msg": "Input should be a valid UUID, invalid length: found 3",
                "ctx": {"error": "invalid length: found 3"}}),
        ),
        (
            Schema::STRING.format(Format::Ipv4),
            json!("127.0.0.256"),
            json!({"type": "format", "loc": ["body"], "input": "127.0.0.256",
                "msg": "Input should have the format ipv4", "ctx": {"format": "ipv4"}}),
        ),
        (
            Schema::any_of(&[INT, Schema::BOOLEAN]),
            json!("x"),
            json!({"type": "no_alternative", "loc": ["body"], "input": "x",
                "msg": "Input should match one of the alternatives"}),
        ),
        (
            Schema::one_of(&[INT, Schema::NUMBER]),
            json!(1),
            json!({"type": "several_alternatives", "loc": ["body"], "input": 1,
                "msg": "Input should match exactly one of the alternatives"}),
        ),
        // Of alternatives the faults of the one that is of the value's own kind are told.
        (
            Schema::any_of(&[Schema::STRING, POINT]),
            json!({"x": "1"}),
            json!({"type": "int_type", "loc": ["body", "x"], "msg": "Input should be a valid integer", "input": "1"}),
        ),
        (
            PLACES,
            json!({"at": {"here": ["a", null]}}),
            json!({"type": "string_type", "loc": ["body", "at", "here", 1],
                "msg": "Input should be a valid string", "input": null}),
        ),
    ];
    for (schema, value, expected) in rows {
        let details: Vec<_> = check(&schema, &value)
            .iter()
            .map(Fault::to_detail)
            .collect();
        assert_eq!(details, [expected], "{value}");
    }
}

/// Those that no check finds: a parameter's text, the body's text, and the type that it is read into say these.
#[test]
fn the_other_faults_in_words() {
    let rows = [
        (FaultKind::BooleanParsing, "bool_parsing", None),
        (FaultKind::IntegerParsing, "int_parsing", None),
        (FaultKind::NumberParsing, "float_parsing", None),
        (
            FaultKind::MalformedJson("why".into()),
            "json_invalid",
            Some(json!({"error": "why"})),
        ),
        (
            FaultKind::Unreadable("why".into()),
            "value_error",
            Some(json!({"error": "why"})),
        ),
        (
            FaultKind::Discriminator {
                property: "type",
                expected: &["a", "b"],
            },
            "union_tag_invalid",
            Some(json!({"discriminator": "type", "expected_tags": "'a' or 'b'"})),
        ),
    ];
    for (kind, code, context) in rows {
        let path = vec![Step::Name("a".into()), Step::Index(3)];
        let detail = Fault::new(Place::Query, path, kind, None).to_detail();
        assert_eq!(detail["type"], code);
        assert_eq!(detail["loc"], json!(["query", "a", 3]));
        assert_eq!(detail.get("ctx"), context.as_ref(), "{code}");
        assert_eq!(detail.get("input"), None, "{code}");
        assert!(detail["msg"].as_str().is_some_and(|text| !text.is_empty()));
    }
}

#[test]
fn what_holds() {
    let several = Schema::one_of(&[INT, Schema::STRING]);
    for (schema, value) in [
        (Schema::ANY, json!({"a": [null]})),
        (Schema::NULL, json!(null)),
        (INT.nullable(), json!(null)),
        (INT, json!(1.0)),
        (INT, json!(-9.0e18)),
        (Schema::integer(Width::Uint64), json!(u64::MAX)),
        (Schema::integer(Width::Uint32), json!(u32::MAX)),
        (Schema::NUMBER.multiple_of(0.1), json!(0.3)),
        (Schema::STRING.at_least(1).at_most(1), json!("👍")),
        (STRINGS.unique(), json!(["1", "1.0"])),
        (POINT, json!({"x": 1, "unknown": true})),
        (Schema::map(&INT), json!({"a": 1})),
        (several, json!(1)),
        (several.nullable(), json!(null)),
        (Schema::reference(leak(POINT)), json!({"x": 1})),
    ] {
        assert_eq!(check(&schema, &value), [], "{value}");
    }
}

#[test]
fn integers_fit_their_width_however_they_are_written() {
    for (width, value) in [
        (Width::Int64, json!(u64::MAX)),
        (Width::Int64, json!(1e300)),
        (Width::Int64, json!(9.3e18)),
        (Width::Uint64, json!(-1)),
        (Width::Uint64, json!(-1.0)),
        (Width::Uint64, json!(2e19)),
        (Width::Int32, json!(i64::from(i32::MIN) - 1)),
        (Width::Int32, json!(3e9)),
        (Width::Uint32, json!(1_u64 << 32)),
        (Width::Uint32, json!(-5.0)),
    ] {
        let faults = check(&Schema::integer(width), &value);
        let [fault] = faults.as_slice() else {
            panic!("{value}: {faults:?}");
        };
        assert!(matches!(fault.kind, FaultKind::IntegerRange(_)), "{value}");
    }
}

#[test]
fn faults_are_told_together_and_no_more_than_a_hundred() {
    let faults = check(&POINT.additional(None), &json!({"y": "1", "z": 1}));
    let codes: Vec<_> = faults.iter().map(|fault| fault.kind.code()).collect();
    assert_eq!(codes, ["missing", "float_type", "extra_forbidden"]);

    let many = vec![Value::Null; 1_000_000];
    let faults = check(&STRINGS, &many.into());
    assert_eq!(faults.len(), Faults::MOST);
    assert_eq!(faults[99].path, [Step::Index(99)]);
}

#[test]
fn what_is_said_back_is_short() {
    let long = "x".repeat(1_000_000);
    let nested = json!({ long.as_str(): vec![Value::Null; 1000] });
    for (schema, value) in [
        (INT, json!(long)),
        (INT, json!({ long.as_str(): 1 })),
        (INT, json!(vec![1; 1000])),
        (INT, json!([[long]])),
        (Schema::map(&STRINGS), nested),
        (POINT.additional(None), json!({"x": 1, long.as_str(): 1})),
        (Schema::STRING.pattern("^a"), json!(long)),
        (Schema::listed(&["a"]), json!(long)),
        (Schema::STRING.format(Format::Uuid), json!(long)),
    ] {
        let faults = check(&schema, &value);
        assert!(!faults.is_empty());
        for fault in faults {
            assert!(fault.to_detail().to_string().len() < 1000);
        }
    }
    // A short value is said back whole.
    let fault = &check(&INT, &json!({"a": ["x".repeat(1000), 1]}))[0];
    assert_eq!(fault.input, Some(json!({"a": ["x".repeat(1000), 1]})));
}

/// A schema that nests in itself through alternatives, and values that nest as deep as a body may.
#[test]
fn alternatives_that_nest_do_not_multiply_the_work() {
    static LEAF: &[Schema] = &[Schema::STRING, Schema::reference(&NODE)];
    static NODE: Schema = Schema::object(&[Property::required("child", Schema::any_of(LEAF))]);
    static TWINS: Schema = Schema::one_of(&[
        Schema::object(&[
            Property::required("args", Schema::list(&TWINS)),
            Property::required("op", Schema::listed(&["and"])),
        ]),
        Schema::object(&[
            Property::required("args", Schema::list(&TWINS)),
            Property::required("op", Schema::listed(&["or"])),
        ]),
    ]);
    let (mut node, mut twins) = (json!({"child": 1}), json!({"op": "and", "args": []}));
    for depth in 0..120 {
        node = json!({ "child": node });
        let op = if depth % 2 == 0 { "and" } else { "or" };
        twins = json!({"op": op, "args": [twins]});
    }
    let started = Instant::now();
    let faults = check(&NODE, &node);
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].kind, FaultKind::NoAlternative);
    assert_eq!(faults[0].path.len(), 121);
    assert_eq!(check(&TWINS, &twins), []);
    twins["op"] = "xor".into();
    assert_eq!(check(&TWINS, &twins)[0].kind, FaultKind::NoAlternative);
    assert!(started.elapsed() < Duration::from_secs(5));
}
