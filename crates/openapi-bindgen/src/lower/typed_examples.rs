//! Where a document has examples: in its schemas, and beside those of parameters, headers and bodies.

use super::examples::in_schema;
use super::response::status;
use super::{At, Lowering};
use crate::Include;
use crate::example::TypedExample;
use crate::ir::{
    Additional, Api, Content, Kind, Media, Operation, Parameter, Shape, Struct, TypeId, TypeKind,
};
use crate::source::Source;

/// The examples of a document: those of its components' schemas, of its operations' parameters and JSON bodies, and of
/// what is written down in either.
pub fn typed_examples(source: &Source, api: &Api) -> Vec<TypedExample> {
    let include = Include::default();
    let mut walk = Walk {
        api,
        lowering: Lowering::new(source, &include),
        found: Vec::new(),
    };
    let schemas = walk.lowering.find("/components/schemas");
    for (_, schema) in schemas.iter().flat_map(At::entries) {
        let own = api
            .types
            .iter()
            .position(|def| def.pointer == schema.pointer);
        if let Some(index) = own {
            walk.schema(&schema, &named(index));
        }
    }
    for operation in &api.operations {
        walk.operation(operation);
    }
    walk.found
}

fn named(index: usize) -> Shape {
    Shape {
        kind: Kind::Named(TypeId(index)),
        nullable: false,
    }
}

struct Walk<'s> {
    api: &'s Api,
    lowering: Lowering<'s>,
    found: Vec<TypedExample>,
}

impl<'s> Walk<'s> {
    fn operation(&mut self, operation: &Operation) {
        let Some((item, declared)) = self.lowering.declared(operation) else {
            return;
        };
        for owner in [&declared, &item] {
            for at in items(owner, "parameters") {
                let Some(at) = self.lowering.destination(&at) else {
                    continue;
                };
                let name = at.text("name");
                let mut known = operation.parameters.iter();
                if let Some(parameter) = known.find(|known| Some(&known.wire) == name.as_ref()) {
                    self.parameter(&at, parameter);
                }
            }
        }
        let body = declared.get("requestBody");
        let body = body.and_then(|at| self.lowering.destination(&at));
        if let (Some(at), Some(body)) = (body, &operation.body) {
            self.contents(&at, &body.contents);
        }
        for (key, at) in declared.get("responses").iter().flat_map(At::entries) {
            let mut known = operation.responses.iter();
            let response = known.find(|known| Some(known.status) == status(key));
            let (Some(response), Some(at)) = (response, self.lowering.destination(&at)) else {
                continue;
            };
            self.contents(&at, &response.bodies);
            for header in &response.headers {
                let known = at.get("headers").and_then(|all| all.get(&header.wire));
                if let Some(at) = known.and_then(|at| self.lowering.destination(&at)) {
                    self.parameter(&at, header);
                }
            }
        }
    }

    fn parameter(&mut self, at: &At<'s>, parameter: &Parameter) {
        if let Some(schema) = at.get("schema") {
            self.beside(at, &schema, &parameter.shape);
        }
    }

    fn contents(&mut self, at: &At<'s>, contents: &[Content]) {
        for content in contents.iter().filter(|known| known.media == Media::Json) {
            for media_type in &content.media_types {
                let media = at.get("content").and_then(|all| all.get(media_type));
                if let Some(media) = media
                    && let Some(schema) = media.get("schema")
                {
                    self.beside(&media, &schema, &content.shape);
                }
            }
        }
    }

    /// The examples beside a schema, and those in it.
    fn beside(&mut self, at: &At<'s>, schema: &At<'s>, shape: &Shape) {
        for (_, value) in self.lowering.beside_schema(at) {
            self.add(value, schema, shape);
        }
        self.schema(schema, shape);
    }

    fn add(&mut self, value: At<'s>, schema: &At<'s>, shape: &Shape) {
        // What several operations share is told once.
        let is_known =
            |known: &TypedExample| known.pointer == value.pointer && known.shape == *shape;
        if !self.found.iter().any(is_known) {
            self.found.push(TypedExample {
                pointer: value.pointer,
                schema: schema.pointer.clone(),
                shape: shape.clone(),
                value: value.node.to_json(),
            });
        }
    }

    /// The examples of a schema and of what is written down in it; what it refers to is looked at by itself.
    fn schema(&mut self, at: &At<'s>, shape: &Shape) {
        for value in in_schema(at) {
            self.add(value, at, shape);
        }
        if at.node.get("$ref").is_none() {
            self.inside(at, shape);
        }
    }

    fn inside(&mut self, at: &At<'s>, shape: &Shape) {
        let api = self.api;
        match &shape.kind {
            Kind::List(list) => {
                if let Some(items) = at.get("items") {
                    self.schema(&items, &list.items);
                }
            }
            Kind::Map(map) => {
                if let Some(values) = at.get("additionalProperties") {
                    self.schema(&values, &map.values);
                }
            }
            Kind::Named(id) => match &api.type_def(*id).kind {
                TypeKind::Struct(object) => self.properties(at, object),
                TypeKind::Alias(shape) => self.inside(at, shape),
                TypeKind::Tuple(shapes) => {
                    let items = items(at, "prefixItems");
                    for (item, shape) in items.iter().zip(shapes) {
                        self.schema(item, shape);
                    }
                }
                TypeKind::Union(union) => {
                    let shapes = union.variants.iter().map(|variant| variant.shape.clone());
                    self.alternatives(at, &shapes.collect::<Vec<_>>());
                }
                TypeKind::Tagged(tagged) => {
                    let shapes = tagged.variants.iter().map(|variant| named(variant.id.0));
                    self.alternatives(at, &shapes.collect::<Vec<_>>());
                }
                TypeKind::Listed(_) | TypeKind::Numbered(_) => {}
            },
            _ => {}
        }
    }

    fn properties(&mut self, at: &At<'s>, object: &Struct) {
        let parts = items(at, "allOf");
        let parts = parts
            .into_iter()
            .filter(|part| part.node.get("$ref").is_none());
        for part in std::iter::once(at.clone()).chain(parts) {
            for field in &object.fields {
                let properties = part.get("properties");
                if let Some(property) = properties.and_then(|all| all.get(&field.wire)) {
                    self.schema(&property, &field.shape);
                }
            }
            if let (Additional::Kept(_, shape), Some(values)) =
                (&object.additional, part.get("additionalProperties"))
            {
                self.schema(&values, shape);
            }
        }
    }

    /// Alternatives that are written down in place are known by where they are.
    fn alternatives(&mut self, at: &At<'s>, shapes: &[Shape]) {
        for keyword in ["oneOf", "anyOf"] {
            for alternative in items(at, keyword) {
                let is_here = |shape: &&Shape| match shape.kind {
                    Kind::Named(id) => self.api.type_def(id).pointer == alternative.pointer,
                    _ => false,
                };
                if let Some(shape) = shapes.iter().find(is_here) {
                    self.schema(&alternative, shape);
                }
            }
        }
    }
}

/// The items of the array below `key`.
fn items<'s>(at: &At<'s>, key: &str) -> Vec<At<'s>> {
    at.get(key).map_or(Vec::new(), |all| all.items())
}
