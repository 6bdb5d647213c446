//! Values that know where they stand.

use serde::{Serialize, Serializer};
use serde_json::{Map, Number, Value};

use crate::diagnostic::Position;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where it begins.
    pub position: Position,
    /// What it is.
    pub kind: NodeKind,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object, in the order of the text.
    Object(Vec<(String, Node)>),
}

impl Node {
    /// The value below `name`, where this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let entry = self.entries().iter().find(|(known, _)| known == name);
        entry.map(|(_, node)| node)
    }

    /// The entries, where this is an object; else none.
    pub fn entries(&self) -> &[(String, Self)] {
        match &self.kind {
            NodeKind::Object(entries) => entries,
            _ => &[],
        }
    }

    /// The items, where this is an array; else none.
    pub fn items(&self) -> &[Self] {
        match &self.kind {
            NodeKind::Array(items) => items,
            _ => &[],
        }
    }

    /// The text, where this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, where this is one.
    pub fn as_bool(&self) -> Option<bool> {
        match &self.kind {
            NodeKind::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The number, where this is one.
    pub fn as_number(&self) -> Option<&Number> {
        match &self.kind {
            NodeKind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// What the value is called in a message.
    pub fn kind_name(&self) -> &'static str {
        match &self.kind {
            NodeKind::Null => "null",
            NodeKind::Bool(_) => "a boolean",
            NodeKind::Number(_) => "a number",
            NodeKind::String(_) => "a string",
            NodeKind::Array(_) => "an array",
            NodeKind::Object(_) => "an object",
        }
    }

    /// The value without places.
    pub fn to_json(&self) -> Value {
        match &self.kind {
            NodeKind::Null => Value::Null,
            NodeKind::Bool(flag) => (*flag).into(),
            NodeKind::Number(number) => number.clone().into(),
            NodeKind::String(text) => text.clone().into(),
            NodeKind::Array(items) => items.iter().map(Self::to_json).collect(),
            NodeKind::Object(entries) => {
                let entries = entries
                    .iter()
                    .map(|(name, node)| (name.clone(), node.to_json()));
                entries.collect::<Map<_, _>>().into()
            }
        }
    }
}

impl Serialize for Node {
    /// The value as it stands in the text, the order of its entries kept.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.kind {
            NodeKind::Null => serializer.serialize_unit(),
            NodeKind::Bool(flag) => serializer.serialize_bool(*flag),
            NodeKind::Number(number) => number.serialize(serializer),
            NodeKind::String(text) => serializer.serialize_str(text),
            NodeKind::Array(items) => serializer.collect_seq(items),
            NodeKind::Object(entries) => {
                serializer.collect_map(entries.iter().map(|(name, node)| (name, node)))
            }
        }
    }
}
