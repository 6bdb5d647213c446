//! Objects: their properties, and what they say of others.

use super::{At, Lowering};
use crate::ir::{Access, Additional, Constant, Field, Kind, Shape, Struct};
use crate::names::{Scope, snake};
use crate::source::NodeKind;

/// An object as it is put together.
pub(super) struct Assembly<'s> {
    object: Struct,
    names: Scope,
    /// The names that have to be there, and where that is said.
    required: Vec<At<'s>>,
    /// What the properties that are not declared have to be, where they are kept.
    kept: Option<Shape>,
}

impl<'s> Assembly<'s> {
    pub(super) fn new() -> Self {
        Self {
            object: Struct {
                fields: Vec::new(),
                constants: Vec::new(),
                additional: Additional::Tolerated,
                ignored: Vec::new(),
                min: None,
                max: None,
            },
            names: Scope::default(),
            required: Vec::new(),
            kept: None,
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
                let replaces = field.shape.kind != Kind::Any && field.shape != known.shape;
                // A default of another type is none of this one.
                let inherited = known.default.take().filter(|_| !replaces);
                known.default = field.default.or(inherited);
                known.docs = field.docs.or(known.docs.take());
                if field.access != Access::Both {
                    known.access = field.access;
                }
                if replaces {
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

    /// Adds the properties of one schema, and what it says of them as a whole.
    pub(super) fn add_part(&mut self, at: &At<'s>, hint: &str, assembly: &mut Assembly<'s>) {
        for (wire, schema) in self.fields(at, "properties") {
            if let Some(value) = self.constant(&schema) {
                assembly.add_constant(wire, value);
                continue;
            }
            let shape = self.shape(&schema, &format!("{hint} {wire}"));
            assembly.add(Field {
                wire: wire.to_owned(),
                name: String::new(),
                docs: schema.docs(),
                required: false,
                default: self.default(&schema, &shape),
                shape,
                access: self.access(&schema),
                boxed: false,
            });
        }
        assembly.required.extend(self.list(at, "required"));
        match self.additional(at, hint) {
            Additional::Forbidden => assembly.object.additional = Additional::Forbidden,
            Additional::Kept(_, shape) => assembly.kept = Some(shape),
            Additional::Tolerated => {}
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

    /// What carries a property. The schema that it refers to may say it as well.
    fn access(&mut self, schema: &At<'s>) -> Access {
        let target = self.destination(schema);
        let says = |keyword| {
            let places = std::iter::once(schema).chain(&target);
            let mut said = places.filter_map(|at| at.get(keyword));
            said.any(|said| said.node.as_bool() == Some(true))
        };
        match (says("readOnly"), says("writeOnly")) {
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            // Of what is both nobody would ever hear.
            _ => Access::Both,
        }
    }

    /// The object, now that all of its properties are known.
    pub(super) fn assembled(&mut self, mut assembly: Assembly<'s>) -> Struct {
        let mut object = assembly.object;
        if let Some(shape) = assembly.kept {
            let field = assembly.names.claim("additional_properties".into());
            object.additional = Additional::Kept(field, shape);
        }
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
                (None, None) => match name.node.as_str() {
                    // It has to be there, whatever it is.
                    Some(wire) => object.fields.push(Field {
                        wire: wire.to_owned(),
                        name: assembly.names.claim(snake(wire)),
                        docs: None,
                        required: true,
                        default: None,
                        shape: Shape {
                            kind: Kind::Any,
                            nullable: true,
                        },
                        access: Access::Both,
                        boxed: false,
                    }),
                    None => self.wrong_kind(name, "required", "names of properties"),
                },
            }
        }
        object
    }

    fn additional(&mut self, at: &At<'s>, hint: &str) -> Additional {
        let patterns = at.get("patternProperties").is_some();
        let Some(rule) = rest(at) else {
            return match self.pattern_values(at, hint) {
                Some(shape) => Additional::Kept(String::new(), shape),
                None => Additional::Tolerated,
            };
        };
        match &rule.node.kind {
            NodeKind::Bool(false) if !patterns => Additional::Forbidden,
            NodeKind::Bool(true) => Additional::Tolerated,
            NodeKind::Object(entries) if entries.is_empty() => Additional::Tolerated,
            _ => match self.free_values(at, hint) {
                Some(shape) => Additional::Kept(String::new(), shape),
                None => Additional::Tolerated,
            },
        }
    }

    /// What the properties that are not declared have to be: as `additionalProperties` says, or as the patterns of
    /// their names do. Of several the first is meant, or any value where they differ.
    pub(super) fn free_values(&mut self, at: &At<'s>, hint: &str) -> Option<Shape> {
        let rule = rest(at);
        let rule = rule.filter(|rule| rule.node.as_bool() != Some(false));
        let values = rule.map(|rule| self.shape(&rule, &format!("{hint} value")));
        match (values, self.pattern_values(at, hint)) {
            (Some(one), Some(other)) if one != other => Some(Shape {
                kind: Kind::Any,
                nullable: true,
            }),
            (one, other) => one.or(other),
        }
    }

    fn pattern_values(&mut self, at: &At<'s>, hint: &str) -> Option<Shape> {
        let patterns = self.fields(at, "patternProperties");
        let mut values = None;
        for (index, (_, schema)) in patterns.iter().enumerate() {
            let hint = match index {
                0 => format!("{hint} value"),
                _ => format!("{hint} value {}", index + 1),
            };
            let shape = self.shape(schema, &hint);
            match &values {
                Some(known) if *known != shape => {
                    return Some(Shape {
                        kind: Kind::Any,
                        nullable: true,
                    });
                }
                _ => values = Some(shape),
            }
        }
        values
    }
}

/// What is said of the properties that are not declared. What `unevaluatedProperties` says is that, unless which
/// properties are declared depends on the value.
pub(super) fn rest<'s>(at: &At<'s>) -> Option<At<'s>> {
    let unevaluated = at.get("unevaluatedProperties");
    let unevaluated = unevaluated.filter(|_| !is_undecided(at));
    at.get("additionalProperties").or(unevaluated)
}

/// Whether it depends on the value which properties are declared.
pub(super) fn is_undecided(at: &At<'_>) -> bool {
    let keywords = ["if", "dependentSchemas", "anyOf"];
    keywords.iter().any(|keyword| at.get(keyword).is_some())
}

/// Whether a schema says something of an object's properties.
pub(super) fn says_something(at: &At<'_>) -> bool {
    [
        "properties",
        "required",
        "additionalProperties",
        "minProperties",
        "maxProperties",
        "patternProperties",
        "unevaluatedProperties",
    ]
    .iter()
    .any(|keyword| at.get(keyword).is_some())
}
