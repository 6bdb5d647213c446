//! Objects: their properties, and `allOf`, which puts them together.

use super::schema::Structure;
use super::{At, Lowering};
use crate::ir::{Additional, Constant, Field, Kind, Struct, TypeKind};
use crate::names::{Scope, snake};
use crate::source::NodeKind;

/// An object as it is put together.
struct Assembly<'s> {
    object: Struct,
    names: Scope,
    /// The names that have to be there, and where that is said.
    required: Vec<At<'s>>,
    /// The parts that are in already, by their pointers.
    parts: Vec<String>,
}

impl<'s> Assembly<'s> {
    fn new() -> Self {
        Self {
            object: Struct {
                fields: Vec::new(),
                constants: Vec::new(),
                additional: Additional::Tolerated,
                min: None,
                max: None,
            },
            names: Scope::default(),
            required: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// Adds a property that always says the same. One that was known for a field is none.
    fn add_constant(&mut self, wire: &str, value: String) {
        self.object.fields.retain(|field| field.wire != wire);
        let constants = &mut self.object.constants;
        match constants.iter_mut().find(|known| known.wire == wire) {
            Some(known) => known.value = value,
            None => constants.push(Constant {
                wire: wire.to_owned(),
                value,
                required: false,
            }),
        }
    }

    /// Adds a property, or says more of one that is there.
    fn add(&mut self, mut field: Field) {
        let mut constants = self.object.constants.iter();
        if constants.any(|known| known.wire == field.wire) {
            return;
        }
        let fields = &mut self.object.fields;
        match fields.iter_mut().find(|known| known.wire == field.wire) {
            Some(known) => {
                known.default = field.default.or(known.default.take());
                known.docs = field.docs.or(known.docs.take());
                if field.shape.kind != Kind::Any {
                    known.shape = field.shape;
                }
            }
            None => {
                field.name = self.names.claim(snake(&field.wire));
                fields.push(field);
            }
        }
    }
}

impl<'s> Lowering<'s> {
    /// An object with its own properties alone.
    pub(super) fn object(&mut self, at: &At<'s>, hint: &str) -> Struct {
        let mut assembly = Assembly::new();
        self.add_part(at, hint, &mut assembly);
        self.assembled(assembly)
    }

    /// `allOf`: one part and nothing beside it is that part, and several are an object with the properties of all.
    pub(super) fn all_of(&mut self, at: &At<'s>, hint: &str) -> (Structure, bool) {
        let parts = self.list(at, "allOf");
        let nullable = self.flag(at, "nullable");
        if let ([only], false) = (parts.as_slice(), says_something(at)) {
            let (structure, inner) = self.structure(only, hint);
            return (structure, nullable || inner);
        }
        let mut assembly = Assembly::new();
        self.merge(at, hint, &mut assembly);
        let object = self.assembled(assembly);
        (Structure::Type(TypeKind::Struct(object)), nullable)
    }

    /// Adds the properties of a part of an `allOf`, and of the parts of that.
    fn merge(&mut self, part: &At<'s>, hint: &str, assembly: &mut Assembly<'s>) {
        let Some(part) = self.resolve(part) else {
            return;
        };
        // A part that is met again has nothing to add, and one that contains itself ends here.
        if assembly.parts.contains(&part.pointer) {
            return;
        }
        assembly.parts.push(part.pointer.clone());
        let inner = self.list(&part, "allOf");
        for inner in &inner {
            self.merge(inner, hint, assembly);
        }
        let combines = ["anyOf", "oneOf", "enum", "const"]
            .iter()
            .any(|keyword| part.get(keyword).is_some());
        let says_object = part.text("type").as_deref() == Some("object");
        if combines || !(says_something(&part) || says_object || part.get("allOf").is_some()) {
            self.mistake(
                &part,
                "unsupported-all-of",
                "this part of an `allOf` is no object with properties".into(),
                "combine objects only",
            );
        } else {
            self.add_part(&part, hint, assembly);
        }
    }

    /// Adds the properties of one schema, and what it says of them as a whole.
    fn add_part(&mut self, at: &At<'s>, hint: &str, assembly: &mut Assembly<'s>) {
        for (wire, schema) in self.fields(at, "properties") {
            if let Some(value) = self.constant(&schema) {
                assembly.add_constant(wire, value);
                continue;
            }
            let shape = self.shape(&schema, &format!("{hint} {wire}"));
            assembly.add(Field {
                wire: wire.to_owned(),
                name: String::new(),
                docs: schema.text("description"),
                required: false,
                default: self.default(&schema, &shape),
                shape,
                boxed: false,
            });
        }
        assembly.required.extend(self.list(at, "required"));
        if self.additional(at) == Additional::Forbidden {
            assembly.object.additional = Additional::Forbidden;
        }
        let (min, max) = (
            self.count(at, "minProperties"),
            self.count(at, "maxProperties"),
        );
        let object = &mut assembly.object;
        object.min = object.min.max(min);
        object.max = match (object.max, max) {
            (Some(known), Some(new)) => Some(known.min(new)),
            (known, new) => known.or(new),
        };
    }

    /// The object, now that all of its properties are known.
    fn assembled(&mut self, assembly: Assembly<'s>) -> Struct {
        let mut object = assembly.object;
        for name in &assembly.required {
            let declared = object
                .fields
                .iter_mut()
                .find(|field| name.node.as_str() == Some(&field.wire));
            let constant = object
                .constants
                .iter_mut()
                .find(|constant| name.node.as_str() == Some(&constant.wire));
            match (declared, constant) {
                (Some(field), _) => field.required = true,
                (None, Some(constant)) => constant.required = true,
                (None, None) => self.mistake(
                    name,
                    "required-without-property",
                    format!(
                        "{} is required and not among the properties",
                        name.node.to_json()
                    ),
                    "describe it under `properties`, or take it out of `required`",
                ),
            }
        }
        object
    }

    fn additional(&mut self, at: &At<'s>) -> Additional {
        let Some(rule) = at.get("additionalProperties") else {
            return Additional::Tolerated;
        };
        match &rule.node.kind {
            NodeKind::Bool(false) => Additional::Forbidden,
            NodeKind::Bool(true) => Additional::Tolerated,
            NodeKind::Object(entries) if entries.is_empty() => Additional::Tolerated,
            _ => {
                self.mistake(
                    &rule,
                    "unsupported-keyword",
                    "`additionalProperties` with a schema beside `properties` is not supported"
                        .into(),
                    "write `true` or `false`, or put the free properties into an object of their own",
                );
                Additional::Tolerated
            }
        }
    }
}

/// Whether a schema says something of an object's properties.
fn says_something(at: &At<'_>) -> bool {
    [
        "properties",
        "required",
        "additionalProperties",
        "minProperties",
        "maxProperties",
    ]
    .iter()
    .any(|keyword| at.get(keyword).is_some())
}
