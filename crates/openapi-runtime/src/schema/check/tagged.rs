//! Alternatives that are told apart by a tag, checked.

use serde_json::{Map, Value};

use super::Check;
use crate::fault::FaultKind;
use crate::schema::tagged::Tagged;

impl Check<'_> {
    /// The alternative that the tag names. Where the tag is absent, the one alternative that accepts the value as it is.
    pub(super) fn tagged(&mut self, tagged: &Tagged, fields: &Map<String, Value>, value: &Value) {
        let named = match fields.get(tagged.property) {
            Some(Value::String(tag)) => {
                let pairs = tagged.tags.iter().zip(tagged.alternatives);
                let mut named = pairs.filter(|(known, _)| *known == tag);
                named.next().map(|(_, alternative)| *alternative)
            }
            Some(_) => None,
            None => {
                let alternatives = tagged.alternatives.iter();
                let mut fitting = alternatives.filter(|schema| self.accepts(schema, value));
                match (fitting.next(), fitting.next()) {
                    (Some(_), None) => return,
                    _ => None,
                }
            }
        };
        match named {
            Some(alternative) => self.value(alternative, value),
            None => self.fault(
                FaultKind::Discriminator {
                    property: tagged.property,
                    expected: tagged.tags,
                },
                value,
            ),
        }
    }
}
