//! One bad operation never costs the others, and one bad schema never its neighbours.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use openapi_bindgen::ir::{Api, Kind, TypeKind};
use openapi_bindgen::{Report, Severity};

fn lower(text: &str) -> (Api, Report) {
    let source = common::source("isolation", text).unwrap();
    openapi_bindgen::lower(&source).unwrap_or_else(|error| panic!("{error}"))
}

fn kind<'a>(api: &'a Api, name: &str) -> &'a TypeKind {
    &api.types.iter().find(|def| def.name == name).unwrap().kind
}

fn is_loose(kind: &TypeKind) -> bool {
    matches!(kind, TypeKind::Alias(shape) if shape.kind == Kind::Any)
}

#[test]
fn a_bad_operation_is_refused_alone() {
    let (api, report) = lower(
        "openapi: 3.1.0
info: {title: Operations, version: '1'}
paths:
  /good: {get: {operationId: good, responses: {'204': {description: Done.}}}}
  /bad:
    get: {operationId: bad, responses: 5}
    put: {operationId: fine, responses: {'204': {description: Done.}}}
  /shared:
    get: {operationId: one, parameters: [{$ref: '#/components/parameters/Bad'}], responses: {'204': {description: Done.}}}
    put: {operationId: two, parameters: [{$ref: '#/components/parameters/Bad'}], responses: {'204': {description: Done.}}}
  no-slash:
    get: {operationId: three, responses: {'204': {description: Done.}}}
  /nowhere: {$ref: '#/components/pathItems/Nothing'}
components:
  parameters:
    Bad: {name: a, in: somewhere, schema: {type: string}}
",
    );
    let generated: Vec<_> = api.operations.iter().map(|o| o.id.as_str()).collect();
    assert_eq!(generated, ["good", "fine"]);
    assert_eq!(
        (report.operations.total, report.operations.generated),
        (7, 2)
    );
    let refused: Vec<_> = report
        .operations
        .refused
        .iter()
        .map(|r| (r.operation.as_str(), r.code, r.line, r.pointer.as_str()))
        .collect();
    let shared = "/components/parameters/Bad/in";
    assert_eq!(
        refused,
        [
            ("bad", "wrong-kind", 6, "/paths/~1bad/get/responses"),
            ("one", "unknown-location", 16, shared),
            ("two", "unknown-location", 16, shared),
            ("three", "malformed-path", 12, "/paths/no-slash"),
            (
                "/nowhere",
                "unresolved-reference",
                13,
                "/paths/~1nowhere/$ref"
            ),
        ]
    );
    // What is behind two references is told once.
    assert_eq!(report.diagnostics.count(Severity::Refusal), 4);
}

#[test]
fn a_bad_schema_is_loose_alone() {
    let (api, report) = lower(
        "openapi: 3.1.0
info: {title: Schemas, version: '1'}
paths: {/a: {get: {responses: {'200': {description: A., content: {application/json: {schema: {$ref: '#/components/schemas/Whole'}}}}}}}}
components:
  schemas:
    Whole:
      type: object
      properties:
        good: {type: integer}
        bad: {type: strnig}
        nowhere: {$ref: '#/components/schemas/Nothing'}
        bound: {type: integer, minimum: low}
    Bad: {type: strnig}
",
    );
    assert_eq!(api.operations.len(), 1);
    let TypeKind::Struct(whole) = kind(&api, "Whole") else {
        panic!("{:?}", kind(&api, "Whole"));
    };
    let fields = whole.fields.iter();
    let fields: Vec<_> = fields
        .map(|field| (field.wire.as_str(), field.shape.kind == Kind::Any))
        .collect();
    assert_eq!(
        fields,
        [
            ("good", false),
            ("bad", true),
            ("nowhere", true),
            ("bound", false)
        ]
    );
    assert!(is_loose(kind(&api, "Bad")));
    let loose: Vec<_> = report
        .schemas
        .loose
        .iter()
        .map(|loose| (loose.pointer.as_str(), loose.code))
        .collect();
    let properties = "/components/schemas/Whole/properties";
    assert_eq!(
        loose,
        [
            (&*format!("{properties}/bad"), "unknown-type"),
            (&*format!("{properties}/nowhere"), "unresolved-reference"),
            ("/components/schemas/Bad", "unknown-type"),
        ]
    );
    // Whole, its four properties, and Bad.
    assert_eq!((report.schemas.total, report.schemas.typed), (6, 3));
}

/// An integer would fit both alternatives, if the loose one were held to exclude it.
#[test]
fn alternatives_that_are_not_known_exactly_do_not_exclude_each_other() {
    let (api, _) = lower(
        "openapi: 3.1.0
info: {title: Unions, version: '1'}
paths: {/a: {get: {responses: {'204': {description: Done.}}}}}
components:
  schemas:
    Exact: {oneOf: [{type: string}, {type: integer}]}
    Inexact: {oneOf: [{$ref: '#/components/schemas/Holder'}, {type: integer}]}
    Holder: {type: object, properties: {bad: {type: strnig}}}
",
    );
    let exclusive = |name| matches!(kind(&api, name), TypeKind::Union(union) if union.exclusive);
    assert!(exclusive("Exact"));
    assert!(!exclusive("Inexact"));
}
