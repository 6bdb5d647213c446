//! Operations.

use openapi_bindgen::diff::{self, Step};

use super::common::{
    BASE, BOTH, Breaks, Differs, MayBreak, NEITHER, NEW, OLD, Same, check, check_back, check_pair,
    edited, source,
};

const SHELVES: &str = "paths:\n  /shelves: {get: {operationId: list_shelves, responses: {'204': {description: Done.}}}}\n";

#[test]
fn operations_come_and_go() {
    check(&[
        (
            "one more",
            &[("paths:\n", SHELVES)],
            Step::Major,
            // Each method of the trait has to be implemented.
            &[(
                "operation-added",
                "`GET /shelves` is new, as `list_shelves`",
                OLD,
                Same,
                Breaks,
            )],
        ),
        (
            "one that cannot be generated",
            &[(
                "      operationId: follow\n",
                "      operationId: follow\n      parameters: [{name: a, in: nowhere}]\n",
            )],
            Step::Major,
            &[(
                "operation-refused",
                "`GET /events` can no longer be generated as `follow`: a parameter cannot be in \"nowhere\"",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
    ]);
    check_back(&[(
        "one less",
        &[("paths:\n", SHELVES)],
        Step::Major,
        &[(
            "operation-removed",
            "`GET /shelves` is gone, which was `list_shelves`",
            NEW,
            Breaks,
            Breaks,
        )],
    )]);
}

#[test]
fn what_only_a_gone_operation_carried_goes_with_it() {
    let old = BASE.replace(
        "paths:\n",
        "paths:\n  /titles: {post: {operationId: invent, requestBody: {content: {application/json: {schema: {$ref: \
         '#/components/schemas/Invent'}}}}, responses: {'204': {description: Done.}}}}\n",
    );
    let old = old.replace(
        "    Sort: {",
        "    Invent: {type: object, properties: {first: {type: string}}}\n    Sort: {",
    );
    check_pair(
        "the vendor's title",
        old,
        BASE.to_owned(),
        Step::Major,
        &[(
            "operation-removed",
            "`POST /titles` is gone, which was `invent`",
            NEW,
            Breaks,
            Breaks,
        )],
    );
}

#[test]
fn operations_change_their_names_and_places() {
    check(&[
        (
            "another id",
            &[("operationId: get_book", "operationId: fetch_book")],
            Step::Major,
            &[(
                "operation-renamed",
                "`GET /books/{book_id}` is called `fetch_book`, and was `get_book`",
                BOTH,
                Breaks,
                Breaks,
            )],
        ),
        (
            "an id that Rust writes alike",
            &[("operationId: get_book", "operationId: getBook")],
            Step::Patch,
            &[],
        ),
        (
            "another path",
            &[("  /events:\n", "  /changes:\n")],
            Step::Major,
            &[(
                "operation-moved",
                "`follow` is `GET /changes`, and was `GET /events`",
                NEITHER,
                Same,
                Same,
            )],
        ),
        (
            "another method",
            &[(
                "    post:\n      operationId: add_book",
                "    put:\n      operationId: add_book",
            )],
            Step::Major,
            &[(
                "operation-moved",
                "`add_book` is `PUT /books`, and was `POST /books`",
                NEITHER,
                Same,
                Same,
            )],
        ),
        (
            "a parameter of the path with another name",
            &[(
                "  /books/{book_id}:\n    parameters:\n      - {name: book_id,",
                "  /books/{id}:\n    parameters:\n      - {name: id,",
            )],
            Step::Major,
            &[
                (
                    "parameter-renamed",
                    "`id` in the path of `GET /books/{id}` was called `book_id`",
                    BOTH,
                    Breaks,
                    Breaks,
                ),
                (
                    "parameter-renamed",
                    "`id` in the path of `DELETE /books/{id}` was called `book_id`",
                    BOTH,
                    Breaks,
                    Breaks,
                ),
            ],
        ),
    ]);
}

#[test]
fn operations_are_deprecated() {
    let deprecated: &[(&str, &str)] = &[(
        "      operationId: follow\n",
        "      operationId: follow\n      deprecated: true\n",
    )];
    check(&[(
        "deprecated",
        deprecated,
        Step::Minor,
        &[(
            "operation-deprecated",
            "`GET /events` is deprecated",
            BOTH,
            Differs,
            Same,
        )],
    )]);
    check_back(&[(
        "no longer",
        deprecated,
        Step::Patch,
        &[(
            "operation-undeprecated",
            "`GET /events` is no longer deprecated",
            BOTH,
            Same,
            Same,
        )],
    )]);
}

#[test]
fn base_urls_come_and_go() {
    let more: &[(&str, &str)] = &[(
        "  - url: https://library.example\n",
        "  - url: https://library.example\n  - url: https://eu.library.example\n",
    )];
    check(&[(
        "one more",
        more,
        Step::Minor,
        &[(
            "server-added",
            "the base URL `https://eu.library.example` is new",
            BOTH,
            Differs,
            Same,
        )],
    )]);
    check_back(&[(
        "one less",
        more,
        Step::Minor,
        &[(
            "server-removed",
            "the base URL `https://eu.library.example` is gone",
            BOTH,
            Differs,
            Same,
        )],
    )]);
}

#[test]
fn variables_of_base_urls_are_types() {
    let one: &[(&str, &str)] = &[(
        "  - url: https://library.example\n",
        "  - {url: 'https://{at}.library.example', variables: {at: {default: eu}}}\n",
    )];
    let listed = ("{at: {default: eu}}", "{at: {default: eu, enum: [eu, us]}}");
    let old = edited(one);
    let new = old.replace(listed.0, listed.1);
    check_pair(
        "the values are listed",
        old,
        new,
        Step::Major,
        &[(
            "server-variables-changed",
            "the variables of the base URL `https://{at}.library.example` changed",
            BOTH,
            Breaks,
            Same,
        )],
    );
}

#[test]
fn the_title_names_the_trait_unless_it_has_a_name() {
    let other = BASE.replace("title: Library", "title: Archive");
    check_pair(
        "with a name",
        BASE.to_owned(),
        other.clone(),
        Step::Patch,
        &[],
    );
    let (old, new) = (source("old", BASE.to_owned()), source("new", other));
    let comparison = diff::compare(&old, &new, None).unwrap();
    assert_eq!(comparison.step, Step::Major);
    let [change] = comparison.changes.as_slice() else {
        panic!("{comparison:?}");
    };
    let message = "the trait is called `ArchiveApi` after the title, and was `LibraryApi`";
    assert_eq!(change.message, message);
    let verdicts = change.verdicts;
    assert_eq!((verdicts.caller, verdicts.implementor), (Breaks, Breaks));
    assert_eq!(change.new.pointer, "/info/title");
}

/// Past twenty operations each tag has a trait.
#[test]
fn tags_of_many_operations_are_traits() {
    let api = |count: usize, tag: &str| {
        let mut text = "openapi: 3.1.0\ninfo: {title: Many, version: '1'}\npaths:\n".to_owned();
        for index in 0..count {
            let tag = if index % 2 == 0 || index == 1 {
                "even"
            } else {
                tag
            };
            text += &format!(
                "  /{index}: {{get: {{operationId: get{index}, tags: [{tag}], responses: {{'204': {{description: Done.}}}}}}}}\n"
            );
        }
        text
    };
    let few = api(20, "odd");
    let many = api(21, "odd");
    let added = (
        "operation-added",
        "`GET /20` is new, as `get20`",
        OLD,
        Same,
        Breaks,
    );
    let split = "the operations are so many that each tag has a trait";
    check_pair(
        "one too many",
        few.clone(),
        many.clone(),
        Step::Major,
        &[("traits-changed", split, BOTH, MayBreak, Breaks), added],
    );
    let joined = "the operations are so few that all are in one trait";
    let removed = (
        "operation-removed",
        "`GET /20` is gone, which was `get20`",
        NEW,
        Breaks,
        Breaks,
    );
    check_pair(
        "few again",
        many.clone(),
        few,
        Step::Major,
        &[("traits-changed", joined, BOTH, MayBreak, Breaks), removed],
    );
    let moved = many.replace("get1, tags: [even]", "get1, tags: [odd]");
    let message = "`GET /1` is in the group `Odd`, and was in `Even`";
    check_pair(
        "another tag",
        many,
        moved,
        Step::Major,
        &[("traits-changed", message, BOTH, MayBreak, Breaks)],
    );
}

/// A declared 422 is what the server refuses with: in the document's own shape, or like FastAPI where it lists faults
/// under `detail` and asks for nothing else.
#[test]
fn the_shape_of_the_servers_own_errors_follows_the_document() {
    let own = BASE.replace(
        "        '404':\n          description: No such page.",
        "        '422':\n          description: No such page.",
    );
    check_pair(
        "a 422 is declared",
        BASE.to_owned(),
        own.clone(),
        Step::Major,
        &[
            (
                "errors-changed",
                "the server answers faulty requests with an error that the document declares, and did with problem details",
                BOTH,
                Differs,
                Same,
            ),
            (
                "response-added",
                "the response 422 of `GET /books` is new",
                BOTH,
                MayBreak,
                Same,
            ),
            (
                "response-removed",
                "the response 404 of `GET /books` is gone",
                BOTH,
                Breaks,
                Breaks,
            ),
        ],
    );

    let listed = |document: &str| {
        document.replace(
            "        message: {type: string}",
            "        message: {type: string}\n        detail: {type: array, items: {type: object, properties: {loc: {}, msg: {}, type: {}}}}",
        )
    };
    let added = (
        "property-added",
        "`Problem` has a new optional property `detail`",
        BOTH,
        Same,
        Breaks,
    );
    check_pair(
        "faults listed beside what is required",
        own.clone(),
        listed(&own),
        Step::Major,
        &[added],
    );

    let free = own.replace("      required: [message]\n", "");
    check_pair(
        "faults listed",
        free.clone(),
        listed(&free),
        Step::Major,
        &[
            (
                "errors-changed",
                "the server answers faulty requests with a list under `detail`, and did with an error that the document declares",
                BOTH,
                Differs,
                Same,
            ),
            // Its struct has a default by now.
            ("property-added", added.1, BOTH, Same, MayBreak),
        ],
    );
}

/// Who calls them is the API, and who implements them its users.
#[test]
fn webhooks_and_callbacks_are_operations_too() {
    let hook = "webhooks:\n  lent:\n    post:\n      operationId: on_lent\n      requestBody: {required: true, content: \
                {application/json: {schema: {$ref: '#/components/schemas/Lent'}}}}\n      responses: {'204': {description: Done.}}\n";
    let with = BASE.replace("paths:\n", &format!("{hook}paths:\n"));
    let label = "the webhook `POST /lent`";
    let added = format!("{label} is new, as `on_lent`");
    check_pair(
        "one more",
        BASE.to_owned(),
        with.clone(),
        Step::Major,
        &[("operation-added", &added, OLD, Same, Breaks)],
    );
    let optional = with.replace(
        "requestBody: {required: true, content",
        "requestBody: {content",
    );
    let message = format!("the body of {label} is no longer required");
    check_pair(
        "a body that may be absent",
        with.clone(),
        optional.clone(),
        Step::Major,
        &[("body-optional", &message, OLD, Breaks, Breaks)],
    );
    let comparison = super::common::compare(with, optional);
    assert_eq!(
        comparison.changes[0].new.pointer,
        "/webhooks/lent/post/requestBody"
    );

    let callback = |status: &str| {
        BASE.replace(
            "      operationId: add_book\n",
            &format!(
                "      operationId: add_book\n      callbacks:\n        added:\n          '{{$request.query.url}}':\n            \
                 post: {{operationId: on_added, responses: {{'{status}': {{description: Done.}}}}}}\n"
            ),
        )
    };
    let label = "the callback `POST /on_added`";
    let (new, gone) = (
        format!("the response 410 of {label} is new"),
        format!("the response 409 of {label} is gone"),
    );
    let (old, other) = (callback("409"), callback("410"));
    check_pair(
        "another error",
        old.clone(),
        other.clone(),
        Step::Major,
        &[
            ("response-added", &new, BOTH, MayBreak, Same),
            ("response-removed", &gone, BOTH, Breaks, Breaks),
        ],
    );
    let comparison = super::common::compare(old, other);
    let pointer = "/paths/~1books/post/callbacks/added/{$request.query.url}/post/responses/410";
    assert_eq!(comparison.changes[0].new.pointer, pointer);
}
