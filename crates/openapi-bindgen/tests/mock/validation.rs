//! Requests are refused with the place of each fault, as a generated server does it.

use serde_json::{Value, json};

use crate::common::{Answer, Mock};

const INPUTS: &str = r##"
paths:
  /shops/{shop}/files/{name}.json:
    post:
      parameters:
        - {name: shop, in: path, required: true, schema: {type: string, format: uuid}}
        - {name: name, in: path, required: true, schema: {type: string, maxLength: 3}}
        - {name: limit, in: query, required: true, schema: {type: integer, maximum: 10}}
        - {name: sort, in: query, schema: {type: array, items: {type: string, enum: [up, down]}}, explode: false}
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {min: {type: number}}}}
        - {name: x-trace, in: header, schema: {type: integer}}
        - {name: seen, in: cookie, schema: {type: boolean}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
      responses: {'204': {description: Kept.}}
  /upload:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [title, file]
              properties:
                title: {type: string, minLength: 2}
                file: {type: string, format: binary}
                count: {type: integer}
      responses: {'204': {description: Kept.}}
  /form:
    post:
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}
          text/plain: {schema: {type: string}}
          application/octet-stream: {}
      responses: {'204': {description: Kept.}}
components:
  schemas:
    Order:
      type: object
      required: [lines]
      additionalProperties: false
      properties:
        lines: {type: array, minItems: 1, items: {$ref: '#/components/schemas/Line'}}
        note: {type: [string, 'null']}
    Line:
      type: object
      required: [code]
      properties:
        code: {type: string, pattern: '^[a-z]+$'}
        parts: {type: array, items: {$ref: '#/components/schemas/Line'}}
"##;

const GOOD: &str = "/shops/6f1c1a52-6d0e-4b5e-9d1b-0b6a3f0c9c11/files/abc.json?limit=10";

fn faults(answer: &Answer) -> Vec<(Value, Value)> {
    assert_eq!(answer.status, 422, "{answer:?}");
    assert_eq!(answer.media_type(), "application/problem+json");
    let problem = answer.json();
    let errors = problem["errors"].as_array().unwrap().iter();
    let place = |error: &Value| match error.get("parameter") {
        Some(name) => json!([error["in"], name]),
        None => error["pointer"].clone(),
    };
    errors
        .map(|error| (place(error), error["code"].clone()))
        .collect()
}

async fn post(mock: &Mock, target: &str, body: &str) -> Answer {
    mock.post(target, "application/json", body).await
}

#[tokio::test]
async fn a_request_that_is_well_is_answered() {
    let mock = Mock::of_paths(INPUTS).await;
    let body = r#"{"lines": [{"code": "a", "parts": [{"code": "b"}]}], "note": null}"#;
    let target = format!("{GOOD}&sort=up,down&filter[min]=1.5");
    let headers = [
        ("content-type", "application/json"),
        ("x-trace", "5"),
        ("cookie", "seen=true"),
    ];
    let answer = mock.send("POST", &target, &headers, body).await;
    assert_eq!((answer.status, answer.text.as_str()), (204, ""));
}

#[tokio::test]
async fn every_fault_is_told_with_its_place() {
    let mock = Mock::of_paths(INPUTS).await;
    let target = "/shops/x/files/abcd.json?limit=11&sort=up,left&filter[min]=low";
    let body = r#"{"lines": [{"code": "A"}], "more": 1}"#;
    let headers = [
        ("content-type", "application/json"),
        ("x-trace", "x"),
        ("cookie", "seen=maybe"),
    ];
    let answer = mock.send("POST", target, &headers, body).await;
    let places: Vec<_> = faults(&answer)
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    let expected = json!([
        ["path", "shop"],
        ["path", "name"],
        ["query", "limit"],
        ["query", "sort"],
        ["query", "filter"],
        ["header", "x-trace"],
        ["cookie", "seen"],
        "#/lines/0/code",
        "#/more",
    ]);
    assert_eq!(Value::from(places), expected);
}

#[tokio::test]
async fn what_is_missing_is_told() {
    let mock = Mock::of_paths(INPUTS).await;
    let target = GOOD.replace("?limit=10", "");
    let answer = post(&mock, &target, "{}").await;
    let missing = json!("missing");
    let expected = [
        (json!(["query", "limit"]), missing.clone()),
        (json!("#/lines"), missing.clone()),
    ];
    assert_eq!(faults(&answer), expected);
    let answer = post(&mock, GOOD, "").await;
    assert_eq!(faults(&answer), [(json!("#"), missing)]);
}

/// A type that refers to itself is checked all the way down.
#[tokio::test]
async fn a_fault_deep_in_a_recursive_type_is_found() {
    let mock = Mock::of_paths(INPUTS).await;
    let body = r#"{"lines": [{"code": "a", "parts": [{"code": "b", "parts": [{"code": 5}]}]}]}"#;
    let answer = post(&mock, GOOD, body).await;
    let expected = json!("#/lines/0/parts/0/parts/0/code");
    assert_eq!(faults(&answer)[0].0, expected);
}

