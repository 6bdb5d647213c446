//! What a fault is called, and the sentence that says it.

use serde_json::{Map, Value, json};

use super::{Fault, FaultKind};

impl FaultKind {
    /// The kind's name for programs, as pydantic 2 names it.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotAnObject => "model_attributes_type",
            Self::NotAMap => "dict_type",
            Self::NotAList => "list_type",
            Self::NotAString => "string_type",
            Self::NotABoolean => "bool_type",
            Self::BooleanParsing => "bool_parsing",
            Self::NotAnInteger => "int_type",
            Self::Fraction => "int_from_float",
            Self::IntegerParsing => "int_parsing",
            Self::NotANumber => "float_type",
            Self::NumberParsing => "float_parsing",
            Self::NotNull => "none_required",
            Self::IntegerRange(_) => "int_range",
            Self::TextTooShort(_) => "string_too_short",
            Self::TextTooLong(_) => "string_too_long",
            Self::Pattern(_) => "string_pattern_mismatch",
            Self::TooFewItems { .. } | Self::TooFewProperties { .. } => "too_short",
            Self::TooManyItems { .. } | Self::TooManyProperties { .. } => "too_long",
            Self::RepeatedItem => "unique_items",
            Self::UnknownProperty => "extra_forbidden",
            Self::LessThanMinimum(_) => "greater_than_equal",
            Self::NotAboveMinimum(_) => "greater_than",
            Self::MoreThanMaximum(_) => "less_than_equal",
            Self::NotBelowMaximum(_) => "less_than",
            Self::NotAMultiple(_) => "multiple_of",
            Self::Excluded => "excluded",
            Self::TooFewMatches { .. } => "too_few_matches",
            Self::TooManyMatches { .. } => "too_many_matches",
            Self::NotListed(_) | Self::NumberNotListed(_) | Self::NotEqual(_) => "enum",
            Self::Uuid(_) => "uuid_parsing",
            Self::Format { .. } => "format",
            Self::NoAlternative => "no_alternative",
            Self::SeveralAlternatives => "several_alternatives",
            Self::Discriminator { .. } => "union_tag_invalid",
            Self::MalformedJson(_) => "json_invalid",
            Self::Unreadable(_) => "value_error",
        }
    }

    /// What is wrong, in a sentence.
    pub fn message(&self) -> String {
        match self {
            Self::Missing => "Field required".into(),
            Self::NotAnObject => {
                "Input should be a valid dictionary or object to extract fields from".into()
            }
            Self::NotAMap => "Input should be a valid dictionary".into(),
            Self::NotAList => "Input should be a valid list".into(),
            Self::NotAString => "Input should be a valid string".into(),
            Self::NotABoolean => "Input should be a valid boolean".into(),
            Self::BooleanParsing => {
                "Input should be a valid boolean, unable to interpret input".into()
            }
            Self::NotAnInteger => "Input should be a valid integer".into(),
            Self::Fraction => {
                "Input should be a valid integer, got a number with a fractional part".into()
            }
            Self::IntegerParsing => {
                "Input should be a valid integer, unable to parse string as an integer".into()
            }
            Self::NotANumber => "Input should be a valid number".into(),
            Self::NumberParsing => {
                "Input should be a valid number, unable to parse string as a number".into()
            }
            Self::NotNull => "Input should be None".into(),
            Self::IntegerRange(format) => format!("Input should fit the format {format}"),
            Self::TextTooShort(least) => {
                format!("String should have at least {}", count(*least, "character"))
            }
            Self::TextTooLong(most) => {
                format!("String should have at most {}", count(*most, "character"))
            }
            Self::Pattern(pattern) => format!("String should match pattern '{pattern}'"),
            Self::TooFewItems { least, actual } => format!(
                "List should have at least {} after validation, not {actual}",
                count(*least, "item")
            ),
            Self::TooManyItems { most, actual } => format!(
                "List should have at most {} after validation, not {actual}",
                count(*most, "item")
            ),
            Self::RepeatedItem => "List items should be unique".into(),
            Self::TooFewProperties { least, actual } => format!(
                "Dictionary should have at least {} after validation, not {actual}",
                count(*least, "item")
            ),
            Self::TooManyProperties { most, actual } => format!(
                "Dictionary should have at most {} after validation, not {actual}",
                count(*most, "item")
            ),
            Self::UnknownProperty => "Extra inputs are not permitted".into(),
            Self::LessThanMinimum(bound) => {
                format!("Input should be greater than or equal to {bound}")
            }
            Self::NotAboveMinimum(bound) => format!("Input should be greater than {bound}"),
            Self::MoreThanMaximum(bound) => {
                format!("Input should be less than or equal to {bound}")
            }
            Self::NotBelowMaximum(bound) => format!("Input should be less than {bound}"),
            Self::NotAMultiple(factor) => format!("Input should be a multiple of {factor}"),
            Self::Excluded => "Input should not be what the schema excludes".into(),
            Self::TooFewMatches { least, actual } => format!(
                "List should have at least {} of the demanded form, not {actual}",
                count(*least, "item")
            ),
            Self::TooManyMatches { most, actual } => format!(
                "List should have at most {} of the demanded form, not {actual}",
                count(*most, "item")
            ),
            Self::NotEqual(values) => {
                let values = values.iter().map(|json| (*json).to_owned());
                format!("Input should be {}", listed(values.collect()))
            }
            Self::NotListed(values) => format!("Input should be {}", alternatives(values)),
            Self::NumberNotListed(values) => format!("Input should be {}", numbers(values)),
            Self::Uuid(why) => format!("Input should be a valid UUID, {why}"),
            Self::Format { format } => format!("Input should have the format {format}"),
            Self::NoAlternative => "Input should match one of the alternatives".into(),
            Self::SeveralAlternatives => {
                "Input should match exactly one of the alternatives".into()
            }
            Self::Discriminator { property, expected } => format!(
                "Input tag found using '{property}' should be {}",
                alternatives(expected)
            ),
            Self::MalformedJson(_) => "JSON decode error".into(),
            Self::Unreadable(why) => format!("Value error, {why}"),
        }
    }

    /// The numbers and names that the sentence mentions, for programs.
    pub fn context(&self) -> Option<Value> {
        Some(match self {
            Self::TextTooShort(least) => json!({"min_length": least}),
            Self::TextTooLong(most) => json!({"max_length": most}),
            Self::Pattern(pattern) => json!({"pattern": pattern}),
            Self::TooFewItems { least, actual } => {
                json!({"field_type": "List", "min_length": least, "actual_length": actual})
            }
            Self::TooManyItems { most, actual } => {
                json!({"field_type": "List", "max_length": most, "actual_length": actual})
            }
            Self::TooFewProperties { least, actual } => {
                json!({"field_type": "Dictionary", "min_length": least, "actual_length": actual})
            }
            Self::TooManyProperties { most, actual } => {
                json!({"field_type": "Dictionary", "max_length": most, "actual_length": actual})
            }
            Self::IntegerRange(format) | Self::Format { format } => json!({"format": format}),
            Self::LessThanMinimum(bound) => json!({"ge": number(*bound)}),
            Self::NotAboveMinimum(bound) => json!({"gt": number(*bound)}),
            Self::MoreThanMaximum(bound) => json!({"le": number(*bound)}),
            Self::NotBelowMaximum(bound) => json!({"lt": number(*bound)}),
            Self::NotAMultiple(factor) => json!({"multiple_of": number(*factor)}),
            Self::TooFewMatches { least, actual } => {
                json!({"min_contains": least, "actual_length": actual})
            }
            Self::TooManyMatches { most, actual } => {
                json!({"max_contains": most, "actual_length": actual})
            }
            Self::NotEqual(values) => {
                let values = values.iter().map(|json| (*json).to_owned());
                json!({"expected": listed(values.collect())})
            }
            Self::NotListed(values) => json!({"expected": alternatives(values)}),
            Self::NumberNotListed(values) => json!({"expected": numbers(values)}),
            Self::Discriminator { property, expected } => {
                json!({"discriminator": property, "expected_tags": alternatives(expected)})
            }
            Self::Uuid(why) | Self::MalformedJson(why) | Self::Unreadable(why) => {
                json!({"error": why})
            }
            _ => return None,
        })
    }
}

