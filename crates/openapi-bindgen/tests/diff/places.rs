//! Where a change is: in both documents.

use openapi_bindgen::diff::Place;

use super::common::{BASE, Edits, compare, edited};

/// Whether a place is where its pointer says, and at the text that it is expected at.
fn check(name: &str, text: &str, place: &Place, pointer: &str, begins: &str) {
    assert_eq!(place.pointer, pointer, "{name}");
    let line = text.lines().nth(place.position.line - 1).unwrap();
    let rest: String = line.chars().skip(place.position.column - 1).collect();
    assert!(rest.starts_with(begins), "{name}: {rest}");
}

/// A name, the edits, and the pointer and the text of the place in the old and in the new document.
type Case<'a> = (&'a str, Edits<'a>, (&'a str, &'a str), (&'a str, &'a str));

#[test]
fn a_change_has_a_place_in_both_documents() {
    let cases: &[Case<'_>] = &[
        (
            "what is new has the place of what it would be in",
            &[(
                "        note: {type: string}\n",
                "        note: {type: string}\n        floor: {type: integer}\n",
            )],
            ("/components/schemas/Shelf", "description: Where it stands."),
            (
                "/components/schemas/Shelf/properties/floor",
                "{type: integer}",
            ),
        ),
        (
            "what is gone has it as well",
            &[("        year: {type: integer}\n", "")],
            (
                "/components/schemas/Query/properties/year",
                "{type: integer}",
            ),
            ("/components/schemas/Query", "description: In requests"),
        ),
        (
            "a keyword",
            &[("maximum: 100", "maximum: 50")],
            ("/paths/~1books/get/parameters/0/schema/maximum", "100"),
            ("/paths/~1books/get/parameters/0/schema/maximum", "50"),
        ),
        (
            "behind a reference",
            &[(
                "name: X-Trace, in: header, description: For the log., schema: {type: string}",
                "name: X-Trace, in: header, schema: {type: boolean}",
            )],
            ("/components/parameters/Trace/schema", "{type: string}"),
            ("/components/parameters/Trace/schema", "{type: boolean}"),
        ),
        (
            "a body",
            &[(
                "              schema: {type: array, items: {$ref: '#/components/schemas/Book'}}",
                "              schema: {type: array, items: {type: string}}",
            )],
            (
                "/paths/~1books~1search/post/responses/200/content/application~1json/schema/items",
                "{$ref",
            ),
            (
                "/paths/~1books~1search/post/responses/200/content/application~1json/schema/items",
                "{type: string}",
            ),
        ),
        (
            "a renamed schema",
            &[("    Unused:\n", "    Spare:\n")],
            ("/components/schemas/Unused", "type: object"),
            ("/components/schemas/Spare", "type: object"),
        ),
    ];
    for (name, edits, old, new) in cases {
        let text = edited(edits);
        let comparison = compare(BASE.to_owned(), text.clone());
        let [change] = comparison.changes.as_slice() else {
            panic!("{name}: {comparison:?}");
        };
        assert_eq!(
            (change.old.file.as_str(), change.new.file.as_str()),
            ("old.yaml", "new.yaml")
        );
        check(name, BASE, &change.old, old.0, old.1);
        check(name, &text, &change.new, new.0, new.1);
    }
}

/// A document in several files names the file.
#[test]
fn a_change_in_another_file_is_in_that_file() {
    let write = |page: &str| {
        let folder = tempfile::tempdir().unwrap();
        let text = "openapi: 3.1.0\ninfo: {title: Files, version: '1'}\npaths: {/a: {get: {operationId: a, responses: \
                    {'200': {description: A., content: {application/json: {schema: {$ref: 'page.yaml'}}}}}}}}\n";
        std::fs::write(folder.path().join("openapi.yaml"), text).unwrap();
        std::fs::write(folder.path().join("page.yaml"), page).unwrap();
        let source = openapi_bindgen::source::Source::read(&folder.path().join("openapi.yaml"));
        (source.unwrap(), folder)
    };
    let (old, _old) = write("type: object\nproperties:\n  size: {type: integer}\n");
    let (new, _new) = write("type: object\nproperties:\n  size: {type: string}\n");
    let comparison = openapi_bindgen::diff::compare(&old, &new, None).unwrap();
    let [change] = comparison.changes.as_slice() else {
        panic!("{comparison:?}");
    };
    assert!(change.new.file.ends_with("page.yaml"), "{change:?}");
    assert_eq!(change.new.position.line, 3);
    assert!(
        change.new.pointer.ends_with("/properties/size"),
        "{change:?}"
    );
}
