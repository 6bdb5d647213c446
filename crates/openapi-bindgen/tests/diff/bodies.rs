//! Bodies of requests.

use openapi_bindgen::diff::Step;

use super::common::{BOTH, Breaks, MayBreak, NEITHER, NEW, OLD, Same, check};

const SEARCH: &str = "      operationId: search_books\n      requestBody:\n        content:\n          application/json:\n            schema: {$ref: '#/components/schemas/Query'}\n";

#[test]
fn bodies_come_and_go() {
    let body = |required: &str| {
        format!(
            "      operationId: delete_book\n      requestBody: {{{required}content: {{text/plain: {{}}}}}}\n"
        )
    };
    check(&[
        (
            "one that may be left out",
            &[("      operationId: delete_book\n", &body(""))],
            Step::Major,
            &[(
                "body-added",
                "`DELETE /books/{book_id}` has a new optional body",
                BOTH,
                MayBreak,
                Same,
            )],
        ),
        (
            "one that has to be there",
            &[(
                "      operationId: delete_book\n",
                &body("required: true, "),
            )],
            Step::Major,
            &[(
                "body-added",
                "`DELETE /books/{book_id}` has a new required body",
                NEW,
                Breaks,
                Same,
            )],
        ),
        (
            "one less that could be left out",
            &[(SEARCH, "      operationId: search_books\n")],
            Step::Major,
            &[(
                "body-removed",
                "the body of `POST /books/search` is gone",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "from now on it may be left out",
            &[(
                "      operationId: add_book\n      requestBody:\n        required: true\n",
                "      operationId: add_book\n      requestBody:\n",
            )],
            Step::Major,
            &[(
                "body-optional",
                "the body of `POST /books` is no longer required",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "it may no longer be left out",
            &[(
                SEARCH,
                &SEARCH.replace("requestBody:\n", "requestBody:\n        required: true\n"),
            )],
            Step::Major,
            &[(
                "body-required",
                "the body of `POST /books/search` is required",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
    ]);
}

#[test]
fn bodies_have_other_media_types() {
    let json = "            schema: {$ref: '#/components/schemas/NewBook'}\n";
    check(&[
        (
            "a form beside JSON: an enum of two",
            &[(
                json,
                &format!(
                    "{json}          application/x-www-form-urlencoded: {{schema: {{$ref: '#/components/schemas/Query'}}}}\n"
                ),
            )],
            Step::Major,
            &[(
                "media-type-added",
                "the body of `POST /books` may be `application/x-www-form-urlencoded`",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "the same as another kind of JSON",
            &[(
                json,
                &format!(
                    "{json}          application/vnd.book+json: {{schema: {{$ref: '#/components/schemas/NewBook'}}}}\n"
                ),
            )],
            Step::Minor,
            &[(
                "media-type-added",
                "the body of `POST /books` may be `application/vnd.book+json`",
                OLD,
                Same,
                Same,
            )],
        ),
        (
            "another one in place of it",
            &[(SEARCH, &SEARCH.replace("application/json:", "text/plain:"))],
            Step::Major,
            &[
                (
                    "media-type-added",
                    "the body of `POST /books/search` may be `text/plain`",
                    OLD,
                    Same,
                    MayBreak,
                ),
                (
                    "media-type-removed",
                    "the body of `POST /books/search` may no longer be `application/json`",
                    NEW,
                    Breaks,
                    Breaks,
                ),
            ],
        ),
        (
            "another schema",
            &[(SEARCH, &SEARCH.replace("schemas/Query", "schemas/Shelf"))],
            Step::Major,
            &[(
                "type-changed",
                "the body of `POST /books/search` is `Shelf`, and was `Query`",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
    ]);
}

#[test]
fn forms_have_other_parts() {
    let caption = "                caption: {type: string}\n";
    check(&[
        (
            "one more",
            &[(
                caption,
                &format!("{caption}                credit: {{type: string}}\n"),
            )],
            Step::Major,
            &[(
                "part-added",
                "the part `credit` of the body of `PUT /books/{book_id}/cover` is new, and optional",
                BOTH,
                Breaks,
                Same,
            )],
        ),
        (
            "one less",
            &[(caption, "")],
            Step::Major,
            &[(
                "part-removed",
                "the part `caption` of the body of `PUT /books/{book_id}/cover` is gone",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "one that has to be there",
            &[("required: [file]", "required: [file, caption]")],
            Step::Major,
            &[(
                "part-required",
                "the part `caption` of the body of `PUT /books/{book_id}/cover` is required",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "a file that is a text",
            &[(
                "file: {type: string, format: binary}",
                "file: {type: string}",
            )],
            Step::Major,
            &[(
                "part-style",
                "the part `file` of the body of `PUT /books/{book_id}/cover` is written in another way",
                NEITHER,
                Breaks,
                Breaks,
            )],
        ),
    ]);
}
