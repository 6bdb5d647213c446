//! What the reader of a value knows of it: defaults are filled in, and what a type does not keep is gone.

use std::net::{IpAddr, Ipv6Addr};

use serde_json::{Map, Value};

use super::accepts::{is_integer, whole};
use super::literal::literal;
use crate::format::looks_like;
use crate::ir::{
    Additional, Api, Bounds, Field, Format, Kind, Literal, Shape, Struct, Tagged, TypeDef, TypeId,
    TypeKind, Union,
};

/// A value as the Rust type of its shape has it, written again; `None` where the type cannot be read from it.
///
/// This is what types alone say. Whether a value also meets the demands that they do not express is another question.
pub(crate) fn read(api: &Api, shape: &Shape, value: &Value) -> Option<Value> {
    if value.is_null() && shape.nullable {
        return Some(Value::Null);
    }
    let fits = match (&shape.kind, value) {
        (Kind::Any, _) | (Kind::Null, Value::Null) | (Kind::Boolean, Value::Bool(_)) => true,
        (Kind::Flag(flag), Value::Bool(said)) => flag == said,
        (Kind::Integer(width, _), Value::Number(number)) => {
            is_integer(*width, &Bounds::default(), number)
        }
        (Kind::Number(_), Value::Number(number)) => return number.as_f64().map(Value::from),
        (Kind::Text(text), Value::String(said)) => {
            return written(text.format, said).map(Value::from);
        }
        (Kind::List(list), Value::Array(items)) => {
            let items = items.iter().map(|item| read(api, &list.items, item));
            return items.collect();
        }
        (Kind::Map(map), Value::Object(fields)) => {
            let fields = fields
                .iter()
                .map(|(name, value)| Some((name.clone(), read(api, &map.values, value)?)));
            return fields.collect::<Option<Map<_, _>>>().map(Value::Object);
        }
        (Kind::Named(id), _) => return named(api, *id, value),
        _ => false,
    };
    fits.then(|| value.clone())
}

/// A default as the Rust type of its shape has it.
pub(crate) fn read_default(api: &Api, shape: &Shape, default: &Literal) -> Value {
    let default = literal(api, default);
    read(api, shape, &default).unwrap_or(default)
}

