//! A value held against a schema; every fault is named.

mod rule;
mod tagged;

use std::collections::HashMap;
use std::ptr;

use serde_json::{Map, Value};

use super::{Kind, List, Object, Schema, number};
use crate::fault::{Fault, FaultKind, Place, Step, shortened};

/// The faults of a request, in the order they were found, and no more of them than [`Faults::MOST`].
#[derive(Debug, Default)]
pub struct Faults {
    list: Vec<Fault>,
    whole_floats: bool,
}

impl Faults {
    /// The most faults that are told of one request. A caller learns little from more, and a hostile one would get
    /// an answer much longer than the request.
    pub const MOST: usize = 100;

    /// Whether nothing is wrong so far.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds a fault; one too many is left out.
    pub fn push(&mut self, fault: Fault) {
        if self.list.len() < Self::MOST {
            self.list.push(fault);
        }
    }

    /// Adds the faults of another list, as many as there is room for.
    #[cfg(feature = "server")]
    pub(crate) fn append(&mut self, other: Self) {
        other.list.into_iter().for_each(|fault| self.push(fault));
    }

    /// How many there are.
    #[cfg(feature = "server")]
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// The faults, one after the other.
    #[cfg(feature = "server")]
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Fault> {
        self.list.iter_mut()
    }

    /// The faults.
    pub fn into_vec(self) -> Vec<Fault> {
        self.list
    }

    /// Whether an integer was met that is written with a fraction of zero, such as `1.0`.
    #[cfg(feature = "server")]
    pub(crate) fn saw_whole_floats(&self) -> bool {
        self.whole_floats
    }
}

impl Schema {
    /// Holds `value` against the schema and adds what is wrong to `faults`, below `path` in `place`.
    pub fn check(&self, value: &Value, place: Place, path: &mut Vec<Step>, faults: &mut Faults) {
        Check {
            place,
            path,
            faults,
            tried: &mut Tried::new(),
            trial: false,
        }
        .value(self, value);
    }

    /// Whether `value` is what the schema says.
    pub fn accepts(&self, value: &Value) -> bool {
        trial(self, value, &mut Tried::new()).is_empty()
    }
}

/// The first fault of a value, told to nobody.
fn trial(schema: &Schema, value: &Value, tried: &mut Tried) -> Faults {
    let mut faults = Faults::default();
    Check {
        place: Place::Body,
        path: &mut Vec::new(),
        faults: &mut faults,
        tried,
        trial: true,
    }
    .value(schema, value);
    faults
}

/// Whether an alternative accepts an array or an object, by the addresses of the two. Without this memory the work
/// would double with every level at which alternatives nest, and a short body could keep a server busy for years.
type Tried = HashMap<(*const Schema, *const Value), bool>;

struct Check<'a> {
    place: Place,
    path: &'a mut Vec<Step>,
    faults: &'a mut Faults,
    tried: &'a mut Tried,
    /// Whether the question is only if there is any fault.
    trial: bool,
}

