//! The examples of a document.

use serde_json::Value;

use super::response::status;
use super::{At, Lowering};
use crate::Include;
use crate::ir::{Api, Example, Examples, Operation, TypeId, TypeKind};
use crate::source::Source;

/// How many schemas a property is looked for in, each a part of the one before.
const MAX_PARTS: usize = 16;

/// Finds what a document gives for examples of the bodies and the types of its API. A mistake in them costs nothing but
/// the example.
pub fn examples(source: &Source, api: &Api) -> Examples {
    let include = Include::default();
    let mut lowering = Lowering::new(source, &include);
    let mut examples = Examples::default();
    for (index, operation) in api.operations.iter().enumerate() {
        lowering.of_request(index, operation, &mut examples);
        lowering.of_responses(index, operation, &mut examples);
    }
    for (index, def) in api.types.iter().enumerate() {
        let id = TypeId(index);
        let Some(at) = lowering.find(&def.pointer) else {
            continue;
        };
        if let Some(value) = of_schema(&at) {
            examples.types.insert(id, value);
        }
        let TypeKind::Struct(object) = &def.kind else {
            continue;
        };
        for field in &object.fields {
            let schema = lowering.property(&at, &field.wire, MAX_PARTS);
            if let Some(value) = schema.and_then(|schema| of_schema(&schema)) {
                examples.fields.insert((id, field.wire.clone()), value);
            }
        }
    }
    examples
}

impl<'s> Lowering<'s> {
    fn of_request(&mut self, index: usize, operation: &Operation, examples: &mut Examples) {
        let Some((item, declared)) = self.declared(operation) else {
            return;
        };
        // What the operation says of a parameter is closer than what its path says.
        let listed = [&declared, &item].map(|at| at.get("parameters"));
        let listed = listed.iter().flatten().flat_map(At::items);
        let listed: Vec<_> = listed.filter_map(|at| self.destination(&at)).collect();
        for (place, parameter) in operation.parameters.iter().enumerate() {
            let mut known = listed.iter();
            let at = known.find(|at| {
                at.text("name").as_deref() == Some(&parameter.wire)
                    && at.text("in").as_deref() == Some(parameter.location.name())
            });
            let example = at.and_then(|at| self.of_parameter(at));
            if let Some(value) = example {
                examples.parameters.insert((index, place), value);
            }
        }
        let body = declared.get("requestBody");
        let content = body
            .and_then(|at| self.destination(&at))
            .and_then(|at| at.get("content"));
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        for (place, body) in contents.enumerate() {
            let found = self.of_content(content.as_ref(), &body.media_types);
            if !found.is_empty() {
                examples.requests.insert((index, place), found);
            }
        }
    }

    /// The first example of a parameter, wherever it has its schema.
    fn of_parameter(&mut self, at: &At<'s>) -> Option<Value> {
        let content = at.get("content");
        let media_type = content.and_then(|content| content.entries().into_iter().next());
        let at = media_type.map_or_else(|| at.clone(), |(_, at)| at);
        self.of_media_type(&at)
            .into_iter()
            .next()
            .map(|found| found.value)
    }

    /// The examples of what is of one of some media types.
    fn of_content(&mut self, content: Option<&At<'s>>, media_types: &[String]) -> Vec<Example> {
        let types = media_types.iter();
        let found = types.filter_map(|media_type| content?.get(media_type));
        found.flat_map(|at| self.of_media_type(&at)).collect()
    }

    fn of_responses(&mut self, index: usize, operation: &Operation, examples: &mut Examples) {
        let declared = self.declared(operation);
        let Some(declared) = declared.and_then(|(_, declared)| declared.get("responses")) else {
            return;
        };
        for (number, response) in operation.responses.iter().enumerate() {
            let mut keys = declared.entries().into_iter();
            let at = keys.find(|(key, _)| status(key) == Some(response.status));
            let Some(at) = at.and_then(|(_, at)| self.destination(&at)) else {
                continue;
            };
            for (place, body) in response.bodies.iter().enumerate() {
                let content = at.get("content");
                let found = self.of_content(content.as_ref(), &body.media_types);
                if !found.is_empty() {
                    examples.bodies.insert((index, number, place), found);
                }
            }
            for (place, header) in response.headers.iter().enumerate() {
                let headers = at.get("headers");
                let header = headers.and_then(|headers| headers.get(&header.wire));
                let header = header.and_then(|header| self.destination(&header));
                let value =
                    header.and_then(|header| self.of_media_type(&header).into_iter().next());
                if let Some(example) = value {
                    examples
                        .headers
                        .insert((index, number, place), example.value);
                }
            }
        }
    }

    /// What the document says of an operation: its path's item, and what is below its method there.
    pub(super) fn declared(&mut self, operation: &Operation) -> Option<(At<'s>, At<'s>)> {
        let item = self.root().get("paths")?.get(&operation.path)?;
        let item = self.destination(&item)?;
        let declared = item.get(&operation.method.to_lowercase())?;
        Some((item, declared))
    }

    /// The examples of a media type or a header: its own, or else that of its schema.
    fn of_media_type(&mut self, at: &At<'s>) -> Vec<Example> {
        let own = self.beside_schema(at).into_iter();
        let found: Vec<_> = own
            .map(|(name, value)| Example {
                name: name.to_owned(),
                value: value.node.to_json(),
            })
            .collect();
        if !found.is_empty() {
            return found;
        }
        let schema = at.get("schema").and_then(|at| self.destination(&at));
        let value = schema.and_then(|at| of_schema(&at));
        let unnamed = value.map(|value| Example {
            name: String::new(),
            value,
        });
        unnamed.into_iter().collect()
    }

    /// The examples beside the schema of a parameter, a header or a media type, with their names; the one without comes
    /// first.
    pub(super) fn beside_schema(&mut self, at: &At<'s>) -> Vec<(&'s str, At<'s>)> {
        let mut found = Vec::new();
        found.extend(at.get("example").map(|own| ("", own)));
        for (name, example) in at.get("examples").iter().flat_map(At::entries) {
            let example = self.destination(&example);
            let value = example.and_then(|at| at.get("value").or_else(|| at.get("dataValue")));
            found.extend(value.map(|value| (name, value)));
        }
        found
    }

    /// The schema of a property, wherever among the parts of a schema it is declared.
    fn property(&mut self, at: &At<'s>, name: &str, parts: usize) -> Option<At<'s>> {
        let schema = self.destination(at)?;
        let own = schema.get("properties").and_then(|at| at.get(name));
        if own.is_some() || parts == 0 {
            return own;
        }
        let parts_of_it = schema.get("allOf").map_or(Vec::new(), |all| all.items());
        let mut found = parts_of_it.iter();
        found.find_map(|part| self.property(part, name, parts - 1))
    }
}

/// The first example of a schema.
fn of_schema(at: &At<'_>) -> Option<Value> {
    let first = in_schema(at).into_iter().next();
    first.map(|example| example.node.to_json())
}

/// The examples of a schema: `examples` since 3.1, and `example` before that.
pub(super) fn in_schema<'s>(at: &At<'s>) -> Vec<At<'s>> {
    let listed = at.get("examples").map_or(Vec::new(), |all| all.items());
    listed.into_iter().chain(at.get("example")).collect()
}
