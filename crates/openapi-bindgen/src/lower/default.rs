//! Defaults: constants of the type that a schema declares.

use super::{At, Lowering};
use crate::format::looks_like;
use crate::ir::{Format, Kind, Literal, Shape, Struct, TypeId, TypeKind, Width};
use crate::source::NodeKind;

impl<'s> Lowering<'s> {
    /// The default of a schema, where it declares one that is not null.
    pub(super) fn default(&mut self, at: &At<'s>, shape: &Shape) -> Option<Literal> {
        let default = at.get("default")?;
        if matches!(default.node.kind, NodeKind::Null) && shape.nullable {
            return None;
        }
        let literal = self.literal(&default, shape);
        let read = || {
            default
                .node
                .as_str()
                .and_then(|text| from_text(text, shape))
        };
        match literal.or_else(read) {
            None => {
                self.warn(
                    &default,
                    "unsupported-default",
                    format!(
                        "the default {} does not fit its schema",
                        default.node.to_json()
                    ),
                    "give a default of the declared type",
                );
                None
            }
            Some(literal) => Some(literal),
        }
    }

    /// A value as a constant of a type; `None` where it is none.
    fn literal(&self, value: &At<'s>, shape: &Shape) -> Option<Literal> {
        match (&shape.kind, &value.node.kind) {
            (Kind::Boolean, NodeKind::Bool(flag)) => Some(Literal::Bool(*flag)),
            (Kind::Flag(wanted), NodeKind::Bool(flag)) if wanted == flag => {
                Some(Literal::Bool(*flag))
            }
            (Kind::Integer(width, _), NodeKind::Number(number)) => {
                let whole = number.as_i64().or_else(|| whole(number.as_f64()?));
                whole
                    .filter(|number| fits(*width, *number))
                    .map(Literal::Integer)
            }
            (Kind::Number(_), NodeKind::Number(number)) => number.as_f64().map(Literal::Number),
            (Kind::Text(rules), NodeKind::String(value)) => text(rules.format, value),
            (Kind::List(list), NodeKind::Array(_)) if !list.items.nullable => {
                let items = value.items();
                let items = items.iter().map(|item| self.literal(item, &list.items));
                items.collect::<Option<_>>().map(Literal::List)
            }
            (Kind::Map(_), NodeKind::Object(fields)) if fields.is_empty() => Some(Literal::Empty),
            (Kind::Map(map), NodeKind::Object(_))
                if is_any(&map.values) || !map.values.nullable =>
            {
                let entries = value.entries().into_iter().map(|(name, value)| {
                    let literal = self.literal(&value, &map.values)?;
                    Some((name.to_owned(), literal))
                });
                entries.collect::<Option<_>>().map(Literal::Map)
            }
            (Kind::Any, _) => Some(Literal::Json(value.node.to_json())),
            (Kind::Named(id), _) => self.named_literal(*id, value),
            _ => None,
        }
    }

    fn named_literal(&self, id: TypeId, value: &At<'s>) -> Option<Literal> {
        match (self.type_kind(id)?, &value.node.kind) {
            (TypeKind::Listed(values), NodeKind::String(text)) => {
                let index = values.iter().position(|listed| listed.wire == *text);
                index.map(|index| Literal::Listed(id, index))
            }
            (TypeKind::Numbered(values), NodeKind::Number(number)) => {
                let number = number.as_i64()?;
                let index = values.iter().position(|listed| listed.wire == number);
                index.map(|index| Literal::Listed(id, index))
            }
            (TypeKind::Struct(object), NodeKind::Object(fields)) if fields.is_empty() => {
                let optional = object.fields.iter().all(|field| !field.required);
                optional.then_some(Literal::Empty)
            }
            (TypeKind::Struct(object), NodeKind::Object(_)) => {
                self.object_literal(id, object, value)
            }
            (TypeKind::Tagged(tagged), NodeKind::Object(_)) => {
                let tag = value.text(&tagged.property)?;
                let mut variants = tagged.variants.iter().enumerate();
                let (index, variant) = variants.find(|(_, variant)| variant.tag == tag)?;
                let inner = self.named_literal(variant.id, value)?;
                Some(Literal::Variant(id, index, Box::new(inner)))
            }
            (TypeKind::Union(union), _) => {
                let mut variants = union.variants.iter().enumerate();
                variants.find_map(|(index, variant)| {
                    let inner = self.literal(value, &variant.shape)?;
                    Some(Literal::Variant(id, index, Box::new(inner)))
                })
            }
            (TypeKind::Alias(shape), _) => self.literal(value, shape),
            _ => None,
        }
    }
}

