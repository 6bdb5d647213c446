//! A declared response, given: an example of the document's, or a value made up.

use std::convert::Infallible;

use axum::response::Response;
use futures_util::stream;
use http::StatusCode;
use openapi_runtime::{self as runtime, EventStream, preferred, server};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::operation::Document;
use super::preference::Preference;
use super::schemas::Schemas;
use super::{leak, request};
use crate::ir::{Content, EventNames, Kind, Media, Shape, Status, TypeKind};
use crate::sample::{Place, Sampler, Size};

/// Values are made up from the same seed each time, so that an answer is always the same.
const SEED: u64 = 0;

/// A declared response.
pub(super) struct Answer {
    document: &'static Document,
    operation: usize,
    response: usize,
    /// Its statuses.
    pub(super) status: Status,
    headers: Vec<runtime::Parameter>,
    /// The media types of its bodies as they are written.
    media_types: Vec<&'static str>,
}

/// Why there is no answer, and what to do.
#[derive(Debug)]
pub(super) struct NoAnswer {
    pub(super) status: StatusCode,
    pub(super) detail: String,
}

/// What a body says.
enum Said {
    Whole(Value),
    Items(Vec<Value>),
}

impl Answer {
    pub(super) fn new(
        document: &'static Document,
        schemas: Schemas,
        operation: usize,
        response: usize,
    ) -> Self {
        let declared = &document.api.operations[operation].responses[response];
        let headers = declared.headers.iter();
        let bodies = declared.bodies.iter();
        Self {
            document,
            operation,
            response,
            status: declared.status,
            headers: headers
                .map(|header| request::parameter(header, schemas))
                .collect(),
            media_types: bodies
                .map(|body| leak::text(&body.written_type()))
                .collect(),
        }
    }

    fn declared(&self) -> &'static crate::ir::Response {
        &self.document.api.operations[self.operation].responses[self.response]
    }

    fn sampler(&self) -> Sampler<'static> {
        let sampler = Sampler::new(&self.document.api, SEED);
        sampler.with_examples(&self.document.examples)
    }

    /// The response, as far as it is as the caller would rather have it.
    ///
    /// # Errors
    /// [`NoAnswer`] where there is no such example, or no value is found.
    pub(super) fn give(&self, status: u16, preference: &Preference) -> Result<Response, NoAnswer> {
        let mut response = match self.body(preference) {
            None => server::empty(status),
            Some(index) => {
                let said = self.said(index, preference)?;
                write(
                    self.document,
                    status,
                    self.content(index),
                    self.media_types[index],
                    said,
                )
            }
        };
        for (index, header) in self.headers.iter().enumerate() {
            if let Some(value) = self.header(index) {
                server::header(&mut response, header, &value);
            }
        }
        Ok(response)
    }

    fn content(&self, index: usize) -> &'static Content {
        &self.declared().bodies[index]
    }

    /// Which of the bodies: the one that has the example, or the one whose media type the caller would rather have. The
    /// first where none will do, as a server does that knows but one.
    fn body(&self, preference: &Preference) -> Option<usize> {
        let bodies = &self.declared().bodies;
        if let Some(name) = &preference.example {
            let has_it = |index: &usize| self.examples(*index).iter().any(|one| one.name == *name);
            if let Some(index) = (0..bodies.len()).find(has_it) {
                return Some(index);
            }
        }
        let offered: Vec<_> = self.media_types.clone();
        let wanted = preferred(preference.accept.as_deref(), &offered);
        let index = offered.iter().position(|offer| Some(*offer) == wanted);
        index.or((!bodies.is_empty()).then_some(0))
    }

    fn examples(&self, body: usize) -> &'static [crate::ir::Example] {
        let examples = &self.document.examples;
        examples.of_body(self.operation, self.response, body)
    }

    fn said(&self, index: usize, preference: &Preference) -> Result<Said, NoAnswer> {
        let examples = self.examples(index);
        let example = match &preference.example {
            Some(name) => {
                let named = examples.iter().find(|one| one.name == *name);
                Some(named.ok_or_else(|| self.no_example(name))?)
            }
            None => examples.first().filter(|_| !preference.dynamic),
        };
        let content = self.content(index);
        let is_stream = matches!(
            content.media,
            Media::Events(_) | Media::Texts | Media::Lines
        );
        match example.map(|example| example.value.clone()) {
            Some(Value::Array(items)) if is_stream => Ok(Said::Items(items)),
            // A text is taken for what goes over the wire.
            Some(value) if !is_stream || value.is_string() => Ok(Said::Whole(value)),
            Some(item) => Ok(Said::Items(vec![item])),
            None if is_stream => {
                let items = self.sampler().items(&content.shape, Size::Plain);
                Ok(Said::Items(items))
            }
            None => {
                let value = self
                    .sampler()
                    .value(&content.shape, Size::Plain, Place::Json);
                value.map(|value| Said::Whole(value.sent)).ok_or_else(|| NoAnswer {
                    status: StatusCode::NOT_IMPLEMENTED,
                    detail: "No value was found that the schema of this response allows: give the response an `example`"
                        .into(),
                })
            }
        }
    }

    fn no_example(&self, name: &str) -> NoAnswer {
        let bodies = 0..self.declared().bodies.len();
        let names = bodies.flat_map(|body| self.examples(body));
        let names: Vec<_> = names
            .map(|known| known.name.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        let known = match names.as_slice() {
            [] => "no example with a name".to_owned(),
            names => names.join(", "),
        };
        NoAnswer {
            status: StatusCode::BAD_REQUEST,
            detail: format!(
                "`Prefer: example={name}` names no example of this response, which has {known}"
            ),
        }
    }

    fn header(&self, index: usize) -> Option<Value> {
        let examples = &self.document.examples.headers;
        let example = examples.get(&(self.operation, self.response, index));
        example.cloned().or_else(|| {
            let header = &self.declared().headers[index];
            let value = self
                .sampler()
                .value(&header.shape, Size::Plain, Place::Header);
            value.map(|value| value.sent)
        })
    }
}

