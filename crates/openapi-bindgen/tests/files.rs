//! Documents in several files: references from one to the other, and those that lead nowhere.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use openapi_bindgen::Report;
use openapi_bindgen::ir::{Api, Kind, TypeKind};
use openapi_bindgen::source::Source;
use tempfile::TempDir;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn lower(document: &Path, within: Option<&Path>) -> (Api, Report) {
    let source = Source::read_within(document, within).unwrap_or_else(|error| panic!("{error}"));
    openapi_bindgen::lower(&source).unwrap_or_else(|error| panic!("{error}"))
}

fn fields<'a>(api: &'a Api, name: &str) -> Vec<(&'a str, &'a Kind)> {
    let def = api.types.iter().find(|def| def.name == name);
    let def = def.unwrap_or_else(|| panic!("{name} is none of {:?}", names(api)));
    let TypeKind::Struct(object) = &def.kind else {
        panic!("{def:?}");
    };
    let fields = object.fields.iter();
    fields
        .map(|field| (field.wire.as_str(), &field.shape.kind))
        .collect()
}

fn names(api: &Api) -> Vec<&str> {
    api.types.iter().map(|def| def.name.as_str()).collect()
}

/// The name of the type that a kind is.
fn named<'a>(api: &'a Api, kind: &Kind) -> &'a str {
    match kind {
        Kind::Named(id) => &api.type_def(*id).name,
        other => panic!("{other:?}"),
    }
}

const DOCUMENT: &str = "openapi: 3.1.0
info: {title: Files, version: '1'}
paths:
  /a: {$ref: paths/a.yaml}
";

#[test]
fn references_lead_to_files_and_on_from_there() {
    let folder = folder(&[
        ("openapi.yaml", DOCUMENT),
        (
            "paths/a.yaml",
            "get:
  operationId: a
  parameters: [{$ref: '../parts.json#/parameters/Page~1Size'}]
  responses: {'200': {description: A., content: {application/json: {schema: {$ref: ../schemas/Pet%20Shop.yaml}}}}}
",
        ),
        (
            "parts.json",
            r#"{"parameters": {"Page/Size": {"name": "page_size", "in": "query", "schema": {"type": "integer"}}}}"#,
        ),
        (
            "schemas/Pet Shop.yaml",
            "type: object
properties:
  # In a circle, through two files.
  owner: {$ref: 'owner.yaml#/Owner'}
  cat: {$ref: 'owner.yaml#cat'}
  size: {$ref: '#/$defs/size'}
$defs:
  size: {type: integer}
",
        ),
        (
            "schemas/owner.yaml",
            "Owner: {type: object, properties: {shop: {$ref: 'Pet%20Shop.yaml'}}}
Cat: {$anchor: cat, type: object, properties: {name: {type: string}}}
",
        ),
    ]);
    let (api, report) = lower(&folder.path().join("openapi.yaml"), None);
    assert!(report.diagnostics.is_empty(), "{}", report.diagnostics);
    assert_eq!(api.operations[0].parameters[0].wire, "page_size");
    let shop = fields(&api, "PetShop");
    let wires: Vec<_> = shop.iter().map(|(wire, _)| *wire).collect();
    assert_eq!(wires, ["owner", "cat", "size"]);
    assert_eq!(named(&api, shop[0].1), "Owner");
    assert_eq!(named(&api, shop[1].1), "Cat");
    assert_eq!(named(&api, shop[2].1), "Size");
    assert_eq!(named(&api, fields(&api, "Owner")[0].1), "PetShop");
}

#[test]
fn mistakes_in_another_file_are_located_there() {
    let folder = folder(&[
        ("openapi.yaml", DOCUMENT),
        (
            "paths/a.yaml",
            "get:\n  operationId: a\n  parameters: 5\n  responses: {}\n",
        ),
    ]);
    let document = folder.path().join("openapi.yaml");
    let (_, report) = lower(&document, None);
    let found = report.diagnostics.iter().next().unwrap();
    let file = folder.path().join("paths/a.yaml").display().to_string();
    assert_eq!((&*found.file, found.position.line), (&*file, 3));
    assert_eq!(found.pointer, "paths/a.yaml#/get/parameters");
}

