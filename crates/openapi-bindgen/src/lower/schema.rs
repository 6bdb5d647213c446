//! Schemas, as shapes and named types.

use super::{At, Lowering};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Kind, List, Map, Shape, TypeDef, TypeId, TypeKind, Union, Variant};
use crate::names::{Scope, pascal};
use crate::report::Loose;
use crate::source::NodeKind;

/// Keywords that this generator cannot make a type of.
const UNSUPPORTED: &[&str] = &["prefixItems", "patternProperties", "$dynamicRef"];

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
    fn component(&mut self, at: &At<'s>) -> TypeId {
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

    fn named(&self, id: TypeId) -> Shape {
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
        for keyword in ["anyOf", "oneOf"] {
            if let Some(alternatives) = at.get(keyword) {
                return self.union(at, &alternatives, keyword, hint);
            }
        }
        if let Some(discriminator) = at.get("discriminator") {
            self.mistake(
                &discriminator,
                "unsupported-discriminator",
                "a `discriminator` without `oneOf` or `anyOf` is not supported".into(),
                "list the alternatives in a `oneOf` of their own, the discriminator beside it",
            );
        }
        if at.get("allOf").is_some() {
            return self.all_of(at, hint);
        }
        if let Some((structure, nullable)) = self.listed(at) {
            return (structure, self.flag(at, "nullable") || nullable);
        }
        self.typed(at, hint)
    }

    /// A schema that says its type, or lets it be guessed from its keywords.
    fn typed(&mut self, at: &At<'s>, hint: &str) -> (Structure, bool) {
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
        let name = if has(&["properties", "additionalProperties"]) {
            "object"
        } else if has(&["items"]) {
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
                let items = match at.get("items") {
                    Some(items) => self.shape(&items, &format!("{hint} item")),
                    None => ANY,
                };
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
                    .is_some_and(|rule| rule.node.as_bool() == Some(false));
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
                let values = match at.get("additionalProperties") {
                    Some(values) => self.shape(&values, &format!("{hint} value")),
                    None => ANY,
                };
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
}
