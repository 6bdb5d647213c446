//! A value held against a schema; every fault is named.

use serde_json::{Map, Number, Value};

use super::{Bounds, Integer, Kind, List, Object, Schema, Text, Width, format, pattern};
use crate::fault::{Fault, FaultKind, Place, Step};

/// The faults of a request, in the order they were found.
#[derive(Debug, Default)]
pub struct Faults {
    list: Vec<Fault>,
}

impl Faults {
    /// Whether nothing is wrong so far.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds a fault.
    pub fn push(&mut self, fault: Fault) {
        self.list.push(fault);
    }

    /// The faults.
    pub fn into_vec(self) -> Vec<Fault> {
        self.list
    }

    fn len(&self) -> usize {
        self.list.len()
    }
}

impl Schema {
    /// Holds `value` against the schema and adds what is wrong to `faults`, below `path` in `place`.
    pub fn check(&self, value: &Value, place: Place, path: &mut Vec<Step>, faults: &mut Faults) {
        Check {
            place,
            path,
            faults,
        }
        .value(self, value);
    }

    /// Whether `value` is what the schema says.
    pub fn accepts(&self, value: &Value) -> bool {
        let mut faults = Faults::default();
        self.check(value, Place::Body, &mut Vec::new(), &mut faults);
        faults.is_empty()
    }
}

struct Check<'a> {
    place: Place,
    path: &'a mut Vec<Step>,
    faults: &'a mut Faults,
}

impl Check<'_> {
    fn fault(&mut self, kind: FaultKind, input: &Value) {
        self.faults
            .push(Fault::new(self.place, self.path.clone(), kind, Some(input)));
    }

    fn below(&mut self, step: Step, schema: &Schema, value: &Value) {
        self.path.push(step);
        self.value(schema, value);
        self.path.pop();
    }

    fn value(&mut self, schema: &Schema, value: &Value) {
        if schema.nullable && value.is_null() {
            return;
        }
        match (&schema.kind, value) {
            (Kind::Any, _) | (Kind::Null, Value::Null) | (Kind::Boolean, Value::Bool(_)) => {}
            (Kind::Null, _) => self.fault(FaultKind::NotNull, value),
            (Kind::Boolean, _) => self.fault(FaultKind::NotABoolean, value),
            (Kind::Integer(integer), Value::Number(number)) => {
                self.integer(integer, number, value);
            }
            (Kind::Integer(_), _) => self.fault(FaultKind::NotAnInteger, value),
            (Kind::Number(bounds), Value::Number(number)) => self.bounds(bounds, number, value),
            (Kind::Number(_), _) => self.fault(FaultKind::NotANumber, value),
            (Kind::Text(text), Value::String(string)) => self.text(text, string, value),
            (Kind::Text(_), _) => self.fault(FaultKind::NotAString, value),
            (Kind::Listed(values), _) => {
                if !value.as_str().is_some_and(|text| values.contains(&text)) {
                    self.fault(FaultKind::NotListed(values), value);
                }
            }
            (Kind::List(list), Value::Array(items)) => self.list(list, items, value),
            (Kind::List(_), _) => self.fault(FaultKind::NotAList, value),
            (Kind::Object(object), Value::Object(fields)) => self.object(object, fields, value),
            (Kind::Object(object), _) if object.properties.is_empty() => {
                self.fault(FaultKind::NotAMap, value);
            }
            (Kind::Object(_), _) => self.fault(FaultKind::NotAnObject, value),
            (Kind::AnyOf(alternatives), _) => self.alternatives(alternatives, value, false),
            (Kind::OneOf(alternatives), _) => self.alternatives(alternatives, value, true),
            (Kind::Reference(target), _) => self.value(target, value),
        }
    }

    fn integer(&mut self, integer: &Integer, number: &Number, value: &Value) {
        let whole = number.is_i64() || number.is_u64();
        if !whole && number.as_f64().is_none_or(|float| float.fract() != 0.0) {
            return self.fault(FaultKind::Fraction, value);
        }
        let (fits, name) = match integer.width {
            Width::Int64 => (number.is_i64() || !whole, "int64"),
            Width::Uint64 => (number.is_u64() || !whole, "uint64"),
            Width::Int32 => (
                number.as_i64().is_some_and(|n| i32::try_from(n).is_ok()) || !whole,
                "int32",
            ),
            Width::Uint32 => (
                number.as_u64().is_some_and(|n| u32::try_from(n).is_ok()) || !whole,
                "uint32",
            ),
        };
        if !fits {
            return self.fault(FaultKind::IntegerRange(name), value);
        }
        self.bounds(&integer.bounds, number, value);
    }

    fn bounds(&mut self, bounds: &Bounds, number: &Number, value: &Value) {
        // Without serde_json's arbitrary precision every number has a nearest double.
        let Some(number) = number.as_f64() else {
            return;
        };
        if let Some(bound) = bounds.minimum.filter(|bound| number < *bound) {
            self.fault(FaultKind::LessThanMinimum(bound), value);
        }
        if let Some(bound) = bounds.exclusive_minimum.filter(|bound| number <= *bound) {
            self.fault(FaultKind::NotAboveMinimum(bound), value);
        }
        if let Some(bound) = bounds.maximum.filter(|bound| number > *bound) {
            self.fault(FaultKind::MoreThanMaximum(bound), value);
        }
        if let Some(bound) = bounds.exclusive_maximum.filter(|bound| number >= *bound) {
            self.fault(FaultKind::NotBelowMaximum(bound), value);
        }
        if let Some(factor) = bounds.multiple_of {
            // A quotient of decimals such as 0.3 / 0.1 is a whole number only up to rounding.
            let quotient = number / factor;
            if (quotient - quotient.round()).abs() > 1e-9 * quotient.abs().max(1.0) {
                self.fault(FaultKind::NotAMultiple(factor), value);
            }
        }
    }

    fn text(&mut self, text: &Text, string: &str, value: &Value) {
        if text.min.is_some() || text.max.is_some() {
            // A string's length is its number of characters (JSON Schema Validation, section 6.3).
            let length = string.chars().count() as u64;
            if let Some(least) = text.min.filter(|least| length < *least) {
                self.fault(FaultKind::TextTooShort(least), value);
            }
            if let Some(most) = text.max.filter(|most| length > *most) {
                self.fault(FaultKind::TextTooLong(most), value);
            }
        }
        if let Some(pattern) = text.pattern.filter(|p| !pattern::matches(p, string)) {
            self.fault(FaultKind::Pattern(pattern), value);
        }
        if let Some(Err(kind)) = text.format.map(|format| format::check(format, string)) {
            self.fault(kind, value);
        }
    }

    fn list(&mut self, list: &List, items: &[Value], value: &Value) {
        let actual = items.len();
        if let Some(least) = list.min.filter(|least| (actual as u64) < *least) {
            self.fault(FaultKind::TooFewItems { least, actual }, value);
        }
        if let Some(most) = list.max.filter(|most| (actual as u64) > *most) {
            // The items of an array that is too long are not worth a fault each.
            return self.fault(FaultKind::TooManyItems { most, actual }, value);
        }
        for (index, item) in items.iter().enumerate() {
            self.below(Step::Index(index), list.items, item);
        }
        if list.unique && repeats(items) {
            self.fault(FaultKind::RepeatedItem, value);
        }
    }

    fn object(&mut self, object: &Object, fields: &Map<String, Value>, value: &Value) {
        let actual = fields.len();
        if let Some(least) = object.min.filter(|least| (actual as u64) < *least) {
            self.fault(FaultKind::TooFewProperties { least, actual }, value);
        }
        if let Some(most) = object.max.filter(|most| (actual as u64) > *most) {
            return self.fault(FaultKind::TooManyProperties { most, actual }, value);
        }
        for property in object.properties {
            match fields.get(property.name) {
                Some(field) => {
                    self.below(
                        Step::Name(property.name.to_owned()),
                        &property.schema,
                        field,
                    );
                }
                None if property.required => {
                    self.path.push(Step::Name(property.name.to_owned()));
                    self.fault(FaultKind::Missing, value);
                    self.path.pop();
                }
                None => {}
            }
        }
        if matches!(object.additional, Some(schema) if matches!(schema.kind, Kind::Any)) {
            return;
        }
        let declared = |name: &str| object.properties.iter().any(|p| p.name == name);
        for (name, field) in fields.iter().filter(|(name, _)| !declared(name)) {
            self.path.push(Step::Name(name.clone()));
            match object.additional {
                Some(schema) => self.value(schema, field),
                None => self.fault(FaultKind::UnknownProperty, field),
            }
            self.path.pop();
        }
    }

    /// At least one alternative, or exactly one. Where none matches, the faults of the one that came closest are
    /// told if it is the only alternative of the value's own kind; else only that none matches.
    fn alternatives(&mut self, alternatives: &[Schema], value: &Value, exactly_one: bool) {
        let mut matching = 0_usize;
        let mut near: Vec<&Schema> = Vec::new();
        for alternative in alternatives {
            if alternative.accepts(value) {
                matching += 1;
                if !exactly_one {
                    return;
                }
            } else if alternative.same_kind(value) {
                near.push(alternative);
            }
        }
        match (matching, near.as_slice()) {
            (1, _) => {}
            (0, [alternative]) => {
                let before = self.faults.len();
                self.value(alternative, value);
                debug_assert!(self.faults.len() > before);
            }
            (0, _) => self.fault(FaultKind::NoAlternative, value),
            _ => self.fault(FaultKind::SeveralAlternatives, value),
        }
    }
}

