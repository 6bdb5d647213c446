//! The texts of parameters, read as what their schema says.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::coding::Coding;
#[cfg(feature = "server")]
pub(crate) use super::coding::{is_escaped, text};
use super::pieces::{pieces, split, unprefixed};
use super::scalar::scalar;
use super::tree::Tree;
use super::view::{Alternatives, alternatives, items, object, property};
use super::{Parameter, Style};
use crate::fault::{Fault, FaultKind, Place, Step};
use crate::schema::{Faults, Object, Schema};

/// Where the texts of parameters are found: a query, a form, the lines of a header.
pub(crate) trait Source {
    /// The texts under a name, as they stand on the wire; none where it is absent.
    fn texts(&self, name: &str) -> Vec<Cow<'_, str>>;

    /// The texts under `name[key]`, and deeper, as a tree; `None` where there are none.
    fn tree(&self, _name: &str) -> Option<Tree> {
        None
    }

    /// The texts under each of the names that there are.
    fn grouped(&self) -> Vec<(String, Vec<Cow<'_, str>>)> {
        Vec::new()
    }

    /// The names that there are.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

/// The texts of one parameter, wherever they were found.
#[cfg(feature = "client")]
pub(crate) struct Texts<'a>(pub(crate) Vec<Cow<'a, str>>);

#[cfg(feature = "client")]
impl Source for Texts<'_> {
    fn texts(&self, _: &str) -> Vec<Cow<'_, str>> {
        self.0.iter().map(|text| Cow::Borrowed(&**text)).collect()
    }
}

/// Reads one parameter. `None` where it is absent, and `Some(None)` where it has a fault.
pub(crate) fn value(
    parameter: &Parameter,
    source: &dyn Source,
    faults: &mut Faults,
) -> Option<Option<Value>> {
    one(parameter, Coding::of(parameter.place), source, faults)
}

/// Whether a parameter stands under its own name alone, and so is absent where nothing does.
#[cfg(feature = "server")]
pub(crate) fn has_one_name(parameter: &Parameter) -> bool {
    let spread = parameter.style == Style::Deep || parameter.beside.is_some();
    !spread && object(&parameter.schema).is_none()
}

/// Reads a whole form: every property, and whatever else there is. `styles` are those of properties that are not
/// written like all others.
#[cfg(feature = "server")]
pub(crate) fn form(
    schema: &Schema,
    styles: &[(&str, Style)],
    source: &dyn Source,
    faults: &mut Faults,
) -> Option<Value> {
    let mut reader = Reader {
        place: Place::Body,
        coding: Coding::Form,
        faults,
    };
    reader.form(schema, styles, source)
}

/// Reads texts that stand as they are. `None` where there are none, and `Some(None)` where one has a fault.
#[cfg(feature = "server")]
pub(crate) fn verbatim(
    parameter: &Parameter,
    source: &dyn Source,
    faults: &mut Faults,
) -> Option<Option<Value>> {
    one(parameter, Coding::None, source, faults)
}

fn one(
    parameter: &Parameter,
    coding: Coding,
    source: &dyn Source,
    faults: &mut Faults,
) -> Option<Option<Value>> {
    let mut reader = Reader {
        place: parameter.place,
        coding,
        faults,
    };
    let path = vec![Step::Name(parameter.name.to_owned())];
    if let (Some(beside), Some(object)) = (parameter.beside, object(&parameter.schema)) {
        return reader.rest(object, beside, source, &path);
    }
    reader.read(
        parameter.name,
        parameter.style,
        &parameter.schema,
        source,
        &path,
    )
}

/// The text of a parameter that is one value, without what its place and style demand of its writing.
#[cfg(feature = "server")]
pub(crate) fn scalar_text<'a>(parameter: &Parameter, raw: &'a str) -> Cow<'a, str> {
    let raw = unprefixed(parameter.name, parameter.style, raw);
    text(parameter.place, raw)
}

/// An object of which nothing is said.
const FREE: Object = Object {
    properties: &[],
    additional: Some(&Schema::ANY),
    min: None,
    max: None,
};

struct Reader<'f> {
    place: Place,
    coding: Coding,
    faults: &'f mut Faults,
}

