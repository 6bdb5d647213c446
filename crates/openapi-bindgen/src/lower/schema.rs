//! Schemas, as shapes and named types.

use super::object::says_something;
use super::{At, Lowering};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Kind, List, Map, Shape, TypeDef, TypeId, TypeKind, Union, Variant};
use crate::names::{Scope, pascal};
use crate::report::Loose;
use crate::source::NodeKind;

/// Keywords that this generator cannot make a type of.
const UNSUPPORTED: &[&str] = &["$dynamicRef"];

/// Keywords that narrow what the others say, and that nobody holds a value against.
const UNCHECKED: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
];

/// Keywords by which a schema declares something: without one, a value may be anything.
const DECLARING: &[&str] = &[
    "type",
    "properties",
    "items",
    "enum",
    "const",
    "allOf",
    "anyOf",
    "oneOf",
    "additionalProperties",
    "prefixItems",
    "patternProperties",
];

/// How many references may follow one another until something is there without one.
const MAX_CHAIN: usize = 2_000;

/// What a schema comes to: a kind to be used in place, or a type that needs a name.
pub(super) enum Structure {
    Plain(Kind),
    Type(TypeKind),
}

/// Any value, where nothing more is known.
const ANY: Shape = Shape {
    kind: Kind::Any,
    nullable: false,
};

impl<'s> Lowering<'s> {
    /// Reads the schemas under components, in the order of the document.
    pub(super) fn components(&mut self, root: &At<'s>) {
        let Some(components) = root.get("components") else {
            return;
        };
        for (_, schema) in self.fields(&components, "schemas") {
            self.component(&schema);
        }
    }

    /// The type of a schema that has a place of its own.
    pub(super) fn component(&mut self, at: &At<'s>) -> TypeId {
        if let Some(id) = self.known.get(&at.pointer) {
            return *id;
        }
        let hint = at.last_name();
        let name = self.type_names.claim(pascal(&hint));
        let id = self.reserve();
        self.known.insert(at.pointer.clone(), id);
        let (structure, nullable) = self.structure(at, &hint);
        let kind = match structure {
            Structure::Plain(kind) => TypeKind::Alias(Shape {
                kind,
                nullable: false,
            }),
            Structure::Type(kind) => kind,
        };
        self.define(id, name, at, nullable, kind);
        self.note_type(id, None);
        id
    }

    pub(super) fn reserve(&mut self) -> TypeId {
        self.types.push(None);
        TypeId(self.types.len() - 1)
    }

    pub(super) fn define(
        &mut self,
        id: TypeId,
        name: String,
        at: &At<'s>,
        nullable: bool,
        kind: TypeKind,
    ) {
        self.types[id.0] = Some(TypeDef {
            name,
            pointer: at.pointer.clone(),
            docs: at.text("description"),
            in_requests: false,
            in_responses: false,
            in_headers: false,
            nullable,
            kind,
        });
    }

    /// What a type is made of; `None` while it is still being read.
    pub(super) fn type_kind(&self, id: TypeId) -> Option<&TypeKind> {
        self.types[id.0].as_ref().map(|def| &def.kind)
    }

    /// The shape of a schema where it is used. `hint` names the type, should it need a name.
    pub(super) fn shape(&mut self, at: &At<'s>, hint: &str) -> Shape {
        if let Some(reference) = at.get("$ref") {
            let (target, causes) =
                self.isolate(Severity::Loose, at, |lowering| lowering.target(&reference));
            self.note_loose(at, &causes);
            return match target {
                Some(target) => {
                    let id = self.component(&target);
                    self.named(id)
                }
                None => ANY,
            };
        }
        // A part of an `allOf` is met once for each type that it is a part of.
        if let Some(id) = self.known.get(&at.pointer) {
            return self.named(*id);
        }
        let told = self.diagnostics.len();
        let (structure, nullable) = self.structure(at, hint);
        let kind = match structure {
            Structure::Plain(kind) => kind,
            Structure::Type(kind) => {
                let is_clean = self.diagnostics.len() == told;
                let same = is_clean.then(|| self.same_type(&kind, nullable, hint));
                let id = same.flatten().unwrap_or_else(|| {
                    let name = self.type_names.claim(pascal(hint));
                    let id = self.reserve();
                    self.define(id, name, at, nullable, kind);
                    self.note_type(id, Some(hint));
                    id
                });
                self.known.insert(at.pointer.clone(), id);
                Kind::Named(id)
            }
        };
        Shape { kind, nullable }
    }

