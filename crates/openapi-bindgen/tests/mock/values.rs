//! Where the document gives no example a value is made up, of what it says of the parts.

use serde_json::{Value, json};

use crate::common::Mock;

const PARTS: &str = r##"
paths:
  /order:
    get:
      responses:
        '200': {description: An order., content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
  /page:
    get:
      responses:
        '200': {description: A page., content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}
  /tree:
    get:
      responses:
        '200': {description: A tree., content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}}
  /code:
    get:
      responses:
        '200': {description: A code., content: {application/json: {schema: {type: string, pattern: '^[A-Z]{3}-\d{2}$'}}}}
  /nothing:
    get:
      responses:
        '200': {description: No text is like that., content: {application/json: {schema: {type: string, pattern: '^(?!a)a$'}}}}
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id: {type: string, examples: [ord-7]}
        state: {type: string, enum: [open, closed]}
        amount: {type: number, minimum: 10, maximum: 20}
        pieces: {type: integer, default: 3}
        gift: {type: boolean}
        note: {type: [string, 'null']}
        customer: {$ref: '#/components/schemas/Customer'}
        kind: {type: string, const: order}
    Customer:
      allOf:
        - {type: object, properties: {name: {type: string, example: Zoë}}}
        - {type: object, properties: {city: {type: string}}}
    Page:
      type: object
      properties:
        items: {type: array, minItems: 2, items: {$ref: '#/components/schemas/Customer'}}
        next: {anyOf: [{type: string}, {type: 'null'}]}
    Tree:
      type: object
      required: [children]
      properties: {children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}
"##;

/// Each property has its example, its default, or else the first that its schema allows.
#[tokio::test]
async fn a_value_is_made_of_the_examples_and_defaults_of_its_parts() {
    let mock = Mock::of_paths(PARTS).await;
    let expected = json!({
        "id": "ord-7",
        "state": "open",
        "amount": 10.0,
        "pieces": 3,
        "gift": false,
        "note": null,
        "customer": {"name": "Zoë", "city": "text"},
        "kind": "order",
    });
    assert_eq!(mock.get("/order").await.json(), expected);
}

/// A page token that is made up would lead a client from page to page for ever.
#[tokio::test]
async fn a_page_that_is_made_up_is_the_last() {
    let mock = Mock::of_paths(PARTS).await;
    let customer = json!({"name": "Zoë", "city": "text"});
    let expected = json!({"items": [customer, customer], "next": null});
    assert_eq!(mock.get("/page").await.json(), expected);
}

#[tokio::test]
async fn a_value_that_contains_itself_ends() {
    let mock = Mock::of_paths(PARTS).await;
    let mut tree = mock.get("/tree").await.json();
    let mut depth = 0;
    while let Some(child) = tree["children"].get(0) {
        tree = child.clone();
        depth += 1;
    }
    assert_eq!(tree, json!({"children": []}));
    assert!(depth > 0);
}

#[tokio::test]
async fn a_pattern_is_met_or_its_example_is_asked_for() {
    let mock = Mock::of_paths(PARTS).await;
    let code = mock.get("/code").await.json();
    let code: Vec<char> = code.as_str().unwrap().chars().collect();
    assert_eq!(code.len(), 6);
    assert!(code[..3].iter().all(char::is_ascii_uppercase), "{code:?}");
    assert_eq!(code[3], '-');
    assert!(code[4..].iter().all(char::is_ascii_digit), "{code:?}");

    let nothing = mock.get("/nothing").await;
    assert_eq!(nothing.status, 501);
    let detail = nothing.json()["detail"].clone();
    assert!(detail.as_str().unwrap().contains("`example`"), "{detail}");
}

#[tokio::test]
async fn an_answer_is_the_same_each_time() {
    let mock = Mock::of_paths(PARTS).await;
    let first: Value = mock.get("/code").await.json();
    assert_eq!(mock.get("/code").await.json(), first);
}