impl<'s> Lowering<'s> {
    /// An object as a constant of a struct: with what it has to have, and nothing that the struct cannot keep.
    fn object_literal(&self, id: TypeId, object: &Struct, value: &At<'s>) -> Option<Literal> {
        let entries = value.entries();
        let says = |wire: &str| entries.iter().find(|(name, _)| *name == wire);
        let constants = object.constants.iter();
        let holds = constants
            .clone()
            .all(|constant| match says(&constant.wire) {
                Some((_, said)) => said.node.as_str() == Some(&constant.value),
                None => true,
            });
        let constants = constants.map(|constant| &constant.wire);
        let declared: Vec<_> = object
            .fields
            .iter()
            .map(|field| &field.wire)
            .chain(constants)
            .collect();
        let is_kept = entries
            .iter()
            .all(|(name, _)| declared.iter().any(|known| *known == name));
        let whole = object
            .fields
            .iter()
            .all(|field| !field.required || says(&field.wire).is_some());
        if !holds || !is_kept || !whole {
            return None;
        }
        let fields = object.fields.iter().filter_map(|field| {
            let (_, said) = says(&field.wire)?;
            let is_null = matches!(said.node.kind, NodeKind::Null) && !is_any(&field.shape);
            let literal = match is_null {
                true if field.shape.nullable => Some(None),
                true => None,
                false => self.literal(said, &field.shape).map(Some),
            };
            Some(literal.map(|literal| (field.wire.clone(), literal)))
        });
        let fields = fields.collect::<Option<Vec<_>>>()?;
        Some(Literal::Struct(id, fields))
    }
}

fn is_any(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::Any)
}

/// A text that says what another type would: some documents have all their defaults in quotes.
fn from_text(text: &str, shape: &Shape) -> Option<Literal> {
    match &shape.kind {
        Kind::Boolean => text.parse().ok().map(Literal::Bool),
        Kind::Integer(width, _) => {
            let number = text.parse().ok().filter(|number| fits(*width, *number));
            number.map(Literal::Integer)
        }
        Kind::Number(_) => {
            let number: f64 = text.parse().ok()?;
            number.is_finite().then_some(Literal::Number(number))
        }
        _ => None,
    }
}

/// A text as a constant of its format's type.
fn text(format: Option<Format>, value: &str) -> Option<Literal> {
    match format {
        Some(Format::Uuid) => uuid(value).map(Literal::Uuid),
        Some(Format::Date) => {
            let date: jiff::civil::Date = value.parse().ok()?;
            Some(Literal::Date(date.year(), date.month(), date.day()))
        }
        Some(Format::DateTime) => {
            let time: jiff::Timestamp = value.parse().ok()?;
            Some(Literal::DateTime(
                time.as_second(),
                time.subsec_nanosecond(),
            ))
        }
        Some(Format::Ipv4) => value.parse().ok().map(Literal::Ipv4),
        Some(Format::Ipv6) => value.parse().ok().map(Literal::Ipv6),
        Some(Format::Byte | Format::Ip) => None,
        // What a server refuses from others it does not take from its own document.
        Some(format) if !looks_like(format, value) => None,
        _ => Some(Literal::Text(value.to_owned())),
    }
}

fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 9e15).then_some(number as i64)
}

/// The number of a UUID, in the form with dashes or in the one without.
fn uuid(text: &str) -> Option<u128> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    (digits.len() == 32).then(|| u128::from_str_radix(&digits, 16).ok())?
}

/// Whether a number is one of a width.
fn fits(width: Width, number: i64) -> bool {
    match width {
        Width::Int64 => true,
        Width::Int32 => i32::try_from(number).is_ok(),
        Width::Uint64 => number >= 0,
        Width::Uint32 => u32::try_from(number).is_ok(),
        Width::Int16 => i16::try_from(number).is_ok(),
        Width::Uint16 => u16::try_from(number).is_ok(),
        Width::Int8 => i8::try_from(number).is_ok(),
        Width::Uint8 => u8::try_from(number).is_ok(),
    }
}
