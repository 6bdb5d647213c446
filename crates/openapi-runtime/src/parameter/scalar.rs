//! A text, read as a boolean, a number or a string.

use serde_json::{Number, Value};

use crate::fault::FaultKind;
use crate::schema::{Kind, Schema};

/// Reads a text as a value without parts.
pub(super) fn scalar(schema: &Schema, text: &str) -> Result<Value, FaultKind> {
    match &schema.kind {
        Kind::Boolean | Kind::Flag(_) => boolean(text)
            .map(Value::Bool)
            .ok_or(FaultKind::BooleanParsing),
        Kind::Integer(_) | Kind::Numbers(_) => integer(text)
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
