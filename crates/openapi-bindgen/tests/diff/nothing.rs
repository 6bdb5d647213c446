//! What says the same is no change.

use openapi_bindgen::diff::Step;

use super::common::{BASE, check, check_pair, source};

#[test]
fn words_and_order_mean_nothing() {
    check(&[
        ("the text itself", &[], Step::None, &[]),
        (
            "a comment",
            &[("openapi: 3.1.0", "# Ours.\nopenapi: 3.1.0")],
            Step::None,
            &[],
        ),
        (
            "how a list is written",
            &[(
                "    Sort: {type: string, enum: [title, year]}",
                "    Sort:\n      type: string\n      enum:\n        - title\n        - year",
            )],
            Step::None,
            &[],
        ),
        (
            "a description",
            &[("description: A page of books.", "description: Some books.")],
            Step::Patch,
            &[],
        ),
        (
            "a summary",
            &[("summary: List books", "summary: All books")],
            Step::Patch,
            &[],
        ),
        (
            "the version",
            &[("version: 1.0.0", "version: 1.0.1")],
            Step::Patch,
            &[],
        ),
        (
            "an extension",
            &[("summary: List books", "x-owner: me")],
            Step::Patch,
            &[],
        ),
        (
            "a title",
            &[(
                "        room: {type: string}",
                "        room: {type: string, title: Room, examples: [A1]}",
            )],
            Step::Patch,
            &[],
        ),
        (
            "tags of few operations",
            &[("summary: List books", "tags: [books]")],
            Step::Patch,
            &[],
        ),
        (
            "the order of properties",
            &[(
                "        room: {type: string}\n        note: {type: string}",
                "        note: {type: string}\n        room: {type: string}",
            )],
            Step::Patch,
            &[],
        ),
        (
            "the order of what is required",
            &[(
                "required: [id, title, state]",
                "required: [state, id, title]",
            )],
            Step::Patch,
            &[],
        ),
        (
            "the order of listed values",
            &[("enum: [novel, poetry]", "enum: [poetry, novel]")],
            Step::Patch,
            &[],
        ),
        (
            "the order of alternatives",
            &[(
                "        - {$ref: '#/components/schemas/Lent'}\n        - {$ref: '#/components/schemas/Returned'}",
                "        - {$ref: '#/components/schemas/Returned'}\n        - {$ref: '#/components/schemas/Lent'}",
            )],
            Step::Patch,
            &[],
        ),
        (
            "the order of media types",
            &[(
                "            image/png: {}\n            image/jpeg: {}",
                "            image/jpeg: {}\n            image/png: {}",
            )],
            Step::Patch,
            &[],
        ),
        (
            "the order of operations",
            &[
                (
                    "  /events:\n    get:\n      operationId: follow\n      responses:\n        '200':\n          description: What happens.\n          content:\n            text/event-stream:\n              x-item-schema: {$ref: '#/components/schemas/Event'}\n              x-event-name: {lent: lending}\n",
                    "",
                ),
                (
                    "paths:\n",
                    "paths:\n  /events:\n    get:\n      operationId: follow\n      responses:\n        '200':\n          description: What happens.\n          content:\n            text/event-stream:\n              x-item-schema: {$ref: '#/components/schemas/Event'}\n              x-event-name: {lent: lending}\n",
                ),
            ],
            Step::Patch,
            &[],
        ),
        (
            "what holds anyway",
            &[(
                "required: [room]",
                "required: [room]\n      additionalProperties: true",
            )],
            Step::Patch,
            &[],
        ),
        (
            "the case of a header's name",
            &[("name: X-Trace", "name: x-trace")],
            Step::Patch,
            &[],
        ),
        (
            "a default as another number",
            &[(
                "{type: integer, default: 1}}",
                "{type: integer, default: 1.0}}",
            )],
            Step::Patch,
            &[],
        ),
    ]);
}

