//! Schemas with names.

use openapi_bindgen::diff::Step;

use super::common::{BASE, BOTH, Breaks, NEITHER, OLD, Same, check, check_back, check_pair};

#[test]
fn schemas_get_other_names() {
    let renamed = BASE
        .replace("schemas/Shelf'", "schemas/Place'")
        .replace("    Shelf:\n", "    Place:\n");
    let message = "the schema `Shelf` is called `Place`";
    check_pair(
        "one that is used",
        BASE.to_owned(),
        renamed,
        Step::Major,
        &[("schema-renamed", message, BOTH, Breaks, Breaks)],
    );
    check(&[
        (
            "one that nothing carries",
            &[("    Unused:\n", "    Spare:\n")],
            Step::Major,
            &[(
                "schema-renamed",
                "the schema `Unused` is called `Spare`",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "one that is changed as well",
            &[
                (
                    "schema: {$ref: '#/components/schemas/Problem'}",
                    "schema: {$ref: '#/components/schemas/Fault'}",
                ),
                ("    Problem:\n", "    Fault:\n"),
                (
                    "        message: {type: string}\n",
                    "        message: {type: string}\n        hint: {type: string}\n",
                ),
            ],
            Step::Major,
            &[
                (
                    "schema-renamed",
                    "the schema `Problem` is called `Fault`",
                    BOTH,
                    Breaks,
                    Breaks,
                ),
                (
                    "property-added",
                    "`Fault` has a new optional property `hint`",
                    BOTH,
                    Same,
                    Breaks,
                ),
            ],
        ),
    ]);
}

/// As the vendor did it on two days: one after the other, and two that hold each other.
#[test]
fn schemas_that_hold_each_other_get_other_names() {
    let renamed = BASE
        .replace("schemas/Page'", "schemas/BookList'")
        .replace("    Page:\n", "    BookList:\n")
        .replace("schemas/Book'", "schemas/BookDetail'")
        .replace("    Book:\n", "    BookDetail:\n");
    check_pair(
        "two",
        BASE.to_owned(),
        renamed,
        Step::Major,
        &[
            (
                "schema-renamed",
                "the schema `Book` is called `BookDetail`",
                BOTH,
                Breaks,
                Breaks,
            ),
            (
                "schema-renamed",
                "the schema `Page` is called `BookList`",
                BOTH,
                Breaks,
                Breaks,
            ),
        ],
    );
}

#[test]
fn schemas_that_nothing_carries_come_and_go() {
    let more: &[(&str, &str)] = &[(
        "    Unused:\n",
        "    Spare: {type: object, properties: {part: {type: integer}}}\n    Unused:\n",
    )];
    check(&[(
        "one more",
        more,
        Step::Minor,
        &[(
            "schema-added",
            "the schema `Spare` is new, and nothing carries it",
            BOTH,
            Same,
            Same,
        )],
    )]);
    check_back(&[(
        "one less",
        more,
        Step::Major,
        &[(
            "schema-removed",
            "the schema `Spare` is gone; nothing carried it",
            BOTH,
            Breaks,
            Breaks,
        )],
    )]);
}

#[test]
fn schemas_are_other_things() {
    check(&[
        (
            "written in place, and called after the place",
            &[(
                "schema: {$ref: '#/components/schemas/Problem'}",
                "schema: {type: object, required: [message], properties: {message: {type: string}}}",
            )],
            Step::Major,
            &[(
                "type-changed",
                "the body of the response 404 of `GET /books` is `ListBooksNotFound`, which says what `Problem` said",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "an object that was alternatives",
            &[(
                "    Price:\n      anyOf:\n        - {type: integer}\n        - {type: string}\n",
                "    Price: {type: object, properties: {cents: {type: integer}}}\n",
            )],
            Step::Major,
            &[(
                "type-changed",
                "`Price` is `Price`, and was `Price`",
                NEITHER,
                Breaks,
                Breaks,
            )],
        ),
        (
            "a list of what there was one of",
            &[(
                "        shelf: {$ref: '#/components/schemas/Shelf'}\n        price",
                "        shelf: {type: array, items: {$ref: '#/components/schemas/Shelf'}}\n        price",
            )],
            Step::Major,
            &[(
                "type-changed",
                "`shelf` of `NewBook` is a list of `Shelf`, and was `Shelf`",
                NEITHER,
                Breaks,
                Breaks,
            )],
        ),
        (
            "one alternative more for what was one thing",
            &[(
                "        price: {$ref: '#/components/schemas/Price'}",
                "        price: {anyOf: [{type: integer}, {type: string}, {type: boolean}]}",
            )],
            Step::Major,
            &[(
                "type-changed",
                "`price` of `NewBook` is `NewBookPrice`, and was `Price`",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
    ]);
}
