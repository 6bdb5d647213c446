//! Values that a shape allows.

use std::collections::HashSet;

use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng};
use serde_json::{Map, Number, Value, json};

use super::accepts::accepts;
use super::condition::holds;
use super::text;
use crate::ir::{
    Additional, Api, Bounds, Field, Kind, List, Literal, Shape, Struct, TypeDef, TypeId, TypeKind,
    Union, Width,
};

/// How deep a value nests where nothing demands more: types may contain themselves.
const DEEPEST: usize = 6;

/// How many values are tried before one that meets every demand is given up.
const ATTEMPTS: usize = 20;

/// Which of the values that a shape allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As little as there can be: what may be absent is absent, and numbers are the least.
    Least,
    /// All that there can be: every field, the longest texts, the greatest numbers, within reason.
    Most,
    /// Something between.
    Any,
}

/// Where a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In JSON, which carries everything.
    Json,
    /// In a text of a form or a URL: nothing there says null, and nothing empty is told from nothing.
    Text,
    /// In a header or a cookie, which carry visible ASCII.
    Header,
}

/// A value, as it is sent and as it is read: defaults are what differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// As it is sent.
    pub sent: Value,
    /// As its reader knows it.
    pub read: Value,
}

impl From<Value> for Sample {
    fn from(value: Value) -> Self {
        Self {
            sent: value.clone(),
            read: value,
        }
    }
}

/// Makes values, the same ones for the same seed.
#[derive(Debug)]
pub struct Sampler<'a> {
    api: &'a Api,
    rng: ChaCha8Rng,
    /// The types of which no value was found.
    hopeless: HashSet<TypeId>,
}

impl<'a> Sampler<'a> {
    /// A sampler for the types of an API.
    pub fn new(api: &'a Api, seed: u64) -> Self {
        Self {
            api,
            rng: ChaCha8Rng::seed_from_u64(seed),
            hopeless: HashSet::new(),
        }
    }

