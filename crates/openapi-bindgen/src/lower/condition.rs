//! Schemas that values are held against, and that make no type: what stands below `not`, `if`, `contains` and the like.

use super::object::says_something;
use super::{At, Lowering};
use crate::diagnostic::Severity;
use crate::ir::{Condition, ConditionKind, ConditionList, ConditionObject, Rule};
use crate::source::NodeKind;

/// How many schemas one condition may be made of. References in it are written out.
const MOST_SCHEMAS: usize = 500;

/// Keywords that say something of strings, of numbers and of arrays.
const OF_TEXT: &[&str] = &["minLength", "maxLength", "pattern", "format"];
const OF_NUMBERS: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];
const OF_LISTS: &[&str] = &["items", "minItems", "maxItems", "uniqueItems"];

/// What a condition is being read within.
#[derive(Default)]
pub(super) struct Trail {
    /// The schemas that this one is in, by their pointers.
    within: Vec<String>,
    /// How many schemas were read.
    schemas: usize,
}

impl<'s> Lowering<'s> {
    /// A schema as a condition; `None` where it cannot be written as one.
    pub(super) fn condition(&mut self, at: &At<'s>, trail: &mut Trail) -> Option<Condition> {
        match at.node.kind {
            NodeKind::Bool(true) => return Some(Condition::ANY),
            NodeKind::Bool(false) => return Some(ConditionKind::Never.into()),
            NodeKind::Object(_) => {}
            _ => return None,
        }
        trail.schemas += 1;
        if trail.schemas > MOST_SCHEMAS || trail.within.contains(&at.pointer) {
            return None;
        }
        trail.within.push(at.pointer.clone());
        let (condition, _) = self.isolate(Severity::Warning, at, |lowering| {
            lowering.condition_of(at, trail)
        });
        trail.within.pop();
        condition
    }

    fn condition_of(&mut self, at: &At<'s>, trail: &mut Trail) -> Option<Condition> {
        let beyond = ["$dynamicRef", "unevaluatedProperties", "unevaluatedItems"];
        if beyond.iter().any(|keyword| at.get(keyword).is_some()) {
            return None;
        }
        let mut rules = Vec::new();
        if let Some(reference) = at.get("$ref") {
            let target = self.target(&reference)?;
            let target = self.condition(&target, trail)?;
            if at.entries().len() == 1 {
                return Some(target);
            }
            rules.push(Rule::All(vec![target]));
        }
        let types: Vec<_> = match at.get("type") {
            Some(said) if matches!(said.node.kind, NodeKind::Array(_)) => said.items(),
            said => said.into_iter().collect(),
        };
        let types: Option<Vec<_>> = types.iter().map(|name| name.node.as_str()).collect();
        let mut nullable = self.flag(at, "nullable");
        let mut kinds = Vec::new();
        for name in types? {
            match name {
                "null" => nullable = true,
                name => kinds.push(self.condition_kind(at, name, trail)?),
            }
        }
        let listed = self.listed_values(at);
        let kind = match (kinds.len(), nullable) {
            (0, true) => ConditionKind::Null,
            (0, false) => {
                for (name, keywords) in [
                    ("string", OF_TEXT),
                    ("number", OF_NUMBERS),
                    ("array", OF_LISTS),
                ] {
                    if keywords.iter().any(|keyword| at.get(keyword).is_some()) {
                        let kind = self.condition_kind(at, name, trail)?;
                        rules.push(Rule::OfKind(kind.into()));
                    }
                }
                if says_something(at) {
                    let kind = self.condition_kind(at, "object", trail)?;
                    rules.push(Rule::OfKind(kind.into()));
                }
                ConditionKind::Any
            }
            (1, _) => kinds.pop()?,
            _ => ConditionKind::Kinds(kinds.into_iter().map(Condition::from).collect()),
        };
        let kind = match (listed, kind) {
            (Some(Listed::Texts(values)), ConditionKind::Any | ConditionKind::Text(_)) => {
                ConditionKind::Listed(values)
            }
            (Some(listed), kind) => {
                rules.push(Rule::Equal(listed.into_json(nullable)));
                kind
            }
            (None, kind) => kind,
        };
        for keyword in super::rule::KEYWORDS.iter().chain(super::rule::COMBINING) {
            rules.extend(self.keyword(at, keyword, trail)?);
        }
        Some(Condition {
            kind,
            nullable,
            rules,
        })
    }

