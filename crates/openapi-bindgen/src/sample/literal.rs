//! Defaults, as JSON.

use serde_json::{Map, Value, json};

use crate::ir::{Api, Literal, TypeKind};

/// What a default says, without what it leaves to the defaults of its own parts: [`read`](super::read) fills those in.
pub(crate) fn literal(api: &Api, literal: &Literal) -> Value {
    match literal {
        Literal::Bool(flag) => (*flag).into(),
        Literal::Integer(value) => (*value).into(),
        Literal::Number(value) => (*value).into(),
        Literal::Text(text) => text.as_str().into(),
        Literal::Listed(id, index) => match &api.type_def(*id).kind {
            TypeKind::Listed(values) => values[*index].wire.as_str().into(),
            TypeKind::Numbered(values) => values[*index].wire.into(),
            _ => Value::Null,
        },
        Literal::Uuid(bits) => {
            let hex = format!("{bits:032x}");
            let groups = [
                &hex[..8],
                &hex[8..12],
                &hex[12..16],
                &hex[16..20],
                &hex[20..],
            ];
            groups.join("-").into()
        }
        Literal::List(items) => items.iter().map(|item| self::literal(api, item)).collect(),
        Literal::Date(year, month, day) => format!("{year:04}-{month:02}-{day:02}").into(),
        Literal::DateTime(seconds, nanoseconds) => {
            let time = jiff::Timestamp::new(*seconds, *nanoseconds);
            time.map_or(Value::Null, |time| time.to_string().into())
        }
        Literal::Ipv4(address) => address.to_string().into(),
        Literal::Ipv6(address) => address.to_string().into(),
        Literal::Map(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(name, value)| (name.clone(), self::literal(api, value)));
            Value::Object(entries.collect())
        }
        Literal::Struct(id, said) => {
            let mut fields: Map<String, Value> = said
                .iter()
                .map(|(name, value)| {
                    let value = value.as_ref();
                    let value = value.map_or(Value::Null, |value| self::literal(api, value));
                    (name.clone(), value)
                })
                .collect();
            // What tells an alternative from others is no part of a default in Rust.
            if let TypeKind::Struct(object) = &api.type_def(*id).kind {
                for constant in &object.constants {
                    fields.insert(constant.wire.clone(), constant.value.as_str().into());
                }
            }
            Value::Object(fields)
        }
        Literal::Json(value) => value.clone(),
        Literal::Empty => json!({}),
        Literal::Variant(id, index, inner) => {
            let mut value = self::literal(api, inner);
            if let (TypeKind::Tagged(tagged), Some(fields)) =
                (&api.type_def(*id).kind, value.as_object_mut())
            {
                let tag = tagged.variants[*index].tag.as_str();
                fields.insert(tagged.property.clone(), tag.into());
            }
            value
        }
    }
}
