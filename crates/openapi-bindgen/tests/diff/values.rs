//! Listed values, alternatives and constraints.

use openapi_bindgen::diff::Step;

use super::common::{
    BASE, BOTH, Breaks, Differs, MayBreak, NEITHER, NEW, OLD, Same, check, check_pair,
};

#[test]
fn listed_values_come_and_go() {
    check(&[
        (
            "one more in requests",
            &[("enum: [novel, poetry]", "enum: [novel, poetry, essay]")],
            Step::Major,
            &[("value-added", "`Genre` may be `essay`", OLD, Same, MayBreak)],
        ),
        (
            "one less in requests",
            &[("enum: [novel, poetry]", "enum: [novel]")],
            Step::Major,
            &[(
                "value-removed",
                "`Genre` may no longer be `poetry`",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "one more in responses, which a client keeps",
            &[("enum: [shelved, lent]", "enum: [shelved, lent, lost]")],
            Step::Major,
            &[("value-added", "`State` may be `lost`", BOTH, MayBreak, Same)],
        ),
        (
            "one less in responses",
            &[("enum: [shelved, lent]", "enum: [shelved]")],
            Step::Major,
            &[(
                "value-removed",
                "`State` may no longer be `lent`",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "any text in place of them",
            &[(
                "    Genre: {type: string, enum: [novel, poetry]}",
                "    Genre: {type: string}",
            )],
            Step::Major,
            &[(
                "type-changed",
                "`Genre` is a string, and was `Genre`",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
    ]);
}

#[test]
fn alternatives_come_and_go() {
    let lost = "    Lost:\n      type: object\n      required: [kind]\n      properties:\n        kind: {type: string, const: lost}\n    Unused:\n";
    let returned = "        - {$ref: '#/components/schemas/Returned'}\n";
    check(&[
        (
            "one more with a tag",
            &[
                ("    Unused:\n", lost),
                (
                    returned,
                    &format!("{returned}        - {{$ref: '#/components/schemas/Lost'}}\n"),
                ),
            ],
            Step::Major,
            &[(
                "alternative-added",
                "`Event` may be a `lost`",
                BOTH,
                MayBreak,
                Same,
            )],
        ),
        (
            "one less with a tag",
            &[(returned, "")],
            Step::Major,
            &[(
                "alternative-removed",
                "`Event` may no longer be a `returned`",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "another tag",
            &[("const: returned", "const: back")],
            Step::Major,
            &[(
                "alternative-renamed",
                "`back` of `Event` was called `returned`",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "one more without a tag",
            &[(
                "        - {type: integer}\n        - {type: string}\n",
                "        - {type: integer}\n        - {type: string}\n        - {type: boolean}\n",
            )],
            Step::Major,
            &[(
                "alternative-added",
                "`Price` may be a `Boolean`",
                OLD,
                Same,
                MayBreak,
            )],
        ),
        (
            "one less without a tag",
            &[(
                "        - {type: integer}\n        - {type: string}\n",
                "        - {type: integer}\n        - {type: boolean}\n",
            )],
            Step::Major,
            &[
                (
                    "alternative-added",
                    "`Price` may be a `Boolean`",
                    OLD,
                    Same,
                    MayBreak,
                ),
                (
                    "alternative-removed",
                    "`Price` may no longer be a `String`",
                    NEW,
                    Breaks,
                    Breaks,
                ),
            ],
        ),
    ]);
}

#[test]
fn constraints_let_fewer_values_through_or_more() {
    let title = "title: {type: string, minLength: 1, maxLength: 200}";
    let text = "        text: {type: string}";
    check(&[
        (
            "fewer, in a request",
            &[(title, "title: {type: string, minLength: 1, maxLength: 100}")],
            Step::Major,
            &[(
                "constraint-tightened",
                "`maxLength` of `title` of `NewBook` is 100, and was 200",
                NEW,
                Differs,
                Same,
            )],
        ),
        (
            "more, in a request",
            &[(title, "title: {type: string, maxLength: 200}")],
            Step::Minor,
            &[(
                "constraint-loosened",
                "`minLength` of `title` of `NewBook` is gone, and was 1",
                OLD,
                Same,
                Differs,
            )],
        ),
        (
            "fewer, in a response, which nobody checks",
            &[(
                "        title: {type: string, maxLength: 200}",
                "        title: {type: string, maxLength: 100}",
            )],
            Step::Minor,
            &[(
                "constraint-tightened",
                "`maxLength` of `title` of `Book` is 100, and was 200",
                BOTH,
                Same,
                Differs,
            )],
        ),
        (
            "more, in a response",
            &[(
                "        title: {type: string, maxLength: 200}",
                "        title: {type: string}",
            )],
            Step::Minor,
            &[(
                "constraint-loosened",
                "`maxLength` of `title` of `Book` is gone, and was 200",
                BOTH,
                Differs,
                Same,
            )],
        ),
        (
            "others",
            &[("pattern: '^[0-9]+$'", "pattern: '^[0-9X]+$'")],
            Step::Major,
            &[(
                "constraint-changed",
                "`pattern` of `isbn` of `NewBook` is ^[0-9X]+$, and was ^[0-9]+$",
                NEITHER,
                Differs,
                Differs,
            )],
        ),
        (
            "a format",
            &[(text, "        text: {type: string, format: uri-reference}")],
            Step::Major,
            &[(
                "constraint-tightened",
                "`format` of `text` of `Query` is uri-reference, and there was none",
                NEW,
                Differs,
                Same,
            )],
        ),
        (
            "a format with a type of its own",
            &[(text, "        text: {type: string, format: date-time}")],
            Step::Major,
            &[(
                "type-changed",
                "`text` of `Query` is a moment, and was a string",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "fewer items",
            &[("maxItems: 10", "maxItems: 5")],
            Step::Major,
            &[(
                "constraint-tightened",
                "`maxItems` of `keywords` of `NewBook` is 5, and was 10",
                NEW,
                Differs,
                Same,
            )],
        ),
        (
            "items that are all different",
            &[("maxItems: 10", "maxItems: 10, uniqueItems: true")],
            Step::Major,
            &[(
                "constraint-tightened",
                "`uniqueItems` of `keywords` of `NewBook` is true, and there was none",
                NEW,
                Differs,
                Same,
            )],
        ),
        (
            "of each item",
            &[(
                "keywords: {type: array, items: {type: string}",
                "keywords: {type: array, items: {type: string, minLength: 2}",
            )],
            Step::Major,
            &[(
                "constraint-tightened",
                "`minLength` of each item of `keywords` of `NewBook` is 2, and there was none",
                NEW,
                Differs,
                Same,
            )],
        ),
        (
            "multiples",
            &[(
                "        year: {type: integer}",
                "        year: {type: integer, multipleOf: 10}",
            )],
            Step::Major,
            &[(
                "constraint-tightened",
                "`multipleOf` of `year` of `Query` is 10, and there was none",
                NEW,
                Differs,
                Same,
            )],
        ),
    ]);
}

/// 3.0 says with a boolean what 3.1 says with a number.
#[test]
fn exclusive_bounds_are_said_in_two_ways() {
    let new = BASE.replace(
        "{type: integer, minimum: 1,",
        "{type: integer, exclusiveMinimum: 0,",
    );
    let old = BASE
        .replace("openapi: 3.1.0", "openapi: 3.0.3")
        .replace("{type: [string, 'null']}", "{type: string, nullable: true}")
        .replace(
            "{type: integer, minimum: 1,",
            "{type: integer, minimum: 0, exclusiveMinimum: true,",
        );
    check_pair("the same bound", old, new, Step::Patch, &[]);
}