    /// The API that the types are of.
    pub fn api(&self) -> &'a Api {
        self.api
    }

    /// A value that the shape allows; `None` where none was found, such as for a pattern that looks ahead.
    pub fn value(&mut self, shape: &Shape, size: Size, place: Place) -> Option<Sample> {
        // What is least or greatest is always the same: where that will not do, something between may.
        let sizes = [size].into_iter().chain([Size::Any; ATTEMPTS]);
        sizes.chain([Size::Least]).find_map(|size| {
            let sample = self.shape(shape, size, place, 0)?;
            accepts(self.api, shape, &sample.sent).then_some(sample)
        })
    }

    fn shape(&mut self, shape: &Shape, size: Size, place: Place, depth: usize) -> Option<Sample> {
        if shape.nullable && place == Place::Json {
            let null = match size {
                Size::Least => true,
                Size::Most => depth > DEEPEST,
                Size::Any => depth > DEEPEST || self.one_in(4),
            };
            if null {
                return Some(Value::Null.into());
            }
        }
        let value = match &shape.kind {
            Kind::Any if place == Place::Json && size == Size::Most => {
                json!({"any": [1, "two", null, {"three": 3.5}]})
            }
            Kind::Any => json!("anything"),
            Kind::Null => Value::Null,
            Kind::Boolean => match size {
                Size::Least => false.into(),
                Size::Most => true.into(),
                Size::Any => self.rng.random::<bool>().into(),
            },
            Kind::Flag(flag) => (*flag).into(),
            Kind::Integer(width, bounds) => self.integer(*width, bounds, size)?.into(),
            Kind::Number(bounds) => self.number(bounds, size)?.into(),
            Kind::Text(text) => text::sample(text, size, place, &mut self.rng)?.into(),
            Kind::List(list) => return self.list(list, size, place, depth),
            Kind::Map(map) => {
                let least = map.min.unwrap_or(0);
                let most = map.max.unwrap_or(u64::MAX);
                let wanted = match size {
                    Size::Least => least,
                    _ if depth > DEEPEST => least,
                    _ => least.max(2).min(most),
                };
                let mut entries = Entries::default();
                for index in 0..wanted {
                    let name = format!("key{index}");
                    let value = self.shape(&map.values, size, place, depth + 1);
                    match value {
                        Some(value) => entries.add(&name, value),
                        None if index >= least => break,
                        None => return None,
                    }
                }
                return Some(entries.into());
            }
            Kind::Named(id) => return self.named(*id, size, place, depth),
        };
        Some(value.into())
    }

    fn named(&mut self, id: TypeId, size: Size, place: Place, depth: usize) -> Option<Sample> {
        // A type that cannot do without itself has no value.
        if depth > 4 * DEEPEST {
            return None;
        }
        let def = self.api.type_def(id);
        if def.rules.is_empty() {
            return self.typed(def, size, place, depth);
        }
        // What a type does not express is met by chance, or not at all: then it is not tried again.
        if self.hopeless.contains(&id) {
            return None;
        }
        let sizes = [size].into_iter().chain([Size::Any; ATTEMPTS]);
        let found = sizes.chain([Size::Least]).find_map(|size| {
            let sample = self.typed(def, size, place, depth)?;
            let mut rules = def.rules.iter();
            rules
                .all(|rule| holds(rule, &sample.sent))
                .then_some(sample)
        });
        if found.is_none() {
            self.hopeless.insert(id);
        }
        found
    }

    fn typed(&mut self, def: &TypeDef, size: Size, place: Place, depth: usize) -> Option<Sample> {
        let pick = |sampler: &mut Self, count: usize| match size {
            Size::Least => 0,
            Size::Most => count.saturating_sub(1),
            Size::Any => sampler.rng.random_range(0..count.max(1)),
        };
        match &def.kind {
            TypeKind::Struct(object) => self.object(def, object, size, place, depth),
            TypeKind::Listed(values) => {
                let index = pick(self, values.len());
                Some(Value::from(values.get(index)?.wire.as_str()).into())
            }
            TypeKind::Numbered(values) => {
                let index = pick(self, values.len());
                Some(Value::from(values.get(index)?.wire).into())
            }
            TypeKind::Tuple(items) => {
                let items: Option<Vec<_>> = items
                    .iter()
                    .map(|item| self.shape(item, size, place, depth + 1))
                    .collect();
                Some(all(items?))
            }
            TypeKind::Union(union) => self.union(union, size, place, depth),
            TypeKind::Tagged(tagged) => {
                let first = pick(self, tagged.variants.len());
                let variants =
                    (0..tagged.variants.len()).map(|n| (first + n) % tagged.variants.len());
                for index in variants {
                    let variant = &tagged.variants[index];
                    if let Some(mut sample) = self.named(variant.id, size, place, depth + 1) {
                        for value in [&mut sample.sent, &mut sample.read] {
                            value
                                .as_object_mut()?
                                .insert(tagged.property.clone(), variant.tag.as_str().into());
                        }
                        return Some(sample);
                    }
                }
                None
            }
            TypeKind::Alias(shape) => self.shape(shape, size, place, depth + 1),
        }
    }

    /// One of the alternatives, and of one that excludes the others a value that they do not allow.
    fn union(&mut self, union: &Union, size: Size, place: Place, depth: usize) -> Option<Sample> {
        let count = union.variants.len();
        let first = match size {
            Size::Least => 0,
            Size::Most => count.saturating_sub(1),
            Size::Any => self.rng.random_range(0..count.max(1)),
        };
        let api = self.api;
        (0..count).find_map(|n| {
            let index = (first + n) % count;
            let sample = self.shape(&union.variants[index].shape, size, place, depth + 1)?;
            let others = union
                .variants
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index);
            let mut others = others.map(|(_, variant)| &variant.shape);
            let fits = !(union.exclusive && others.any(|other| accepts(api, other, &sample.sent)));
            fits.then_some(sample)
        })
    }

    fn object(
        &mut self,
        def: &TypeDef,
        object: &Struct,
        size: Size,
        place: Place,
        depth: usize,
    ) -> Option<Sample> {
        let mut entries = Entries::default();
        let deep = depth > DEEPEST;
        let wanted = |sampler: &mut Self, required: bool| {
            required
                || match size {
                    Size::Least => false,
                    Size::Most => !deep,
                    Size::Any => !deep && sampler.one_in(2),
                }
        };
        for constant in &object.constants {
            let value = Value::from(constant.value.as_str());
            // It is written wherever there is one.
            entries.read.insert(constant.wire.clone(), value.clone());
            if wanted(self, constant.required) {
                entries.sent.insert(constant.wire.clone(), value);
            }
        }
        let mut spare = Vec::new();
        for field in &object.fields {
            if wanted(self, field.required) {
                match self.shape(&field.shape, size, place, depth + 1) {
                    Some(value) => {
                        entries.add(&field.wire, value);
                        continue;
                    }
                    None if field.required => return None,
                    None => {}
                }
            }
            if let Some(value) = self.absent(def, field) {
                entries.read.insert(field.wire.clone(), value);
            }
            spare.push(field);
        }
        if let (Additional::Kept(_, shape), true) =
            (&object.additional, size == Size::Most && !deep)
            && let Some(value) = self.shape(shape, size, place, depth + 1)
        {
            entries.add("another", value);
        }
        // As many as there have to be.
        let mut spare = spare.into_iter();
        while (entries.sent.len() as u64) < object.min.unwrap_or(0) {
            let field = spare.next()?;
            if let Some(value) = self.shape(&field.shape, size, place, depth + 1) {
                entries.add(&field.wire, value);
            }
        }
        // And no more than there may be.
        let optional = object.fields.iter().filter(|field| !field.required);
        for field in optional {
            if (entries.sent.len() as u64) <= object.max.unwrap_or(u64::MAX) {
                break;
            }
            entries.sent.remove(&field.wire);
            entries.read.remove(&field.wire);
            if let Some(value) = self.absent(def, field) {
                entries.read.insert(field.wire.clone(), value);
            }
        }
        Some(entries.into())
    }

    /// What a reader knows of a field that is not there. What only responses carry says null where it has no value.
    fn absent(&self, def: &TypeDef, field: &Field) -> Option<Value> {
        match &field.default {
            Some(default) => Some(literal(self.api, default)),
            None if field.shape.nullable && !def.in_requests => Some(Value::Null),
            None => None,
        }
    }

    fn list(&mut self, list: &List, size: Size, place: Place, depth: usize) -> Option<Sample> {
        // A list without items is no text at all.
        let least = list.min.unwrap_or(0).max(u64::from(place != Place::Json));
        let most = list.max.unwrap_or(u64::MAX);
        let wanted = match size {
            Size::Least => least,
            _ if depth > DEEPEST => least,
            Size::Most => least.max(3).min(most),
            Size::Any => least.max(self.rng.random_range(0..3)).min(most),
        };
        let mut items: Vec<Sample> = Vec::new();
        for _ in 0..wanted {
            let item = (0..ATTEMPTS).find_map(|attempt| {
                let size = if attempt == 0 { size } else { Size::Any };
                let item = self.shape(&list.items, size, place, depth + 1)?;
                let is_new = items.iter().all(|known| known.sent != item.sent);
                (is_new || !list.unique).then_some(item)
            });
            match item {
                Some(item) => items.push(item),
                None if items.len() as u64 >= least => break,
                None => return None,
            }
        }
        Some(all(items))
    }

    fn integer(&mut self, width: Width, bounds: &Bounds, size: Size) -> Option<Number> {
        let (low, high) = integers(width, bounds);
        let step = bounds.multiple_of.map_or(1, |step| step as i128);
        // Multiples that are no integers are rare: others have to do.
        let step = step.max(1);
        let low = multiple_from(low, step);
        let high = high.div_euclid(step) * step;
        if low > high {
            return None;
        }
        let value = match size {
            Size::Least => low,
            Size::Most => high,
            Size::Any => {
                let near = low.max(0).min(high);
                let reach = ((high - near) / step).min(1000);
                near + self.rng.random_range(0..=reach) * step
            }
        };
        Number::from_i128(value)
    }

    fn number(&mut self, bounds: &Bounds, size: Size) -> Option<Number> {
        let low = bounds.minimum.or(bounds.above.map(|above| above + 0.25));
        let high = bounds.maximum.or(bounds.below.map(|below| below - 0.25));
        let (low, high) = match (low, high) {
            (Some(low), Some(high)) => (low, high),
            (Some(low), None) => (low, low.max(0.0) + 1000.5),
            (None, Some(high)) => (high.min(0.0) - 1000.5, high),
            (None, None) => (-1000.5, 1000.5),
        };
        // Between bounds that are close to each other.
        let (low, high) = if low > high {
            let middle = f64::midpoint(low, high);
            (middle, middle)
        } else {
            (low, high)
        };
        if let Some(step) = bounds.multiple_of.filter(|step| *step > 0.0) {
            let (first, last) = ((low / step).ceil(), (high / step).floor());
            let count = match size {
                Size::Least => first,
                Size::Most => last,
                Size::Any => self
                    .rng
                    .random_range(first as i64..=(last as i64).max(first as i64))
                    as f64,
            };
            return Number::from_f64(count * step);
        }
        Number::from_f64(match size {
            Size::Least => low,
            Size::Most => high,
            // Quarters are written exactly.
            Size::Any => (low + (high - low) * f64::from(self.rng.random_range(0..=4u8)) / 4.0)
                .clamp(low, high),
        })
    }

    fn one_in(&mut self, chances: u32) -> bool {
        self.rng.random_range(0..chances) == 0
    }
}

