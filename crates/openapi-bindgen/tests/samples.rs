//! What the generated tests send: values that a schema allows are valid, and values that break a demand of it are not.
//!
//! The judge is the crate `jsonschema`, which reads the document itself.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use openapi_bindgen::ir::{Kind, Shape, TypeId};
use openapi_bindgen::sample::{Place, Sampler, Size, violations};
use serde_json::Value;

/// The shape of a named type.
fn named(index: usize) -> Shape {
    Shape {
        kind: Kind::Named(TypeId(index)),
        nullable: false,
    }
}

/// A validator for the schema at a pointer of a document.
fn validator(document: &Value, pointer: &str) -> jsonschema::Validator {
    let mut schema = document.clone();
    schema["$ref"] = format!("#{}", pointer.replace(' ', "%20")).into();
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

#[test]
fn samples_are_valid_and_violations_are_not() {
    let (mut valid, mut broken) = (0, 0);
    for (name, text) in common::fixtures("accept") {
        let source = common::source(&name, &text).unwrap();
        // Schemas of 3.0 are no JSON Schema, a discriminator is no keyword of it, and it does not guess a type from
        // keywords, as the generator does.
        if !text.contains("openapi: 3.1") || text.contains("discriminator") || name == "maps" {
            continue;
        }
        let document = serde_json::to_value(&source.root).unwrap();
        let (api, _) = openapi_bindgen::lower(&source).unwrap();
        for (index, def) in api.types.iter().enumerate() {
            // What is inside a component may be null where its user says so.
            let name_of = def.pointer.strip_prefix("/components/schemas/");
            if name_of.is_none_or(|name| name.contains('/')) {
                continue;
            }
            let validator = validator(&document, &def.pointer);
            let shape = named(index);
            let mut sampler = Sampler::new(&api, index as u64);
            let sizes = [Size::Least, Size::Most]
                .into_iter()
                .chain([Size::Any; 20])
                .chain([Size::Plain]);
            for size in sizes {
                let Some(sample) = sampler.value(&shape, size, Place::Json) else {
                    panic!("{name}: no value was found for {}", def.pointer);
                };
                let faults: Vec<_> = validator
                    .iter_errors(&sample.sent)
                    .map(|fault| fault.to_string())
                    .collect();
                assert!(faults.is_empty(), "{name}{}: {faults:?}", def.pointer);
                valid += 1;
            }
            let most = sampler.value(&shape, Size::Most, Place::Json).unwrap().sent;
            for violation in violations(&mut sampler, &shape, &most, Place::Json) {
                // JSON's integers have no width, and its formats and encodings are not all checked.
                if ["width", "contentEncoding", "ip"].contains(&violation.what) {
                    continue;
                }
                let what = (violation.what, &violation.path);
                assert!(
                    !validator.is_valid(&violation.value),
                    "{name}{}: {what:?}",
                    def.pointer
                );
                broken += 1;
            }
        }
    }
    assert!(
        valid > 1000 && broken > 300,
        "{valid} valid, {broken} broken"
    );
}

/// The same seed gives the same values.
#[test]
fn samples_are_the_same_each_time() {
    let (name, text) = &common::fixtures("accept")[0];
    let source = common::source(name, text).unwrap();
    let (api, _) = openapi_bindgen::lower(&source).unwrap();
    let draw = || {
        let mut sampler = Sampler::new(&api, 7);
        (0..api.types.len())
            .map(|index| sampler.value(&named(index), Size::Any, Place::Json))
            .collect::<Vec<_>>()
    };
    assert_eq!(draw(), draw());
}

/// What stands inside alternatives is broken in each of them, whichever the value is one of: told of the whole where nothing
/// tells them apart, and in its place where a tag does. A rule that no type expresses is broken as well.
#[test]
fn every_alternative_and_every_rule_is_broken() {
    let document = r##"
openapi: 3.1.0
info: {title: alternatives, version: "1"}
paths: {}
components:
  schemas:
    Untold:
      type: object
      required: [either]
      properties:
        either:
          anyOf: [{type: string, maxLength: 3}, {type: array, items: {type: integer, minimum: 5}}]
    Told:
      oneOf: [{$ref: "#/components/schemas/Cat"}, {$ref: "#/components/schemas/Dog"}]
      discriminator: {propertyName: kind}
    Cat: {type: object, required: [kind], properties: {kind: {const: Cat}, lives: {type: integer, maximum: 9}}}
    Dog: {type: object, required: [kind], properties: {kind: {const: Dog}, name: {type: string, minLength: 2}}}
    Card:
      type: object
      properties: {number: {type: string}, address: {type: string}}
      dependentRequired: {number: [address]}
"##;
    let source = common::source("alternatives", document).unwrap();
    let (api, _) = openapi_bindgen::lower(&source).unwrap();
    for (name, what, path, broken) in [
        ("Untold", "maxLength", "/either", r#"{"either":""#),
        ("Untold", "minimum", "/either", r#"{"either":[4,"#),
        ("Told", "maximum", "/lives", r#""kind":"Cat","lives":10"#),
        ("Told", "minLength", "/name", r#""kind":"Dog","name":""#),
        ("Card", "rule", "", r#"{"number""#),
    ] {
        let index = api.types.iter().position(|def| def.name == name).unwrap();
        let mut sampler = Sampler::new(&api, 7);
        let value = sampler
            .value(&named(index), Size::Most, Place::Json)
            .unwrap();
        let found = violations(&mut sampler, &named(index), &value.sent, Place::Json);
        let place = |path: &[Value]| -> String {
            path.iter()
                .map(|step| format!("/{}", step.as_str().unwrap()))
                .collect()
        };
        let is_there = found.iter().any(|found| {
            found.what == what
                && place(&found.path) == path
                && found.value.to_string().contains(broken)
        });
        assert!(is_there, "{name}: no {what} at {path:?}: {found:#?}");
    }
}