impl Schema {
    /// Whether the value is of the JSON type that the schema asks for, whatever else is wrong with it.
    fn same_kind(&self, value: &Value) -> bool {
        match &self.kind {
            Kind::Any => true,
            Kind::Null => value.is_null(),
            Kind::Boolean => value.is_boolean(),
            Kind::Integer(_) | Kind::Number(_) => value.is_number(),
            Kind::Text(_) | Kind::Listed(_) => value.is_string(),
            Kind::List(_) => value.is_array(),
            Kind::Object(_) => value.is_object(),
            Kind::AnyOf(alternatives) | Kind::OneOf(alternatives) => {
                alternatives.iter().any(|schema| schema.same_kind(value))
            }
            Kind::Reference(target) => target.same_kind(value),
        }
    }
}

/// Whether two items are equal. Sorting their texts keeps this below quadratic.
fn repeats(items: &[Value]) -> bool {
    let mut texts: Vec<_> = items.iter().map(canonical).collect();
    texts.sort_unstable();
    texts.windows(2).any(|pair| pair[0] == pair[1])
}

/// A text that equal values share: JSON Schema holds 1 and 1.0 equal, and the order of properties is no difference.
fn canonical(value: &Value) -> String {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 9e15 => (float as i64).to_string(),
            _ => number.to_string(),
        },
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields
                .iter()
                .map(|(name, field)| format!("{name:?}:{}", canonical(field)))
                .collect();
            fields.sort_unstable();
            format!("{{{}}}", fields.join(","))
        }
        other => other.to_string(),
    }
}
