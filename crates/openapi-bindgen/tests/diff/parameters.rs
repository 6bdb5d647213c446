//! Parameters.

use openapi_bindgen::diff::Step;

use super::common::{BOTH, Breaks, Differs, MayBreak, NEITHER, NEW, OLD, Same, check, check_back};

const LIMIT: &str =
    "        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}\n";
const REASON: &str =
    "        - {name: reason, in: query, required: true, schema: {type: string}}\n";
const AUTHOR: &str =
    "        - {name: author, in: query, schema: {type: array, items: {type: string}}}\n";

#[test]
fn parameters_come_and_go() {
    check(&[
        (
            "one that may be left out",
            &[(
                LIMIT,
                &format!("{LIMIT}        - {{name: year, in: query, schema: {{type: integer}}}}\n"),
            )],
            Step::Major,
            // A builder compiles, and a request written out does not.
            &[(
                "parameter-added",
                "`GET /books` has a new optional parameter `year` in the query",
                BOTH,
                MayBreak,
                Same,
            )],
        ),
        (
            "one that has to be there",
            &[(
                LIMIT,
                &format!(
                    "{LIMIT}        - {{name: year, in: query, required: true, schema: {{type: integer}}}}\n"
                ),
            )],
            Step::Major,
            &[(
                "parameter-added",
                "`GET /books` has a new required parameter `year` in the query",
                NEW,
                Breaks,
                Same,
            )],
        ),
        (
            "one less that could be left out",
            &[(LIMIT, "")],
            Step::Major,
            &[(
                "parameter-removed",
                "`limit` in the query of `GET /books` is gone",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "one less that had to be there",
            &[(REASON, "        []\n")],
            Step::Major,
            &[(
                "parameter-removed",
                "`reason` in the query of `DELETE /books/{book_id}` is gone",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "another place",
            &[("{name: X-Trace, in: header,", "{name: X-Trace, in: query,")],
            Step::Major,
            &[(
                "parameter-moved",
                "`X-Trace` is in the query of `GET /books`, and was in the header",
                NEITHER,
                Same,
                Same,
            )],
        ),
    ]);
}

#[test]
fn parameters_may_or_may_not_be_left_out() {
    check(&[
        (
            "no longer",
            &[(
                "{name: limit, in: query,",
                "{name: limit, in: query, required: true,",
            )],
            Step::Major,
            &[(
                "parameter-required",
                "`limit` in the query of `GET /books` is required",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "from now on",
            &[(
                "{name: reason, in: query, required: true,",
                "{name: reason, in: query,",
            )],
            Step::Major,
            &[(
                "parameter-optional",
                "`reason` in the query of `DELETE /books/{book_id}` is no longer required",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "another default",
            &[(
                "schema: {type: integer, default: 1}}",
                "schema: {type: integer, default: 2}}",
            )],
            Step::Minor,
            &[(
                "default-changed",
                "the default of `page` in the query of `GET /books` is 2, and was 1",
                BOTH,
                Differs,
                Differs,
            )],
        ),
        (
            "no default",
            &[(
                "schema: {type: integer, default: 1}}",
                "schema: {type: integer}}",
            )],
            Step::Major,
            // `i64` is an `Option<i64>` now.
            &[(
                "default-changed",
                "the default of `page` in the query of `GET /books` is gone, and was 1",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
    ]);
}

#[test]
fn parameters_take_other_values() {
    check(&[
        (
            "fewer",
            &[("maximum: 100", "maximum: 50")],
            Step::Major,
            &[(
                "constraint-tightened",
                "`maximum` of `limit` in the query of `GET /books` is 50, and was 100",
                NEW,
                Differs,
                Same,
            )],
        ),
        (
            "more",
            &[("maximum: 100", "maximum: 200")],
            Step::Minor,
            &[(
                "constraint-loosened",
                "`maximum` of `limit` in the query of `GET /books` is 200, and was 100",
                OLD,
                Same,
                Differs,
            )],
        ),
        (
            "any",
            &[("minimum: 1, ", "")],
            Step::Minor,
            &[(
                "constraint-loosened",
                "`minimum` of `limit` in the query of `GET /books` is gone, and was 1",
                OLD,
                Same,
                Differs,
            )],
        ),
        (
            "texts, which an integer is too",
            &[(
                LIMIT,
                "        - {name: limit, in: query, schema: {type: string}}\n",
            )],
            Step::Major,
            &[(
                "type-changed",
                "`limit` in the query of `GET /books` is a string, and was an integer",
                OLD,
                Breaks,
                Breaks,
            )],
        ),
        (
            "items of another kind",
            &[(
                AUTHOR,
                "        - {name: author, in: query, schema: {type: array, items: {type: integer}}}\n",
            )],
            Step::Major,
            &[(
                "type-changed",
                "each item of `author` in the query of `GET /books` is an integer, and was a string",
                NEW,
                Breaks,
                Breaks,
            )],
        ),
        (
            "another style",
            &[(
                "{name: author, in: query,",
                "{name: author, in: query, explode: false,",
            )],
            Step::Major,
            &[(
                "parameter-style",
                "`author` in the query of `GET /books` is written in another style",
                NEITHER,
                Same,
                Same,
            )],
        ),
        (
            "nothing at all",
            &[(
                "{name: limit, in: query,",
                "{name: limit, in: query, allowEmptyValue: true,",
            )],
            Step::Minor,
            &[(
                "parameter-empty",
                "`limit` in the query of `GET /books` may be empty",
                OLD,
                Same,
                Differs,
            )],
        ),
        (
            "one value more",
            &[("enum: [title, year]", "enum: [title, year, author]")],
            Step::Major,
            &[("value-added", "`Sort` may be `author`", OLD, Same, MayBreak)],
        ),
    ]);
}

#[test]
fn parameters_are_deprecated() {
    let deprecated: &[(&str, &str)] = &[(
        LIMIT,
        "        - {name: limit, in: query, deprecated: true, schema: {type: integer, minimum: 1, maximum: 100}}\n",
    )];
    check(&[(
        "deprecated",
        deprecated,
        Step::Minor,
        &[(
            "parameter-deprecated",
            "`limit` in the query of `GET /books` is deprecated",
            BOTH,
            Differs,
            Same,
        )],
    )]);
    check_back(&[(
        "no longer deprecated",
        deprecated,
        Step::Patch,
        &[(
            "parameter-undeprecated",
            "`limit` in the query of `GET /books` is no longer deprecated",
            BOTH,
            Same,
            Same,
        )],
    )]);
}
