//! What is demanded of numbers, strings and counts.

use super::{At, Lowering};
use crate::ir::{Bounds, Format, Text, Width};
use crate::source::NodeKind;

impl<'s> Lowering<'s> {
    /// The width of an integer, as its format says.
    pub(super) fn width(&self, at: &At<'s>) -> Width {
        match at.text("format").as_deref() {
            Some("int32") => Width::Int32,
            Some("int16") => Width::Int16,
            Some("int8") => Width::Int8,
            Some("uint64" | "uint") => Width::Uint64,
            Some("uint32") => Width::Uint32,
            Some("uint16") => Width::Uint16,
            Some("uint8") => Width::Uint8,
            // A format that is not known says nothing (JSON Schema Validation, section 7.2.3).
            _ => Width::Int64,
        }
    }

    /// The bounds of a number. Exclusive bounds are numbers in 3.1, and flags on the others in 3.0.
    pub(super) fn bounds(&mut self, at: &At<'s>) -> Bounds {
        let mut bounds = Bounds {
            minimum: self.number(at, "minimum"),
            maximum: self.number(at, "maximum"),
            multiple_of: self.number(at, "multipleOf"),
            ..Bounds::default()
        };
        for (key, inclusive, exclusive) in [
            ("exclusiveMinimum", &mut bounds.minimum, &mut bounds.above),
            ("exclusiveMaximum", &mut bounds.maximum, &mut bounds.below),
        ] {
            match at.get(key).map(|bound| &bound.node.kind) {
                Some(NodeKind::Bool(true)) => *exclusive = inclusive.take(),
                Some(NodeKind::Bool(false)) | None => {}
                Some(_) => *exclusive = self.number(at, key),
            }
        }
        if let Some(factor) = bounds.multiple_of.filter(|factor| *factor <= 0.0) {
            self.warn(
                at,
                "malformed-constraint",
                format!("`multipleOf` is {factor}"),
                "write a number above zero",
            );
        }
        bounds
    }

    fn number(&mut self, at: &At<'s>, key: &str) -> Option<f64> {
        let bound = at.get(key)?;
        let number = bound.node.as_number().and_then(serde_json::Number::as_f64);
        if number.is_none() {
            self.malformed(&bound, key, "a number");
        }
        number
    }

    /// A count, such as `maxItems`.
    pub(super) fn count(&mut self, at: &At<'s>, key: &str) -> Option<u64> {
        let bound = at.get(key)?;
        let number = bound.node.as_number();
        let whole = |float: f64| {
            (float.fract() == 0.0 && (0.0..9e15).contains(&float)).then_some(float as u64)
        };
        let count =
            number.and_then(|number| number.as_u64().or_else(|| number.as_f64().and_then(whole)));
        if count.is_none() {
            self.malformed(&bound, key, "a whole number, zero or above");
        }
        count
    }

    fn malformed(&mut self, at: &At<'s>, key: &str, wanted: &str) {
        self.warn(
            at,
            "malformed-constraint",
            format!("`{key}` is {}", at.node.to_json()),
            &format!("write {wanted}"),
        );
    }

    /// What is demanded of a string.
    pub(super) fn text(&mut self, at: &At<'s>) -> Text {
        let encoding = at.text("contentEncoding");
        let format = match at.text("format").as_deref() {
            Some("uuid") => Some(Format::Uuid),
            Some("date") => Some(Format::Date),
            Some("date-time") => Some(Format::DateTime),
            Some("time") => Some(Format::Time),
            Some("duration") => Some(Format::Duration),
            Some("byte") => Some(Format::Byte),
            Some("ip") => Some(Format::Ip),
            Some("ipv4") => Some(Format::Ipv4),
            Some("ipv6") => Some(Format::Ipv6),
            Some("hostname") => Some(Format::Hostname),
            Some("email") => Some(Format::Email),
            Some("uri") => Some(Format::Uri),
            Some("uri-reference") => Some(Format::UriReference),
            Some("iri") => Some(Format::Iri),
            Some("iri-reference") => Some(Format::IriReference),
            Some("json-pointer") => Some(Format::JsonPointer),
            Some("regex") => Some(Format::Regex),
            Some("binary") => Some(Format::Binary),
            _ if encoding.is_some_and(|name| name.eq_ignore_ascii_case("base64")) => {
                Some(Format::Byte)
            }
            // OpenAPI 3.1, section 4.8.14.3: bytes that no encoding makes a text of.
            _ if at.get("contentMediaType").is_some() && at.get("contentEncoding").is_none() => {
                Some(Format::Binary)
            }
            _ => None,
        };
        let pattern = at.get("pattern").and_then(|pattern| {
            let Some(text) = pattern.node.as_str().map(str::to_owned) else {
                self.malformed(&pattern, "pattern", "a regular expression, in quotes");
                return None;
            };
            if let Err(error) = fancy_regex::Regex::new(&text) {
                self.warn(
                    &pattern,
                    "malformed-pattern",
                    format!("the pattern cannot be compiled: {error}"),
                    "write a regular expression of ECMA-262 without the exotic parts",
                );
                return None;
            }
            Some(text)
        });
        Text {
            format,
            pattern,
            min: self.count(at, "minLength"),
            max: self.count(at, "maxLength"),
        }
    }
}
