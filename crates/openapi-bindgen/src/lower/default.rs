//! Defaults: constants of the type that a schema declares.

use super::{At, Lowering};
use crate::ir::{Format, Kind, Literal, Shape, TypeKind, Width};
use crate::source::NodeKind;

impl<'s> Lowering<'s> {
    /// The default of a schema, where it declares one that is not null.
    pub(super) fn default(&mut self, at: &At<'s>, shape: &Shape) -> Option<Literal> {
        let default = at.get("default")?;
        let literal = match (&shape.kind, &default.node.kind) {
            (_, NodeKind::Null) if shape.nullable => return None,
            (Kind::Boolean, NodeKind::Bool(flag)) => Some(Literal::Bool(*flag)),
            (Kind::Integer(width, _), NodeKind::Number(number)) => number
                .as_i64()
                .filter(|number| fits(*width, *number))
                .map(Literal::Integer),
            (Kind::Number(_), NodeKind::Number(number)) => number.as_f64().map(Literal::Number),
            (Kind::Text(text), NodeKind::String(value)) if text.format != Some(Format::Uuid) => {
                Some(Literal::Text(value.clone()))
            }
            (Kind::Named(id), NodeKind::String(value)) => match self.type_kind(*id) {
                Some(TypeKind::Listed(values)) => {
                    let index = values.iter().position(|listed| listed.wire == *value);
                    index.map(|index| Literal::Listed(*id, index))
                }
                _ => None,
            },
            _ => None,
        };
        if literal.is_none() {
            self.warn(
                &default,
                "unsupported-default",
                format!("the default {} does not fit its schema, or is not supported", default.node.to_json()),
                "give a default of the declared type: a boolean, a number, a string or a listed value",
            );
        }
        literal
    }
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