#[tokio::test]
async fn what_is_no_json_and_what_is_something_else_are_refused() {
    let mock = Mock::of_paths(INPUTS).await;
    let malformed = post(&mock, GOOD, "{\"lines\"").await;
    assert_eq!(malformed.status, 422);
    assert_eq!(malformed.json()["errors"][0]["code"], "json_invalid");
    let text = mock.post(GOOD, "text/plain", "lines").await;
    assert_eq!(text.status, 415);
}

#[tokio::test]
async fn paths_and_methods_that_are_not_there_are_refused() {
    let mock = Mock::of_paths(INPUTS).await;
    // The router does not see that this one does not end in `.json`.
    let other = GOOD.replace(".json", ".xml");
    for (method, target, status) in [
        ("POST", other.as_str(), 404),
        ("POST", "/nowhere", 404),
        ("GET", "/upload", 405),
    ] {
        let answer = mock.send(method, target, &[], "").await;
        assert_eq!(answer.status, status, "{method} {target}");
        assert_eq!(answer.json()["status"], status);
    }
}

#[tokio::test]
async fn the_parts_of_a_form_are_checked() {
    let mock = Mock::of_paths(INPUTS).await;
    let form = |parts: &[(&str, &str)]| {
        let parts = parts.iter().map(|(name, text)| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
        });
        parts.collect::<String>() + "--x--\r\n"
    };
    let multipart = "multipart/form-data; boundary=x";
    let good = form(&[("title", "ab"), ("file", "bytes"), ("count", "3")]);
    assert_eq!(mock.post("/upload", multipart, &good).await.status, 204);
    let bad = form(&[("title", "a"), ("count", "three")]);
    let answer = mock.post("/upload", multipart, &bad).await;
    let places: Vec<_> = faults(&answer)
        .into_iter()
        .map(|(place, _)| place)
        .collect();
    assert_eq!(Value::from(places), json!(["#/title", "#/file", "#/count"]));
}

#[tokio::test]
async fn a_body_is_checked_by_its_media_type() {
    let mock = Mock::of_paths(INPUTS).await;
    let form = "application/x-www-form-urlencoded";
    for (media_type, body, status) in [
        (form, "a=1", 204),
        (form, "a=one", 422),
        (form, "b=1", 422),
        ("text/plain", "anything", 204),
        ("application/octet-stream", "\u{1}\u{2}", 204),
        ("application/json", "{}", 415),
    ] {
        let answer = mock.post("/form", media_type, body).await;
        assert_eq!(answer.status, status, "{media_type} {body}");
    }
}

/// A body that nobody needs is taken in all the same: the caller is not cut off, and the connection goes on.
#[tokio::test]
async fn a_large_body_of_bytes_is_taken_in() {
    let mock = Mock::of_paths(INPUTS).await;
    let body = "x".repeat(5 * 1024 * 1024);
    let answer = mock.post("/form", "application/octet-stream", &body).await;
    assert_eq!(answer.status, 204);
}

/// A document with FastAPI's errors gets FastAPI's errors.
#[tokio::test]
async fn faults_are_told_in_the_shape_that_the_document_declares() {
    let document =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi.yaml"));
    let mock = Mock::start(&document.unwrap()).await;
    let headers = [
        ("authorization", "Bearer key"),
        ("content-type", "application/json"),
    ];
    let answer = mock
        .send(
            "POST",
            "/api/v1/chat?project_id=abc",
            &headers,
            r#"{"index_ids": [1]}"#,
        )
        .await;
    assert_eq!(answer.status, 422);
    let detail = answer.json()["detail"].clone();
    let told: Vec<_> = detail
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| json!([fault["loc"], fault["type"]]))
        .collect();
    let expected = json!([
        [["query", "project_id"], "uuid_parsing"],
        [["body", "index_ids", 0], "string_type"],
    ]);
    assert_eq!(Value::from(told), expected);
}

/// As a generated server does: in the schema of the operation, with the status that it declares for faults.
#[tokio::test]
async fn refusals_are_in_the_declared_schemas() {
    let document = include_str!("../fixtures/accept/errors.yaml");
    let mock = Mock::start(document).await;
    let headers = [
        ("authorization", "Bearer key"),
        ("content-type", "application/json"),
    ];
    let answer = mock.send("POST", "/stripe", &headers, "{}").await;
    assert_eq!(answer.status, 400);
    let message = "The request does not match its declaration: body name: Field required";
    let error = json!({"type": "invalid_request_error", "message": message, "param": "name"});
    assert_eq!(answer.json(), json!({ "error": error }));
    let answer = mock.send("POST", "/by_field", &headers[1..], "{}").await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.json(),
        json!({"message": "Not authenticated", "errors": {}})
    );
    let answer = mock.send("GET", "/stripe", &headers, "").await;
    assert_eq!(answer.status, 405);
    assert_eq!(answer.json(), json!({"message": "Method Not Allowed"}));
}
