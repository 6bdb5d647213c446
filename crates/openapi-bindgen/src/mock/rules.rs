//! What is demanded of a value besides its type: the runtime's rules, made of the IR.

use openapi_runtime::schema::{self, Schema};

use super::leak;
use super::schemas::{bounded, counted, integer, property, text};
use crate::ir::{Condition, ConditionKind, Rule};

/// The rules.
pub(super) fn all(rules: &[Rule]) -> &'static [schema::Rule] {
    leak::all(rules.iter().map(rule))
}

fn rule(rule: &Rule) -> schema::Rule {
    match rule {
        Rule::Not(one) => schema::Rule::Not(condition(one)),
        Rule::If(one, then, otherwise) => {
            schema::Rule::If(condition(one), condition(then), condition(otherwise))
        }
        Rule::All(several) => schema::Rule::All(conditions(several)),
        Rule::Any(several) => schema::Rule::Any(conditions(several)),
        Rule::One(several) => schema::Rule::One(conditions(several)),
        Rule::Equal(values) => schema::Rule::Equal(leak::texts(values)),
        Rule::OfKind(one) => schema::Rule::OfKind(condition(one)),
        Rule::Contains(one, least, most) => schema::Rule::Contains(condition(one), *least, *most),
        Rule::Prefix(items, rest) => schema::Rule::Prefix(conditions(items), condition(rest)),
        Rule::Names(one) => schema::Rule::Names(condition(one)),
        Rule::Patterns(patterns) => {
            let pairs = patterns.iter();
            let pairs = pairs.map(|(pattern, one)| (leak::text(pattern), of(one)));
            schema::Rule::Patterns(leak::all(pairs))
        }
        Rule::Others {
            declared,
            patterns,
            condition: one,
        } => schema::Rule::Others {
            declared: leak::texts(declared),
            patterns: leak::texts(patterns),
            schema: one.as_ref().map(condition),
        },
    }
}

fn condition(one: &Condition) -> &'static Schema {
    leak::one(of(one))
}

fn conditions(several: &[Condition]) -> &'static [Schema] {
    leak::all(several.iter().map(of))
}

fn of(one: &Condition) -> Schema {
    let schema = match &one.kind {
        ConditionKind::Any => Schema::ANY,
        ConditionKind::Never => Schema::NEVER,
        ConditionKind::Null => Schema::NULL,
        ConditionKind::Boolean => Schema::BOOLEAN,
        ConditionKind::Integer(width, bounds) => integer(*width, bounds),
        ConditionKind::Number(bounds) => bounded(Schema::NUMBER, bounds),
        ConditionKind::Text(rules) => text(rules),
        ConditionKind::Listed(values) => Schema::listed(leak::texts(values)),
        ConditionKind::List(list) => {
            let schema = counted(Schema::list(condition(&list.items)), list.min, list.max);
            if list.unique { schema.unique() } else { schema }
        }
        ConditionKind::Object(object) => {
            let properties = object.properties.iter();
            let properties =
                properties.map(|(name, required, one)| property(name, *required, of(one)));
            let schema = Schema::object(leak::all(properties));
            let schema = schema.additional(object.additional.as_ref().map(condition));
            counted(schema, object.min, object.max)
        }
        ConditionKind::Kinds(several) => Schema::any_of(conditions(several)),
    };
    let schema = if one.nullable {
        schema.nullable()
    } else {
        schema
    };
    // What is never met has a rule of its own.
    if one.rules.is_empty() {
        return schema;
    }
    schema.with(all(&one.rules))
}
