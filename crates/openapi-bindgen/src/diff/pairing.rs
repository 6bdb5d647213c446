//! What is the same thing in both documents: operations by method and route, then by id; schemas by name, then by where
//! they are used, then by shape.

use std::collections::{BTreeMap, BTreeSet};

use super::fingerprint::Text;
use super::shapes::named;
use crate::ir::{
    Additional, Api, Kind, Location, Operation, Parameter, Shape, Struct, TypeDef, TypeId,
    TypeKind, route,
};

/// Things of the old document and of the new one: both, or one of them.
pub(super) type Both<'a, T> = (Option<&'a T>, Option<&'a T>);

/// Pairs the items of two lists, in the order of the new one; those that are gone come last.
pub(super) fn paired<'a, T>(
    old: &'a [T],
    new: &'a [T],
    same: impl Fn(&T, &T) -> bool,
) -> Vec<Both<'a, T>> {
    let here = new
        .iter()
        .map(|new| (old.iter().find(|old| same(old, new)), Some(new)));
    let gone = old
        .iter()
        .filter(|old| !new.iter().any(|new| same(old, new)))
        .map(|old| (Some(old), None));
    here.chain(gone).collect()
}

/// The operations that are the same, by their places in both documents.
pub(super) fn operations(old: &[Operation], new: &[Operation]) -> Vec<(usize, usize)> {
    let by_route =
        |operation: &Operation| format!("{} {}", operation.method, route(&operation.path));
    let by_id = |operation: &Operation| operation.id.clone();
    let rules: [fn(&Operation) -> String; 2] = [by_route, by_id];
    let (mut pairs, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for key in rules {
        let known = old.iter().enumerate();
        let known = known.filter(|(at, _)| !taken.contains(at));
        let known: BTreeMap<String, usize> = known.map(|(at, known)| (key(known), at)).collect();
        for (index, operation) in new.iter().enumerate() {
            if let (Some(at), false) = (known.get(&key(operation)), pairs.contains_key(&index))
                && taken.insert(*at)
            {
                pairs.insert(index, *at);
            }
        }
    }
    pairs.into_iter().map(|(new, old)| (old, new)).collect()
}

/// The parameters of two operations, paired by place and name; those of a path by where they stand in it.
pub(super) fn parameters<'a>(old: &'a Operation, new: &'a Operation) -> Vec<Both<'a, Parameter>> {
    let segment = |operation: &Operation, parameter: &Parameter| {
        let name = format!("{{{}}}", parameter.wire);
        operation
            .path
            .split('/')
            .position(|segment| segment == name)
    };
    let same_route = route(&old.path) == route(&new.path);
    paired(&old.parameters, &new.parameters, |one, other| {
        let same_name = match one.location {
            Location::Header => one.wire.eq_ignore_ascii_case(&other.wire),
            Location::Path if same_route => {
                let (one, other) = (segment(old, one), segment(new, other));
                one.is_some() && one == other
            }
            _ => one.wire == other.wire,
        };
        one.location == other.location && (same_name || one.wire == other.wire)
    })
}

/// The types that are the same.
#[derive(Debug, Default)]
pub(super) struct Types {
    pairs: BTreeMap<TypeId, TypeId>,
    taken: BTreeSet<TypeId>,
}

impl Types {
    /// Pairs the types of two documents.
    pub(super) fn pair(old: &Api, new: &Api) -> Self {
        let mut pairing = Pairing {
            old,
            new,
            types: Self::default(),
            waiting: Vec::new(),
        };
        pairing.by_name();
        let mut lists = vec![(&old.operations, &new.operations)];
        for pair in paired(&old.hooks, &new.hooks, |one, other| one.kind == other.kind) {
            if let (Some(one), Some(other)) = pair {
                lists.push((&one.operations, &other.operations));
            }
        }
        for (old, new) in lists {
            for (before, after) in operations(old, new) {
                pairing.operation(&old[before], &new[after]);
            }
        }
        pairing.walk();
        pairing.by_shape();
        pairing.walk();
        pairing.types
    }

    /// The new type that an old one is.
    pub(super) fn new_of(&self, old: TypeId) -> Option<TypeId> {
        self.pairs.get(&old).copied()
    }

    /// Whether a new type was there before.
    pub(super) fn is_old(&self, new: TypeId) -> bool {
        self.taken.contains(&new)
    }

    /// All pairs.
    pub(super) fn iter(&self) -> impl Iterator<Item = (TypeId, TypeId)> {
        self.pairs.iter().map(|(old, new)| (*old, *new))
    }

    /// Whether two types have the same shape, whatever they are called.
    pub(super) fn same_shape(&self, old: (&Api, TypeId), new: (&Api, TypeId)) -> bool {
        let paired = |id: TypeId| self.new_of(id).map(|new| new.0);
        let taken = |id: TypeId| self.is_old(id).then_some(id.0);
        let old = Text::of(old.0, old.1, &paired);
        old.is_some() && old == Text::of(new.0, new.1, &taken)
    }

    fn add(&mut self, old: TypeId, new: TypeId) {
        self.pairs.insert(old, new);
        self.taken.insert(new);
    }
}

struct Pairing<'a> {
    old: &'a Api,
    new: &'a Api,
    types: Types,
    /// The pairs whose parts have not been looked at.
    waiting: Vec<(TypeId, TypeId)>,
}