    pub(super) fn named(&self, id: TypeId) -> Shape {
        Shape {
            kind: Kind::Named(id),
            nullable: self.types[id.0].as_ref().is_some_and(|def| def.nullable),
        }
    }

    /// What a schema comes to, and whether null will do as well.
    pub(super) fn structure(&mut self, at: &At<'s>, hint: &str) -> (Structure, bool) {
        let any = (Structure::Plain(Kind::Any), false);
        let declares = DECLARING.iter().any(|key| at.node.get(key).is_some());
        if declares {
            self.declared.insert(at.pointer.clone());
        }
        let is_circle = self.reading.iter().any(|part| part.pointer == at.pointer);
        let (outcome, causes) = self.isolate(Severity::Loose, at, |lowering| {
            if is_circle {
                lowering.mistake(
                    at,
                    "circular-reference",
                    "the schema is a part of itself".into(),
                    "name it under components, and let a property refer to it",
                );
            } else if lowering.reading.len() > MAX_CHAIN {
                lowering.mistake(
                    at,
                    "nested-too-deep",
                    format!(
                        "more than {MAX_CHAIN} schemas lead to this one, each within the one before"
                    ),
                    "refer to fewer schemas on the way",
                );
            } else {
                return lowering.schema(at, hint);
            }
            (Structure::Plain(Kind::Any), false)
        });
        if causes.is_empty() {
            return outcome;
        }
        self.note_loose(at, &causes);
        any
    }

    /// Notes that a schema takes any value, and why.
    fn note_loose(&mut self, at: &At<'s>, causes: &[Diagnostic]) {
        let known = &mut self.schemas.loose;
        if let Some(cause) = causes.first()
            && known.iter().all(|loose| loose.pointer != at.pointer)
        {
            self.declared.insert(at.pointer.clone());
            known.push(Loose {
                pointer: at.pointer.clone(),
                code: cause.code,
                reason: cause.message.clone(),
            });
        }
    }

    /// Lets a type that was read take any value.
    pub(super) fn loosen(&mut self, id: TypeId, at: &At<'s>, causes: &[Diagnostic]) {
        if let Some(def) = &mut self.types[id.0] {
            def.kind = TypeKind::Alias(ANY);
            def.nullable = false;
        }
        self.note_loose(at, causes);
    }

    fn schema(&mut self, at: &At<'s>, hint: &str) -> (Structure, bool) {
        let any = (Structure::Plain(Kind::Any), false);
        match &at.node.kind {
            NodeKind::Object(_) => {}
            NodeKind::Bool(true) => return any,
            _ => {
                self.mistake(
                    at,
                    "malformed-schema",
                    format!("a schema is an object, and this is {}", at.node.kind_name()),
                    "write a schema, such as `{type: string}`",
                );
                return any;
            }
        }
        if at.get("$ref").is_some() {
            let shape = self.shape(at, hint);
            return (Structure::Plain(shape.kind), shape.nullable);
        }
        for (key, keyword) in at.entries() {
            if UNSUPPORTED.contains(&key) {
                self.mistake(
                    &keyword,
                    "unsupported-keyword",
                    format!("the keyword `{key}` is not supported"),
                    "leave it out, or say the same with `properties`, `items`, `anyOf` and bounds",
                );
            }
            if UNCHECKED.contains(&key) {
                self.warn(
                    &keyword,
                    "unchecked-keyword",
                    format!("no value is held against `{key}`"),
                    "leave it out, or hold values against it in the implementation",
                );
            }
        }
        let unions = ["anyOf", "oneOf"].into_iter();
        let unions: Vec<_> = unions.filter(|keyword| at.get(keyword).is_some()).collect();
        if unions.is_empty()
            && let Some(kind) = self.inherited(at, hint)
        {
            return (Structure::Type(kind), self.flag(at, "nullable"));
        }
        match unions.as_slice() {
            [only] if at.get("allOf").is_none() && !says_something(at) => {
                if let Some(alternatives) = at.get(only) {
                    return self.union(at, &alternatives, only, hint);
                }
            }
            [] if at.get("allOf").is_none() => {}
            _ => return self.combined(at, hint),
        }
        if let Some((structure, nullable)) = self.listed(at, hint) {
            return (structure, self.flag(at, "nullable") || nullable);
        }
        self.typed(at, hint)
    }

