//! What holds for every value: parameters survive the way from client to server, no check panics.

use openapi_runtime::schema::{Faults, Format, Property, Schema, Width};
use openapi_runtime::{Nullable, Parameter, Place, Style};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

use crate::common::{Credentials, arrived, leak, operation, sent};

const BASE: &str = "https://api.example.com/prefix";

/// Arbitrary text, with what the writings make use of more often than chance has it.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        any::<String>(),
        "[ -~]{0,4}",
        r#"[,|+ %"'&=;./?#\\\t\r\n\x00-]{0,4}"#,
        Just("%2C".to_owned()),
        Just("..".to_owned()),
        Just("é👍\u{feff}\u{a0}\u{85}".to_owned()),
    ];
    prop::collection::vec(pieces, 0..3).prop_map(|pieces| pieces.concat())
}

fn parameters(schema: Schema) -> [Parameter; 7] {
    [
        Parameter::path("p", schema),
        Parameter::query("p &=é", schema),
        Parameter::query("p", schema).style(Style::Commas),
        Parameter::query("p", schema).style(Style::Spaces),
        Parameter::query("p", schema).style(Style::Pipes),
        Parameter::header("X-P", schema),
        Parameter::cookie("p;", schema),
    ]
}

/// What a server reads of what a client wrote; `None` where the client refuses to write it.
fn through<T: Serialize + for<'a> Deserialize<'a>>(
    parameter: &Parameter,
    value: &T,
) -> Option<Option<T>> {
    let in_path = format!("{parameter:?}").contains("Path");
    let operation = operation(if in_path { "/a/{p}/b" } else { "/a" });
    let request = sent(BASE, Credentials::default(), operation, |head| {
        head.parameter(parameter, value)
    });
    let mut call = match request {
        Ok(request) => arrived(operation, request),
        Err(error) => {
            assert!(error.is_request(), "{error}");
            return None;
        }
    };
    let read = call.optional(parameter);
    assert!(call.finish().is_ok(), "{parameter:?}");
    Some(read)
}

fn fits_header(text: &str) -> bool {
    let printable = |c: char| c == '\t' || !c.is_ascii_control();
    text.chars().all(printable) && text.trim_matches([' ', '\t']) == text
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn lists_survive_the_wire(items in prop::collection::vec(text(), 0..4)) {
        let alone = items == [""];
        let dotted = matches!(items.as_slice(), [only] if only == "." || only == "..");
        let has = |c: char| items.iter().any(|item| item.contains(c));
        let header = !has(',') && !alone && items.iter().all(|item| fits_header(item));
        // Path, repeated, commas, spaces, pipes, header, cookie.
        let carried = [
            !alone && !dotted && !items.is_empty(),
            true,
            !alone,
            !alone && !has(' '),
            !alone && !has('|'),
            header,
            !alone,
        ];
        for (parameter, carried) in parameters(Schema::list(&Schema::STRING)).iter().zip(carried) {
            let read = through(parameter, &items);
            let repeated = format!("{parameter:?}").contains("Repeated");
            let expected = match carried {
                false => None,
                // An empty list that is exploded is no pair at all.
                true if repeated && items.is_empty() => Some(None),
                true => Some(Some(items.clone())),
            };
            prop_assert_eq!(read, expected, "{:?}", parameter);
        }
    }

    #[test]
    fn scalars_survive_the_wire(text in text()) {
        let dotted = matches!(text.as_str(), "" | "." | "..");
        let carried = [!dotted, true, true, true, true, fits_header(&text), true];
        for (parameter, carried) in parameters(Schema::STRING).iter().zip(carried) {
            let expected = carried.then(|| Some(text.clone()));
            prop_assert_eq!(through(parameter, &text), expected, "{:?}", parameter);
        }
    }

    #[test]
    fn numbers_and_flags_survive_the_wire(n: i64, u: u64, f: f64, flag: bool) {
        prop_assume!(f.is_finite());
        for parameter in &parameters(Schema::integer(Width::Int64)) {
            prop_assert_eq!(through(parameter, &n), Some(Some(n)));
        }
        for parameter in &parameters(Schema::integer(Width::Uint64)) {
            prop_assert_eq!(through(parameter, &u), Some(Some(u)));
        }
        for parameter in &parameters(Schema::NUMBER) {
            let read = through(parameter, &f).flatten().unwrap();
            prop_assert!((read - f).abs() <= f.abs() * 1e-15, "{} {}", read, f);
        }
        for parameter in &parameters(Schema::BOOLEAN) {
            prop_assert_eq!(through(parameter, &flag), Some(Some(flag)));
        }
    }

    /// Whatever a request says, it is read or refused.
    #[test]
    fn no_request_makes_a_server_panic(
        query in "[a-c%&=+,|;0-9.-]{0,12}",
        cookie in r#"[p=;", %2Cé]{0,12}"#,
        schema in schema(),
    ) {
        let uri = format!("/a/{query}/b?p={query}&p={query}");
        let headers = [("cookie", cookie.as_str()), ("x-p", &cookie)];
        let request = crate::common::get(&uri, &headers);
        let mut call = crate::common::received(operation("/a/{p}/b"), request);
        for parameter in &parameters(schema) {
            let _: Option<Value> = call.optional(parameter);
        }
        let _ = call.finish();
    }

    #[test]
    fn no_value_makes_a_check_panic(schema in schema(), value in value()) {
        let mut faults = Faults::default();
        let mut path = Vec::new();
        schema.check(&value, Place::Body, &mut path, &mut faults);
        prop_assert!(path.is_empty());
        prop_assert_eq!(schema.accepts(&value), faults.is_empty());
        let faults = faults.into_vec();
        prop_assert!(faults.len() <= Faults::MOST);
        for fault in faults {
            fault.to_detail();
        }
    }

    /// A body is taken where its value holds, by whichever of the two ways it is read.
    #[test]
    fn both_ways_of_reading_a_body_agree(schema in schema(), value in value()) {
        let operation = operation("/");
        let request = http::Request::post("/").body(value.to_string().into());
        let mut call = crate::common::received(operation, request.unwrap());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        let read = runtime.unwrap().block_on(call.optional_json::<Value>(leak(schema))).unwrap();
        // Text and back may round a number.
        let value: Value = serde_json::from_str(&value.to_string()).unwrap();
        prop_assert_eq!(read.is_some(), schema.accepts(&value));
        prop_assert_eq!(call.finish().is_ok(), schema.accepts(&value));
    }

    #[test]
    fn nullable_fields_survive_a_round_trip(field in nullable()) {
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct Patch {
            #[serde(default, skip_serializing_if = "Nullable::is_absent")]
            field: Nullable<Vec<u8>>,
        }
        let patch = Patch { field };
        let text = serde_json::to_string(&patch).unwrap();
        prop_assert_eq!(text == "{}", patch.field.is_absent());
        prop_assert_eq!(serde_json::from_str::<Patch>(&text).unwrap(), patch);
    }
}

