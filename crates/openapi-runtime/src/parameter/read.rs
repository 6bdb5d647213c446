//! The texts of parameters, read as what their schema says.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde_json::{Number, Value};

use super::Parameter;
use crate::fault::{Fault, FaultKind, Place, Step};
use crate::schema::{Faults, Kind, Schema};

/// Reads the texts of one parameter, as they stand on the wire. `None` where one of them has a fault.
pub(crate) fn value(
    parameter: &Parameter,
    raw: &[Cow<'_, str>],
    faults: &mut Faults,
) -> Option<Value> {
    let mut read = |schema: &Schema, text: &str, index: Option<usize>| {
        let value = scalar(schema, text);
        let report = |kind| {
            let name = Step::Name(parameter.name.to_owned());
            let path = [Some(name), index.map(Step::Index)];
            let path = path.into_iter().flatten().collect();
            faults.push(Fault::new(parameter.place, path, kind, Some(&text.into())));
        };
        value.map_err(report).ok()
    };
    let Some(items) = items(&parameter.schema) else {
        // Of a scalar that is given several times the last one counts.
        let text = text(parameter.place, raw.last()?);
        return read(&parameter.schema, &text, None);
    };
    let texts = split(parameter, raw);
    let values: Vec<_> = texts
        .iter()
        .enumerate()
        .filter_map(|(index, text)| read(items, text, Some(index)))
        .collect();
    (values.len() == texts.len()).then_some(Value::Array(values))
}

pub(crate) fn is_escaped(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'%' | b'+'))
}

/// A text, without what its place demands of its writing.
pub(crate) fn text(place: Place, raw: &str) -> Cow<'_, str> {
    match place {
        // Nearly every text stands as it is.
        Place::Query | Place::Path | Place::Cookie if !is_escaped(raw) => raw.into(),
        // A plus is a space there, as forms write it.
        Place::Query if raw.contains('+') => {
            let spaced = raw.replace('+', " ");
            let decoded = percent_decode_str(&spaced).decode_utf8_lossy();
            decoded.into_owned().into()
        }
        Place::Query | Place::Path | Place::Cookie => percent_decode_str(raw).decode_utf8_lossy(),
        Place::Header | Place::Body => raw.trim_matches([' ', '\t']).into(),
    }
}

/// The items of a list. Texts given several times are one list, as the lines of a header are (RFC 9110, section 5.3).
fn split<'a>(parameter: &Parameter, raw: &'a [Cow<'_, str>]) -> Vec<Cow<'a, str>> {
    let place = parameter.place;
    let Some(separator) = parameter.style.separator() else {
        return raw.iter().map(|raw| text(place, raw)).collect();
    };
    let lists = raw.iter().filter(|raw| !raw.is_empty());
    if separator == ',' {
        // An escaped comma belongs to an item.
        return lists
            .flat_map(|raw| raw.split(separator))
            .map(|item| text(place, item))
            .collect();
    }
    // No URL may have the other separators as they are, so an escaped one is a separator too.
    lists
        .flat_map(|raw| {
            let list = text(place, raw);
            let items = list
                .split(separator)
                .map(|item| Cow::Owned(item.to_owned()));
            items.collect::<Vec<_>>()
        })
        .collect()
}

/// What the items of an array have to be; `None` where the schema is no array.
fn items(schema: &Schema) -> Option<&'static Schema> {
    match &schema.kind {
        Kind::List(list) => Some(list.items),
        Kind::Reference(target) => items(target),
        _ => None,
    }
}

fn scalar(schema: &Schema, text: &str) -> Result<Value, FaultKind> {
    match &schema.kind {
        Kind::Boolean => boolean(text)
            .map(Value::Bool)
            .ok_or(FaultKind::BooleanParsing),
        Kind::Integer(_) => integer(text)
            .map(Value::Number)
            .ok_or(FaultKind::IntegerParsing),
        Kind::Number(_) => number(text)
            .map(Value::Number)
            .ok_or(FaultKind::NumberParsing),
        Kind::Reference(target) => scalar(target, text),
        Kind::AnyOf(alternatives) | Kind::OneOf(alternatives) => {
            let read = alternatives.iter().filter_map(|schema| {
                scalar(schema, text)
                    .ok()
                    .filter(|value| schema.accepts(value))
            });
            // Where none accepts the text, the check says so with the text itself.
            Ok(read.into_iter().next().unwrap_or_else(|| text.into()))
        }
        _ => Ok(text.into()),
    }
}

/// The words that FastAPI's models take for a boolean.
fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "y" | "on" | "t" => Some(true),
        "false" | "0" | "no" | "n" | "off" | "f" => Some(false),
        _ => None,
    }
}

fn integer(text: &str) -> Option<Number> {
    let signed = text.parse::<i64>().map(Number::from);
    signed
        .or_else(|_| text.parse::<u64>().map(Number::from))
        .ok()
        // Digits beyond 64 bits are an integer all the same; the check of its width refuses it.
        .or_else(|| {
            let float = text.parse().ok().filter(|_| whole(text))?;
            Number::from_f64(f64::clamp(float, f64::MIN, f64::MAX))
        })
}

fn whole(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(text: &str) -> Option<Number> {
    integer(text).or_else(|| {
        let plain = text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
        plain.then(|| Number::from_f64(text.parse().ok()?))?
    })
}
