//! What a caller would rather be answered: `Prefer`, as Prism reads it, and `Accept`.

use serde_json::{Value, json};

use crate::common::Mock;

const CHOICE: &str = r##"
paths:
  /things/{id}:
    get:
      operationId: get_thing
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        '404': {description: None., content: {application/json: {schema: {type: object}, example: {gone: true}}}}
        '203': {description: A copy., content: {application/json: {schema: {type: object}, example: {copy: true}}}}
        '200':
          description: The thing.
          content:
            application/json:
              schema: {type: object, required: [n], properties: {n: {type: integer}}}
              examples: {one: {value: {n: 11}}, other one: {value: {n: 12}}}
            text/csv:
              schema: {type: string}
              examples: {table: {value: 'n;11'}}
        5XX: {description: Failed., content: {application/json: {schema: {type: object}, example: {failed: true}}}}
  /none:
    get:
      operationId: get_none
      responses:
        4XX: {description: Wrong., content: {application/json: {schema: {type: object}, example: {wrong: true}}}}
        default: {description: Any., content: {application/json: {schema: {type: object}, example: {any: true}}}}
  /only-errors:
    get:
      responses: {'410': {description: Gone., content: {application/json: {schema: {type: object}, example: {gone: true}}}}}
"##;

async fn preferring(mock: &Mock, target: &str, preference: &str) -> (u16, Value) {
    let answer = mock.get_with(target, &[("prefer", preference)]).await;
    (answer.status, answer.json())
}

#[tokio::test]
async fn the_usual_answer_is_the_first_success() {
    let mock = Mock::of_paths(CHOICE).await;
    let usual = mock.get("/things/1").await;
    assert_eq!((usual.status, usual.json()), (200, json!({"n": 11})));
    let any = mock.get("/none").await;
    assert_eq!((any.status, any.json()), (200, json!({"any": true})));
    let only = mock.get("/only-errors").await;
    assert_eq!((only.status, only.json()), (410, json!({"gone": true})));
}

#[tokio::test]
async fn a_code_chooses_among_the_declared_responses() {
    let mock = Mock::of_paths(CHOICE).await;
    for (target, code, expected) in [
        ("/things/1", 404, json!({"gone": true})),
        ("/things/1", 203, json!({"copy": true})),
        ("/things/1", 503, json!({"failed": true})),
        ("/none", 418, json!({"wrong": true})),
        ("/none", 302, json!({"any": true})),
    ] {
        let answer = preferring(&mock, target, &format!("code={code}")).await;
        assert_eq!(answer, (code, expected), "{target}");
    }
}

#[tokio::test]
async fn a_code_that_is_not_declared_is_refused_with_those_that_are() {
    let mock = Mock::of_paths(CHOICE).await;
    let (status, problem) = preferring(&mock, "/things/1", "code=418").await;
    assert_eq!(status, 400);
    assert_eq!(
        problem["detail"],
        "`get_thing` declares no response 418, but 200, 203, 404, 5XX"
    );
    let (status, problem) = preferring(&mock, "/things/1", "code=teapot").await;
    assert_eq!(status, 400);
    assert_eq!(problem["detail"], "`Prefer: code=teapot` names no status");
}

#[tokio::test]
async fn an_example_is_chosen_by_its_name() {
    let mock = Mock::of_paths(CHOICE).await;
    let quoted = preferring(&mock, "/things/1", "example=\"other one\"").await;
    assert_eq!(quoted, (200, json!({"n": 12})));
    // The media type that has it.
    let table = mock
        .get_with("/things/1", &[("prefer", "example=table")])
        .await;
    assert_eq!(table.text, "n;11");
    assert!(table.media_type().starts_with("text/csv"), "{table:?}");
    let (status, problem) = preferring(&mock, "/things/1", "code=200, example=third").await;
    assert_eq!(status, 400);
    assert_eq!(
        problem["detail"],
        "`Prefer: example=third` names no example of this response, which has one, other one, table"
    );
}

#[tokio::test]
async fn a_dynamic_answer_is_made_up() {
    let mock = Mock::of_paths(CHOICE).await;
    let made_up = preferring(&mock, "/things/1", "dynamic=true").await;
    assert_eq!(made_up, (200, json!({"n": 1})));
    let given = preferring(&mock, "/things/1", "dynamic=false").await;
    assert_eq!(given, (200, json!({"n": 11})));
}

#[tokio::test]
async fn the_media_type_is_the_one_that_is_accepted() {
    let mock = Mock::of_paths(CHOICE).await;
    for (accept, expected) in [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/json;q=0.5, text/*", "text/csv; charset=utf-8"),
        ("*/*", "application/json"),
        // Nothing else is there to be had.
        ("image/png", "application/json"),
    ] {
        let answer = mock.get_with("/things/1", &[("accept", accept)]).await;
        assert_eq!(
            (answer.status, answer.media_type()),
            (200, expected),
            "{accept}"
        );
    }
}

/// What is wrong with the request comes before what the caller would rather have.
#[tokio::test]
async fn a_faulty_request_is_refused_whatever_it_prefers() {
    let mock = Mock::of_paths(CHOICE).await;
    let (status, problem) = preferring(&mock, "/things/one", "code=404").await;
    assert_eq!(status, 422);
    assert_eq!(problem["errors"][0]["parameter"], "id");
}