fn nullable() -> impl Strategy<Value = Nullable<Vec<u8>>> {
    prop_oneof![
        Just(Nullable::Absent),
        Just(Nullable::Null),
        any::<Vec<u8>>().prop_map(Nullable::Value),
    ]
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        (-3_i64..3).prop_map(Number::from),
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        (-6_i32..6).prop_map(|n| Number::from_f64(f64::from(n) / 2.0).unwrap()),
        any::<f64>().prop_filter_map("finite", Number::from_f64),
    ]
}

/// Values, with the names and texts that the schemas know.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number().prop_map(Value::Number),
        "[a-c]{0,2}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just("2024-02-29".into()),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let fields = prop::collection::btree_map("[a-c]", inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            fields.prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

fn bounded() -> impl Strategy<Value = Schema> {
    let width = prop_oneof![
        Just(Some(Width::Int64)),
        Just(Some(Width::Int32)),
        Just(Some(Width::Uint64)),
        Just(Some(Width::Uint32)),
        Just(None),
    ];
    let bound = prop_oneof![-3.0..3.0, any::<f64>(), Just(2.0), Just(0.5)];
    (width, 0..6, bound).prop_map(|(width, keyword, bound)| {
        let schema = width.map_or(Schema::NUMBER, Schema::integer);
        match keyword {
            0 => schema.minimum(bound),
            1 => schema.above(bound),
            2 => schema.maximum(bound),
            3 => schema.below(bound),
            4 => schema.multiple_of(bound),
            _ => schema,
        }
    })
}

fn schema() -> impl Strategy<Value = Schema> {
    let formats = [
        Format::Uuid,
        Format::Date,
        Format::DateTime,
        Format::Ipv4,
        Format::Ipv6,
    ];
    let leaf = prop_oneof![
        Just(Schema::ANY),
        Just(Schema::NULL),
        Just(Schema::BOOLEAN),
        bounded(),
        (0..3_u64, 0..3_u64).prop_map(|(min, max)| Schema::STRING.at_least(min).at_most(max)),
        prop::sample::select(formats.to_vec()).prop_map(|format| Schema::STRING.format(format)),
        Just(Schema::STRING.pattern("^(?!b)[a-c]+$")),
        Just(Schema::listed(&["a", "b"])),
    ];
    let nullable = |(schema, nullable): (Schema, bool)| {
        if nullable { schema.nullable() } else { schema }
    };
    leaf.prop_recursive(3, 16, 3, move |inner| {
        let several = prop::collection::vec(inner.clone(), 0..3);
        let properties = prop::collection::vec((inner.clone(), any::<bool>()), 0..3);
        let additional = prop::option::of(inner.clone());
        let branch = prop_oneof![
            (inner.clone(), any::<bool>(), 0..4_u64).prop_map(|(items, unique, most)| {
                let list = Schema::list(leak(items)).at_most(most);
                if unique { list.unique() } else { list }
            }),
            (properties, additional).prop_map(|(schemas, additional)| {
                let named = ["a", "b", "c"].into_iter().zip(schemas);
                let properties: Vec<_> = named
                    .map(|(name, (schema, required))| match required {
                        true => Property::required(name, schema),
                        false => Property::optional(name, schema),
                    })
                    .collect();
                let object = Schema::object(properties.leak()).at_most(3);
                match additional {
                    Some(schema) => object.additional(Some(leak(schema))),
                    None => object.additional(None),
                }
            }),
            several
                .clone()
                .prop_map(|schemas| Schema::any_of(schemas.leak())),
            several.prop_map(|schemas| Schema::one_of(schemas.leak())),
            inner.prop_map(|schema| Schema::reference(leak(schema))),
        ];
        (branch, any::<bool>()).prop_map(nullable)
    })
}
