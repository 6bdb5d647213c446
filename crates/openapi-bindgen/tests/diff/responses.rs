//! Responses.

use openapi_bindgen::diff::Step;

use super::common::{BOTH, Breaks, Differs, MayBreak, NEITHER, NEW, OLD, Same, check, check_back};

const MISSING: &str = "        '404':\n          description: No such page.\n          content:\n            application/json:\n              schema: {$ref: '#/components/schemas/Problem'}\n";
const FOUND: &str = "      operationId: get_book\n      responses:\n";

#[test]
fn responses_come_and_go() {
    check(&[
        (
            "one more error",
            &[(
                FOUND,
                &format!("{FOUND}        '410': {{description: Lost.}}\n"),
            )],
            Step::Major,
            // It was an error before, of a status that the client did not know.
            &[(
                "response-added",
                "the response 410 of `GET /books/{book_id}` is new",
                BOTH,
                MayBreak,
                Same,
            )],
        ),
        (
            "one more success",
            &[(
                FOUND,
                &format!("{FOUND}        '206': {{description: A part.}}\n"),
            )],
            Step::Major,
            &[(
                "response-added",
                "the response 206 of `GET /books/{book_id}` is new",
                NEW,
                MayBreak,
                Same,
            )],
        ),
        (
            "one error less",
            &[(MISSING, "")],
            Step::Major,
            &[(
                "response-removed",
                "the response 404 of `GET /books` is gone",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "another status",
            &[("        '201':", "        '200':")],
            Step::Major,
            &[
                (
                    "response-added",
                    "the response 200 of `POST /books` is new",
                    NEW,
                    MayBreak,
                    Same,
                ),
                (
                    "response-removed",
                    "the response 201 of `POST /books` is gone",
                    OLD,
                    Breaks,
                    Breaks,
                ),
            ],
        ),
        (
            "errors of a class, one of which has a response of its own",
            &[(
                MISSING,
                &format!("{MISSING}        4XX: {{description: No.}}\n"),
            )],
            Step::Major,
            &[(
                "response-added",
                "the response 4XX of `GET /books` is new",
                BOTH,
                MayBreak,
                Same,
            )],
        ),
    ]);
}

#[test]
fn headers_come_and_go() {
    let total = "            X-Total: {required: true, schema: {type: integer}}\n";
    let created = "        '201':\n          description: The book.\n";
    check(&[
        (
            "one that may be absent",
            &[(
                total,
                &format!("{total}            X-Prev: {{schema: {{type: string}}}}\n"),
            )],
            Step::Major,
            &[(
                "header-added",
                "the header `X-Prev` of the response 200 of `GET /books` is new, and optional",
                BOTH,
                MayBreak,
                Breaks,
            )],
        ),
        (
            "one that has to be there",
            &[(
                total,
                &format!(
                    "{total}            X-Prev: {{required: true, schema: {{type: string}}}}\n"
                ),
            )],
            Step::Major,
            &[(
                "header-added",
                "the header `X-Prev` of the response 200 of `GET /books` is new, and required",
                OLD,
                MayBreak,
                Breaks,
            )],
        ),
        (
            "the first one makes fields of a variant",
            &[(
                created,
                &format!(
                    "{created}          headers: {{Location: {{schema: {{type: string}}}}}}\n"
                ),
            )],
            Step::Major,
            &[(
                "header-added",
                "the header `Location` of the response 201 of `POST /books` is new, and optional",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "one less",
            &[(total, "")],
            Step::Major,
            &[(
                "header-removed",
                "the header `X-Total` of the response 200 of `GET /books` is gone",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "one that may be absent from now on",
            &[("X-Total: {required: true, ", "X-Total: {")],
            Step::Major,
            &[(
                "header-optional",
                "the header `X-Total` of the response 200 of `GET /books` is no longer required",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "one that may no longer be absent",
            &[("X-Next: {", "X-Next: {required: true, ")],
            Step::Major,
            &[(
                "header-required",
                "the header `X-Next` of the response 200 of `GET /books` is required",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "another type",
            &[(
                "X-Total: {required: true, schema: {type: integer}}",
                "X-Total: {required: true, schema: {type: string}}",
            )],
            Step::Major,
            // Whoever reads a text reads an integer, and not the other way round.
            &[(
                "type-changed",
                "the header `X-Total` of the response 200 of `GET /books` is a string, and was an integer",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
    ]);
}

#[test]
fn bodies_of_responses_change() {
    let book = "      operationId: get_book\n      responses:\n        '200':\n          description: The book.\n          content:\n            application/json:\n              schema: {$ref: '#/components/schemas/Book'}\n";
    let bare: &[(&str, &str)] = &[(
        book,
        "      operationId: get_book\n      responses:\n        '200':\n          description: The book.\n",
    )];
    check(&[
        (
            "none any more",
            bare,
            Step::Major,
            &[(
                "body-removed",
                "the body of the response 200 of `GET /books/{book_id}` is gone",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "one more media type",
            &[(
                "            image/jpeg: {}\n",
                "            image/jpeg: {}\n            image/webp: {}\n",
            )],
            Step::Major,
            &[(
                "media-type-added",
                "the body of the response 200 of `GET /books/{book_id}/cover` may be `image/webp`",
                BOTH,
                MayBreak,
                Same,
            )],
        ),
        (
            "one media type that is left: no enum",
            &[("            image/jpeg: {}\n", "")],
            Step::Major,
            &[(
                "media-type-removed",
                "the body of the response 200 of `GET /books/{book_id}/cover` may no longer be `image/jpeg`",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "another schema",
            &[(book, &book.replace("schemas/Book", "schemas/Shelf"))],
            Step::Major,
            &[(
                "type-changed",
                "the body of the response 200 of `GET /books/{book_id}` is `Shelf`, and was `Book`",
                NEITHER,
                Breaks,
                Breaks,
            )],
        ),
        (
            "null",
            &[(
                book,
                &book.replace(
                    "{$ref: '#/components/schemas/Book'}",
                    "{anyOf: [{$ref: '#/components/schemas/Book'}, {type: 'null'}]}",
                ),
            )],
            Step::Major,
            &[(
                "null-added",
                "the body of the response 200 of `GET /books/{book_id}` may be null",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
    ]);
    check_back(&[(
        "one that was none",
        bare,
        Step::Major,
        &[(
            "body-added",
            "the body of the response 200 of `GET /books/{book_id}` is new",
            OLD,
            Breaks,
            Breaks,
        )],
    )]);
}

#[test]
fn streams_change() {
    check(&[
        (
            "events by other names",
            &[(
                "x-event-name: {lent: lending}",
                "x-event-name: {lent: loan}",
            )],
            Step::Minor,
            &[(
                "event-names-changed",
                "the events of the body of the response 200 of `GET /events` have other names",
                BOTH,
                Differs,
                Same,
            )],
        ),
        (
            "events of another type",
            &[
                (
                    "x-item-schema: {$ref: '#/components/schemas/Event'}",
                    "x-item-schema: {$ref: '#/components/schemas/Problem'}",
                ),
                ("              x-event-name: {lent: lending}\n", ""),
            ],
            Step::Major,
            &[
                (
                    "event-names-changed",
                    "the events of the body of the response 200 of `GET /events` have other names",
                    BOTH,
                    Differs,
                    Same,
                ),
                (
                    "type-changed",
                    "each event of the body of the response 200 of `GET /events` is `Problem`, and was `Event`",
                    NEITHER,
                    Breaks,
                    Breaks,
                ),
            ],
        ),
    ]);
}
