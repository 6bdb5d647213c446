//! What the document gives for an example is what is answered.

use serde_json::json;

use crate::common::Mock;

/// Every place in which a document gives examples of a body.
const PLACES: &str = r##"
paths:
  /example:
    get:
      responses:
        '200':
          description: Its own example.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
              example: {name: lamp, colour: red}
  /examples:
    get:
      responses:
        '200':
          description: The first of several, one of which is elsewhere.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
              examples:
                second-hand: {$ref: '#/components/examples/SecondHand'}
                new: {value: {name: new}}
  /referred:
    get: {responses: {'200': {$ref: '#/components/responses/Chair'}}}
  /schema:
    get:
      responses:
        '200':
          description: The example of the schema.
          content: {application/json: {schema: {$ref: '#/components/schemas/Shelf'}}}
  /array:
    get:
      responses:
        '200':
          description: The example of a schema without a name.
          content: {application/json: {schema: {type: array, items: {type: integer}, examples: [[3, 1, 4], [1]]}}}
  /text:
    get: {responses: {'200': {description: A text., content: {text/plain: {schema: {type: string}, example: 'hello, you'}}}}}
  /bytes:
    get: {responses: {'200': {description: Bytes., content: {application/pdf: {schema: {type: string, format: binary}, example: '%PDF'}}}}}
components:
  examples:
    SecondHand: {value: {name: old, colour: faded}}
  responses:
    Chair:
      description: A chair.
      content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {name: chair}}}
  schemas:
    Thing: {type: object, required: [name], properties: {name: {type: string}, colour: {type: string}}}
    Shelf:
      type: object
      properties: {width: {type: integer}, things: {type: array, items: {$ref: '#/components/schemas/Thing'}}}
      example: {width: 80, things: []}
"##;

#[tokio::test]
async fn an_example_is_found_wherever_the_document_gives_one() {
    let mock = Mock::of_paths(PLACES).await;
    for (target, expected) in [
        ("/example", json!({"name": "lamp", "colour": "red"})),
        ("/examples", json!({"name": "old", "colour": "faded"})),
        ("/referred", json!({"name": "chair"})),
        ("/schema", json!({"width": 80, "things": []})),
        ("/array", json!([3, 1, 4])),
    ] {
        let answer = mock.get(target).await;
        assert_eq!(answer.status, 200, "{target}");
        assert_eq!(answer.media_type(), "application/json", "{target}");
        assert_eq!(answer.json(), expected, "{target}");
    }
}

#[tokio::test]
async fn an_example_of_a_text_is_that_text() {
    let mock = Mock::of_paths(PLACES).await;
    let text = mock.get("/text").await;
    assert_eq!(text.text, "hello, you");
    assert_eq!(text.media_type(), "text/plain; charset=utf-8");
    let bytes = mock.get("/bytes").await;
    assert_eq!(bytes.text, "%PDF");
    assert_eq!(bytes.media_type(), "application/pdf");
}

/// An example may be longer than what is made up, and other than the schema says: it is what the document's author wants
/// to see.
#[tokio::test]
async fn an_example_is_given_as_it_is() {
    let mock = Mock::of_paths(
        r"
paths:
  /a:
    get:
      responses:
        '200':
          description: An example that is older than its schema.
          content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: integer}}}, example: {key: x}}}
",
    )
    .await;
    assert_eq!(mock.get("/a").await.json(), json!({"key": "x"}));
}

#[tokio::test]
async fn a_header_has_its_own_example() {
    let mock = Mock::of_paths(
        r"
paths:
  /a:
    get:
      responses:
        '204':
          description: Headers.
          headers:
            x-count: {schema: {type: integer}, example: 17}
            x-names: {schema: {type: array, items: {type: string}, examples: [[a, b]]}}
            x-made-up: {schema: {type: integer, minimum: 5}}
",
    )
    .await;
    let answer = mock.get("/a").await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("x-count"), Some("17"));
    assert_eq!(answer.header("x-names"), Some("a,b"));
    assert_eq!(answer.header("x-made-up"), Some("5"));
}
