//! The usual answer of an operation, as data: what a generated mock gives unless it is told otherwise.

use serde_json::{Value, json};

use super::body::event;
use super::target::{self, scalar};
use crate::ir::{Api, Content, Examples, Media, Operation};
use crate::sample::{Place, Sampler, Size, accepts};

/// Values are made up from the same seed each time.
const SEED: u64 = 0;

/// The usual answer of the operation at a place: the document's examples where they are what it declares, or else values
/// made up; `None` where none is found.
pub fn answer(api: &Api, examples: &Examples, index: usize) -> Option<Value> {
    let operation = api.operations.get(index)?;
    let (response, status) = operation.usual()?;
    let mut usual = Usual {
        examples,
        sampler: Sampler::new(api, SEED).with_examples(examples),
        operation,
        place: (index, response),
    };
    let mut answer = json!({"status": status});
    let headers = usual.headers()?;
    if !headers.is_empty() {
        answer["headers"] = json!(headers);
    }
    if let Some(content) = operation.responses[response].bodies.first() {
        answer["body"] = usual.body(content)?;
    }
    Some(answer)
}

struct Usual<'a> {
    examples: &'a Examples,
    sampler: Sampler<'a>,
    operation: &'a Operation,
    /// The places of the operation and of the response.
    place: (usize, usize),
}

impl Usual<'_> {
    fn headers(&mut self) -> Option<Vec<(String, String)>> {
        let (operation, response) = self.place;
        let mut headers = Vec::new();
        for (place, header) in self.operation.responses[response]
            .headers
            .iter()
            .enumerate()
        {
            let example = self.examples.headers.get(&(operation, response, place));
            let example = example.filter(|value| accepts(self.sampler.api(), &header.shape, value));
            let value = example.cloned().or_else(|| {
                let value = self
                    .sampler
                    .value(&header.shape, Size::Plain, Place::Header);
                value.map(|value| value.sent)
            });
            match value.and_then(|value| target::text(header, &value)) {
                Some(text) => headers.push((header.wire.to_lowercase(), text)),
                None if header.required => return None,
                None => {}
            }
        }
        Some(headers)
    }

    fn body(&mut self, content: &Content) -> Option<Value> {
        let (operation, response) = self.place;
        let (media_type, api) = (content.concrete_type(), self.sampler.api());
        let example = self.examples.of_body(operation, response, 0).first();
        let example = example.map(|example| &example.value);
        let fits = |value: &&Value| accepts(api, &content.shape, value);
        Some(match &content.media {
            Media::Json => {
                let example = example.filter(fits).cloned();
                let value = example.or_else(|| {
                    let value = self.sampler.value(&content.shape, Size::Plain, Place::Json);
                    value.map(|value| value.sent)
                });
                json!({"type": media_type, "json": value?})
            }
            Media::Events(_) | Media::Texts | Media::Lines => match example {
                // A text is taken for what goes over the wire.
                Some(Value::String(text)) => json!({"type": media_type, "text": text}),
                example => {
                    let items = example.and_then(Value::as_array);
                    let items = items.filter(|items| items.iter().all(|item| fits(&item)));
                    let items = items.cloned();
                    let items =
                        items.unwrap_or_else(|| self.sampler.items(&content.shape, Size::Plain));
                    stream(content, &media_type, items)
                }
            },
            _ => {
                let text = example.map_or_else(|| Some("text".into()), scalar)?;
                json!({"type": media_type, "text": text})
            }
        })
    }
}

fn stream(content: &Content, media_type: &str, items: Vec<Value>) -> Value {
    match &content.media {
        Media::Events(names) => {
            let events: Vec<_> = items
                .iter()
                .map(|item| event(names.as_ref(), item))
                .collect();
            json!({"type": media_type, "events": events})
        }
        Media::Texts => json!({"type": media_type, "texts": items}),
        _ => json!({"type": media_type, "lines": items}),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::lower;
    use crate::source::Source;

    /// The usual answer of `GET /a`, by its responses.
    fn answer(responses: &str) -> Option<Value> {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: A, version: '1'}}\npaths: {{/a: {{get: {{responses: {{{responses}}}}}}}}}\n"
        );
        let source = Source::parse("a.yaml", text).unwrap();
        let (api, report) = crate::lower(&source).unwrap();
        assert!(report.diagnostics.is_empty(), "{:?}", report.diagnostics);
        super::answer(&api, &lower::examples(&source, &api), 0)
    }

    #[test]
    fn the_first_success_is_the_usual_answer() {
        let json = "content: {application/json: {schema: {type: integer}, example: 5}}";
        let headers =
            "headers: {x-list: {schema: {type: array, items: {type: integer}}, example: [1, 2]}}";
        let responses = format!(
            "'404': {{description: None.}}, '201': {{description: Made., {headers}, {json}}}"
        );
        let expected = json!({
            "status": 201,
            "headers": [["x-list", "1,2"]],
            "body": {"type": "application/json", "json": 5},
        });
        assert_eq!(answer(&responses), Some(expected));
        let nothing = answer("'404': {description: None.}");
        assert_eq!(nothing, Some(json!({"status": 404})));
    }

    /// It has a type, which reads nothing else.
    #[test]
    fn an_example_that_is_not_what_is_declared_is_left_aside() {
        let json = "content: {application/json: {schema: {type: integer}, example: five}}";
        let made_up = answer(&format!("'200': {{description: A number., {json}}}"));
        let body = json!({"type": "application/json", "json": 1});
        assert_eq!(made_up, Some(json!({"status": 200, "body": body})));
    }

    #[test]
    fn a_value_that_is_not_found_is_no_answer() {
        let json = "content: {application/json: {schema: {type: string, pattern: '^(?!a)a$'}}}";
        assert_eq!(
            answer(&format!("'200': {{description: None., {json}}}")),
            None
        );
    }

    #[test]
    fn a_stream_has_the_items_of_its_example() {
        let stream = |example: &str| {
            let schema = "x-item-schema: {type: object, properties: {n: {type: integer}}}";
            let content =
                format!("content: {{application/jsonl: {{{schema}, example: {example}}}}}");
            answer(&format!("'200': {{description: Lines., {content}}}")).unwrap()["body"].clone()
        };
        let media_type = "application/jsonl";
        let given = json!({"type": media_type, "lines": [{"n": 3}, {"n": 4}]});
        assert_eq!(stream("[{n: 3}, {n: 4}]"), given);
        let verbatim = json!({"type": media_type, "text": "{}\n"});
        assert_eq!(stream("\"{}\\n\""), verbatim);
        let made_up = json!({"type": media_type, "lines": [{"n": 1}]});
        assert_eq!(stream("[{n: x}]"), made_up);
    }
}
