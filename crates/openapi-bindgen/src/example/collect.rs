//! Where a document has examples: in its schemas, and beside those of parameters, headers and bodies.

use super::TypedExample;
use crate::ir::{
    Additional, Api, Content, Kind, Media, Operation, Parameter, Shape, Status, Struct, TypeId,
    TypeKind,
};
use crate::lower::status;
use crate::source::{Node, Source};

/// The examples of a document: those of its components' schemas, of its operations' parameters and JSON bodies, and of
/// what is written down in either. Of a document in several files, those in the first.
pub fn collect(source: &Source, api: &Api) -> Vec<TypedExample> {
    let mut walk = Walk {
        api,
        root: &source.root,
        found: Vec::new(),
    };
    let schemas = walk
        .root
        .get("components")
        .and_then(|node| node.get("schemas"));
    for (name, schema) in schemas.map_or(&[][..], Node::entries) {
        let pointer = format!("/components/schemas/{}", escaped(name));
        let own = api.types.iter().position(|def| def.pointer == pointer);
        if let Some(index) = own {
            walk.schema(&Place::new(schema, pointer), &named(index));
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

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A value of the document, and where it is.
#[derive(Clone)]
struct Place<'s> {
    node: &'s Node,
    pointer: String,
}

impl<'s> Place<'s> {
    fn new(node: &'s Node, pointer: String) -> Self {
        Self { node, pointer }
    }

    fn get(&self, name: &str) -> Option<Self> {
        let node = self.node.get(name)?;
        Some(Self::new(
            node,
            format!("{}/{}", self.pointer, escaped(name)),
        ))
    }

    fn items(&self) -> Vec<Self> {
        let items = self.node.items().iter().enumerate();
        let items = items.map(|(index, node)| Self::new(node, format!("{}/{index}", self.pointer)));
        items.collect()
    }

    fn entries(&self) -> Vec<Self> {
        let entries = self.node.entries().iter();
        let entries = entries
            .map(|(name, node)| Self::new(node, format!("{}/{}", self.pointer, escaped(name))));
        entries.collect()
    }
}

/// How many references lead from one to the next.
const MAX_CHAIN: usize = 16;

struct Walk<'s> {
    api: &'s Api,
    root: &'s Node,
    found: Vec<TypedExample>,
}

impl<'s> Walk<'s> {
    /// What a place refers to, or the place itself.
    fn destination(&self, place: Place<'s>) -> Option<Place<'s>> {
        let mut place = place;
        for _ in 0..MAX_CHAIN {
            let Some(reference) = place.node.get("$ref").and_then(Node::as_str) else {
                return Some(place);
            };
            let mut target = Place::new(self.root, String::new());
            for part in reference.strip_prefix("#/")?.split('/') {
                target = target.get(&part.replace("~1", "/").replace("~0", "~"))?;
            }
            place = target;
        }
        None
    }

    fn operation(&mut self, operation: &Operation) {
        let root = Place::new(self.root, String::new());
        let item = root
            .get("paths")
            .and_then(|paths| paths.get(&operation.path));
        let Some(item) = item.and_then(|item| self.destination(item)) else {
            return;
        };
        let Some(declared) = item.get(&operation.method.to_lowercase()) else {
            return;
        };
        for owner in [&declared, &item] {
            let parameters = owner
                .get("parameters")
                .map_or(Vec::new(), |all| all.items());
            for place in parameters {
                let Some(place) = self.destination(place) else {
                    continue;
                };
                let name = place.node.get("name").and_then(Node::as_str);
                let mut known = operation.parameters.iter();
                if let Some(parameter) = known.find(|known| Some(known.wire.as_str()) == name) {
                    self.parameter(&place, parameter);
                }
            }
        }
        let body = declared.get("requestBody");
        if let (Some(place), Some(body)) = (
            body.and_then(|body| self.destination(body)),
            &operation.body,
        ) {
            self.contents(&place, &body.contents);
        }
        let responses = declared.get("responses");
        for place in responses.map_or(Vec::new(), |all| all.entries()) {
            let key = place.pointer.rsplit('/').next().unwrap_or_default();
            let said: Option<Status> = status(key);
            let mut known = operation.responses.iter();
            let response = known.find(|known| Some(known.status) == said);
            if let (Some(response), Some(place)) = (response, self.destination(place.clone())) {
                self.contents(&place, &response.bodies);
                for header in &response.headers {
                    let headers = place.get("headers");
                    let header_place = headers.and_then(|all| all.get(&header.wire));
                    let header_place = header_place.and_then(|place| self.destination(place));
                    if let Some(place) = header_place {
                        self.parameter(&place, header);
                    }
                }
            }
        }
    }

    fn parameter(&mut self, place: &Place<'s>, parameter: &Parameter) {
        if let Some(schema) = place.get("schema") {
            self.beside(place, &schema, &parameter.shape);
        }
    }

    fn contents(&mut self, place: &Place<'s>, contents: &[Content]) {
        for content in contents.iter().filter(|known| known.media == Media::Json) {
            for media_type in &content.media_types {
                let media = place.get("content").and_then(|all| all.get(media_type));
                if let Some(media) = media
                    && let Some(schema) = media.get("schema")
                {
                    self.beside(&media, &schema, &content.shape);
                }
            }
        }
    }

    /// The examples beside a schema, and those in it.
    fn beside(&mut self, place: &Place<'s>, schema: &Place<'s>, shape: &Shape) {
        let named = place
            .get("examples")
            .map_or(Vec::new(), |all| all.entries());
        let named = named.into_iter().filter_map(|example| {
            let example = self.destination(example)?;
            example.get("value").or_else(|| example.get("dataValue"))
        });
        let values: Vec<_> = named.chain(place.get("example")).collect();
        for value in values {
            self.add(value, schema, shape);
        }
        self.schema(schema, shape);
    }

    fn add(&mut self, value: Place<'s>, schema: &Place<'s>, shape: &Shape) {
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
    fn schema(&mut self, place: &Place<'s>, shape: &Shape) {
        let listed = place.get("examples").map_or(Vec::new(), |all| all.items());
        for value in listed.into_iter().chain(place.get("example")) {
            self.add(value, place, shape);
        }
        if place.node.get("$ref").is_none() {
            self.inside(place, shape);
        }
    }

    fn inside(&mut self, place: &Place<'s>, shape: &Shape) {
        let api = self.api;
        match &shape.kind {
            Kind::List(list) => {
                if let Some(items) = place.get("items") {
                    self.schema(&items, &list.items);
                }
            }
            Kind::Map(map) => {
                if let Some(values) = place.get("additionalProperties") {
                    self.schema(&values, &map.values);
                }
            }
            Kind::Named(id) => match &api.type_def(*id).kind {
                TypeKind::Struct(object) => self.properties(place, object),
                TypeKind::Alias(shape) => self.inside(place, shape),
                TypeKind::Tuple(shapes) => {
                    let items = place
                        .get("prefixItems")
                        .map_or(Vec::new(), |all| all.items());
                    for (item, shape) in items.iter().zip(shapes) {
                        self.schema(item, shape);
                    }
                }
                TypeKind::Union(union) => {
                    let shapes = union.variants.iter().map(|variant| variant.shape.clone());
                    self.alternatives(place, &shapes.collect::<Vec<_>>());
                }
                TypeKind::Tagged(tagged) => {
                    let shapes = tagged.variants.iter().map(|variant| named(variant.id.0));
                    self.alternatives(place, &shapes.collect::<Vec<_>>());
                }
                TypeKind::Listed(_) | TypeKind::Numbered(_) => {}
            },
            _ => {}
        }
    }

    fn properties(&mut self, place: &Place<'s>, object: &Struct) {
        let parts = place.get("allOf").map_or(Vec::new(), |all| all.items());
        let parts = parts
            .into_iter()
            .filter(|part| part.node.get("$ref").is_none());
        for part in std::iter::once(place.clone()).chain(parts) {
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
    fn alternatives(&mut self, place: &Place<'s>, shapes: &[Shape]) {
        for keyword in ["oneOf", "anyOf"] {
            for alternative in place.get(keyword).map_or(Vec::new(), |all| all.items()) {
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