/// A text as what its format is in Rust has it.
fn written(format: Option<Format>, said: &str) -> Option<String> {
    let address = || said.parse::<IpAddr>().ok();
    match format {
        Some(Format::Uuid) => looks_like(Format::Uuid, said).then(|| said.to_lowercase()),
        // A moment is written by UTC.
        Some(Format::DateTime) => {
            let local = || {
                let local = said.parse::<jiff::civil::DateTime>().ok()?;
                Some(local.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
            };
            let moment = said.parse::<jiff::Timestamp>().ok().or_else(local);
            moment.map(|moment| moment.to_string())
        }
        Some(Format::Ip) => address().map(|address| address.to_string()),
        Some(Format::Ipv4) => address()?.is_ipv4().then(|| said.to_owned()),
        Some(Format::Ipv6) => Some(said.parse::<Ipv6Addr>().ok()?.to_string()),
        Some(format @ (Format::Date | Format::Byte)) => {
            looks_like(format, said).then(|| said.to_owned())
        }
        _ => Some(said.to_owned()),
    }
}

fn named(api: &Api, id: TypeId, value: &Value) -> Option<Value> {
    let def = api.type_def(id);
    if value.is_null() && def.nullable {
        return Some(Value::Null);
    }
    let fits = match (&def.kind, value) {
        (TypeKind::Struct(object), Value::Object(fields)) => {
            return structure(api, def, object, fields, None).map(Value::Object);
        }
        (TypeKind::Union(union), _) => return best(api, union, value),
        (TypeKind::Tagged(tagged), Value::Object(fields)) => {
            return variant(api, tagged, fields).map(Value::Object);
        }
        (TypeKind::Alias(shape), _) => return read(api, shape, value),
        (TypeKind::Tuple(shapes), Value::Array(items)) if shapes.len() == items.len() => {
            let pairs = shapes.iter().zip(items);
            return pairs.map(|(shape, item)| read(api, shape, item)).collect();
        }
        // What is not listed is kept as it is.
        (TypeKind::Listed(_), Value::String(_)) => true,
        (TypeKind::Numbered(_), Value::Number(number)) => whole(number).is_some(),
        _ => false,
    };
    fits.then(|| value.clone())
}

fn structure(
    api: &Api,
    def: &TypeDef,
    object: &Struct,
    said: &Map<String, Value>,
    tag: Option<&str>,
) -> Option<Map<String, Value>> {
    let mut known = Map::new();
    for constant in object
        .constants
        .iter()
        .filter(|constant| tag != Some(&constant.wire))
    {
        match said.get(&constant.wire) {
            Some(said) if said.as_str() != Some(&constant.value) => return None,
            None if constant.required => return None,
            // It is written wherever there is one.
            _ => known.insert(constant.wire.clone(), constant.value.as_str().into()),
        };
    }
    for field in object
        .fields
        .iter()
        .filter(|field| tag != Some(&field.wire))
    {
        let value = match said.get(&field.wire) {
            // To an option that has no null of its own, null is absence.
            Some(Value::Null) if is_option(api, field) => None,
            Some(value) => Some(read(api, &field.shape, value)?),
            None if field.required => return None,
            None => absent(api, def, field),
        };
        if let Some(value) = value {
            known.insert(field.wire.clone(), value);
        }
    }
    if let Additional::Kept(_, shape) = &object.additional {
        let is_declared = |name: &str| tag == Some(name) || object.declares(name);
        for (name, value) in said.iter().filter(|(name, _)| !is_declared(name)) {
            known.insert(name.clone(), read(api, shape, value)?);
        }
    }
    Some(known)
}

fn is_option(api: &Api, field: &Field) -> bool {
    !field.required
        && !field.shape.nullable
        && field.default.is_none()
        && !is_any(api, &field.shape)
}

/// Whether the Rust type of a shape has a null of its own.
fn is_any(api: &Api, shape: &Shape) -> bool {
    match shape.kind {
        Kind::Any | Kind::Null => true,
        Kind::Named(id) => match &api.type_def(id).kind {
            TypeKind::Alias(shape) => shape.nullable || is_any(api, shape),
            _ => false,
        },
        _ => false,
    }
}

/// What is known of a field that is not there. What only responses carry says null where it has no value.
fn absent(api: &Api, def: &TypeDef, field: &Field) -> Option<Value> {
    if let Some(default) = &field.default {
        return Some(read_default(api, &field.shape, default));
    }
    let has_null = matches!(field.shape.kind, Kind::Any | Kind::Null);
    (field.shape.nullable && !has_null && !def.in_requests).then_some(Value::Null)
}

/// A value as the alternative that keeps most of it, and the first of those that keep as much.
fn best(api: &Api, union: &Union, value: &Value) -> Option<Value> {
    let mut best: Option<(Value, usize)> = None;
    for variant in &union.variants {
        let Some(known) = read(api, &variant.shape, value) else {
            continue;
        };
        let kept = kept(value, &known);
        if best.as_ref().is_none_or(|(_, most)| kept > *most) {
            best = Some((known, kept));
        }
    }
    best.map(|(known, _)| known)
}

/// How many of the values that were said are known.
fn kept(said: &Value, known: &Value) -> usize {
    match (said, known) {
        (Value::Object(said), Value::Object(known)) => {
            let both = said
                .iter()
                .filter_map(|(name, said)| Some((said, known.get(name)?)));
            1 + both.map(|(said, known)| kept(said, known)).sum::<usize>()
        }
        (Value::Array(said), Value::Array(known)) => {
            let both = said.iter().zip(known);
            1 + both.map(|(said, known)| kept(said, known)).sum::<usize>()
        }
        _ => usize::from(said == known),
    }
}

fn variant(api: &Api, tagged: &Tagged, said: &Map<String, Value>) -> Option<Map<String, Value>> {
    let tag = said.get(&tagged.property)?.as_str()?;
    let mut variants = tagged.variants.iter();
    // A tag that is not listed is kept with all that goes with it.
    let Some(variant) = variants.find(|variant| variant.tag == tag) else {
        return Some(said.clone());
    };
    let mut known = match api.structure(variant.id) {
        Some((def, object)) => structure(api, def, object, said, Some(&tagged.property))?,
        None => match named(api, variant.id, &Value::Object(said.clone()))? {
            Value::Object(known) => known,
            _ => return None,
        },
    };
    known.insert(tagged.property.clone(), tag.into());
    Some(known)
}