#[test]
fn references_mean_what_they_lead_to() {
    check(&[
        (
            "a parameter in place",
            &[(
                "- $ref: '#/components/parameters/Trace'",
                "- {name: X-Trace, in: header, schema: {type: string}}",
            )],
            Step::Patch,
            &[],
        ),
        (
            "a parameter of the path",
            &[
                ("        - $ref: '#/components/parameters/Trace'\n", ""),
                (
                    "  /books:\n",
                    "  /books:\n    parameters: [{$ref: '#/components/parameters/Trace'}]\n",
                ),
                (
                    "      operationId: add_book\n",
                    "      operationId: add_book\n      parameters: []\n",
                ),
            ],
            Step::Major,
            // The other operation of the path has it now, too.
            &[(
                "parameter-added",
                "`POST /books` has a new optional parameter `X-Trace` in the header",
                super::common::BOTH,
                super::common::MayBreak,
                super::common::Same,
            )],
        ),
        (
            "an object in place, its type called the same",
            &[(
                "        genre: {$ref: '#/components/schemas/Genre'}\n        shelf: {$ref: '#/components/schemas/Shelf'}",
                "        genre: {$ref: '#/components/schemas/Genre'}\n        shelf: {type: object, required: [room], properties: {room: {type: string}, note: {type: string}}}",
            )],
            Step::Patch,
            &[],
        ),
        (
            "a string with a name",
            &[
                (
                    "        text: {type: string}",
                    "        text: {$ref: '#/components/schemas/Words'}",
                ),
                ("    Sort: {", "    Words: {type: string}\n    Sort: {"),
            ],
            Step::Patch,
            &[],
        ),
        (
            "a list with a name",
            &[
                (
                    "keywords: {type: array, items: {type: string}, maxItems: 10}",
                    "keywords: {$ref: '#/components/schemas/Keywords'}",
                ),
                (
                    "    Sort: {",
                    "    Keywords: {type: array, items: {type: string}, maxItems: 10}\n    Sort: {",
                ),
            ],
            Step::Patch,
            &[],
        ),
        (
            "an `allOf` of one part",
            &[(
                "genre: {$ref: '#/components/schemas/Genre'}",
                "genre: {allOf: [{$ref: '#/components/schemas/Genre'}]}",
            )],
            Step::Patch,
            &[],
        ),
        (
            "a response with a name",
            &[
                (
                    "        '404':\n          description: No such page.\n          content:\n            application/json:\n              schema: {$ref: '#/components/schemas/Problem'}",
                    "        '404': {$ref: '#/components/responses/Missing'}",
                ),
                (
                    "components:\n",
                    "components:\n  responses:\n    Missing: {description: No., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}\n",
                ),
            ],
            Step::Patch,
            &[],
        ),
        (
            "security said where it holds anyway",
            &[(
                "      operationId: add_book\n",
                "      operationId: add_book\n      security: [{Key: []}]\n",
            )],
            Step::Patch,
            &[],
        ),
    ]);
}

#[test]
fn null_is_said_in_several_ways() {
    let alternatives = BASE.replace(
        "{type: [string, 'null']}",
        "{anyOf: [{type: string}, {type: 'null'}]}",
    );
    let older = BASE
        .replace("openapi: 3.1.0", "openapi: 3.0.3")
        .replace("{type: [string, 'null']}", "{type: string, nullable: true}");
    assert!(older.contains("nullable: true") && alternatives.contains("anyOf: [{type: string}"));
    for (name, text) in [("alternatives", alternatives), ("OpenAPI 3.0", older)] {
        check_pair(name, BASE.to_owned(), text.clone(), Step::Patch, &[]);
        check_pair(name, text, BASE.to_owned(), Step::Patch, &[]);
    }
}

#[test]
fn json_and_yaml_say_the_same() {
    let json = serde_json::to_string_pretty(&source("base.yaml", BASE.to_owned()).root).unwrap();
    check_pair("JSON", BASE.to_owned(), json, Step::None, &[]);
}
