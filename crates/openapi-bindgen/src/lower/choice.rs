//! Unions and enums: schemas that list what a value may be.

use indexmap::IndexSet;

use super::schema::Structure;
use super::{At, Lowering};
use crate::ir::{
    Bounds, Format, Kind, ListedValue, NumberedValue, Shape, TypeKind, Union, Variant,
};
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
            return (Structure::Type(tagged), nullable);
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
            Kind::Boolean | Kind::Flag(_) => "Boolean".into(),
            Kind::Integer(..) => "Integer".into(),
            Kind::Number(_) => "Number".into(),
            Kind::Text(text) => match text.format {
                Some(Format::Uuid) => "Uuid",
                Some(Format::Date) => "Date",
                Some(Format::DateTime) => "DateTime",
                Some(Format::Byte) => "Base64",
                Some(Format::Ip | Format::Ipv4 | Format::Ipv6) => "Address",
                _ => "String",
            }
            .into(),
            Kind::List(_) => "List".into(),
            Kind::Map(_) => "Map".into(),
            Kind::Named(id) => match self.types[id.0].as_ref() {
                Some(def) => match def.inline() {
                    Some(shape) => self.variant_name(shape),
                    None => def.name.clone(),
                },
                None => "Itself".into(),
            },
        }
    }

    /// `enum` and `const`: strings and integers are enums, and values of several kinds are a union of those.
    pub(super) fn listed(&mut self, at: &At<'s>, hint: &str) -> Option<(Structure, bool)> {
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
        let declared = at.text("type");
        let mut sorted = Sorted::default();
        for value in &values {
            self.sort_value(value, declared.as_deref(), &mut sorted);
        }
        let nullable = sorted.nullable;
        let mut parts = sorted.parts();
        if parts.len() <= 1 {
            let structure = parts.pop().unwrap_or(Structure::Plain(Kind::Null));
            return Some((structure, nullable));
        }
        let mut names = Scope::default();
        let variants = parts.into_iter().map(|part| {
            let kind = match part {
                Structure::Plain(kind) => kind,
                Structure::Type(kind) => {
                    let word = match kind {
                        TypeKind::Listed(_) => "text",
                        _ => "number",
                    };
                    let name = self.type_names.claim(pascal(&format!("{hint} {word}")));
                    let id = self.reserve();
                    self.define(id, name, at, false, kind);
                    Kind::Named(id)
                }
            };
            let shape = Shape {
                kind,
                nullable: false,
            };
            let name = match &shape.kind {
                Kind::Named(id) => match self.type_kind(*id) {
                    Some(TypeKind::Listed(_)) => "String".to_owned(),
                    _ => "Integer".to_owned(),
                },
                _ => self.variant_name(&shape),
            };
            Variant {
                name: names.claim(name),
                shape,
            }
        });
        let variants = variants.collect();
        let union = Union {
            variants,
            exclusive: false,
        };
        Some((Structure::Type(TypeKind::Union(union)), nullable))
    }

    /// Puts a listed value where it belongs. One that is not of the declared type is read as if it were.
    fn sort_value(&mut self, value: &At<'s>, declared: Option<&str>, sorted: &mut Sorted) {
        match (&value.node.kind, declared) {
            (NodeKind::Null, _) => sorted.nullable = true,
            (NodeKind::String(text), Some("integer" | "number")) if text.parse::<i64>().is_ok() => {
                self.warn_coerced(value, "a number");
                sorted.numbers.extend(text.parse::<i64>());
            }
            (NodeKind::String(text), _) => {
                sorted.texts.insert(text.clone());
            }
            (NodeKind::Number(_) | NodeKind::Bool(_), Some("string")) => {
                self.warn_coerced(value, "a string");
                sorted.texts.insert(value.node.to_json().to_string());
            }
            (NodeKind::Bool(flag), _) => sorted.flags.push(*flag),
            (NodeKind::Number(number), _) => match number.as_i64() {
                Some(number) => {
                    sorted.numbers.insert(number);
                }
                None => sorted.fractions = true,
            },
            (NodeKind::Array(_) | NodeKind::Object(_), _) => sorted.anything = true,
        }
    }

    fn warn_coerced(&mut self, value: &At<'s>, wanted: &str) {
        self.warn(
            value,
            "wrong-kind",
            format!(
                "the listed value {} is taken for {wanted}, as `type` says",
                value.node.to_json()
            ),
            "write it in the declared type",
        );
    }
}

/// Listed values, by their kinds.
#[derive(Default)]
struct Sorted {
    texts: IndexSet<String>,
    numbers: IndexSet<i64>,
    flags: Vec<bool>,
    /// Whether there are numbers that are no integers.
    fractions: bool,
    /// Whether there are arrays or objects.
    anything: bool,
    nullable: bool,
}

impl Sorted {
    /// What each of the kinds comes to.
    fn parts(self) -> Vec<Structure> {
        if self.anything {
            return vec![Structure::Plain(Kind::Any)];
        }
        // The variant for a value that is not listed.
        let names = || Scope::reserving(&["Unlisted"]);
        let mut parts = Vec::new();
        if !self.texts.is_empty() {
            let mut names = names();
            let values = self.texts.into_iter().map(|wire| ListedValue {
                variant: names.claim(pascal(&wire)),
                wire,
            });
            parts.push(Structure::Type(TypeKind::Listed(values.collect())));
        }
        if self.fractions {
            parts.push(Structure::Plain(Kind::Number(Bounds::default())));
        } else if !self.numbers.is_empty() {
            let mut names = names();
            let values = self.numbers.into_iter().map(|wire| NumberedValue {
                variant: names.claim(pascal(&wire.to_string())),
                wire,
            });
            parts.push(Structure::Type(TypeKind::Numbered(values.collect())));
        }
        match self.flags.as_slice() {
            [] => {}
            [first, rest @ ..] if rest.iter().all(|flag| flag == first) => {
                parts.push(Structure::Plain(Kind::Flag(*first)));
            }
            _ => parts.push(Structure::Plain(Kind::Boolean)),
        }
        parts
    }
}