    /// What a schema says of values of one type.
    fn condition_kind(
        &mut self,
        at: &At<'s>,
        name: &str,
        trail: &mut Trail,
    ) -> Option<ConditionKind> {
        Some(match name {
            "boolean" => ConditionKind::Boolean,
            "integer" => ConditionKind::Integer(self.width(at), self.bounds(at)),
            "number" => ConditionKind::Number(self.bounds(at)),
            "string" => ConditionKind::Text(self.text(at)),
            "array" => {
                // Those that follow others are the business of a rule.
                let items = at.get("items").filter(|items| {
                    at.get("prefixItems").is_none()
                        && !matches!(items.node.kind, NodeKind::Array(_))
                });
                let items = match items {
                    Some(items) => self.condition(&items, trail)?,
                    None => Condition::ANY,
                };
                ConditionKind::List(Box::new(ConditionList {
                    items,
                    min: self.count(at, "minItems"),
                    max: self.count(at, "maxItems"),
                    unique: self.flag(at, "uniqueItems"),
                }))
            }
            "object" => {
                let required = self.list(at, "required");
                let required: Vec<_> = required
                    .iter()
                    .filter_map(|name| name.node.as_str())
                    .collect();
                let mut properties = Vec::new();
                for (name, schema) in self.fields(at, "properties") {
                    let condition = self.condition(&schema, trail)?;
                    properties.push((name.to_owned(), required.contains(&name), condition));
                }
                for name in required {
                    if properties.iter().all(|(known, ..)| known != name) {
                        properties.push((name.to_owned(), true, Condition::ANY));
                    }
                }
                let rest = at
                    .get("additionalProperties")
                    .filter(|_| at.get("patternProperties").is_none());
                let additional = match rest {
                    Some(rest) => Some(self.condition(&rest, trail)?),
                    None => Some(Condition::ANY),
                };
                ConditionKind::Object(Box::new(ConditionObject {
                    properties,
                    additional: additional.filter(|rest| rest.kind != ConditionKind::Never),
                    min: self.count(at, "minProperties"),
                    max: self.count(at, "maxProperties"),
                }))
            }
            _ => return None,
        })
    }

    /// The values of `enum` or `const`.
    pub(super) fn listed_values(&mut self, at: &At<'s>) -> Option<Listed> {
        let values = match (at.get("const"), at.get("enum")) {
            (Some(value), _) => vec![value],
            (None, Some(_)) => self.list(at, "enum"),
            (None, None) => return None,
        };
        let texts = values
            .iter()
            .map(|value| value.node.as_str().map(str::to_owned));
        Some(match texts.collect::<Option<Vec<_>>>() {
            Some(texts) => Listed::Texts(texts),
            None => Listed::Json(
                values
                    .iter()
                    .map(|value| value.node.to_json().to_string())
                    .collect(),
            ),
        })
    }
}

/// The values that a schema lists.
pub(super) enum Listed {
    /// Strings alone.
    Texts(Vec<String>),
    /// Values of any kind, as JSON.
    Json(Vec<String>),
}

impl Listed {
    fn into_json(self, nullable: bool) -> Vec<String> {
        let mut values = match self {
            Self::Texts(texts) => texts
                .into_iter()
                .map(|text| serde_json::Value::from(text).to_string())
                .collect(),
            Self::Json(values) => values,
        };
        if nullable && !values.iter().any(|value| value == "null") {
            values.push("null".into());
        }
        values
    }
}