    /// A schema that says its type, or lets it be guessed from its keywords.
    pub(super) fn typed(&mut self, at: &At<'s>, hint: &str) -> (Structure, bool) {
        let mut types = Vec::new();
        if let Some(said) = at.get("type") {
            let names = match &said.node.kind {
                NodeKind::Array(_) => said.items(),
                _ => vec![said],
            };
            for name in names {
                match name.node.as_str() {
                    Some(text) if types.iter().any(|known| known == text) => {}
                    Some(text) => types.push(text.to_owned()),
                    None => self.wrong_kind(&name, "type", "the name of a type, in quotes"),
                }
            }
        }
        let mut nullable = self.flag(at, "nullable");
        if types.len() > 1 {
            nullable |= types.iter().any(|name| name == "null");
            types.retain(|name| name != "null");
        }
        match types.as_slice() {
            [] => (self.guessed(at, hint), nullable),
            [only] => (self.of_type(only, at, hint), nullable),
            several => {
                let mut names = Scope::default();
                let variants = several.iter().map(|name| {
                    let hint = format!("{hint} {name}");
                    let kind = match self.of_type(name, at, &hint) {
                        Structure::Plain(kind) => kind,
                        Structure::Type(kind) => {
                            let name = self.type_names.claim(pascal(&hint));
                            let id = self.reserve();
                            self.define(id, name, at, false, kind);
                            Kind::Named(id)
                        }
                    };
                    let shape = Shape {
                        kind,
                        nullable: false,
                    };
                    Variant {
                        name: names.claim(self.variant_name(&shape)),
                        shape,
                    }
                });
                let variants = variants.collect();
                (
                    Structure::Type(TypeKind::Union(Union {
                        variants,
                        exclusive: false,
                    })),
                    nullable,
                )
            }
        }
    }

    /// The type of a schema that does not say it.
    fn guessed(&mut self, at: &At<'s>, hint: &str) -> Structure {
        let has = |keys: &[&str]| keys.iter().any(|key| at.get(key).is_some());
        let name = if has(&["properties", "additionalProperties", "patternProperties"]) {
            "object"
        } else if has(&["items", "prefixItems"]) {
            "array"
        } else if has(&["pattern", "minLength", "maxLength"]) {
            "string"
        } else {
            return Structure::Plain(Kind::Any);
        };
        self.of_type(name, at, hint)
    }

