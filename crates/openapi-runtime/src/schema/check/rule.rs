//! What is demanded of a value besides what its kind says, checked.

#[cfg(feature = "patterns")]
use serde_json::Map;
use serde_json::Value;

use super::{Check, canonical};
use crate::fault::{FaultKind, Step, shortened};
use crate::schema::Rule;
#[cfg(feature = "patterns")]
use crate::schema::{Schema, pattern};

impl Check<'_> {
    pub(super) fn rule(&mut self, rule: &Rule, value: &Value) {
        match (rule, value) {
            (Rule::Not(schema), _) if self.accepts(schema, value) => {
                self.fault(FaultKind::Excluded, value);
            }
            (Rule::If(condition, then, otherwise), _) => {
                let holds = self.accepts(condition, value);
                self.value(if holds { then } else { otherwise }, value);
            }
            (Rule::All(schemas), _) => schemas.iter().for_each(|schema| self.value(schema, value)),
            (Rule::Any(schemas), _) => self.alternatives(schemas, value, false),
            (Rule::One(schemas), _) => self.alternatives(schemas, value, true),
            (Rule::Equal(values), _) => {
                let said = canonical(value);
                let mut known = values
                    .iter()
                    .filter_map(|text| serde_json::from_str(text).ok());
                if !known.any(|known| canonical(&known) == said) {
                    self.fault(FaultKind::NotEqual(values), value);
                }
            }
            (Rule::OfKind(schema), _) if schema.same_kind(value) => self.value(schema, value),
            (Rule::Contains(schema, least, most), Value::Array(items)) => {
                let fitting = items
                    .iter()
                    .filter(|item| self.accepts(schema, item))
                    .count();
                if (fitting as u64) < *least {
                    let (least, actual) = (*least, fitting);
                    self.fault(FaultKind::TooFewMatches { least, actual }, value);
                }
                if let Some(most) = most.filter(|most| (fitting as u64) > *most) {
                    let actual = fitting;
                    self.fault(FaultKind::TooManyMatches { most, actual }, value);
                }
            }
            (Rule::Prefix(schemas, rest), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    let schema = schemas.get(index).unwrap_or(rest);
                    self.below(Step::Index(index), schema, item);
                }
            }
            (Rule::Names(schema), Value::Object(fields)) => {
                for name in fields.keys() {
                    let step = Step::Name(shortened(name));
                    self.below(step, schema, &Value::String(name.clone()));
                }
            }
            #[cfg(feature = "patterns")]
            (Rule::Patterns(patterns), Value::Object(fields)) => self.patterns(patterns, fields),
            #[cfg(feature = "patterns")]
            (
                Rule::Others {
                    declared,
                    patterns,
                    schema,
                },
                Value::Object(fields),
            ) => {
                let known = |name: &str| {
                    declared.contains(&name)
                        || patterns.iter().any(|known| pattern::matches(known, name))
                };
                for (name, field) in fields.iter().filter(|(name, _)| !known(name)) {
                    self.path.push(Step::Name(shortened(name)));
                    match schema {
                        Some(schema) => self.value(schema, field),
                        None => self.fault(FaultKind::UnknownProperty, field),
                    }
                    self.path.pop();
                }
            }
            // What holds, and what says nothing of values of this kind.
            _ => {}
        }
    }

    #[cfg(feature = "patterns")]
    fn patterns(
        &mut self,
        patterns: &'static [(&'static str, Schema)],
        fields: &Map<String, Value>,
    ) {
        for (name, field) in fields {
            for (known, schema) in patterns {
                if pattern::matches(known, name) {
                    self.below(Step::Name(shortened(name)), schema, field);
                }
            }
        }
    }
}
