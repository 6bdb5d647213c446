//! Keywords that demand something of a value, and that no type expresses.

use std::collections::HashSet;

use super::condition::Trail;
use super::object::{is_undecided, says_something};
use super::schema::Structure;
use super::{At, Lowering};
use crate::ir::{Condition, ConditionKind, ConditionObject, Kind, Rule, TypeKind};
use crate::source::NodeKind;

/// Keywords that hold a value against another schema.
pub(super) const KEYWORDS: &[&str] = &[
    "not",
    "if",
    "contains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "patternProperties",
    "prefixItems",
    "items",
];

/// Keywords that are types where they can be, and demands where they stand in a condition.
pub(super) const COMBINING: &[&str] = &["allOf", "anyOf", "oneOf"];

impl<'s> Lowering<'s> {
    /// What a schema demands that its structure does not say.
    pub(super) fn rules(&mut self, at: &At<'s>, structure: &Structure) -> Vec<Rule> {
        // A type that has a name of its own has its own rules.
        let named = matches!(structure, Structure::Plain(Kind::Named(_)));
        let tuple = matches!(structure, Structure::Type(TypeKind::Tuple(_)));
        let combines = says_something(at);
        let mut rules = Vec::new();
        self.add_rules(at, combines, !named, &mut HashSet::new(), &mut rules);
        rules.retain(|rule| !(tuple && matches!(rule, Rule::Prefix(..))));
        rules
    }

    /// The rules of a schema that is a part of a type.
    pub(super) fn rules_of_part(&mut self, at: &At<'s>) -> Vec<Rule> {
        let mut rules = Vec::new();
        self.add_rules(at, true, true, &mut HashSet::new(), &mut rules);
        rules
    }

    /// Adds the rules of a schema and of its parts; those that are references only where `follows`.
    fn add_rules(
        &mut self,
        at: &At<'s>,
        combines: bool,
        follows: bool,
        seen: &mut HashSet<String>,
        rules: &mut Vec<Rule>,
    ) {
        if at.get("$ref").is_none() {
            return self.add_own_rules(at, combines, follows, seen, rules);
        }
        if self.says_more(at) {
            self.add_own_rules(at, true, follows, seen, rules);
        }
        if follows && let Some(target) = self.destination(at) {
            self.add_own_rules(&target, combines, follows, seen, rules);
        }
    }

    fn add_own_rules(
        &mut self,
        at: &At<'s>,
        combines: bool,
        follows: bool,
        seen: &mut HashSet<String>,
        rules: &mut Vec<Rule>,
    ) {
        if !seen.insert(at.pointer.clone()) {
            return;
        }
        for keyword in KEYWORDS {
            self.add_rule(at, keyword, rules);
        }
        self.warn_unevaluated(at);
        if let Some(values) = self.untyped_values(at) {
            rules.push(Rule::Equal(values));
        }
        let parts = self.list(at, "allOf");
        let combines = combines || !parts.is_empty();
        for keyword in ["anyOf", "oneOf"] {
            let alternatives = at.get(keyword).map_or_else(Vec::new, |list| list.items());
            if combines && only_narrow(&alternatives) {
                self.add_rule(at, keyword, rules);
                continue;
            }
            // Null aside, one alternative is the schema itself.
            let is_null = |at: &At<'s>| at.text("type").as_deref() == Some("null");
            let mut others = alternatives.iter().filter(|at| !is_null(at));
            if let (Some(only), None) = (others.next(), others.next()) {
                self.add_rules(only, false, false, seen, rules);
            }
        }
        for part in parts {
            self.add_rules(&part, true, follows, seen, rules);
        }
    }

    /// What depends on how the value was taken is left aside.
    fn warn_unevaluated(&mut self, at: &At<'s>) {
        let properties = at
            .get("unevaluatedProperties")
            .filter(|rest| is_undecided(at) && rest.node.as_bool() != Some(true));
        let items = at
            .get("unevaluatedItems")
            .filter(|rest| at.get("prefixItems").is_none() && rest.node.as_bool() != Some(true));
        for place in properties.iter().chain(&items) {
            self.warn(
                place,
                "unchecked-keyword",
                "no value is held against this, for what it is about depends on the value".into(),
                "say `additionalProperties` or `items` where the properties or the items are declared",
            );
        }
    }

    fn add_rule(&mut self, at: &At<'s>, keyword: &str, rules: &mut Vec<Rule>) {
        let Some(place) = at.get(keyword) else {
            return;
        };
        match self.keyword(at, keyword, &mut Trail::default()) {
            Some(found) => rules.extend(found),
            None => self.warn(
                &place,
                "unchecked-keyword",
                format!("no value is held against `{keyword}`: what it says leads back to itself, is too large, or is no schema"),
                "say it without references in a circle, or hold values against it in the implementation",
            ),
        }
    }

