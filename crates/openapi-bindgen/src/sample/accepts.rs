//! Whether a shape allows a value.

use serde_json::{Number, Value};

use super::condition::{finds, holds};
use super::number::integers;
use crate::format::looks_like;
use crate::ir::{Additional, Api, Bounds, Kind, Shape, Struct, Text, TypeId, TypeKind, Width};

/// Whether a shape allows a value. A format is one where it looks like one: no more than tells samples apart.
pub(crate) fn accepts(api: &Api, shape: &Shape, value: &Value) -> bool {
    if value.is_null() && shape.nullable {
        return true;
    }
    match (&shape.kind, value) {
        (Kind::Any, _) | (Kind::Null, Value::Null) | (Kind::Boolean, Value::Bool(_)) => true,
        (Kind::Flag(flag), Value::Bool(said)) => flag == said,
        (Kind::Integer(width, bounds), Value::Number(number)) => is_integer(*width, bounds, number),
        (Kind::Number(bounds), Value::Number(number)) => is_within(bounds, number),
        (Kind::Text(text), Value::String(said)) => matches(text, said),
        (Kind::List(list), Value::Array(items)) => {
            is_between(items.len(), list.min, list.max)
                && items.iter().all(|item| accepts(api, &list.items, item))
                && !(list.unique && repeats(items))
        }
        (Kind::Map(map), Value::Object(fields)) => {
            is_between(fields.len(), map.min, map.max)
                && fields
                    .values()
                    .all(|value| accepts(api, &map.values, value))
        }
        (Kind::Named(id), _) => named(api, *id, value),
        _ => false,
    }
}

fn named(api: &Api, id: TypeId, value: &Value) -> bool {
    let def = api.type_def(id);
    if value.is_null() && def.nullable {
        return true;
    }
    is_of_type(api, &def.kind, value) && def.rules.iter().all(|rule| holds(rule, value))
}

fn is_of_type(api: &Api, kind: &TypeKind, value: &Value) -> bool {
    match (kind, value) {
        (TypeKind::Struct(object), Value::Object(_)) => structure(api, object, value, None),
        (TypeKind::Listed(values), Value::String(said)) => {
            values.iter().any(|listed| listed.wire == *said)
        }
        (TypeKind::Numbered(values), Value::Number(said)) => values
            .iter()
            .any(|listed| whole(said) == Some(listed.wire.into())),
        (TypeKind::Tuple(shapes), Value::Array(items)) => {
            let mut pairs = shapes.iter().zip(items);
            shapes.len() == items.len() && pairs.all(|(shape, item)| accepts(api, shape, item))
        }
        (TypeKind::Union(union), _) => {
            let fitting = union
                .variants
                .iter()
                .filter(|variant| accepts(api, &variant.shape, value));
            match fitting.count() {
                0 => false,
                1 => true,
                _ => !union.exclusive,
            }
        }
        (TypeKind::Tagged(tagged), Value::Object(fields)) => {
            let tag = fields.get(&tagged.property).and_then(Value::as_str);
            let variant = tagged
                .variants
                .iter()
                .find(|variant| Some(variant.tag.as_str()) == tag);
            variant.is_some_and(|variant| {
                let target = api.structure(variant.id);
                target
                    .is_none_or(|(_, object)| structure(api, object, value, Some(&tagged.property)))
            })
        }
        (TypeKind::Alias(shape), _) => accepts(api, shape, value),
        _ => false,
    }
}

fn structure(api: &Api, object: &Struct, value: &Value, tag: Option<&str>) -> bool {
    let Some(fields) = value.as_object() else {
        return false;
    };
    let known = |name: &str| {
        object.ignored.iter().any(|ignored| ignored == name)
            || object.declares(name)
            || tag == Some(name)
    };
    let mut others = fields.iter().filter(|(name, _)| !known(name));
    is_between(fields.len(), object.min, object.max)
        && object.constants.iter().all(|constant| {
            tag == Some(&constant.wire)
                || match fields.get(&constant.wire) {
                    Some(said) => said.as_str() == Some(&constant.value),
                    None => !constant.required,
                }
        })
        && object
            .fields
            .iter()
            .all(|field| match fields.get(&field.wire) {
                Some(said) => tag == Some(&field.wire) || accepts(api, &field.shape, said),
                None => !field.required,
            })
        && match &object.additional {
            Additional::Tolerated => true,
            Additional::Forbidden => others.next().is_none(),
            Additional::Kept(_, shape) => others.all(|(_, value)| accepts(api, shape, value)),
        }
}

pub(super) fn matches(text: &Text, said: &str) -> bool {
    is_between(said.chars().count(), text.min, text.max)
        && text
            .pattern
            .as_ref()
            .is_none_or(|pattern| finds(pattern, said))
        && text.format.is_none_or(|format| looks_like(format, said))
}

/// Whether a count is neither below its least nor above its most.
pub(super) fn is_between(count: usize, least: Option<u64>, most: Option<u64>) -> bool {
    (least.unwrap_or(0)..=most.unwrap_or(u64::MAX)).contains(&(count as u64))
}

/// Whether an array has an item twice.
pub(super) fn repeats(items: &[Value]) -> bool {
    (1..items.len()).any(|end| items[..end].contains(&items[end]))
}

/// Whether a number is an integer that a width and bounds allow.
pub(super) fn is_integer(width: Width, bounds: &Bounds, number: &Number) -> bool {
    let (low, high) = integers(width, bounds);
    whole(number).is_some_and(|whole| {
        let is_multiple = bounds
            .multiple_of
            .is_none_or(|step| (whole as f64 % step).abs() < f64::EPSILON);
        (low..=high).contains(&whole) && is_multiple
    })
}

/// The integer that a number is.
pub(super) fn whole(number: &Number) -> Option<i128> {
    number.as_i128().or_else(|| {
        let float = number.as_f64()?;
        (float.fract() == 0.0).then_some(float as i128)
    })
}

pub(super) fn is_within(bounds: &Bounds, number: &Number) -> bool {
    let Some(value) = number.as_f64() else {
        return false;
    };
    bounds.minimum.is_none_or(|minimum| value >= minimum)
        && bounds.above.is_none_or(|above| value > above)
        && bounds.maximum.is_none_or(|maximum| value <= maximum)
        && bounds.below.is_none_or(|below| value < below)
        && bounds.multiple_of.is_none_or(|step| {
            let count = value / step;
            (count - count.round()).abs() < 1e-9
        })
}
