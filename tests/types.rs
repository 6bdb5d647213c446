//! The generated types mean what the components of openapi.yaml say, and not only read as they did yesterday.

use chat_api::types;
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// What a schema says of a value, in one form for both sides: its type or types, its reference, its parts. What only
/// a document says (descriptions, titles, examples, bounds) and what only Rust says (widths of integers) is left out.
/// A type that Rust has to name and the document does not is looked up in `names`.
fn meaning(schema: &Value, names: &Value) -> Value {
    one_of(alternatives(schema, names))
}

fn alternatives(schema: &Value, names: &Value) -> Vec<Value> {
    let Some(object) = schema.as_object() else {
        return Vec::new();
    };
    let mut found: Vec<Value> = Vec::new();
    for key in ["anyOf", "oneOf"] {
        found.extend(
            object
                .get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .map(|s| meaning(s, names)),
        );
    }
    if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
        let name = reference.rsplit('/').next().unwrap();
        match names.get(name).filter(|_| !is_component(name)) {
            Some(inline) => found.extend(alternatives(inline, names)),
            None => found.push(json!({"refers": name.to_lowercase()})),
        }
    }
    // A constant says it all.
    if let Some(constant) = object.get("const") {
        return vec![json!({"const": constant})];
    }
    let types = match object.get("type") {
        Some(Value::String(name)) => vec![name.as_str()],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    for name in types {
        found.push(match name {
            "array" => json!({"list of": object.get("items").map_or(json!("any"), |items| meaning(items, names))}),
            "object" if object.contains_key("properties") => fields(object, names),
            "string" => json!({"string": object.get("format").filter(|format| *format == "uuid")}),
            other => json!(other),
        });
    }
    found
}

fn one_of(mut alternatives: Vec<Value>) -> Value {
    alternatives.sort_by_key(Value::to_string);
    alternatives.dedup();
    match alternatives.as_slice() {
        [] => json!("any"),
        [only] => only.clone(),
        several => json!({"one of": several}),
    }
}

fn fields(object: &Map<String, Value>, names: &Value) -> Value {
    let properties = object["properties"].as_object().unwrap();
    let fields = properties.iter().map(|(name, schema)| {
        // What is always the same needs no default.
        let default = schema
            .get("default")
            .filter(|default| !default.is_null() && schema.get("const").is_none());
        let mut is = alternatives(schema, names);
        // A reader takes the absence of a field that may be null for a null, even where it has to be there.
        let required = is_required(object, name) && !is.contains(&json!("null"));
        // A reader takes a null for the absence of a field that may be absent; its schema in Rust says so.
        if !required && default.is_none() && !is.is_empty() {
            is.push(json!("null"));
        }
        (
            name.clone(),
            json!({"is": one_of(is), "required": required, "default": default}),
        )
    });
    Value::Object(fields.collect())
}

fn is_required(object: &Map<String, Value>, name: &str) -> bool {
    object
        .get("required")
        .and_then(Value::as_array)
        .is_some_and(|names| names.iter().any(|known| known == name))
}

fn is_nullable(schema: &Value) -> bool {
    alternatives(schema, &Value::Null).contains(&json!("null"))
}

fn components() -> Map<String, Value> {
    let mut document: Value = serde_json::from_str(chat_api::OPENAPI).unwrap();
    serde_json::from_value(document["components"]["schemas"].take()).unwrap()
}

fn component(name: &str) -> Value {
    components()[name].clone()
}

