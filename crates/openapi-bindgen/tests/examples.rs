//! The examples of a document: where they are found, what they are values of, and what it means to say the same.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use openapi_bindgen::example::{TypedExample, collect, difference};
use openapi_bindgen::ir::{Api, Kind, Shape, TypeId};
use serde_json::{Value, json};

const DOCUMENT: &str = r##"
openapi: 3.1.0
info: {title: Examples, version: '1'}
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}, example: 7}
    post:
      operationId: put_pet
      parameters:
        - {name: tags, in: query, schema: {type: array, items: {type: string, examples: [small]}}, examples: {two: {value: [a, b]}, none: {$ref: '#/components/examples/None'}}}
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Pet'}
            examples: {tom: {value: {name: Tom}}}
      responses:
        '200':
          description: The pets.
          headers: {X-Left: {schema: {type: integer}, example: 3}}
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
              example: [{name: Tom}]
components:
  examples: {None: {value: []}}
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string, examples: [Tom, Kit]}
        born: {type: string, format: date-time}
        legs: {type: integer, default: 4}
        owner: {type: [string, 'null']}
        chip: {type: string, format: uuid}
        home: {type: object, properties: {city: {type: string, example: Ulm}}}
        sound: {anyOf: [{$ref: '#/components/schemas/Purr'}, {$ref: '#/components/schemas/Bark'}]}
        kind: {$ref: '#/components/schemas/Kind'}
      example: {name: Kit, legs: 3}
    Purr: {type: object, properties: {hertz: {type: number}}}
    Bark: {type: object, required: [loud], properties: {loud: {type: boolean}}}
    Kind:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: is, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}
    Cat: {type: object, required: [is], properties: {is: {type: string}, lives: {type: integer}}}
    Dog: {type: object, required: [is], properties: {is: {type: string}, legs: {type: integer, default: 4}}}
"##;

fn api() -> (Api, Vec<TypedExample>) {
    let source = common::source("examples", DOCUMENT).unwrap();
    let (api, _) = openapi_bindgen::lower(&source).unwrap();
    let examples = collect(&source, &api);
    (api, examples)
}

#[test]
fn examples_are_found_wherever_a_document_may_have_them() {
    let (api, examples) = api();
    let mut found: Vec<_> = examples
        .iter()
        .map(|example| {
            let rust = example.rust_type(&api, "pets").replace(' ', "");
            (example.pointer.as_str(), rust, example.value.clone())
        })
        .collect();
    found.sort_by_key(|(pointer, ..)| *pointer);
    let pet = "/components/schemas/Pet";
    let post = "/paths/~1pets~1{id}/post";
    let expected = [
        (
            "/components/examples/None/value".to_owned(),
            "Vec<String>",
            json!([]),
        ),
        (
            format!("{pet}/example"),
            "pets::types::Pet",
            json!({"name": "Kit", "legs": 3}),
        ),
        (
            format!("{pet}/properties/home/properties/city/example"),
            "String",
            json!("Ulm"),
        ),
        (
            format!("{pet}/properties/name/examples/0"),
            "String",
            json!("Tom"),
        ),
        (
            format!("{pet}/properties/name/examples/1"),
            "String",
            json!("Kit"),
        ),
        (
            "/paths/~1pets~1{id}/parameters/0/example".to_owned(),
            "i64",
            json!(7),
        ),
        (
            format!("{post}/parameters/0/examples/two/value"),
            "Vec<String>",
            json!(["a", "b"]),
        ),
        (
            format!("{post}/parameters/0/schema/items/examples/0"),
            "String",
            json!("small"),
        ),
        (
            format!("{post}/requestBody/content/application~1json/examples/tom/value"),
            "pets::types::Pet",
            json!({"name": "Tom"}),
        ),
        (
            format!("{post}/responses/200/content/application~1json/example"),
            "Vec<pets::types::Pet>",
            json!([{"name": "Tom"}]),
        ),
        (
            format!("{post}/responses/200/headers/X-Left/example"),
            "i64",
            json!(3),
        ),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(pointer, rust, value)| (pointer.as_str(), (*rust).to_owned(), value.clone()))
        .collect();
    assert_eq!(found, expected);
}

/// What a value of a component's type says differently after it was read and written.
fn compare(component: &str, before: Value, after: Value) -> Option<String> {
    let (api, _) = api();
    let index = api.types.iter().position(|def| def.name == component);
    let shape = Shape {
        kind: Kind::Named(TypeId(index.unwrap())),
        nullable: false,
    };
    difference(&api, &shape, &before, &after)
}

#[test]
fn what_means_the_same_is_no_difference() {
    for (component, before, after) in [
        (
            "Pet",
            json!({"name": "Tom"}),
            json!({"name": "Tom", "legs": 4}),
        ),
        (
            "Pet",
            json!({"name": "Tom", "born": "2026-01-01T12:00:00+02:00", "chip": "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"}),
            json!({"name": "Tom", "born": "2026-01-01T10:00:00Z", "chip": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}),
        ),
        // What the document does not declare says nothing to it.
        (
            "Pet",
            json!({"name": "Tom", "colour": "red"}),
            json!({"name": "Tom"}),
        ),
        (
            "Pet",
            json!({"name": "Tom", "owner": null, "sound": {"loud": true}}),
            json!({"name": "Tom", "owner": null, "sound": {"loud": true}}),
        ),
        ("Purr", json!({"hertz": 25}), json!({"hertz": 25.0})),
        (
            "Kind",
            json!({"is": "dog"}),
            json!({"is": "dog", "legs": 4}),
        ),
    ] {
        assert_eq!(compare(component, before, after), None);
    }
}

#[test]
fn what_was_lost_added_or_changed_is_told_with_its_place() {
    for (component, before, after, expected) in [
        (
            "Pet",
            json!({"name": "Tom"}),
            json!({}),
            "/name: absent, not \"Tom\"",
        ),
        (
            "Pet",
            json!({"name": "Tom"}),
            json!({"name": "Tom", "legs": 3}),
            "/legs: 3, not absent",
        ),
        (
            "Pet",
            json!({"name": "Tom", "owner": null}),
            json!({"name": "Tom"}),
            "/owner: absent, not null",
        ),
        (
            "Pet",
            json!({"name": "Tom", "born": "2026-01-01T12:00:00+02:00"}),
            json!({"name": "Tom", "born": "2026-01-01T12:00:00Z"}),
            "/born: \"2026-01-01T12:00:00Z\", not \"2026-01-01T12:00:00+02:00\"",
        ),
        (
            "Pet",
            json!({"name": "Tom", "sound": {"loud": true}}),
            json!({"name": "Tom", "sound": {}}),
            "/sound/loud: absent, not true",
        ),
        (
            "Kind",
            json!({"is": "dog"}),
            json!({"is": "cat"}),
            "/is: another tag",
        ),
        (
            "Purr",
            json!({"hertz": 25.5}),
            json!({"hertz": 25}),
            "/hertz: 25, not 25.5",
        ),
    ] {
        assert_eq!(compare(component, before, after).as_deref(), Some(expected));
    }
}