/// The least and the greatest integer.
pub(super) fn integers(width: Width, bounds: &Bounds) -> (i128, i128) {
    let (mut low, mut high) = width.range();
    if let Some(minimum) = bounds.minimum {
        low = low.max(minimum.ceil() as i128);
    }
    if let Some(above) = bounds.above {
        low = low.max(above.floor() as i128 + 1);
    }
    if let Some(maximum) = bounds.maximum {
        high = high.min(maximum.floor() as i128);
    }
    if let Some(below) = bounds.below {
        high = high.min(below.ceil() as i128 - 1);
    }
    (low, high)
}

/// The least multiple of a step that is not below a number.
pub(super) fn multiple_from(low: i128, step: i128) -> i128 {
    -((-low).div_euclid(step)) * step
}

/// What a default says.
pub(crate) fn literal(api: &Api, literal: &Literal) -> Value {
    match literal {
        Literal::Bool(flag) => (*flag).into(),
        Literal::Integer(value) => (*value).into(),
        Literal::Number(value) => (*value).into(),
        Literal::Text(text) => text.as_str().into(),
        Literal::Listed(id, index) => match &api.type_def(*id).kind {
            TypeKind::Listed(values) => values[*index].wire.as_str().into(),
            TypeKind::Numbered(values) => values[*index].wire.into(),
            _ => Value::Null,
        },
        Literal::Uuid(bits) => {
            let hex = format!("{bits:032x}");
            let groups = [
                &hex[..8],
                &hex[8..12],
                &hex[12..16],
                &hex[16..20],
                &hex[20..],
            ];
            groups.join("-").into()
        }
        Literal::List(items) => items.iter().map(|item| self::literal(api, item)).collect(),
        Literal::Date(year, month, day) => format!("{year:04}-{month:02}-{day:02}").into(),
        Literal::DateTime(seconds, nanoseconds) => {
            let time = jiff::Timestamp::new(*seconds, *nanoseconds);
            time.map_or(Value::Null, |time| time.to_string().into())
        }
        Literal::Ipv4(address) => address.to_string().into(),
        Literal::Ipv6(address) => address.to_string().into(),
        Literal::Map(entries) => {
            let entries = entries.iter();
            let entries = entries.map(|(name, value)| (name.clone(), self::literal(api, value)));
            Value::Object(entries.collect())
        }
        Literal::Struct(id, said) => {
            let mut fields: Map<String, Value> = said
                .iter()
                .map(|(name, value)| {
                    let value = value.as_ref();
                    let value = value.map_or(Value::Null, |value| self::literal(api, value));
                    (name.clone(), value)
                })
                .collect();
            // What a default does not say has a default of its own.
            if let TypeKind::Struct(object) = &api.type_def(*id).kind {
                for field in &object.fields {
                    if let (Some(default), false) =
                        (&field.default, fields.contains_key(&field.wire))
                    {
                        fields.insert(field.wire.clone(), self::literal(api, default));
                    }
                }
            }
            Value::Object(fields)
        }
        Literal::Json(value) => value.clone(),
        Literal::Empty => json!({}),
        Literal::Variant(_, _, inner) => self::literal(api, inner),
    }
}

#[derive(Default)]
struct Entries {
    sent: Map<String, Value>,
    read: Map<String, Value>,
}

impl Entries {
    fn add(&mut self, name: &str, value: Sample) {
        self.sent.insert(name.to_owned(), value.sent);
        self.read.insert(name.to_owned(), value.read);
    }
}

impl From<Entries> for Sample {
    fn from(entries: Entries) -> Self {
        Self {
            sent: entries.sent.into(),
            read: entries.read.into(),
        }
    }
}

/// An array of all the items.
fn all(items: Vec<Sample>) -> Sample {
    let (sent, read): (Vec<_>, Vec<_>) =
        items.into_iter().map(|item| (item.sent, item.read)).unzip();
    Sample {
        sent: sent.into(),
        read: read.into(),
    }
}
