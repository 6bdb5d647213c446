//! Unions and enums: schemas that list what a value may be.

use super::schema::Structure;
use super::{At, Lowering};
use crate::ir::{Kind, ListedValue, Shape, TypeKind, Union, Variant};
use crate::names::{Scope, pascal};
use crate::source::NodeKind;

impl<'s> Lowering<'s> {
    /// `anyOf` and `oneOf`: null aside, one alternative is that alternative, and several are a union.
    pub(super) fn union(
        &mut self,
        at: &At<'s>,
        list: &At<'s>,
        keyword: &str,
        hint: &str,
    ) -> (Structure, bool) {
        let is_null = |alternative: &At<'s>| alternative.text("type").as_deref() == Some("null");
        let listed = self.list(at, keyword);
        let (nulls, alternatives): (Vec<_>, Vec<_>) = listed.into_iter().partition(is_null);
        let nullable = self.flag(at, "nullable") || !nulls.is_empty();
        if let Some(discriminator) = at.get("discriminator")
            && !alternatives.is_empty()
        {
            let tagged = self.tagged(at, &discriminator, &alternatives, hint);
            return (Structure::Type(TypeKind::Tagged(tagged)), nullable);
        }
        match alternatives.as_slice() {
            [] if nulls.is_empty() => {
                if matches!(list.node.kind, NodeKind::Array(_)) {
                    self.mistake(
                        list,
                        "empty-union",
                        "there are no alternatives here".into(),
                        "list at least one schema",
                    );
                }
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
                        exclusive: keyword == "oneOf",
                    })),
                    nullable || inner_null,
                )
            }
        }
    }

    pub(super) fn variant_name(&self, shape: &Shape) -> String {
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

    /// `enum` and `const`, where they list strings.
    pub(super) fn listed(&mut self, at: &At<'s>) -> Option<(Structure, bool)> {
        let values = match (at.get("const"), at.get("enum")) {
            (Some(value), _) => vec![value],
            (None, Some(list)) => {
                let values = self.list(at, "enum");
                if values.is_empty() && matches!(list.node.kind, NodeKind::Array(_)) {
                    self.mistake(
                        &list,
                        "empty-enum",
                        "no value is listed here".into(),
                        "list at least one",
                    );
                }
                values
            }
            (None, None) => return None,
        };
        let mut nullable = false;
        // The variant for a value that is not listed.
        let mut names = Scope::reserving(&["Unlisted"]);
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
}
