//! Answers that come item by item.

use crate::common::Mock;

const STREAMS: &str = r##"
paths:
  /named:
    get:
      responses:
        '200':
          description: Events with names.
          content:
            text/event-stream:
              x-item-schema: {$ref: '#/components/schemas/Event'}
              x-event-name: {piece: delta}
  /given:
    get:
      responses:
        '200':
          description: The items of the example.
          content:
            text/event-stream:
              x-item-schema: {$ref: '#/components/schemas/Event'}
              x-event-name: {piece: delta}
              example: [{type: piece, text: one}, {type: piece, text: two}, {type: end}]
  /verbatim:
    get:
      responses:
        '200':
          description: The example as it goes over the wire.
          content:
            text/event-stream:
              x-item-schema: {$ref: '#/components/schemas/Event'}
              example: "id: 5\ndata: {\"type\": \"end\"}\n\n"
  /texts:
    get:
      responses:
        '200': {description: Texts., content: {text/event-stream: {schema: {type: string}, examples: {several: {value: [one, two]}}}}}
  /lines:
    get:
      responses:
        '200': {description: Lines., content: {application/jsonl: {x-item-schema: {type: object, properties: {n: {type: integer}}}, example: [{n: 1}, {n: 2}]}}}
components:
  schemas:
    Event:
      oneOf: [{$ref: '#/components/schemas/Piece'}, {$ref: '#/components/schemas/End'}]
      discriminator: {propertyName: type, mapping: {piece: '#/components/schemas/Piece', end: '#/components/schemas/End'}}
    Piece: {type: object, required: [type, text], properties: {type: {type: string, const: piece}, text: {type: string, examples: [a piece]}}}
    End: {type: object, required: [type], properties: {type: {type: string, const: end}}}
"##;

/// One of each alternative, in the order of the document, with the names that it gives them.
#[tokio::test]
async fn a_stream_that_is_made_up_has_an_item_of_each_kind() {
    let mock = Mock::of_paths(STREAMS).await;
    let answer = mock.get("/named").await;
    assert_eq!(answer.media_type(), "text/event-stream");
    let expected = "event: delta\ndata: {\"text\":\"a piece\",\"type\":\"piece\"}\n\n\
                    event: message\ndata: {\"type\":\"end\"}\n\n";
    assert_eq!(answer.text, expected);
}

#[tokio::test]
async fn the_items_of_an_example_come_one_by_one() {
    let mock = Mock::of_paths(STREAMS).await;
    let expected = "event: delta\ndata: {\"text\":\"one\",\"type\":\"piece\"}\n\n\
                    event: delta\ndata: {\"text\":\"two\",\"type\":\"piece\"}\n\n\
                    event: message\ndata: {\"type\":\"end\"}\n\n";
    assert_eq!(mock.get("/given").await.text, expected);
    assert_eq!(mock.get("/texts").await.text, "data: one\n\ndata: two\n\n");
    let lines = mock.get("/lines").await;
    assert_eq!(lines.text, "{\"n\":1}\n{\"n\":2}\n");
    assert_eq!(lines.media_type(), "application/jsonl");
}

#[tokio::test]
async fn an_example_that_is_a_text_is_the_stream_itself() {
    let mock = Mock::of_paths(STREAMS).await;
    let answer = mock.get("/verbatim").await;
    assert_eq!(answer.text, "id: 5\ndata: {\"type\": \"end\"}\n\n");
    assert_eq!(answer.media_type(), "text/event-stream");
}
