//! The texts of a request's parameters, read as what their schema says.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::{Call, Refusal};
use crate::fault::FaultKind;
use crate::parameter::Parameter;
use crate::schema::{Kind, Schema};

/// Reads the request of an operation.
pub trait Decode: Sized {
    /// Reads and checks every parameter and the body.
    ///
    /// # Errors
    /// [`Refusal`] with every fault of the request.
    fn decode(call: &mut Call) -> impl Future<Output = Result<Self, Refusal>> + Send;
}

/// Reads the texts of one parameter.
pub(super) fn value(parameter: &Parameter, texts: &[Cow<'_, str>]) -> Result<Value, FaultKind> {
    match items(&parameter.schema) {
        Some(items) => list(parameter, items, texts).map(Value::Array),
        // Of a scalar that is given several times the last one counts.
        None => scalar(&parameter.schema, texts.last().map_or("", |text| text)),
    }
}

/// What the items of an array have to be; `None` where the schema is no array.
fn items(schema: &Schema) -> Option<&'static Schema> {
    match &schema.kind {
        Kind::List(list) => Some(list.items),
        Kind::Reference(target) => items(target),
        _ => None,
    }
}

fn list(
    parameter: &Parameter,
    items: &Schema,
    texts: &[Cow<'_, str>],
) -> Result<Vec<Value>, FaultKind> {
    let Some(separator) = parameter.style.separator() else {
        return texts.iter().map(|text| scalar(items, text)).collect();
    };
    match texts.last() {
        None => Ok(Vec::new()),
        Some(text) if text.is_empty() => Ok(Vec::new()),
        Some(text) => text
            .split(separator)
            .map(|text| scalar(items, text.trim_matches(' ')))
            .collect(),
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
    let digits = text.strip_prefix('+').unwrap_or(text);
    digits
        .parse::<i64>()
        .map(Number::from)
        .or_else(|_| digits.parse::<u64>().map(Number::from))
        .ok()
        // Digits beyond 64 bits are an integer all the same; the check of its width refuses it.
        .or_else(|| whole(digits).then(|| Number::from_f64(digits.parse().ok()?))?)
}

fn whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
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
