//! Properties of objects that are there before and after. `NewBook` and `Query` are in requests alone, `Book` in responses
//! alone.

use openapi_bindgen::diff::Step;

use super::common::{BOTH, Breaks, Differs, NEITHER, NEW, OLD, Same, check};

const TEXT: &str = "        text: {type: string}\n";
const NEW_PAGES: &str = "        pages: {type: integer}\n        language";
const PAGES: &str = "        pages: {type: integer}\n        copies";
const NEW_SUBTITLE: &str =
    "        subtitle: {type: [string, 'null']}\n        pages: {type: integer}\n        language";
const SUBTITLE: &str =
    "        subtitle: {type: [string, 'null']}\n        pages: {type: integer}\n        copies";

#[test]
fn properties_may_or_may_not_be_absent() {
    check(&[
        (
            "a request has to have it",
            &[("required: [title]", "required: [title, pages]")],
            Step::Major,
            &[(
                "property-required",
                "`pages` of `NewBook` is required",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "a request may be without it",
            &[("      required: [title]\n", "")],
            Step::Major,
            &[(
                "property-optional",
                "`title` of `NewBook` is no longer required",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "a response has it",
            &[(
                "required: [id, title, state]",
                "required: [id, title, state, pages]",
            )],
            Step::Major,
            &[(
                "property-required",
                "`pages` of `Book` is required",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "a response may be without it",
            &[("required: [id, title, state]", "required: [id, state]")],
            Step::Major,
            &[(
                "property-optional",
                "`title` of `Book` is no longer required",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "a response has it, which reads the same",
            &[(
                "required: [id, title, state]",
                "required: [id, title, state, subtitle]",
            )],
            Step::Minor,
            // An `Option` before and after, which is written as null.
            &[(
                "property-required",
                "`subtitle` of `Book` is required",
                BOTH,
                Same,
                Differs,
            )],
        ),
        (
            "another default",
            &[(
                "language: {type: string, default: en}",
                "language: {type: string, default: de}",
            )],
            Step::Minor,
            &[(
                "default-changed",
                "the default of `language` of `NewBook` is \"de\", and was \"en\"",
                BOTH,
                Differs,
                Differs,
            )],
        ),
        (
            "no default",
            &[(
                "language: {type: string, default: en}",
                "language: {type: string}",
            )],
            Step::Major,
            &[(
                "default-changed",
                "the default of `language` of `NewBook` is gone, and was \"en\"",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "a default that was none",
            &[(
                PAGES,
                "        pages: {type: integer, default: 0}\n        copies",
            )],
            Step::Major,
            &[(
                "default-changed",
                "the default of `pages` of `Book` is 0, and there was none",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
    ]);
}

#[test]
fn properties_may_or_may_not_be_null() {
    check(&[
        (
            "in a request",
            &[(
                NEW_PAGES,
                "        pages: {type: [integer, 'null']}\n        language",
            )],
            Step::Major,
            &[(
                "null-added",
                "`pages` of `NewBook` may be null",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "no longer in a request",
            &[(
                NEW_SUBTITLE,
                "        subtitle: {type: string}\n        pages: {type: integer}\n        language",
            )],
            Step::Major,
            &[(
                "null-removed",
                "`subtitle` of `NewBook` may no longer be null",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "in a response, where it could be absent",
            &[(
                PAGES,
                "        pages: {type: [integer, 'null']}\n        copies",
            )],
            Step::Minor,
            &[(
                "null-added",
                "`pages` of `Book` may be null",
                BOTH,
                Differs,
                Same,
            )],
        ),
        (
            "in a response, where it was always there",
            &[(
                "        title: {type: string, maxLength: 200}",
                "        title: {type: [string, 'null'], maxLength: 200}",
            )],
            Step::Major,
            &[(
                "null-added",
                "`title` of `Book` may be null",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "no longer in a response",
            &[(
                SUBTITLE,
                "        subtitle: {type: string}\n        pages: {type: integer}\n        copies",
            )],
            Step::Minor,
            &[(
                "null-removed",
                "`subtitle` of `Book` may no longer be null",
                BOTH,
                Same,
                Differs,
            )],
        ),
        (
            "wherever a type is used",
            &[(
                "    Genre: {type: string, enum: [novel, poetry]}",
                "    Genre: {type: [string, 'null'], enum: [novel, poetry, null]}",
            )],
            Step::Major,
            &[("null-added", "`Genre` may be null", OLD, Breaks, Breaks)],
        ),
    ]);
}

#[test]
fn properties_are_of_another_type() {
    check(&[
        (
            "a wider one, in a request",
            &[(NEW_PAGES, "        pages: {type: number}\n        language")],
            Step::Major,
            &[(
                "type-changed",
                "`pages` of `NewBook` is a number, and was an integer",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "a wider one, in a response",
            &[(PAGES, "        pages: {type: number}\n        copies")],
            Step::Major,
            &[(
                "type-changed",
                "`pages` of `Book` is a number, and was an integer",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "a narrower one, in a response",
            &[(
                PAGES,
                "        pages: {type: integer, format: int32}\n        copies",
            )],
            Step::Major,
            &[(
                "type-changed",
                "`pages` of `Book` is an integer of 32 bits, and was an integer",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "another one",
            &[(PAGES, "        pages: {type: string}\n        copies")],
            Step::Major,
            &[(
                "type-changed",
                "`pages` of `Book` is a string, and was an integer",
                NEITHER,
                Breaks,
                Breaks,
            )],
        ),
        (
            "any text in place of a UUID",
            &[(
                "        id: {type: string, format: uuid}",
                "        id: {type: string}",
            )],
            Step::Major,
            &[(
                "type-changed",
                "`id` of `Book` is a string, and was a UUID",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "several in place of one",
            &[(TEXT, "        text: {type: array, items: {type: string}}\n")],
            Step::Major,
            &[(
                "type-changed",
                "`text` of `Query` is a list of strings, and was a string",
                NEITHER,
                Breaks,
                Breaks,
            )],
        ),
        (
            "any value",
            &[(TEXT, "        text: {}\n")],
            Step::Major,
            &[(
                "type-changed",
                "`text` of `Query` is any value, and was a string",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "another object",
            &[(
                "        shelf: {$ref: '#/components/schemas/Shelf'}\n        labels",
                "        shelf: {$ref: '#/components/schemas/Problem'}\n        labels",
            )],
            Step::Major,
            &[(
                "type-changed",
                "`shelf` of `Book` is `Problem`, and was `Shelf`",
                NEITHER,
                Breaks,
                Breaks,
            )],
        ),
        (
            "values of a map",
            &[(
                "additionalProperties: {type: string}",
                "additionalProperties: {type: integer}",
            )],
            Step::Major,
            &[(
                "type-changed",
                "each value of `labels` of `Book` is an integer, and was a string",
                NEITHER,
                Breaks,
                Breaks,
            )],
        ),
    ]);
}

#[test]
fn objects_say_something_else_of_other_properties() {
    check(&[
        (
            "they are refused",
            &[(
                "      required: [title]\n",
                "      required: [title]\n      additionalProperties: false\n",
            )],
            Step::Major,
            &[(
                "additional-properties",
                "each other property of `NewBook` is refused",
                NEW,
                Differs,
                Same,
            )],
        ),
        (
            "they are kept",
            &[(
                "      required: [title]\n",
                "      required: [title]\n      additionalProperties: {type: string}\n",
            )],
            Step::Major,
            &[(
                "additional-properties",
                "each other property of `NewBook` is kept, and has to be what the schema says",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "how many there may be",
            &[(
                "      required: [title]\n",
                "      required: [title]\n      maxProperties: 5\n",
            )],
            Step::Major,
            &[(
                "constraint-tightened",
                "`maxProperties` of `NewBook` is 5, and there was none",
                NEW,
                Differs,
                Same,
            )],
        ),
    ]);
}
