//! How a comparison is written.

use openapi_bindgen::diff::{Format, print};
use serde_json::{Value, json};

use super::common::{BASE, compare, edited};

fn written(format: Format) -> String {
    let new = edited(&[
        ("maximum: 100", "maximum: 200"),
        ("      operationId: follow\n", "      operationId: watch\n"),
    ]);
    print(&compare(BASE.to_owned(), new), format)
}

#[test]
fn for_people() {
    let expected = "\
change[constraint-loosened]: `maximum` of `limit` in the query of `GET /books` is 200, and was 100
  old: old.yaml:13:81 /paths/~1books/get/parameters/0/schema/maximum
  new: new.yaml:13:81 /paths/~1books/get/parameters/0/schema/maximum
  wire: a new client cannot call an old server
  caller: the same
  implementor: compiles, and behaves differently

breaking[operation-renamed]: `GET /events` is called `watch`, and was `follow`
  old: old.yaml:104:20 /paths/~1events/get/operationId
  new: new.yaml:104:20 /paths/~1events/get/operationId
  wire: old and new understand each other
  caller: does not compile
  implementor: does not compile

semver: major, or minor before 1.0 (2 changes, 1 breaking)
";
    assert_eq!(written(Format::Text), expected);
}

#[test]
fn for_a_changelog() {
    let expected = "\
### Breaking

- `GET /events` is called `watch`, and was `follow`. *Wire: old and new understand each other; caller: does not compile; \
implementor: does not compile.*

### Changed

- `maximum` of `limit` in the query of `GET /books` is 200, and was 100. *Wire: a new client cannot call an old server; \
caller: the same; implementor: compiles, and behaves differently.*

Semver: major, or minor before 1.0 (2 changes, 1 breaking)
";
    assert_eq!(written(Format::Markdown), expected);
}

#[test]
fn for_programs() {
    let text = written(Format::Json);
    let lines: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let pointer = "/paths/~1books/get/parameters/0/schema/maximum";
    assert_eq!(lines.len(), 3);
    assert_eq!(
        lines[0],
        json!({
            "code": "constraint-loosened",
            "message": "`maximum` of `limit` in the query of `GET /books` is 200, and was 100",
            "old": {"file": "old.yaml", "position": {"line": 13, "column": 81}, "pointer": pointer},
            "new": {"file": "new.yaml", "position": {"line": 13, "column": 81}, "pointer": pointer},
            "wire": {"old_client": true, "new_client": false},
            "caller": "same",
            "implementor": "differs",
        })
    );
    assert_eq!(lines[2], json!({"semver": "major", "before_one": "minor"}));
}

#[test]
fn for_github() {
    let expected = "\
::warning file=new.yaml,line=13,col=81,title=constraint-loosened::`maximum` of `limit` in the query of `GET /books` is \
200, and was 100 (wire: a new client cannot call an old server; caller: the same; implementor: compiles, and behaves \
differently)
::error file=new.yaml,line=104,col=20,title=operation-renamed::`GET /events` is called `watch`, and was `follow` (wire: \
old and new understand each other; caller: does not compile; implementor: does not compile)
::notice title=semver::major, or minor before 1.0 (2 changes, 1 breaking)
";
    assert_eq!(written(Format::Github), expected);
}

/// A workflow command is a line, and its properties end where a colon or a comma stands.
#[test]
fn signs_that_mean_something_to_github_are_escaped() {
    let old = super::common::source("a,b:c.yaml", BASE.replace("\"", ""));
    let new = super::common::source(
        "a,b:c.yaml",
        edited(&[("pattern: '^[0-9]+$'", "pattern: \"100%\\n\"")]),
    );
    let comparison = openapi_bindgen::diff::compare(&old, &new, None).unwrap();
    let text = print(&comparison, Format::Github);
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(
        text.starts_with("::error file=a%2Cb%3Ac.yaml,line="),
        "{text}"
    );
    assert!(text.contains("is 100%25%0A, and was"), "{text}");
}

#[test]
fn where_nothing_changed_the_last_line_is_the_only_one() {
    let nothing = compare(BASE.to_owned(), BASE.to_owned());
    assert_eq!(
        print(&nothing, Format::Text),
        "semver: none (nothing changed)\n"
    );
    let words = compare(
        BASE.to_owned(),
        edited(&[("summary: List books", "summary: Books")]),
    );
    let expected = "semver: patch (nothing changed but descriptions, order or spelling)\n";
    assert_eq!(print(&words, Format::Text), expected);
}
