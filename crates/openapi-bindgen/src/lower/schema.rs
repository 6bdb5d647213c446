//! Schemas, as shapes and named types.

use super::{At, Lowering};
use crate::ir::{
    Additional, Field, Kind, List, ListedValue, Literal, Map, Shape, Struct, TypeDef, TypeId,
    TypeKind, Union, Variant,
};
use crate::names::{Scope, pascal, snake};
use crate::source::NodeKind;

/// Keywords that say something about a value that this generator would otherwise silently let through.
const UNSUPPORTED: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "prefixItems",
    "contains",
    "patternProperties",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
    "discriminator",
    "contentMediaType",
    "contentEncoding",
    "$dynamicRef",
    "xml",
];

/// What a schema comes to: a kind to be used in place, or a type that needs a name.
enum Structure {
    Plain(Kind),
    Type(TypeKind),
}

impl<'s> Lowering<'s> {
    /// Reads the schemas under components, in the order of the document.
    pub(super) fn components(&mut self, root: &At<'s>) {
        let schemas = root
            .get("components")
            .and_then(|components| components.get("schemas"));
        for (_, schema) in schemas.iter().flat_map(At::entries) {
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
        id
    }

    fn reserve(&mut self) -> TypeId {
        self.types.push(None);
        TypeId(self.types.len() - 1)
    }

    fn define(&mut self, id: TypeId, name: String, at: &At<'s>, nullable: bool, kind: TypeKind) {
        self.types[id.0] = Some(TypeDef {
            name,
            pointer: at.pointer.clone(),
            docs: at.text("description"),
            in_requests: false,
            in_responses: false,
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
            let Some(target) = self.target(&reference) else {
                return Shape {
                    kind: Kind::Any,
                    nullable: false,
                };
            };
            let id = self.component(&target);
            let nullable = self.types[id.0].as_ref().is_some_and(|def| def.nullable);
            return Shape {
                kind: Kind::Named(id),
                nullable,
            };
        }
        let (structure, nullable) = self.structure(at, hint);
        let kind = match structure {
            Structure::Plain(kind) => kind,
            Structure::Type(kind) => {
                let name = self.type_names.claim(pascal(hint));
                let id = self.reserve();
                self.define(id, name, at, nullable, kind);
                Kind::Named(id)
            }
        };
        Shape { kind, nullable }
    }

    fn structure(&mut self, at: &At<'s>, hint: &str) -> (Structure, bool) {
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
        }
        for keyword in ["anyOf", "oneOf"] {
            if let Some(alternatives) = at.get(keyword) {
                return self.union(at, &alternatives, keyword == "oneOf", hint);
            }
        }
        if let Some(parts) = at.get("allOf") {
            return self.all_of(at, &parts, hint);
        }
        if let Some((structure, nullable)) = self.listed(at) {
            return (structure, nullable || at.flag("nullable"));
        }
        self.typed(at, hint)
    }

    /// `anyOf` and `oneOf`: null aside, one alternative is that alternative, and several are a union.
    fn union(
        &mut self,
        at: &At<'s>,
        list: &At<'s>,
        exclusive: bool,
        hint: &str,
    ) -> (Structure, bool) {
        let is_null = |alternative: &At<'s>| alternative.text("type").as_deref() == Some("null");
        let (nulls, alternatives): (Vec<_>, Vec<_>) = list.items().into_iter().partition(is_null);
        let nullable = !nulls.is_empty() || at.flag("nullable");
        match alternatives.as_slice() {
            [] if nulls.is_empty() => {
                self.mistake(
                    list,
                    "empty-union",
                    "there are no alternatives here".into(),
                    "list at least one schema",
                );
                (Structure::Plain(Kind::Any), nullable)
            }
            [] => (Structure::Plain(Kind::Null), true),
            [only] => {
                let (structure, inner) = self.structure(only, hint);
                (structure, nullable || inner)
            }
            several => {
                let mut names = Scope::default();
                let mut inner_null = false;
                let variants = several.iter().enumerate().map(|(index, alternative)| {
                    let shape = self.shape(alternative, &format!("{hint} variant {}", index + 1));
                    inner_null |= shape.nullable;
                    let name = names.claim(self.variant_name(&shape));
                    Variant {
                        name,
                        shape: Shape {
                            nullable: false,
                            ..shape
                        },
                    }
                });
                let variants = variants.collect();
                (
                    Structure::Type(TypeKind::Union(Union {
                        variants,
                        exclusive,
                    })),
                    nullable || inner_null,
                )
            }
        }
    }

    fn variant_name(&self, shape: &Shape) -> String {
        match &shape.kind {
            Kind::Any => "Any".into(),
            Kind::Null => "Null".into(),
            Kind::Boolean => "Boolean".into(),
            Kind::Integer(..) => "Integer".into(),
            Kind::Number(_) => "Number".into(),
            Kind::Text(text) if text.format == Some(crate::ir::Format::Uuid) => "Uuid".into(),
            Kind::Text(_) => "String".into(),
            Kind::List(_) => "List".into(),
            Kind::Map(_) => "Map".into(),
            Kind::Named(id) => self.types[id.0]
                .as_ref()
                .map_or_else(|| "Itself".into(), |def| def.name.clone()),
        }
    }

    /// `allOf`: one part is that part, and several are an object with the properties of all.
    fn all_of(&mut self, at: &At<'s>, list: &At<'s>, hint: &str) -> (Structure, bool) {
        let parts = list.items();
        if let ([only], false) = (parts.as_slice(), at.get("properties").is_some()) {
            let (structure, nullable) = self.structure(only, hint);
            return (structure, nullable || at.flag("nullable"));
        }
        let mut merged = Struct {
            fields: Vec::new(),
            additional: Additional::Tolerated,
            min: None,
            max: None,
        };
        let mut names = Scope::default();
        let own = at.get("properties").is_some().then(|| at.clone());
        for part in parts.into_iter().chain(own) {
            if !self.merge(&part, hint, &mut merged, &mut names, 0) {
                self.mistake(
                    &part,
                    "unsupported-all-of",
                    "this part of an `allOf` is no object with properties".into(),
                    "combine objects only",
                );
            }
        }
        (
            Structure::Type(TypeKind::Struct(merged)),
            at.flag("nullable"),
        )
    }

    /// Adds the properties of a part of an `allOf`; `false` where it has none to add.
    fn merge(
        &mut self,
        part: &At<'s>,
        hint: &str,
        merged: &mut Struct,
        names: &mut Scope,
        depth: usize,
    ) -> bool {
        let Some(part) = self.resolve(part) else {
            return true;
        };
        if depth > 32 {
            return false;
        }
        if let Some(inner) = part.get("allOf") {
            let all = inner
                .items()
                .iter()
                .all(|inner| self.merge(inner, hint, merged, names, depth + 1));
            if part.get("properties").is_none() {
                return all;
            }
        } else if part.get("properties").is_none() && part.text("type").as_deref() != Some("object")
        {
            return false;
        }
        let object = self.object(&part, hint, names);
        for field in object.fields {
            match merged
                .fields
                .iter_mut()
                .find(|known| known.wire == field.wire)
            {
                Some(known) => {
                    known.required |= field.required;
                    if field.shape.kind != Kind::Any {
                        known.shape = field.shape;
                    }
                }
                None => merged.fields.push(field),
            }
        }
        if object.additional == Additional::Forbidden {
            merged.additional = Additional::Forbidden;
        }
        merged.min = merged.min.max(object.min);
        merged.max = merged.max.or(object.max);
        true
    }

    /// `enum` and `const`, where they list strings.
    fn listed(&mut self, at: &At<'s>) -> Option<(Structure, bool)> {
        let constant = at.get("const");
        let list = at.get("enum");
        let values = match (&constant, &list) {
            (Some(value), _) => vec![value.clone()],
            (None, Some(list)) => list.items(),
            (None, None) => return None,
        };
        let mut nullable = false;
        let mut names = Scope::default();
        let mut listed: Vec<ListedValue> = Vec::new();
        for value in values {
            match &value.node.kind {
                NodeKind::Null => nullable = true,
                NodeKind::String(text) if listed.iter().any(|known| known.wire == *text) => {}
                NodeKind::String(text) => listed.push(ListedValue {
                    wire: text.clone(),
                    variant: names.claim(pascal(text)),
                }),
                _ => {
                    self.mistake(
                        &value,
                        "unsupported-enum",
                        format!(
                            "a listed value that is {} is not supported",
                            value.node.kind_name()
                        ),
                        "list strings only",
                    );
                }
            }
        }
        let structure = if listed.is_empty() {
            Structure::Plain(Kind::Null)
        } else {
            Structure::Type(TypeKind::Listed(listed))
        };
        Some((structure, nullable))
    }

    /// A schema that says its type, or lets it be guessed from its keywords.
    fn typed(&mut self, at: &At<'s>, hint: &str) -> (Structure, bool) {
        let mut types = match at.get("type") {
            None => Vec::new(),
            Some(node) => match node.node.as_str() {
                Some(name) => vec![name.to_owned()],
                None => node
                    .items()
                    .iter()
                    .filter_map(|item| item.node.as_str().map(str::to_owned))
                    .collect(),
            },
        };
        let mut nullable = at.flag("nullable");
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
                    let shape = match self.of_type(name, at, &hint) {
                        Structure::Plain(kind) => Shape {
                            kind,
                            nullable: false,
                        },
                        Structure::Type(kind) => {
                            let name = self.type_names.claim(pascal(&hint));
                            let id = self.reserve();
                            self.define(id, name, at, false, kind);
                            Shape {
                                kind: Kind::Named(id),
                                nullable: false,
                            }
                        }
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
                    None => Shape {
                        kind: Kind::Any,
                        nullable: false,
                    },
                };
                Kind::List(Box::new(List {
                    items,
                    min: self.count(at, "minItems"),
                    max: self.count(at, "maxItems"),
                    unique: at.flag("uniqueItems"),
                }))
            }
            "object"
                if at
                    .get("properties")
                    .is_some_and(|p| !p.node.entries().is_empty()) =>
            {
                let object = self.object(at, hint, &mut Scope::default());
                return Structure::Type(TypeKind::Struct(object));
            }
            "object" => {
                if matches!(
                    at.get("additionalProperties").map(|a| &a.node.kind),
                    Some(NodeKind::Bool(false))
                ) {
                    let object = self.object(at, hint, &mut Scope::default());
                    return Structure::Type(TypeKind::Struct(object));
                }
                let values = match at.get("additionalProperties") {
                    Some(values) => self.shape(&values, &format!("{hint} value")),
                    None => Shape {
                        kind: Kind::Any,
                        nullable: false,
                    },
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

    fn object(&mut self, at: &At<'s>, hint: &str, names: &mut Scope) -> Struct {
        let required: Vec<_> = at.get("required").iter().flat_map(At::items).collect();
        let properties = at.get("properties");
        let entries: Vec<_> = properties.iter().flat_map(At::entries).collect();
        for name in &required {
            let declared = name
                .node
                .as_str()
                .is_some_and(|name| entries.iter().any(|(key, _)| *key == name));
            if !declared {
                self.mistake(
                    name,
                    "required-without-property",
                    format!(
                        "{} is required and not among the properties",
                        name.node.to_json()
                    ),
                    "describe it under `properties`, or take it out of `required`",
                );
            }
        }
        let is_required = |name: &str| required.iter().any(|item| item.node.as_str() == Some(name));
        let fields = entries
            .into_iter()
            .map(|(wire, schema)| {
                let shape = self.shape(&schema, &format!("{hint} {wire}"));
                Field {
                    wire: wire.to_owned(),
                    name: names.claim(snake(wire)),
                    docs: schema.text("description"),
                    required: is_required(wire),
                    default: self.default(&schema, &shape),
                    shape,
                    boxed: false,
                }
            })
            .collect();
        let additional = match at.get("additionalProperties") {
            None => Additional::Tolerated,
            Some(rule) => match &rule.node.kind {
                NodeKind::Bool(true) => Additional::Tolerated,
                NodeKind::Bool(false) => Additional::Forbidden,
                _ => {
                    self.mistake(
                        &rule,
                        "unsupported-keyword",
                        "`additionalProperties` with a schema beside `properties` is not supported".into(),
                        "write `true` or `false`, or put the free properties into an object of their own",
                    );
                    Additional::Tolerated
                }
            },
        };
        Struct {
            fields,
            additional,
            min: self.count(at, "minProperties"),
            max: self.count(at, "maxProperties"),
        }
    }

    /// The default of a schema, where it declares one that is not null.
    pub(super) fn default(&mut self, at: &At<'s>, shape: &Shape) -> Option<Literal> {
        let default = at.get("default")?;
        let literal = match (&shape.kind, &default.node.kind) {
            (_, NodeKind::Null) if shape.nullable => return None,
            (Kind::Boolean, NodeKind::Bool(flag)) => Some(Literal::Bool(*flag)),
            (Kind::Integer(..), NodeKind::Number(number)) => number.as_i64().map(Literal::Integer),
            (Kind::Number(_), NodeKind::Number(number)) => number.as_f64().map(Literal::Number),
            (Kind::Text(text), NodeKind::String(value)) if text.format.is_none() => {
                Some(Literal::Text(value.clone()))
            }
            (Kind::Named(id), NodeKind::String(value)) => match self.type_kind(*id) {
                Some(TypeKind::Listed(values)) => {
                    let index = values.iter().position(|listed| listed.wire == *value);
                    index.map(|index| Literal::Listed(*id, index))
                }
                _ => None,
            },
            _ => None,
        };
        if literal.is_none() {
            self.mistake(
                &default,
                "unsupported-default",
                format!("the default {} does not fit its schema, or is not supported", default.node.to_json()),
                "give a default of the declared type: a boolean, a number, a string or a listed value",
            );
        }
        literal
    }
}