impl Check<'_> {
    fn fault(&mut self, kind: FaultKind, input: &Value) {
        // What a kind says, a rule may say again.
        let is_known = |known: &Fault| known.path == *self.path && known.kind == kind;
        if !self.is_over() && !self.faults.list.iter().any(is_known) {
            let input = (!self.trial).then_some(input);
            let fault = Fault::new(self.place, self.path.clone(), kind, input);
            self.faults.push(fault);
        }
    }

    /// Whether more faults would change nothing.
    fn is_over(&self) -> bool {
        let most = if self.trial { 1 } else { Faults::MOST };
        self.faults.list.len() >= most
    }

    fn below(&mut self, step: Step, schema: &Schema, value: &Value) {
        self.path.push(step);
        self.value(schema, value);
        self.path.pop();
    }

    fn value(&mut self, schema: &Schema, value: &Value) {
        if self.is_over() || (schema.nullable && value.is_null()) {
            return;
        }
        match (&schema.kind, value) {
            (Kind::Any, _) | (Kind::Null, Value::Null) | (Kind::Boolean, Value::Bool(_)) => {}
            (Kind::Null, _) => self.fault(FaultKind::NotNull, value),
            (Kind::Boolean, _) => self.fault(FaultKind::NotABoolean, value),
            (Kind::Integer(integer), Value::Number(number)) => {
                self.faults.whole_floats |= number.is_f64();
                self.all(integer.faults(number), value);
            }
            (Kind::Integer(_), _) => self.fault(FaultKind::NotAnInteger, value),
            (Kind::Number(bounds), Value::Number(number)) => {
                self.all(bounds.faults(number), value);
            }
            (Kind::Number(_), _) => self.fault(FaultKind::NotANumber, value),
            (Kind::Text(text), Value::String(string)) => self.all(text.faults(string), value),
            (Kind::Text(_), _) => self.fault(FaultKind::NotAString, value),
            (Kind::Listed(values), _) => {
                if !value.as_str().is_some_and(|text| values.contains(&text)) {
                    self.fault(FaultKind::NotListed(values), value);
                }
            }
            (Kind::Numbers(values), Value::Number(number)) => {
                self.faults.whole_floats |= number.is_f64();
                let listed = number::whole(number)
                    .is_some_and(|whole| values.iter().any(|known| i128::from(*known) == whole));
                if !listed {
                    self.fault(FaultKind::NumberNotListed(values), value);
                }
            }
            (Kind::Numbers(_), _) => self.fault(FaultKind::NotAnInteger, value),
            (Kind::Flag(flag), Value::Bool(said)) if flag == said => {}
            (Kind::Flag(flag), _) => {
                let wanted: &[&str] = if *flag { &["true"] } else { &["false"] };
                self.fault(FaultKind::NotListed(wanted), value);
            }
            (Kind::Tuple(schemas), Value::Array(items)) => self.tuple(schemas, items, value),
            (Kind::Tuple(_), _) => self.fault(FaultKind::NotAList, value),
            (Kind::List(list), Value::Array(items)) => self.list(list, items, value),
            (Kind::List(_), _) => self.fault(FaultKind::NotAList, value),
            (Kind::Object(object), Value::Object(fields)) => self.object(object, fields, value),
            (Kind::Object(object), _) if object.properties.is_empty() => {
                self.fault(FaultKind::NotAMap, value);
            }
            (Kind::Object(_), _) => self.fault(FaultKind::NotAnObject, value),
            (Kind::AnyOf(alternatives), _) => self.alternatives(alternatives, value, false),
            (Kind::OneOf(alternatives), _) => self.alternatives(alternatives, value, true),
            (Kind::Tagged(tagged), Value::Object(fields)) => self.tagged(tagged, fields, value),
            (Kind::Tagged(_), _) => self.fault(FaultKind::NotAnObject, value),
            (Kind::Reference(target), _) => self.value(target, value),
        }
        // Of a value of another kind there is nothing more to say.
        if !schema.rules.is_empty() && schema.same_kind(value) {
            schema.rules.iter().for_each(|rule| self.rule(rule, value));
        }
    }

    fn all(&mut self, kinds: impl Iterator<Item = FaultKind>, value: &Value) {
        for kind in kinds {
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

    fn tuple(&mut self, schemas: &[Schema], items: &[Value], value: &Value) {
        let (wanted, actual) = (schemas.len() as u64, items.len());
        if (actual as u64) < wanted {
            let least = wanted;
            return self.fault(FaultKind::TooFewItems { least, actual }, value);
        }
        if (actual as u64) > wanted {
            let most = wanted;
            return self.fault(FaultKind::TooManyItems { most, actual }, value);
        }
        for (index, (schema, item)) in schemas.iter().zip(items).enumerate() {
            self.below(Step::Index(index), schema, item);
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
            self.path.push(Step::Name(shortened(name)));
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
            if self.accepts(alternative, value) {
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
            (0, [alternative]) if !self.trial => self.value(alternative, value),
            (0, _) => self.fault(FaultKind::NoAlternative, value),
            _ => self.fault(FaultKind::SeveralAlternatives, value),
        }
    }

    /// Whether an alternative accepts the value. For a value with parts the answer is kept.
    fn accepts(&mut self, schema: &Schema, value: &Value) -> bool {
        let key = (ptr::from_ref(schema), ptr::from_ref(value));
        if let Some(known) = self.tried.get(&key) {
            return *known;
        }
        let faults = trial(schema, value, self.tried);
        self.faults.whole_floats |= faults.whole_floats;
        if value.is_array() || value.is_object() {
            self.tried.insert(key, faults.is_empty());
        }
        faults.is_empty()
    }
}

impl Schema {
    /// Whether the value is of the JSON type that the schema asks for, whatever else is wrong with it.
    fn same_kind(&self, value: &Value) -> bool {
        match &self.kind {
            Kind::Any => true,
            Kind::Null => value.is_null(),
            Kind::Boolean | Kind::Flag(_) => value.is_boolean(),
            Kind::Integer(_) | Kind::Number(_) | Kind::Numbers(_) => value.is_number(),
            Kind::Text(_) | Kind::Listed(_) => value.is_string(),
            Kind::List(_) | Kind::Tuple(_) => value.is_array(),
            Kind::Object(_) | Kind::Tagged(_) => value.is_object(),
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
        Value::Number(number) => match number::whole(number) {
            Some(whole) if whole.unsigned_abs() < i128::MAX.unsigned_abs() => whole.to_string(),
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
