//! Schemas that say their type, or let it be guessed.

use super::object::rest;
use super::schema::{ANY, Structure};
use super::{At, Lowering};
use crate::ir::{Kind, List, Map, Shape, TypeKind, Union, Variant};
use crate::names::{Scope, pascal};
use crate::source::NodeKind;

impl<'s> Lowering<'s> {
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
                let strict = rest(at).is_some_and(|rule| rule.node.as_bool() == Some(false))
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
}
