//! Schemas, as shapes and named types.

use super::object::says_something;
use super::{At, Lowering};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Kind, Rule, Shape, TypeDef, TypeId, TypeKind};
use crate::names::pascal;
use crate::report::Loose;
use crate::source::NodeKind;

/// Keywords that this generator cannot make a type of.
const UNSUPPORTED: &[&str] = &["$dynamicRef"];

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
pub(super) const ANY: Shape = Shape {
    kind: Kind::Any,
    nullable: false,
};

/// The most types that the bindings may have.
const MAX_TYPES: usize = 50_000;

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
        let rules = self.rules(at, &structure);
        let kind = match structure {
            Structure::Plain(kind) => TypeKind::Alias(Shape {
                kind,
                nullable: false,
            }),
            Structure::Type(kind) => kind,
        };
        self.define(id, name, at, nullable, kind);
        self.demand_of(id, rules);
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
        if self.types.len() > MAX_TYPES {
            self.too_large(at, format!("there are more than {MAX_TYPES} types"));
        }
        self.types[id.0] = Some(TypeDef {
            name,
            pointer: at.pointer.clone(),
            docs: at.docs(),
            rules: Vec::new(),
            in_requests: false,
            in_responses: false,
            in_headers: false,
            nullable,
            kind,
        });
    }

    /// Adds to what a type demands of its values.
    pub(super) fn demand_of(&mut self, id: TypeId, rules: Vec<Rule>) {
        if let Some(def) = &mut self.types[id.0] {
            def.rules.extend(rules);
        }
    }

    /// What a type is made of; `None` while it is still being read.
    pub(super) fn type_kind(&self, id: TypeId) -> Option<&TypeKind> {
        self.types[id.0].as_ref().map(|def| &def.kind)
    }

    /// The shape of a schema where it is used. `hint` names the type, should it need a name.
    pub(super) fn shape(&mut self, at: &At<'s>, hint: &str) -> Shape {
        if let Some(reference) = at.get("$ref") {
            // A circle ends in the schema as it is.
            let is_circle = self.reading.iter().any(|part| part.pointer == at.pointer);
            if is_circle || !self.says_more(at) {
                let (target, causes) =
                    self.isolate(Severity::Loose, at, |lowering| lowering.target(&reference));
                self.note_loose(at, &causes);
                return self.referred(target);
            }
        }
        // A part of an `allOf` is met once for each type that it is a part of.
        if let Some(id) = self.known.get(&at.pointer) {
            return self.named(*id);
        }
        let told = self.diagnostics.len();
        let (structure, nullable) = self.structure(at, hint);
        let rules = self.rules(at, &structure);
        let kind = match structure {
            Structure::Plain(kind) if rules.is_empty() => kind,
            structure => {
                let kind = match structure {
                    Structure::Plain(kind) => TypeKind::Alias(Shape {
                        kind,
                        nullable: false,
                    }),
                    Structure::Type(kind) => kind,
                };
                let is_clean = rules.is_empty() && self.diagnostics.len() == told;
                let same = is_clean.then(|| self.same_type(&kind, nullable, hint));
                let id = same.flatten().unwrap_or_else(|| {
                    let name = self.type_names.claim(pascal(hint));
                    let id = self.reserve();
                    self.define(id, name, at, nullable, kind);
                    self.demand_of(id, rules);
                    self.note_type(id, Some(hint));
                    id
                });
                self.known.insert(at.pointer.clone(), id);
                Kind::Named(id)
            }
        };
        Shape { kind, nullable }
    }

    /// The shape of what a reference leads to.
    pub(super) fn referred(&mut self, target: Option<At<'s>>) -> Shape {
        match target {
            Some(target) => {
                let id = self.component(&target);
                self.named(id)
            }
            None => ANY,
        }
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
            def.rules.clear();
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
            if self.says_more(at) {
                return self.combined(at, hint);
            }
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
}