fn write(
    document: &'static Document,
    status: u16,
    content: &'static Content,
    media_type: &'static str,
    said: Said,
) -> Response {
    match (&content.media, said) {
        (Media::Json, Said::Whole(value)) => server::json(status, media_type, &value),
        (Media::Text, Said::Whole(value)) => server::text(status, media_type, text(&value)),
        (Media::Open, Said::Whole(value)) => {
            let content = runtime::Content::new(content.concrete_type(), bytes(&value));
            server::content(status, content)
        }
        (_, Said::Whole(value)) => server::bytes(status, media_type, bytes(&value)),
        (Media::Events(Some(names)), Said::Items(items)) => {
            let property = discriminator(document, &content.shape);
            let items = items.into_iter().map(move |data| Event {
                name: event_name(names, property.and_then(|property| data.get(property))),
                data,
            });
            server::named_events(status, stream_of(items), |event| event.name)
        }
        (Media::Texts, Said::Items(items)) => {
            let items = items.into_iter().map(|item| text(&item));
            server::text_events(status, stream_of(items))
        }
        (Media::Lines, Said::Items(items)) => {
            server::json_lines(status, media_type, stream_of(items.into_iter()))
        }
        (_, Said::Items(items)) => server::events(status, stream_of(items.into_iter())),
    }
}

fn stream_of<T: 'static>(items: impl Iterator<Item = T> + Send + 'static) -> EventStream<T> {
    EventStream::new(stream::iter(items.map(Ok::<_, Infallible>)))
}

/// A text as it is, and any other value as JSON.
fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn bytes(value: &Value) -> runtime::ByteStream {
    bytes::Bytes::from(text(value)).into()
}

/// An event with a name.
struct Event {
    name: &'static str,
    data: Value,
}

impl Serialize for Event {
    /// The data: the name stands beside it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.data.serialize(serializer)
    }
}

fn event_name(names: &'static EventNames, tag: Option<&Value>) -> &'static str {
    let tag = tag.and_then(Value::as_str);
    let named = names
        .0
        .iter()
        .find(|(known, _)| Some(known.as_str()) == tag);
    named.map_or("message", |(_, name)| name)
}

/// The property that tells items apart.
fn discriminator(document: &'static Document, shape: &Shape) -> Option<&'static str> {
    let Kind::Named(id) = shape.kind else {
        return None;
    };
    match &document.api.type_def(id).kind {
        TypeKind::Tagged(tagged) => Some(&tagged.property),
        TypeKind::Alias(target) => discriminator(document, target),
        _ => None,
    }
}
