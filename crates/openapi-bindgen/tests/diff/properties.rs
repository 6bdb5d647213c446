//! Properties of objects that come and go. `NewBook` and `Query` are in requests alone, `Book` in responses alone, `Shelf` in both.

use openapi_bindgen::diff::Step;

use super::common::{BOTH, Breaks, MayBreak, NEITHER, NEW, OLD, Same, check};

const ISBN: &str = "        isbn: {type: string, pattern: '^[0-9]+$'}\n";
const TEXT: &str = "        text: {type: string}\n";
const COPIES: &str = "        copies: {type: integer, default: 1}\n";
const NOTE: &str = "        note: {type: string}\n";
fn after(line: &str, more: &str) -> String {
    format!("{line}        {more}\n")
}

#[test]
fn requests_have_new_properties() {
    check(&[
        (
            "optional, in a struct that is always written out",
            &[(ISBN, &after(ISBN, "edition: {type: integer}"))],
            Step::Major,
            &[(
                "property-added",
                "`NewBook` has a new optional property `edition`",
                BOTH,
                Breaks,
                Same,
            )],
        ),
        (
            "optional, in a struct with defaults",
            &[(TEXT, &after(TEXT, "author: {type: string}"))],
            Step::Major,
            &[(
                "property-added",
                "`Query` has a new optional property `author`",
                BOTH,
                MayBreak,
                Same,
            )],
        ),
        (
            "required",
            &[
                (ISBN, &after(ISBN, "edition: {type: integer}")),
                ("required: [title]", "required: [title, edition]"),
            ],
            Step::Major,
            &[(
                "property-added",
                "`NewBook` has a new required property `edition`",
                NEW,
                Breaks,
                Same,
            )],
        ),
        (
            "required, in a struct that had defaults",
            &[
                (TEXT, &after(TEXT, "author: {type: string}")),
                (
                    "and all of it optional.\n      type: object\n",
                    "and all of it optional.\n      type: object\n      required: [author]\n",
                ),
            ],
            Step::Major,
            &[(
                "property-added",
                "`Query` has a new required property `author`",
                NEW,
                Breaks,
                Same,
            )],
        ),
    ]);
}

#[test]
fn responses_have_new_properties() {
    check(&[
        (
            "optional",
            &[(COPIES, &after(COPIES, "weight: {type: number}"))],
            Step::Major,
            // A server writes the struct out; a client need not know of it.
            &[(
                "property-added",
                "`Book` has a new optional property `weight`",
                BOTH,
                Same,
                Breaks,
            )],
        ),
        (
            "required",
            &[
                (COPIES, &after(COPIES, "weight: {type: number}")),
                (
                    "required: [id, title, state]",
                    "required: [id, title, state, weight]",
                ),
            ],
            Step::Major,
            &[(
                "property-added",
                "`Book` has a new required property `weight`",
                OLD,
                Same,
                Breaks,
            )],
        ),
        (
            "required, which a client reads as null where it is absent",
            &[
                (COPIES, &after(COPIES, "weight: {type: [number, 'null']}")),
                (
                    "required: [id, title, state]",
                    "required: [id, title, state, weight]",
                ),
            ],
            Step::Major,
            &[(
                "property-added",
                "`Book` has a new required property `weight`",
                BOTH,
                Same,
                Breaks,
            )],
        ),
        (
            "optional, both ways",
            &[(NOTE, &after(NOTE, "floor: {type: integer}"))],
            Step::Major,
            &[(
                "property-added",
                "`Shelf` has a new optional property `floor`",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "required, both ways",
            &[
                (NOTE, &after(NOTE, "floor: {type: integer}")),
                ("required: [room]", "required: [room, floor]"),
            ],
            Step::Major,
            &[(
                "property-added",
                "`Shelf` has a new required property `floor`",
                NEITHER,
                Breaks,
                Breaks,
            )],
        ),
    ]);
}

#[test]
fn properties_go() {
    check(&[
        (
            "an optional one of requests",
            &[(ISBN, "")],
            Step::Major,
            &[(
                "property-removed",
                "the property `isbn` of `NewBook` is gone",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "a required one of requests",
            &[
                (
                    "        title: {type: string, minLength: 1, maxLength: 200}\n",
                    "",
                ),
                ("      required: [title]\n", ""),
            ],
            Step::Major,
            &[(
                "property-removed",
                "the property `title` of `NewBook` is gone",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "an optional one of responses",
            &[(COPIES, "")],
            Step::Major,
            &[(
                "property-removed",
                "the property `copies` of `Book` is gone",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "a required one of responses",
            &[
                ("        state: {$ref: '#/components/schemas/State'}\n", ""),
                ("required: [id, title, state]", "required: [id, title]"),
            ],
            Step::Major,
            &[(
                "property-removed",
                "the property `state` of `Book` is gone",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
    ]);
}

/// What a server says of a fault is something that it writes out, and that an old client need not know.
#[test]
fn faults_say_more() {
    let message = "        message: {type: string}\n";
    check(&[(
        "any value, and an object",
        &[(
            message,
            &format!("{message}        input: {{}}\n        ctx: {{type: object}}\n"),
        )],
        Step::Major,
        &[
            (
                "property-added",
                "`Problem` has a new optional property `input`",
                BOTH,
                Same,
                Breaks,
            ),
            (
                "property-added",
                "`Problem` has a new optional property `ctx`",
                BOTH,
                Same,
                Breaks,
            ),
        ],
    )]);
}