    fn of_type(&mut self, name: &str, at: &At<'s>, hint: &str) -> Structure {
        Structure::Plain(match name {
            "null" => Kind::Null,
            "boolean" => Kind::Boolean,
            "integer" => Kind::Integer(self.width(at), self.bounds(at)),
            "number" => Kind::Number(self.bounds(at)),
            "string" => Kind::Text(self.text(at)),
            "array" => {
                if let Some(items) = self.tuple(at, hint) {
                    return items;
                }
                let items = at
                    .get("items")
                    .filter(|items| items.node.as_bool().is_none());
                let items = items.map_or(ANY, |items| self.shape(&items, &format!("{hint} item")));
                Kind::List(Box::new(List {
                    items,
                    min: self.count(at, "minItems"),
                    max: self.count(at, "maxItems"),
                    unique: self.flag(at, "uniqueItems"),
                }))
            }
            "object"
                if at
                    .get("properties")
                    .is_some_and(|p| !p.node.entries().is_empty()) =>
            {
                let object = self.object(at, hint);
                return Structure::Type(TypeKind::Struct(object));
            }
            "object" => {
                let strict = at
                    .get("additionalProperties")
                    .is_some_and(|rule| rule.node.as_bool() == Some(false))
                    && at.get("patternProperties").is_none();
                // `required` without `properties` is told of in there.
                if strict
                    || at.get("required").is_some()
                    || at
                        .get("properties")
                        .is_some_and(|p| p.node.kind_name() != "an object")
                {
                    let object = self.object(at, hint);
                    return Structure::Type(TypeKind::Struct(object));
                }
                let values = self.free_values(at, hint).unwrap_or(ANY);
                Kind::Map(Box::new(Map {
                    values,
                    min: self.count(at, "minProperties"),
                    max: self.count(at, "maxProperties"),
                }))
            }
            other => {
                self.mistake(
                    at,
                    "unknown-type",
                    format!("there is no type `{other}`"),
                    "write `string`, `number`, `integer`, `boolean`, `array`, `object` or `null`",
                );
                Kind::Any
            }
        })
    }

    /// `prefixItems`, or a list of `items` as it was written before: a tuple where there is one value for each of them,
    /// and else a list of what they are.
    fn tuple(&mut self, at: &At<'s>, hint: &str) -> Option<Structure> {
        let (prefix, rest) = match (at.get("prefixItems"), at.get("items")) {
            (Some(_), rest) => (self.list(at, "prefixItems"), rest),
            (None, Some(items)) if matches!(items.node.kind, NodeKind::Array(_)) => {
                (items.items(), at.get("additionalItems"))
            }
            _ => return None,
        };
        let count = prefix.len() as u64;
        let (min, max) = (self.count(at, "minItems"), self.count(at, "maxItems"));
        let closed = rest
            .as_ref()
            .is_some_and(|rest| rest.node.as_bool() == Some(false));
        let shapes = prefix
            .iter()
            .enumerate()
            .map(|(index, item)| self.shape(item, &format!("{hint} item {}", index + 1)));
        let shapes: Vec<_> = shapes.collect();
        // Rust's own traits go as far as twelve.
        if min == Some(count) && (closed || max == Some(count)) && (1..=12).contains(&count) {
            return Some(Structure::Type(TypeKind::Tuple(shapes)));
        }
        self.warn(
            at,
            "unchecked-keyword",
            "no item is held against its own schema, for there may be more or fewer of them".into(),
            "say how many there are: `minItems`, and `maxItems` or `items: false`",
        );
        let rest = rest.filter(|rest| rest.node.as_bool() != Some(false));
        let rest = rest.map(|rest| self.shape(&rest, &format!("{hint} item")));
        let items = self.any_shape(at, shapes.into_iter().chain(rest).collect(), hint);
        Some(Structure::Plain(Kind::List(Box::new(List {
            items,
            min,
            max,
            unique: self.flag(at, "uniqueItems"),
        }))))
    }

    /// What is any of some shapes.
    fn any_shape(&mut self, at: &At<'s>, shapes: Vec<Shape>, hint: &str) -> Shape {
        let nullable = shapes.iter().any(|shape| shape.nullable);
        let mut names = Scope::default();
        let mut variants: Vec<Variant> = Vec::new();
        for shape in shapes {
            let shape = Shape {
                nullable: false,
                ..shape
            };
            if variants.iter().all(|known| known.shape != shape) {
                variants.push(Variant {
                    name: names.claim(self.variant_name(&shape)),
                    shape,
                });
            }
        }
        if variants.len() <= 1 {
            let only = variants.pop().map_or(ANY, |variant| variant.shape);
            return Shape { nullable, ..only };
        }
        let name = self.type_names.claim(pascal(&format!("{hint} item")));
        let id = self.reserve();
        let union = Union {
            variants,
            exclusive: false,
        };
        self.define(id, name, at, nullable, TypeKind::Union(union));
        Shape {
            kind: Kind::Named(id),
            nullable,
        }
    }
}