impl Fault {
    /// The fault in the words that FastAPI answers with: `type`, `loc`, `msg`, `input` and `ctx`.
    pub fn to_detail(&self) -> Value {
        let mut loc = vec![Value::from(self.place.as_str())];
        loc.extend(self.path.iter().map(|step| json!(step)));
        let mut detail = Map::from_iter([
            ("type".to_owned(), self.kind.code().into()),
            ("loc".to_owned(), loc.into()),
            ("msg".to_owned(), self.kind.message().into()),
        ]);
        if let Some(input) = &self.input {
            detail.insert("input".to_owned(), input.clone());
        }
        if let Some(context) = self.kind.context() {
            detail.insert("ctx".to_owned(), context);
        }
        detail.into()
    }
}

/// A bound as JSON: without a fraction where it has none.
fn number(bound: f64) -> Value {
    if bound.fract() == 0.0 && bound.abs() < 9e15 {
        json!(bound as i64)
    } else {
        json!(bound)
    }
}

fn count(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// `'a', 'b' or 'c'`.
fn alternatives(values: &[&str]) -> String {
    listed(values.iter().map(|value| format!("'{value}'")).collect())
}

/// `1, 2 or 3`.
fn numbers(values: &[i64]) -> String {
    listed(values.iter().map(i64::to_string).collect())
}

fn listed(texts: Vec<String>) -> String {
    match texts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