impl<'a> Pairing<'a> {
    fn pair(&mut self, old: TypeId, new: TypeId) {
        self.types.add(old, new);
        self.waiting.push((old, new));
    }

    /// Components keep their names. One may have several types: a tuple and its items, say.
    fn by_name(&mut self) {
        for exact in [true, false] {
            let mut known: BTreeMap<(&str, &str), TypeId> = BTreeMap::new();
            let key = |def: &'a TypeDef| {
                let name = if exact { def.name.as_str() } else { "" };
                is_component(def).then_some((def.pointer.as_str(), name))
            };
            for (index, def) in self.new.types.iter().enumerate() {
                let id = TypeId(index);
                if let (Some(key), false) = (key(def), self.types.is_old(id)) {
                    known.entry(key).or_insert(id);
                }
            }
            for (index, def) in self.old.types.iter().enumerate() {
                let id = TypeId(index);
                let found = key(def).and_then(|key| known.get(&key));
                if let (Some(new), None) = (found, self.types.new_of(id)) {
                    self.pair(id, *new);
                }
            }
        }
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        for pair in parameters(old, new) {
            if let (Some(one), Some(other)) = pair {
                self.shapes(&one.shape, &other.shape);
            }
        }
        if let (Some(one), Some(other)) = (&old.body, &new.body) {
            for (one, other) in one.contents.iter().zip(&other.contents) {
                self.shapes(&one.shape, &other.shape);
            }
        }
        for pair in paired(&old.responses, &new.responses, |a, b| a.status == b.status) {
            let (Some(one), Some(other)) = pair else {
                continue;
            };
            for (one, other) in one.bodies.iter().zip(&other.bodies) {
                self.shapes(&one.shape, &other.shape);
            }
            for pair in paired(&one.headers, &other.headers, |a, b| a.wire == b.wire) {
                if let (Some(one), Some(other)) = pair {
                    self.shapes(&one.shape, &other.shape);
                }
            }
        }
    }

    /// Pairs the types that two shapes of one place are made of.
    fn shapes(&mut self, old: &Shape, new: &Shape) {
        match (&old.kind, &new.kind) {
            (Kind::Named(one), Kind::Named(other)) => {
                let is_free = self.types.new_of(*one).is_none() && !self.types.is_old(*other);
                if is_free && is_alike(self.old.type_def(*one), self.new.type_def(*other)) {
                    self.pair(*one, *other);
                }
            }
            (Kind::List(one), Kind::List(other)) => self.shapes(&one.items, &other.items),
            (Kind::Map(one), Kind::Map(other)) => self.shapes(&one.values, &other.values),
            _ => {}
        }
    }

    fn walk(&mut self) {
        while let Some((old, new)) = self.waiting.pop() {
            let (old, new) = (self.old.type_def(old), self.new.type_def(new));
            match (&old.kind, &new.kind) {
                (TypeKind::Struct(one), TypeKind::Struct(other)) => {
                    for pair in paired(&one.fields, &other.fields, |a, b| a.wire == b.wire) {
                        if let (Some(one), Some(other)) = pair {
                            self.shapes(&one.shape, &other.shape);
                        }
                    }
                    if let (Additional::Kept(_, one), Additional::Kept(_, other)) =
                        (&one.additional, &other.additional)
                    {
                        self.shapes(one, other);
                    }
                }
                (TypeKind::Tagged(one), TypeKind::Tagged(other)) => {
                    for pair in paired(&one.variants, &other.variants, |a, b| a.tag == b.tag) {
                        if let (Some(one), Some(other)) = pair {
                            self.shapes(&named(one.id), &named(other.id));
                        }
                    }
                }
                (TypeKind::Union(one), TypeKind::Union(other)) => {
                    for pair in paired(&one.variants, &other.variants, |a, b| a.name == b.name) {
                        if let (Some(one), Some(other)) = pair {
                            self.shapes(&one.shape, &other.shape);
                        }
                    }
                }
                (TypeKind::Tuple(one), TypeKind::Tuple(other)) => {
                    for (one, other) in one.iter().zip(other) {
                        self.shapes(one, other);
                    }
                }
                (TypeKind::Alias(one), TypeKind::Alias(other)) => self.shapes(one, other),
                _ => {}
            }
        }
    }

    /// What is left and has the shape of one other alone is that one with another name.
    fn by_shape(&mut self) {
        let gone = (0..self.old.types.len()).map(TypeId);
        let gone = gone.filter(|id| self.types.new_of(*id).is_none());
        let come = (0..self.new.types.len()).map(TypeId);
        let come = come.filter(|id| !self.types.is_old(*id));
        let paired = |id: TypeId| self.types.new_of(id).map(|new| new.0);
        let taken = |id: TypeId| self.types.is_old(id).then_some(id.0);
        let mut texts: BTreeMap<String, (Vec<TypeId>, Vec<TypeId>)> = BTreeMap::new();
        for id in gone {
            if let Some(text) = Text::of(self.old, id, &paired) {
                texts.entry(text).or_default().0.push(id);
            }
        }
        for id in come {
            if let Some(text) = Text::of(self.new, id, &taken) {
                texts.entry(text).or_default().1.push(id);
            }
        }
        for (old, new) in texts.into_values() {
            if let ([old], [new]) = (old.as_slice(), new.as_slice()) {
                self.pair(*old, *new);
            }
        }
    }
}

/// Whether a type has a name in the document.
pub(super) fn is_component(def: &TypeDef) -> bool {
    def.pointer.starts_with("/components/schemas/")
        && !def.pointer["/components/schemas/".len()..].contains('/')
        || def.pointer.contains('#')
}

/// Whether one type can be what became of another.
fn is_alike(old: &TypeDef, new: &TypeDef) -> bool {
    let mostly = |old: Vec<&str>, new: Vec<&str>| {
        let common = old.iter().filter(|name| new.contains(name)).count();
        common * 2 >= old.len().max(new.len())
    };
    match (&old.kind, &new.kind) {
        (TypeKind::Struct(one), TypeKind::Struct(other)) => mostly(names(one), names(other)),
        (TypeKind::Listed(one), TypeKind::Listed(other)) => mostly(
            one.iter().map(|value| value.wire.as_str()).collect(),
            other.iter().map(|value| value.wire.as_str()).collect(),
        ),
        (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

fn names(object: &Struct) -> Vec<&str> {
    let fields = object.fields.iter().map(|field| field.wire.as_str());
    let constants = object
        .constants
        .iter()
        .map(|constant| constant.wire.as_str());
    fields.chain(constants).collect()
}
