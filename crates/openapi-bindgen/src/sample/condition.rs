//! Whether a value meets the demands that no type expresses.

use fancy_regex::Regex;
use serde_json::Value;

use super::accepts::{is_between, is_integer, is_within, matches, repeats};
use crate::ir::{Condition, ConditionKind, Rule};

/// Whether a value meets a condition.
pub(super) fn meets(condition: &Condition, value: &Value) -> bool {
    if condition.nullable && value.is_null() {
        return true;
    }
    is_of_kind(&condition.kind, value) && condition.rules.iter().all(|rule| holds(rule, value))
}

fn is_of_kind(kind: &ConditionKind, value: &Value) -> bool {
    match (kind, value) {
        (ConditionKind::Any, _)
        | (ConditionKind::Null, Value::Null)
        | (ConditionKind::Boolean, Value::Bool(_)) => true,
        (ConditionKind::Integer(width, bounds), Value::Number(number)) => {
            is_integer(*width, bounds, number)
        }
        (ConditionKind::Number(bounds), Value::Number(number)) => is_within(bounds, number),
        (ConditionKind::Text(text), Value::String(said)) => matches(text, said),
        (ConditionKind::Listed(values), Value::String(said)) => values.contains(said),
        (ConditionKind::List(list), Value::Array(items)) => {
            is_between(items.len(), list.min, list.max)
                && items.iter().all(|item| meets(&list.items, item))
                && !(list.unique && repeats(items))
        }
        (ConditionKind::Object(object), Value::Object(fields)) => {
            let declared = |name: &str| object.properties.iter().any(|(known, ..)| known == name);
            let mut others = fields.iter().filter(|(name, _)| !declared(name));
            is_between(fields.len(), object.min, object.max)
                && object.properties.iter().all(|(name, required, condition)| {
                    match fields.get(name) {
                        Some(field) => meets(condition, field),
                        None => !required,
                    }
                })
                && others.all(|(_, field)| {
                    let additional = object.additional.as_ref();
                    additional.is_some_and(|condition| meets(condition, field))
                })
        }
        (ConditionKind::Kinds(conditions), _) => {
            conditions.iter().any(|condition| meets(condition, value))
        }
        _ => false,
    }
}

/// Whether a value follows a rule.
pub(super) fn holds(rule: &Rule, value: &Value) -> bool {
    let fitting = |conditions: &[Condition]| {
        conditions
            .iter()
            .filter(|condition| meets(condition, value))
            .count()
    };
    match (rule, value) {
        (Rule::Not(condition), _) => !meets(condition, value),
        (Rule::If(condition, then, otherwise), _) => meets(
            if meets(condition, value) {
                then
            } else {
                otherwise
            },
            value,
        ),
        (Rule::All(conditions), _) => fitting(conditions) == conditions.len(),
        (Rule::Any(conditions), _) => fitting(conditions) > 0,
        (Rule::One(conditions), _) => fitting(conditions) == 1,
        (Rule::Equal(texts), _) => texts
            .iter()
            .filter_map(|text| serde_json::from_str::<Value>(text).ok())
            .any(|known| known == *value),
        (Rule::OfKind(condition), _) => {
            let kind = Condition::from(bare(&condition.kind));
            !meets(&kind, value) || meets(condition, value)
        }
        (Rule::Contains(condition, least, most), Value::Array(items)) => {
            let count = items.iter().filter(|item| meets(condition, item)).count();
            is_between(count, Some(*least), *most)
        }
        (Rule::Prefix(conditions, rest), Value::Array(items)) => {
            let mut items = items.iter().enumerate();
            items.all(|(index, item)| meets(conditions.get(index).unwrap_or(rest), item))
        }
        (Rule::Names(condition), Value::Object(fields)) => {
            let mut names = fields.keys();
            names.all(|name| meets(condition, &Value::String(name.clone())))
        }
        (Rule::Patterns(patterns), Value::Object(fields)) => fields.iter().all(|(name, field)| {
            let mut known = patterns.iter().filter(|(pattern, _)| finds(pattern, name));
            known.all(|(_, condition)| meets(condition, field))
        }),
        (
            Rule::Others {
                declared,
                patterns,
                condition,
            },
            Value::Object(fields),
        ) => {
            let known = |name: &String| {
                declared.contains(name) || patterns.iter().any(|pattern| finds(pattern, name))
            };
            let mut others = fields.iter().filter(|(name, _)| !known(name));
            others.all(|(_, field)| {
                let condition = condition.as_ref();
                condition.is_some_and(|condition| meets(condition, field))
            })
        }
        _ => true,
    }
}

/// The kind alone, without the demands that go with it.
fn bare(kind: &ConditionKind) -> ConditionKind {
    match kind {
        ConditionKind::Integer(..) | ConditionKind::Number(_) => {
            ConditionKind::Number(Default::default())
        }
        ConditionKind::Text(_) | ConditionKind::Listed(_) => {
            ConditionKind::Text(Default::default())
        }
        ConditionKind::List(list) => {
            let mut list = list.clone();
            (list.items, list.min, list.max, list.unique) = (Condition::ANY, None, None, false);
            ConditionKind::List(list)
        }
        ConditionKind::Object(object) => {
            let mut object = object.clone();
            object.properties.clear();
            (object.min, object.max) = (None, None);
            object.additional = Some(Condition::ANY);
            ConditionKind::Object(object)
        }
        other => other.clone(),
    }
}

/// Whether a pattern is found in a text; one that cannot be compiled is not.
pub(super) fn finds(pattern: &str, text: &str) -> bool {
    let regex = Regex::new(pattern);
    regex.is_ok_and(|regex| regex.is_match(text).unwrap_or(false))
}