impl Reader<'_> {
    fn read(
        &mut self,
        name: &str,
        style: Style,
        schema: &Schema,
        source: &dyn Source,
        path: &[Step],
    ) -> Option<Option<Value>> {
        if style == Style::Deep
            && let Some(tree) = source.tree(name)
        {
            return Some(self.tree(schema, &tree, path));
        }
        if style == Style::Repeated
            && matches!(self.place, Place::Query | Place::Cookie)
            && let Some(object) = object(schema)
        {
            return self.properties(object, source, path);
        }
        let raw = source.texts(name);
        if raw.is_empty() {
            return None;
        }
        Some(self.texts(name, style, schema, &raw, path))
    }

    fn fault(&mut self, kind: FaultKind, path: &[Step], input: &str) {
        self.faults.push(Fault::new(
            self.place,
            path.to_vec(),
            kind,
            Some(&input.into()),
        ));
    }

    fn scalar(&mut self, schema: &Schema, text: &str, path: &[Step]) -> Option<Value> {
        let value = scalar(schema, text);
        value.map_err(|kind| self.fault(kind, path, text)).ok()
    }

    /// Reads texts that stand for one value.
    fn texts(
        &mut self,
        name: &str,
        style: Style,
        schema: &Schema,
        raw: &[Cow<'_, str>],
        path: &[Step],
    ) -> Option<Value> {
        if style == Style::Json {
            return self.jsons(schema, raw, path);
        }
        if let Some(alternatives) = alternatives(schema) {
            return self.alternative(name, style, schema, alternatives, raw, path);
        }
        if let Some(items) = items(schema) {
            let texts = split(self.coding, name, style, raw);
            let mut path = path.to_vec();
            let mut values = Vec::with_capacity(texts.len());
            for (index, text) in texts.iter().enumerate() {
                path.push(Step::Index(index));
                values.extend(self.scalar(items, text, &path));
                path.pop();
            }
            return (values.len() == texts.len()).then_some(Value::Array(values));
        }
        if let Some(object) = object(schema) {
            return self.entries(name, style, object, raw, path);
        }
        // Of a scalar that is given several times the last one counts.
        let text = self.coding.decode(unprefixed(name, style, raw.last()?));
        self.scalar(schema, &text, path)
    }

    /// Reads JSON. Of a list each item may have a text of its own.
    fn jsons(&mut self, schema: &Schema, raw: &[Cow<'_, str>], path: &[Step]) -> Option<Value> {
        if items(schema).is_none() {
            return self.json(&self.coding.decode(raw.last()?), path);
        }
        let values = raw
            .iter()
            .map(|raw| self.json(&self.coding.decode(raw), path));
        let mut values = values.collect::<Option<Vec<_>>>()?;
        Some(match values.pop() {
            Some(Value::Array(whole)) if values.is_empty() => Value::Array(whole),
            last => Value::Array(values.into_iter().chain(last).collect()),
        })
    }

    fn json(&mut self, text: &str, path: &[Step]) -> Option<Value> {
        let value = serde_json::from_str(text);
        let fault = |error: serde_json::Error| {
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default();
            self.fault(FaultKind::MalformedJson(reason.to_owned()), path, text);
        };
        value.map_err(fault).ok()
    }

    /// Reads texts as the first of the alternatives that takes them.
    fn alternative(
        &mut self,
        name: &str,
        style: Style,
        schema: &Schema,
        alternatives: Alternatives,
        raw: &[Cow<'_, str>],
        path: &[Step],
    ) -> Option<Value> {
        // Several texts are a list, where one is an alternative.
        let lists = alternatives.iter();
        let lists = lists.filter(|alternative| raw.len() > 1 && items(alternative).is_some());
        for alternative in lists.chain(alternatives.iter()) {
            let mut faults = Faults::default();
            let mut reader = Reader {
                place: self.place,
                coding: self.coding,
                faults: &mut faults,
            };
            let value = reader.texts(name, style, alternative, raw, path);
            if let Some(value) = value.filter(|value| alternative.accepts(value)) {
                return Some(value);
            }
        }
        // Where none accepts the text, the check says so with the text itself.
        let text = self.coding.decode(unprefixed(name, style, raw.last()?));
        self.scalar(schema, &text, path)
    }

    /// Reads an object whose properties stand in one text.
    fn entries(
        &mut self,
        name: &str,
        style: Style,
        object: &Object,
        raw: &[Cow<'_, str>],
        path: &[Step],
    ) -> Option<Value> {
        let exploded = matches!(
            style,
            Style::SimpleExploded | Style::LabelExploded | Style::MatrixExploded
        );
        let mut fields = Map::new();
        let mut sound = true;
        let texts = if exploded {
            // The properties have names of their own.
            let pieces = pieces(self.coding, "", style, raw).into_iter();
            pieces
                .flat_map(|piece| {
                    let (key, value) = piece.split_once('=').unwrap_or((&piece, ""));
                    [key, value].map(|text| self.coding.decode(text).into_owned())
                })
                .collect()
        } else {
            split(self.coding, name, style, raw)
        };
        for pair in texts.chunks(2) {
            let [key, text] = pair else {
                self.fault(FaultKind::NotAnObject, path, raw.last()?);
                return None;
            };
            let path = [path, &[Step::Name(key.clone())]].concat();
            match self.scalar(property(object, key), text, &path) {
                Some(value) => drop(fields.insert(key.clone(), value)),
                None => sound = false,
            }
        }
        sound.then_some(Value::Object(fields))
    }

    /// Reads a map of all that stands beside some names, and below them. `None` where there is nothing.
    fn rest(
        &mut self,
        object: &Object,
        beside: &[&str],
        source: &dyn Source,
        path: &[Step],
    ) -> Option<Option<Value>> {
        let mut fields = Map::new();
        let mut sound = true;
        let mut found = false;
        for (name, raw) in source.grouped() {
            let stem = name.split('[').next().unwrap_or_default();
            if beside.contains(&name.as_str()) || beside.contains(&stem) {
                continue;
            }
            found = true;
            let path = [path, &[Step::Name(name.clone())]].concat();
            let schema = property(object, &name);
            match self.texts(&name, Style::Repeated, schema, &raw, &path) {
                Some(value) => drop(fields.insert(name, value)),
                None => sound = false,
            }
        }
        found.then(|| sound.then_some(Value::Object(fields)))
    }

    /// Reads an object whose properties stand beside all others. `None` where none of them is there.
    fn properties(
        &mut self,
        object: &Object,
        source: &dyn Source,
        path: &[Step],
    ) -> Option<Option<Value>> {
        let mut fields = Map::new();
        let mut found = false;
        let mut sound = true;
        let names: Vec<_> = if object.properties.is_empty() {
            source.names()
        } else {
            let properties = object.properties.iter();
            properties
                .map(|property| property.name.to_owned())
                .collect()
        };
        for name in names {
            let schema = property(object, &name);
            let path = [path, &[Step::Name(name.clone())]].concat();
            let raw = source.texts(&name);
            if raw.is_empty() {
                continue;
            }
            found = true;
            match self.texts(&name, Style::Repeated, schema, &raw, &path) {
                Some(value) => drop(fields.insert(name, value)),
                None => sound = false,
            }
        }
        found.then(|| sound.then_some(Value::Object(fields)))
    }

    #[cfg(feature = "server")]
    fn form(
        &mut self,
        schema: &Schema,
        styles: &[(&str, Style)],
        source: &dyn Source,
    ) -> Option<Value> {
        if let Some(alternatives) = alternatives(schema) {
            let mut read = alternatives.iter().filter_map(|alternative| {
                let mut faults = Faults::default();
                let value = form(alternative, styles, source, &mut faults)?;
                alternative.accepts(&value).then_some(value)
            });
            if let Some(value) = read.next() {
                return Some(value);
            }
        }
        let object = object(schema).unwrap_or(&FREE);
        let mut fields = Map::new();
        let mut sound = true;
        let declared = object
            .properties
            .iter()
            .map(|property| property.name.to_owned());
        let mut names: Vec<String> = declared.collect();
        let others = source.names().into_iter();
        let others: Vec<_> = others
            .map(|name| match name.split_once('[') {
                Some((base, _)) if names.iter().any(|known| known == base) => base.to_owned(),
                _ => name,
            })
            .filter(|name| !names.contains(name))
            .collect();
        names.extend(others);
        for name in names {
            let style = styles.iter().find(|(known, _)| *known == name);
            let style = style.map_or(Style::Repeated, |(_, style)| *style);
            let path = [Step::Name(name.clone())];
            match self.read(&name, style, property(object, &name), source, &path) {
                Some(Some(value)) => drop(fields.insert(name, value)),
                Some(None) => sound = false,
                None => {}
            }
        }
        sound.then_some(Value::Object(fields))
    }

    /// Reads a tree of texts.
    fn tree(&mut self, schema: &Schema, tree: &Tree, path: &[Step]) -> Option<Value> {
        if let Some(alternatives) = alternatives(schema) {
            for alternative in alternatives.iter() {
                let mut faults = Faults::default();
                let mut reader = Reader {
                    place: self.place,
                    coding: self.coding,
                    faults: &mut faults,
                };
                let value = reader.tree(alternative, tree, path);
                if let Some(value) = value.filter(|value| alternative.accepts(value)) {
                    return Some(value);
                }
            }
        }
        if tree.branches.is_empty() {
            let texts: Vec<_> = tree.texts.iter().map(Cow::from).collect();
            let coding = std::mem::replace(&mut self.coding, Coding::None);
            let value = self.texts("", Style::Repeated, schema, &texts, path);
            self.coding = coding;
            return value;
        }
        let mut sound = true;
        if let Some(items) = items(schema) {
            let mut values = Vec::new();
            for (index, (_, branch)) in tree.branches.iter().enumerate() {
                let path = [path, &[Step::Index(index)]].concat();
                match self.tree(items, branch, &path) {
                    Some(value) => values.push(value),
                    None => sound = false,
                }
            }
            return sound.then_some(Value::Array(values));
        }
        let object = object(schema).unwrap_or(&FREE);
        let mut fields = Map::new();
        for (key, branch) in &tree.branches {
            let path = [path, &[Step::Name(key.clone())]].concat();
            match self.tree(property(object, key), branch, &path) {
                Some(value) => drop(fields.insert(key.clone(), value)),
                None => sound = false,
            }
        }
        sound.then_some(Value::Object(fields))
    }
}
