//! Defaults: constants of the type that a schema declares.

use super::{At, Lowering};
use crate::ir::{Format, Kind, Literal, Shape, TypeId, TypeKind, Width};
use crate::source::NodeKind;

impl<'s> Lowering<'s> {
    /// The default of a schema, where it declares one that is not null.
    pub(super) fn default(&mut self, at: &At<'s>, shape: &Shape) -> Option<Literal> {
        let default = at.get("default")?;
        if matches!(default.node.kind, NodeKind::Null) && shape.nullable {
            return None;
        }
        let literal = self.literal(&default, shape);
        if literal.is_none() {
            self.warn(
                &default,
                "unsupported-default",
                format!("the default {} does not fit its schema, or is not supported", default.node.to_json()),
                "give a default of the declared type: a scalar, a listed value, a list of them, or an empty object",
            );
        }
        literal
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
            (Kind::Text(text), NodeKind::String(value)) if text.format == Some(Format::Uuid) => {
                uuid(value).map(Literal::Uuid)
            }
            (Kind::Text(_), NodeKind::String(value)) => Some(Literal::Text(value.clone())),
            (Kind::List(list), NodeKind::Array(_)) if !list.items.nullable => {
                let items = value.items();
                let items = items.iter().map(|item| self.literal(item, &list.items));
                items.collect::<Option<_>>().map(Literal::List)
            }
            (Kind::Map(_), NodeKind::Object(fields)) if fields.is_empty() => Some(Literal::Empty),
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
    }
}