/// Whether a type's name is that of a component, however its capitals are set.
fn is_component(name: &str) -> bool {
    components()
        .keys()
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// What carries a type.
#[derive(Clone, Copy, PartialEq)]
enum In {
    Requests,
    Responses,
}

fn assert_means<T: JsonSchema>(name: &str, carried: In) {
    let document = component(name);
    let read = SchemaSettings::draft2020_12()
        .for_deserialize()
        .into_generator();
    let rust = read.into_root_schema_for::<T>().to_value();
    assert_eq!(
        meaning(&rust, &rust["$defs"]),
        meaning(&document, &Value::Null),
        "{name}, read"
    );

    // What is always written: what has to be there, what has a default, and in a response what may be null.
    let write = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    let written = write.into_root_schema_for::<T>().to_value();
    let object = document.as_object().unwrap();
    // A union has none: its alternatives are components themselves.
    let properties = object.get("properties").and_then(Value::as_object);
    for (field, schema) in properties.into_iter().flatten() {
        // A constant is always written, which a schema for readers and writers alike does not say.
        if schema.get("const").is_some() {
            continue;
        }
        let always = is_required(object, field)
            || schema.get("default").is_some()
            || (carried == In::Responses && is_nullable(schema));
        assert_eq!(
            is_required(written.as_object().unwrap(), field),
            always,
            "{name}.{field}, written"
        );
    }
}

/// How a component is held against its type.
type Check = (&'static str, fn(&str, In), In);

/// Every component with its type, in the order of their names.
const CHECKS: [Check; 20] = [
    (
        "ChatParams",
        assert_means::<types::ChatParams>,
        In::Requests,
    ),
    (
        "ChatSessionSummary",
        assert_means::<types::ChatSessionSummary>,
        In::Responses,
    ),
    ("Event", assert_means::<types::Event>, In::Responses),
    ("HTTPError", assert_means::<types::HttpError>, In::Responses),
    (
        "HTTPValidationError",
        assert_means::<types::HttpValidationError>,
        In::Responses,
    ),
    (
        "ImageAttachmentRef",
        assert_means::<types::ImageAttachmentRef>,
        In::Responses,
    ),
    (
        "JobMetadata",
        assert_means::<types::JobMetadata>,
        In::Responses,
    ),
    (
        "SessionCreate",
        assert_means::<types::SessionCreate>,
        In::Requests,
    ),
    (
        "SessionDetail",
        assert_means::<types::SessionDetail>,
        In::Responses,
    ),
    (
        "SessionList",
        assert_means::<types::SessionList>,
        In::Responses,
    ),
    ("StopEvent", assert_means::<types::StopEvent>, In::Responses),
    (
        "TextDeltaEvent",
        assert_means::<types::TextDeltaEvent>,
        In::Responses,
    ),
    ("TextEvent", assert_means::<types::TextEvent>, In::Responses),
    (
        "ThinkingDeltaEvent",
        assert_means::<types::ThinkingDeltaEvent>,
        In::Responses,
    ),
    (
        "ThinkingEvent",
        assert_means::<types::ThinkingEvent>,
        In::Responses,
    ),
    (
        "ToolCallEvent",
        assert_means::<types::ToolCallEvent>,
        In::Responses,
    ),
    (
        "ToolResultEvent",
        assert_means::<types::ToolResultEvent>,
        In::Responses,
    ),
    ("Usage", assert_means::<types::Usage>, In::Responses),
    (
        "UserInputEvent",
        assert_means::<types::UserInputEvent>,
        In::Responses,
    ),
    (
        "ValidationError",
        assert_means::<types::ValidationError>,
        In::Responses,
    ),
];

#[test]
fn each_type_means_what_its_component_says() {
    for (name, check, carried) in CHECKS {
        check(name, carried);
    }
}

#[test]
fn every_component_is_held_against_its_type() {
    let known: Vec<_> = CHECKS.iter().map(|(name, ..)| *name).collect();
    // A component that is added has to be added above too.
    assert_eq!(components().keys().collect::<Vec<_>>(), known);
}

#[test]
fn a_type_that_drifts_in_meaning_is_noticed() {
    let original = component("ChatSessionSummary");
    for (what, change) in [
        (
            "a type",
            json!({"properties": {"session_id": {"type": "integer"}}}),
        ),
        (
            "a default",
            json!({"properties": {"session_id": {"default": "x"}}}),
        ),
        ("a demand", json!({"required": ["session_id"]})),
        (
            "a reference",
            json!({"properties": {"job_metadata": {"anyOf": [{"$ref": "#/x/Other"}, {"type": "null"}]}}}),
        ),
    ] {
        let mut drifted = original.clone();
        merge(&mut drifted, change);
        assert_ne!(
            meaning(&drifted, &Value::Null),
            meaning(&original, &Value::Null),
            "{what}"
        );
    }
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

#[test]
fn a_reader_takes_absence_for_null_and_leaves_unknown_fields_aside() {
    let session: types::ChatSessionSummary =
        serde_json::from_value(json!({"session_id": "s", "last_updated_at": "t", "mood": "good"}))
            .unwrap();
    assert_eq!(
        (&session.generated_title, &session.job_metadata),
        (&None, &None)
    );
    let written = serde_json::to_value(&session).unwrap();
    assert_eq!(
        written,
        json!({"session_id": "s", "last_updated_at": "t", "generated_title": null, "index_ids": null,
            "job_metadata": null})
    );
    let run: types::JobMetadata = serde_json::from_value(json!({})).unwrap();
    assert_eq!((run.turns, run.duration_ms, run.is_error), (1, 0.0, false));
    assert_eq!(run, types::JobMetadata::default());
}

#[test]
fn a_constant_is_always_written() {
    let text = types::TextEvent {
        content: "x".into(),
    };
    assert_eq!(
        serde_json::to_value(&text).unwrap(),
        json!({"type": "text", "content": "x"})
    );
}

#[test]
fn the_documented_example_is_read_and_written_without_loss() {
    let document: Value = serde_json::from_str(chat_api::OPENAPI).unwrap();
    let created = &document["paths"]["/api/v1/chat"]["post"]["responses"]["201"];
    let example = &created["content"]["application/json"]["example"];
    let session: types::ChatSessionSummary = serde_json::from_value(example.clone()).unwrap();
    let mut expected = example.clone();
    expected["job_metadata"]["duration_ms"] = json!(0.0);
    assert_eq!(serde_json::to_value(&session).unwrap(), expected);
}
