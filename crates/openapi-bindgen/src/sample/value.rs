//! Values that a shape allows.

use std::collections::HashSet;

use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng};
use serde_json::{Map, Value, json};

use super::accepts::accepts;
use super::condition::holds;
use super::literal::literal;
use super::reading::read;
use super::text;
use crate::ir::{
    Additional, Api, Examples, Field, Kind, List, Shape, Struct, TypeId, TypeKind, Union,
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
    /// What people expect to read: every field, what the document gives for an example of it, and else something short.
    Plain,
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

impl Sample {
    /// A value that a shape allows; `None` where it does not.
    pub(crate) fn of(api: &Api, shape: &Shape, sent: Value) -> Option<Self> {
        accepts(api, shape, &sent).then(|| {
            // What the type cannot be read from is sent nevertheless: that shows.
            let read = read(api, shape, &sent).unwrap_or_else(|| sent.clone());
            Self { sent, read }
        })
    }
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
    examples: Option<&'a Examples>,
    pub(super) rng: ChaCha8Rng,
    /// The types of which no value was found.
    hopeless: HashSet<TypeId>,
}

impl<'a> Sampler<'a> {
    /// A sampler for the types of an API.
    pub fn new(api: &'a Api, seed: u64) -> Self {
        Self {
            api,
            examples: None,
            rng: ChaCha8Rng::seed_from_u64(seed),
            hopeless: HashSet::new(),
        }
    }

    /// The same sampler, which gives what the document does for an example wherever there is one.
    #[must_use]
    pub fn with_examples(mut self, examples: &'a Examples) -> Self {
        self.examples = Some(examples);
        self
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
            let sent = self.shape(shape, size, place, 0)?;
            Sample::of(self.api, shape, sent)
        })
    }

    /// A value of a named type that need not follow the type's own rules.
    pub(super) fn unruled(&mut self, id: TypeId, size: Size) -> Option<Value> {
        self.typed(id, size, Place::Json, 0)
    }

    fn shape(&mut self, shape: &Shape, size: Size, place: Place, depth: usize) -> Option<Value> {
        if shape.nullable && place == Place::Json {
            let null = match size {
                Size::Least => true,
                Size::Most => depth > DEEPEST,
                // A token of the next page, or why something failed: nothing to follow, and nothing that failed.
                Size::Plain => depth > DEEPEST || is_scalar(&shape.kind),
                Size::Any => depth > DEEPEST || self.one_in(4),
            };
            if null {
                return Some(Value::Null);
            }
        }
        let value = match &shape.kind {
            Kind::Any if place == Place::Json && size == Size::Most => {
                json!({"any": [1, "two", null, {"three": 3.5}]})
            }
            Kind::Any => json!("anything"),
            Kind::Null => Value::Null,
            Kind::Boolean => match size {
                Size::Least | Size::Plain => false.into(),
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
                let mut entries = Map::new();
                for index in 0..wanted {
                    let value = self.shape(&map.values, size, place, depth + 1);
                    match value {
                        Some(value) => entries.insert(format!("key{index}"), value),
                        None if index >= least => break,
                        None => return None,
                    };
                }
                entries.into()
            }
            Kind::Named(id) => return self.named(*id, size, place, depth),
        };
        Some(value)
    }

    fn named(&mut self, id: TypeId, size: Size, place: Place, depth: usize) -> Option<Value> {
        // A type that cannot do without itself has no value.
        if depth > 4 * DEEPEST {
            return None;
        }
        let def = self.api.type_def(id);
        let example = self.examples.and_then(|known| known.types.get(&id));
        if let Some(example) = self.fitting(example, &Kind::Named(id)) {
            return Some(example);
        }
        if def.rules.is_empty() {
            return self.typed(id, size, place, depth);
        }
        // What a type does not express is met by chance, or not at all: then it is not tried again.
        if self.hopeless.contains(&id) {
            return None;
        }
        let sizes = [size].into_iter().chain([Size::Any; ATTEMPTS]);
        let found = sizes.chain([Size::Least]).find_map(|size| {
            let sample = self.typed(id, size, place, depth)?;
            let mut rules = def.rules.iter();
            rules.all(|rule| holds(rule, &sample)).then_some(sample)
        });
        if found.is_none() {
            self.hopeless.insert(id);
        }
        found
    }

    /// An example of the document's, where the type that it is given for allows it.
    fn fitting(&self, example: Option<&Value>, kind: &Kind) -> Option<Value> {
        let shape = Shape {
            kind: kind.clone(),
            nullable: false,
        };
        let fits = example.filter(|example| accepts(self.api, &shape, example));
        fits.cloned()
    }

    fn typed(&mut self, id: TypeId, size: Size, place: Place, depth: usize) -> Option<Value> {
        let def = self.api.type_def(id);
        let pick = |sampler: &mut Self, count: usize| match size {
            Size::Least | Size::Plain => 0,
            Size::Most => count.saturating_sub(1),
            Size::Any => sampler.rng.random_range(0..count.max(1)),
        };
        match &def.kind {
            TypeKind::Struct(object) => self.object(id, object, size, place, depth),
            TypeKind::Listed(values) => {
                let index = pick(self, values.len());
                Some(values.get(index)?.wire.as_str().into())
            }
            TypeKind::Numbered(values) => {
                let index = pick(self, values.len());
                Some(values.get(index)?.wire.into())
            }
            TypeKind::Tuple(items) => {
                let items = items.iter();
                items
                    .map(|item| self.shape(item, size, place, depth + 1))
                    .collect()
            }
            TypeKind::Union(union) => self.union(union, size, place, depth),
            TypeKind::Tagged(tagged) => {
                let first = pick(self, tagged.variants.len());
                let variants =
                    (0..tagged.variants.len()).map(|n| (first + n) % tagged.variants.len());
                for index in variants {
                    let variant = &tagged.variants[index];
                    if let Some(mut sample) = self.named(variant.id, size, place, depth + 1) {
                        let fields = sample.as_object_mut()?;
                        fields.insert(tagged.property.clone(), variant.tag.as_str().into());
                        return Some(sample);
                    }
                }
                None
            }
            TypeKind::Alias(shape) => self.shape(shape, size, place, depth + 1),
        }
    }

    /// One of the alternatives, and of one that excludes the others a value that they do not allow.
    fn union(&mut self, union: &Union, size: Size, place: Place, depth: usize) -> Option<Value> {
        let count = union.variants.len();
        let first = match size {
            Size::Least | Size::Plain => 0,
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
            let fits = !(union.exclusive && others.any(|other| accepts(api, other, &sample)));
            fits.then_some(sample)
        })
    }

    fn object(
        &mut self,
        id: TypeId,
        object: &Struct,
        size: Size,
        place: Place,
        depth: usize,
    ) -> Option<Value> {
        let mut entries = Map::new();
        let deep = depth > DEEPEST;
        let wanted = |sampler: &mut Self, required: bool| {
            required
                || match size {
                    Size::Least => false,
                    Size::Most | Size::Plain => !deep,
                    Size::Any => !deep && sampler.one_in(2),
                }
        };
        for constant in &object.constants {
            if wanted(self, constant.required) {
                entries.insert(constant.wire.clone(), constant.value.as_str().into());
            }
        }
        let mut spare = Vec::new();
        for field in &object.fields {
            if wanted(self, field.required) {
                let given = self.given(id, field, size);
                match given.or_else(|| self.shape(&field.shape, size, place, depth + 1)) {
                    Some(value) => {
                        entries.insert(field.wire.clone(), value);
                        continue;
                    }
                    None if field.required => return None,
                    None => {}
                }
            }
            spare.push(field);
        }
        if let (Additional::Kept(_, shape), true) =
            (&object.additional, size == Size::Most && !deep)
            && let Some(value) = self.shape(shape, size, place, depth + 1)
        {
            entries.insert("another".to_owned(), value);
        }
        // As many as there have to be.
        let mut spare = spare.into_iter();
        while (entries.len() as u64) < object.min.unwrap_or(0) {
            let field = spare.next()?;
            if let Some(value) = self.shape(&field.shape, size, place, depth + 1) {
                entries.insert(field.wire.clone(), value);
            }
        }
        // And no more than there may be.
        let optional = object.fields.iter().filter(|field| !field.required);
        for field in optional {
            if (entries.len() as u64) <= object.max.unwrap_or(u64::MAX) {
                break;
            }
            entries.remove(&field.wire);
        }
        Some(entries.into())
    }

    /// What the document gives for a value of a field: an example, or the default where something plain is wanted.
    fn given(&self, id: TypeId, field: &Field, size: Size) -> Option<Value> {
        let examples = &self.examples?.fields;
        let example = examples.get(&(id, field.wire.clone()));
        let default = field.default.as_ref().filter(|_| size == Size::Plain);
        let example = example
            .cloned()
            .or_else(|| Some(literal(self.api, default?)))?;
        accepts(self.api, &field.shape, &example).then_some(example)
    }

    fn list(&mut self, list: &List, size: Size, place: Place, depth: usize) -> Option<Value> {
        // A list without items is no text at all.
        let least = list.min.unwrap_or(0).max(u64::from(place != Place::Json));
        let most = list.max.unwrap_or(u64::MAX);
        let wanted = match size {
            Size::Least => least,
            _ if depth > DEEPEST => least,
            Size::Most => least.max(3).min(most),
            Size::Plain => least.max(1).min(most),
            Size::Any => least.max(self.rng.random_range(0..3)).min(most),
        };
        let mut items: Vec<Value> = Vec::new();
        for _ in 0..wanted {
            let item = (0..ATTEMPTS).find_map(|attempt| {
                let size = if attempt == 0 { size } else { Size::Any };
                let item = self.shape(&list.items, size, place, depth + 1)?;
                let is_new = items.iter().all(|known| *known != item);
                (is_new || !list.unique).then_some(item)
            });
            match item {
                Some(item) => items.push(item),
                None if items.len() as u64 >= least => break,
                None => return None,
            }
        }
        Some(items.into())
    }

    fn one_in(&mut self, chances: u32) -> bool {
        self.rng.random_range(0..chances) == 0
    }
}

fn is_scalar(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Boolean | Kind::Flag(_) | Kind::Integer(..) | Kind::Number(_) | Kind::Text(_)
    )
}
