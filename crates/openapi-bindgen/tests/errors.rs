//! Declared errors that a server cannot give by itself: it answers with problem details, and a warning says so.
//!
//! Those that it can give are in `fixtures/accept/errors.yaml`, and are held against their schemas by
//! `behaviour/errors.rs`.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use openapi_bindgen::ir::{ErrorShape, Errors, OperationErrors};

/// The errors of an API whose one operation declares a 422 of this schema, and the codes of what is said about it.
fn errors(schema: &str) -> (Errors, OperationErrors, Vec<&'static str>) {
    let document = format!(
        "openapi: 3.1.0
info: {{title: Errors, version: '1'}}
paths:
  /things:
    get:
      operationId: things
      responses:
        '204': {{description: Done.}}
        '422': {{description: No., content: {{application/json: {{schema: {{$ref: '#/components/schemas/No'}}}}}}}}
components:
  schemas:
    Plain: {{type: object, required: [message], properties: {{message: {{type: string}}}}}}
    Coded: {{type: object, required: [message], properties: {{message: {{type: string}}, code: {{type: string}}}}}}
    No: {schema}
"
    );
    let source = common::source("errors", &document).unwrap();
    let (api, report) = openapi_bindgen::lower(&source).unwrap_or_else(|error| panic!("{error}"));
    let codes = report.diagnostics.iter().map(|diagnostic| diagnostic.code);
    let operation = api.operations.first().unwrap().errors.clone();
    (api.errors, operation, codes.collect())
}

#[test]
fn what_cannot_be_filled_is_answered_with_problem_details() {
    for (why, schema) in [
        (
            "nobody knows a ticket",
            "{type: object, required: [message, ticket], properties: {message: {type: string}, ticket: {type: string}}}",
        ),
        (
            "no sentence has this pattern",
            "{type: object, required: [message], properties: {message: {type: string, pattern: '^E[0-9]+$'}}}",
        ),
        (
            "a sentence may be shorter",
            "{type: object, required: [message], properties: {message: {type: string, minLength: 20}}}",
        ),
        (
            "no word of the list fits",
            "{type: object, required: [code], properties: {code: {type: string, enum: [card_declined, no_funds]}}}",
        ),
        (
            "words are not cut",
            "{type: object, required: [code], properties: {code: {type: string, maxLength: 8}}}",
        ),
        (
            "nobody knows the numbers",
            "{type: object, required: [message, code], properties: {message: {type: string}, code: {type: integer, enum: [1, 2]}}}",
        ),
        (
            "a 503 is no such status",
            "{type: object, required: [message, status], properties: {message: {type: string}, status: {type: integer, maximum: 500}}}",
        ),
        (
            "one fault may be all there is",
            "{type: object, required: [errors], properties: {errors: {type: array, minItems: 2, items: {type: string}}}}",
        ),
        (
            "a refusal may have no faults",
            "{type: object, required: [errors], properties: {errors: {type: object, minProperties: 1, additionalProperties: {type: string}}}}",
        ),
        (
            "both take it",
            "{oneOf: [{$ref: '#/components/schemas/Plain'}, {$ref: '#/components/schemas/Coded'}]}",
        ),
        (
            "there is a rule about it",
            "{type: object, required: [message], properties: {message: {type: string}, code: {type: string}}, not: {required: [code]}}",
        ),
        (
            "there are more properties than may be",
            "{type: object, maxProperties: 1, required: [message], properties: {message: {type: string}, code: {type: string}}}",
        ),
        (
            "it has no end",
            "{type: object, required: [error], properties: {error: {$ref: '#/components/schemas/No'}}}",
        ),
        (
            "it says nothing",
            "{type: object, properties: {colour: {type: string}}}",
        ),
    ] {
        let (errors, operation, codes) = errors(schema);
        assert_eq!(errors, Errors::default(), "{why}");
        assert_eq!(errors.common, ErrorShape::Problem, "{why}");
        assert_eq!(operation, OperationErrors::default(), "{why}");
        let expected: &[&str] = match why {
            "both take it" => &["unfilled-error", "overlapping-one-of"],
            _ => &["unfilled-error"],
        };
        assert_eq!(codes, expected, "{why}");
    }
}

/// What need not be there is left out where it cannot be filled.
#[test]
fn what_need_not_be_there_hinders_nothing() {
    for schema in [
        "{type: object, required: [message], properties: {message: {type: string}, ticket: {type: string}}}",
        "{type: object, required: [message], properties: {message: {type: string}, code: {type: string, maxLength: 8}}}",
        "{type: object, required: [message], properties: {message: {type: string}, errors: {type: array, minItems: 2, items: {type: string}}}}",
        "{type: object, required: [message], properties: {message: {type: string}, code: {type: integer, enum: [1, 2]}}}",
    ] {
        let (errors, _, codes) = errors(schema);
        assert_eq!(errors.common, ErrorShape::Declared(0), "{schema}");
        assert!(codes.is_empty(), "{schema}: {codes:?}");
    }
}