/// What each reference of an operation's is refused for.
fn refusal(document: &Path, within: Option<&Path>) -> String {
    let (_, report) = lower(document, within);
    let refused = &report.operations.refused;
    assert_eq!(refused.len(), 1, "{refused:?}");
    format!("{}: {}", refused[0].code, refused[0].reason)
}

#[test]
fn references_do_not_leave_the_folder_unless_they_may() {
    let inside =
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {/a: {$ref: '../shared/a.yaml'}}\n";
    let item = "get: {operationId: a, responses: {'204': {description: Done.}}}\n";
    let folder = folder(&[("api/openapi.yaml", inside), ("shared/a.yaml", item)]);
    let document = folder.path().join("api/openapi.yaml");
    assert_eq!(
        refusal(&document, None),
        "external-reference: `../shared/a.yaml` leads out of the document's folder"
    );
    let (api, report) = lower(&document, Some(folder.path()));
    assert!(report.diagnostics.is_empty(), "{}", report.diagnostics);
    assert_eq!(api.operations.len(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_does_not_lead_out_of_it() {
    let folder = folder(&[("api/openapi.yaml", DOCUMENT), ("secret.yaml", "get: {}\n")]);
    std::fs::create_dir(folder.path().join("api/paths")).unwrap();
    std::os::unix::fs::symlink(
        folder.path().join("secret.yaml"),
        folder.path().join("api/paths/a.yaml"),
    )
    .unwrap();
    assert_eq!(
        refusal(&folder.path().join("api/openapi.yaml"), None),
        "external-reference: `paths/a.yaml` leads out of the document's folder"
    );
}

#[test]
fn nothing_is_fetched_and_what_is_missing_is_told() {
    for (reference, expected) in [
        (
            "https://example.com/a.yaml#/x",
            "leads to another machine, and nothing is fetched",
        ),
        (
            "//example.com/a.yaml",
            "leads to another machine, and nothing is fetched",
        ),
        (
            "file:///etc/hosts",
            "leads to another machine, and nothing is fetched",
        ),
        ("/etc/hosts", "leads out of the document's folder"),
        (
            "broken.yaml",
            "cannot be read: this is neither JSON nor YAML: unclosed bracket '[' (line 1)",
        ),
    ] {
        let text = DOCUMENT.replace("paths/a.yaml", &format!("'{reference}'"));
        let folder = folder(&[("openapi.yaml", &text), ("broken.yaml", "[")]);
        assert_eq!(
            refusal(&folder.path().join("openapi.yaml"), None),
            format!("external-reference: `{reference}` {expected}")
        );
    }
}

/// What has an identifier is found by it, wherever that says it is.
#[test]
fn identifiers_of_the_document_need_no_network() {
    let text = "openapi: 3.1.0
info: {title: A, version: '1'}
paths: {/a: {get: {operationId: a, responses: {'204': {description: Done.}}}}}
components:
  schemas:
    Holder: {type: object, properties: {x: {$ref: 'https://example.com/x'}}}
    X: {$id: 'https://example.com/x', type: object, properties: {y: {type: string}}}
";
    let folder = folder(&[("openapi.yaml", text)]);
    let (api, report) = lower(&folder.path().join("openapi.yaml"), None);
    assert!(report.diagnostics.is_empty(), "{}", report.diagnostics);
    assert_eq!(named(&api, fields(&api, "Holder")[0].1), "X");
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let folder = folder(&[]);
    let document = folder.path().join("openapi.yaml");
    let file = std::fs::File::create(&document).unwrap();
    file.set_len(200 * 1024 * 1024).unwrap();
    let error = Source::read(&document).unwrap_err().to_string();
    assert!(error.contains("it has 209715200 bytes"), "{error}");
}