    /// What a keyword demands; `None` where that cannot be written.
    pub(super) fn keyword(
        &mut self,
        at: &At<'s>,
        keyword: &str,
        trail: &mut Trail,
    ) -> Option<Vec<Rule>> {
        let Some(place) = at.get(keyword) else {
            return Some(Vec::new());
        };
        let rule = match keyword {
            "not" => Rule::Not(self.condition(&place, trail)?),
            "if" => {
                let mut branch = |keyword| match at.get(keyword) {
                    Some(branch) => self.condition(&branch, trail),
                    None => Some(Condition::ANY),
                };
                let (then, otherwise) = (branch("then")?, branch("else")?);
                let condition = self.condition(&place, trail)?;
                if then.is_any() && otherwise.is_any() {
                    return Some(Vec::new());
                }
                Rule::If(condition, then, otherwise)
            }
            "contains" => {
                let least = self.count(at, "minContains").unwrap_or(1);
                let most = self.count(at, "maxContains");
                Rule::Contains(self.condition(&place, trail)?, least, most)
            }
            "propertyNames" => match self.condition(&place, trail)? {
                // Names are strings.
                names if names.is_any() => return Some(Vec::new()),
                names => Rule::Names(names),
            },
            "dependentRequired" | "dependentSchemas" | "dependencies" => {
                return self.dependencies(&place, trail);
            }
            "patternProperties" => return self.patterns(at, &place, trail),
            "prefixItems" => {
                let items = self.conditions(&place, trail)?;
                let rest = at.get("items").or_else(|| at.get("unevaluatedItems"));
                let rest = match rest {
                    Some(rest) => self.condition(&rest, trail)?,
                    None => Condition::ANY,
                };
                Rule::Prefix(items, rest)
            }
            // As it was written before `prefixItems`.
            "items" if matches!(place.node.kind, NodeKind::Array(_)) => {
                let items = self.conditions(&place, trail)?;
                let rest = match at.get("additionalItems") {
                    Some(rest) => self.condition(&rest, trail)?,
                    None => Condition::ANY,
                };
                Rule::Prefix(items, rest)
            }
            "items" => return Some(Vec::new()),
            "allOf" => Rule::All(self.conditions(&place, trail)?),
            "anyOf" => Rule::Any(self.conditions(&place, trail)?),
            "oneOf" => Rule::One(self.conditions(&place, trail)?),
            _ => return None,
        };
        Some(vec![rule])
    }

    fn conditions(&mut self, list: &At<'s>, trail: &mut Trail) -> Option<Vec<Condition>> {
        let items = list.items();
        if !matches!(list.node.kind, NodeKind::Array(_)) {
            return None;
        }
        items.iter().map(|at| self.condition(at, trail)).collect()
    }

    /// What one property's being there demands of the others.
    fn dependencies(&mut self, place: &At<'s>, trail: &mut Trail) -> Option<Vec<Rule>> {
        let mut rules = Vec::new();
        for (name, demand) in place.entries() {
            let then = match &demand.node.kind {
                NodeKind::Array(_) => {
                    let names = demand.items();
                    let names: Option<Vec<_>> =
                        names.iter().map(|name| name.node.as_str()).collect();
                    having(&names?)
                }
                _ => self.condition(&demand, trail)?,
            };
            rules.push(Rule::If(having(&[name]), then, Condition::ANY));
        }
        Some(rules)
    }

    fn patterns(&mut self, at: &At<'s>, place: &At<'s>, trail: &mut Trail) -> Option<Vec<Rule>> {
        let mut patterns = Vec::new();
        for (pattern, schema) in place.entries() {
            if fancy_regex::Regex::new(pattern).is_err() {
                return None;
            }
            patterns.push((pattern.to_owned(), self.condition(&schema, trail)?));
        }
        let rest = at
            .get("additionalProperties")
            .or_else(|| at.get("unevaluatedProperties"));
        let others = match rest {
            Some(rest) => self.condition(&rest, trail)?,
            None => Condition::ANY,
        };
        let others = (!others.is_any()).then(|| Rule::Others {
            declared: at
                .get("properties")
                .map_or_else(Vec::new, |properties| properties.entries())
                .into_iter()
                .map(|(name, _)| name.to_owned())
                .collect(),
            patterns: patterns
                .iter()
                .map(|(pattern, _)| pattern.clone())
                .collect(),
            condition: Some(others).filter(|rest| rest.kind != ConditionKind::Never),
        });
        patterns.retain(|(_, condition)| !condition.is_any());
        let patterns = (!patterns.is_empty()).then_some(Rule::Patterns(patterns));
        Some(patterns.into_iter().chain(others).collect())
    }

    /// The values that a schema lists, where no type is made of them.
    fn untyped_values(&mut self, at: &At<'s>) -> Option<Vec<String>> {
        let values = match (at.get("const"), at.get("enum")) {
            (Some(value), _) => vec![value],
            (None, Some(list)) => list.items(),
            (None, None) => return None,
        };
        let untyped = values.iter().any(|value| match &value.node.kind {
            NodeKind::Array(_) | NodeKind::Object(_) => true,
            NodeKind::Number(number) => number.as_i64().is_none(),
            _ => false,
        });
        let declared = at.text("type");
        (untyped && declared.as_deref() != Some("string")).then(|| {
            values
                .iter()
                .map(|value| value.node.to_json().to_string())
                .collect()
        })
    }
}

/// An object that has these properties.
fn having(names: &[&str]) -> Condition {
    let properties = names
        .iter()
        .map(|name| ((*name).to_owned(), true, Condition::ANY));
    ConditionKind::Object(Box::new(ConditionObject {
        properties: properties.collect(),
        additional: Some(Condition::ANY),
        min: None,
        max: None,
    }))
    .into()
}

/// Whether alternatives say nothing but which properties have to be there: they are no types.
pub(super) fn only_narrow(alternatives: &[At<'_>]) -> bool {
    let narrows = |at: &At<'_>| {
        let entries = at.entries();
        let mut keys = entries.iter().map(|(key, _)| *key);
        keys.all(|key| matches!(key, "required" | "not" | "title" | "description" | "type"))
            && (at.get("required").is_some() || at.get("not").is_some())
            && matches!(at.text("type").as_deref(), None | Some("object"))
    };
    !alternatives.is_empty() && alternatives.iter().all(narrows)
}
