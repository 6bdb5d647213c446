//! Places of a document, found by the names of what is there.

use super::change::Place;
use crate::ir::Operation;
use crate::pointer::{escaped, unescaped};
use crate::source::{Node, Source, unescape};

/// How many references may follow one another.
const MAX_STEPS: usize = 64;

/// A value of a document, and the way to it.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'s> {
    source: &'s Source,
    file: usize,
    node: &'s Node,
    pointer: String,
}

impl<'s> Cursor<'s> {
    /// The document.
    pub(super) fn root(source: &'s Source) -> Self {
        Self::file(source, 0)
    }

    fn file(source: &'s Source, file: usize) -> Self {
        let other = source.file(file);
        Self {
            source,
            file,
            node: other.map_or(&source.root, |other| &other.root),
            pointer: other.map_or_else(String::new, |other| format!("{}#", other.path)),
        }
    }

    /// The value that a type was made from: what leads to it is as the IR writes it, with the file in front.
    pub(super) fn of_type(source: &'s Source, pointer: &str) -> Self {
        let files = (1..=source.others.len()).map(|file| Self::file(source, file));
        let mut others =
            files.filter_map(|root| Some(root.follow(pointer.strip_prefix(&root.pointer)?)));
        let other = others.next();
        other.unwrap_or_else(|| Self::root(source).follow(pointer))
    }

    /// As far as a JSON pointer leads.
    fn follow(&self, pointer: &str) -> Self {
        let mut here = self.clone();
        for part in pointer.split('/').skip(1) {
            match here.step(&unescaped(part)) {
                Some(next) => here = next,
                None => break,
            }
        }
        here
    }

    fn step(&self, key: &str) -> Option<Self> {
        let node = match key.parse::<usize>() {
            Ok(index) if !self.node.items().is_empty() => self.node.items().get(index),
            _ => self.node.get(key),
        };
        Some(Self {
            node: node?,
            pointer: format!("{}/{}", self.pointer, escaped(key)),
            ..self.clone()
        })
    }

    /// What stands here, references followed.
    fn resolved(&self) -> Self {
        let mut here = self.clone();
        for _ in 0..MAX_STEPS {
            let Some(reference) = here.node.get("$ref").and_then(Node::as_str) else {
                break;
            };
            let (file, place) = reference.split_once('#').unwrap_or((reference, ""));
            let file = match file {
                "" => Ok(here.file),
                _ => self.source.link(here.file, reference),
            };
            match file {
                Ok(file) => here = Self::file(self.source, file).follow(&unescape(place)),
                Err(_) => break,
            }
        }
        here
    }

    /// The value below a key of what stands here.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        self.step(key).or_else(|| self.resolved().step(key))
    }

    /// As far as keys lead.
    pub(super) fn below(&self, keys: &[&str]) -> Self {
        let mut here = self.clone();
        for key in keys {
            match here.get(key) {
                Some(next) => here = next,
                None => break,
            }
        }
        here
    }

    /// The property of a schema, in whatever part of it; the schema where it is in none.
    pub(super) fn property(&self, name: &str) -> Self {
        self.find_property(name, MAX_STEPS)
            .unwrap_or_else(|| self.clone())
    }

    fn find_property(&self, name: &str, depth: usize) -> Option<Self> {
        let schema = self.resolved();
        if let Some(found) = schema.step("properties").and_then(|all| all.step(name)) {
            return Some(found);
        }
        let parts = ["allOf", "anyOf", "oneOf"].into_iter();
        let mut parts = parts.filter_map(|key| schema.step(key)).flat_map(|all| {
            let count = all.node.items().len();
            (0..count).filter_map(move |index| all.step(&index.to_string()))
        });
        let depth = depth.checked_sub(1)?;
        parts.find_map(|part| part.find_property(name, depth))
    }

    /// The parameter of an operation, its own or its path's; the operation where it has none of that name there.
    pub(super) fn parameter(&self, path: &Self, place: &str, name: &str) -> Self {
        let owners = [self, path].into_iter();
        let mut all = owners
            .filter_map(|owner| owner.get("parameters"))
            .flat_map(|list| {
                let count = list.node.items().len();
                (0..count).filter_map(move |index| list.step(&index.to_string()))
            });
        let found = all.find(|at| {
            let parameter = at.resolved();
            let says = |key: &str, text: &str| {
                let said = parameter.node.get(key).and_then(Node::as_str);
                said.is_some_and(|said| said.eq_ignore_ascii_case(text))
            };
            says("name", name) && says("in", place)
        });
        found.unwrap_or_else(|| self.clone())
    }

    /// A webhook's operation; those of OpenAPI 3.0 stand in an extension.
    pub(super) fn webhook(&self, operation: &Operation) -> Self {
        let all = self.get("webhooks").or_else(|| self.get("x-webhooks"));
        let all = all.unwrap_or_else(|| self.clone());
        let method = operation.method.to_lowercase();
        let mut items = all.children();
        let item = items.find(|(name, item)| {
            let id = item.get(&method).and_then(|at| at.text("operationId"));
            id.map_or(operation.id.ends_with(name), |id| id == operation.id)
        });
        item.map_or(all.clone(), |(_, item)| item.below(&[&method]))
    }

    /// A callback's operation.
    pub(super) fn callback(&self, operation: &Operation) -> Self {
        let paths = self.below(&["paths"]);
        let method = operation.method.to_lowercase();
        for (_, callers) in paths
            .children()
            .flat_map(|(_, path)| path.resolved().children())
        {
            let Some(callbacks) = callers.get("callbacks") else {
                continue;
            };
            for (name, callback) in callbacks.children() {
                for (_, item) in callback.resolved().children() {
                    let id = item.get(&method).and_then(|at| at.text("operationId"));
                    if id.map_or(operation.id.ends_with(name), |id| id == operation.id) {
                        return item.below(&[&method]);
                    }
                }
            }
        }
        paths
    }

    fn text(&self, key: &str) -> Option<&'s str> {
        self.node.get(key)?.as_str()
    }

    fn children(&self) -> impl Iterator<Item = (&'s str, Self)> + use<'s> {
        let here = self.clone();
        let entries = self.node.entries().iter();
        entries.filter_map(move |(key, _)| Some((key.as_str(), here.step(key)?)))
    }

    /// The place, for people.
    pub(super) fn place(&self) -> Place {
        let name = match self.source.file(self.file) {
            Some(other) => &other.name,
            None => &self.source.name,
        };
        Place {
            file: name.clone(),
            position: self.node.position,
            pointer: self.pointer.clone(),
        }
    }

    /// The value as JSON.
    pub(super) fn json(&self) -> serde_json::Value {
        self.node.to_json()
    }
}
