//! JSON or YAML text, as a tree of values that know where they stand.
//!
//! JSON is read as YAML, of which it is a part. This is the only place that knows the YAML library.

use std::collections::HashMap;
use std::path::Path;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};
use serde::{Serialize, Serializer};
use serde_json::{Map, Number, Value};

use crate::diagnostic::{Diagnostic, Diagnostics, Position, Severity};

/// A document: its name, its text and its values.
#[derive(Debug)]
pub struct Source {
    /// What diagnostics call it: its path as it was given.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The values.
    pub root: Node,
}

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

/// The deepest nesting and the most values that a document may have, aliases counted as often as they are used:
/// a bomb of aliases ends here and not in all of the memory.
const MAX_DEPTH: usize = 256;
const MAX_NODES: usize = 4_000_000;

impl Source {
    /// Reads a document from a file.
    ///
    /// # Errors
    /// [`Diagnostics`] when the file cannot be read, or is neither JSON nor YAML.
    pub fn read(path: &Path) -> Result<Self, Diagnostics> {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&name, text),
            Err(error) => Err(Diagnostics::from(Diagnostic {
                severity: Severity::Error,
                code: "unreadable-file",
                message: format!("the file cannot be read: {error}"),
                help: "name a file of UTF-8 text that exists and that you may read".into(),
                file: name,
                position: Position { line: 1, column: 1 },
                pointer: String::new(),
            })),
        }
    }

    /// Reads a document from text; `name` is what diagnostics call it.
    ///
    /// # Errors
    /// [`Diagnostics`] when the text is neither JSON nor YAML.
    pub fn parse(name: &str, text: String) -> Result<Self, Diagnostics> {
        let mut reader = Reader {
            file: name,
            anchors: HashMap::new(),
            nodes: 0,
            diagnostics: Diagnostics::default(),
        };
        let root = reader.document(&text);
        let Reader { diagnostics, .. } = reader;
        let root = root.map_err(|fatal| {
            let mut all = diagnostics.clone();
            all.push(*fatal);
            all
        })?;
        diagnostics.unless_worse(None, ())?;
        Ok(Self {
            name: name.to_owned(),
            text,
            root,
        })
    }
}

struct Reader<'a> {
    file: &'a str,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    diagnostics: Diagnostics,
}

type Events<'t> = Parser<'t, saphyr_parser::StrInput<'t>>;
type Fatal<T> = Result<T, Box<Diagnostic>>;

impl Reader<'_> {
    fn document(&mut self, text: &str) -> Fatal<Node> {
        let mut events = Parser::new_from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        loop {
            let (event, span) = self.next(&mut events)?;
            match event {
                Event::StreamStart | Event::DocumentStart(_) => {}
                Event::StreamEnd | Event::DocumentEnd | Event::Nothing => {
                    return Err(self.at(
                        span.start,
                        "empty-document",
                        "the document is empty".into(),
                        "write an OpenAPI document into it",
                    ));
                }
                event => {
                    let root = self.node(&mut events, event, span, 0)?;
                    self.end(&mut events)?;
                    return Ok(root);
                }
            }
        }
    }

    /// Nothing may follow the document.
    fn end(&self, events: &mut Events<'_>) -> Fatal<()> {
        loop {
            let (event, span) = self.next(events)?;
            match event {
                Event::StreamEnd => return Ok(()),
                Event::DocumentEnd | Event::Nothing => {}
                _ => {
                    return Err(self.at(
                        span.start,
                        "several-documents",
                        "a second document begins here".into(),
                        "keep one document in a file; a line of `---` begins another",
                    ));
                }
            }
        }
    }

    fn next<'t>(&self, events: &mut Events<'t>) -> Fatal<(Event<'t>, Span)> {
        match events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(self.at(
                *error.marker(),
                "malformed-document",
                format!("this is neither JSON nor YAML: {}", error.info()),
                "mend the text here; indentation, a missing quote or a stray colon are the usual causes",
            )),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn at(
        &self,
        marker: Marker,
        code: &'static str,
        message: String,
        help: &str,
    ) -> Box<Diagnostic> {
        Box::new(Diagnostic {
            severity: Severity::Error,
            code,
            message,
            help: help.to_owned(),
            file: self.file.to_owned(),
            position: position(marker),
            pointer: String::new(),
        })
    }

    fn node(
        &mut self,
        events: &mut Events<'_>,
        event: Event<'_>,
        span: Span,
        depth: usize,
    ) -> Fatal<Node> {
        self.count(1, span)?;
        if depth > MAX_DEPTH {
            return Err(self.at(
                span.start,
                "nested-too-deep",
                format!("values are nested more than {MAX_DEPTH} deep"),
                "name inner schemas under components and refer to them",
            ));
        }
        let (kind, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                (scalar(&text, style, tag.as_deref()), anchor)
            }
            Event::SequenceStart(anchor, _) => (self.sequence(events, depth)?, anchor),
            Event::MappingStart(anchor, _) => (self.mapping(events, depth)?, anchor),
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor) else {
                    return Err(self.at(
                        span.start,
                        "unknown-anchor",
                        "the alias stands inside of its own anchor".into(),
                        "write a $ref where a schema contains itself",
                    ));
                };
                let size = size(node);
                self.count(size, span)?;
                return Ok(self.anchors[&anchor].clone());
            }
            _ => (NodeKind::Null, 0),
        };
        let node = Node {
            position: position(span.start),
            kind,
        };
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn count(&mut self, nodes: usize, span: Span) -> Fatal<()> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes <= MAX_NODES {
            return Ok(());
        }
        Err(self.at(
            span.start,
            "too-large",
            format!("the document has more than {MAX_NODES} values, its aliases followed"),
            "split it, or replace aliases by references",
        ))
    }

    fn sequence(&mut self, events: &mut Events<'_>, depth: usize) -> Fatal<NodeKind> {
        let mut items = Vec::new();
        loop {
            match self.next(events)? {
                (Event::SequenceEnd | Event::StreamEnd, _) => return Ok(NodeKind::Array(items)),
                (event, span) => items.push(self.node(events, event, span, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, events: &mut Events<'_>, depth: usize) -> Fatal<NodeKind> {
        let mut entries: Vec<(String, Node)> = Vec::new();
        let mut index: HashMap<String, usize> = HashMap::new();
        let mut merged = Vec::new();
        loop {
            let (event, span) = self.next(events)?;
            if matches!(event, Event::MappingEnd | Event::StreamEnd) {
                break;
            }
            let name = self.key(event, span)?;
            let (event, value_span) = self.next(events)?;
            let value = self.node(events, event, value_span, depth + 1)?;
            if name == "<<" {
                merged.push(value);
            } else if index.insert(name.clone(), entries.len()).is_some() {
                let duplicate = self.at(
                    span.start,
                    "duplicate-key",
                    format!("the key `{name}` stands here for the second time"),
                    "remove one of the two, or rename it",
                );
                self.diagnostics.push(*duplicate);
            } else {
                entries.push((name, value));
            }
        }
        // A merge key gives what the mapping does not say itself (YAML's merge key type, 2005).
        for source in merged.iter().flat_map(|node| match &node.kind {
            NodeKind::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        }) {
            for (name, value) in source.entries() {
                if !index.contains_key(name) {
                    index.insert(name.clone(), entries.len());
                    entries.push((name.clone(), value.clone()));
                }
            }
        }
        Ok(NodeKind::Object(entries))
    }

    fn key(&self, event: Event<'_>, span: Span) -> Fatal<String> {
        match event {
            Event::Scalar(text, ..) => Ok(text.into_owned()),
            _ => Err(self.at(
                span.start,
                "key-not-text",
                "a key is no text".into(),
                "quote the key, or mend the indentation",
            )),
        }
    }
}

fn position(marker: Marker) -> Position {
    Position {
        line: marker.line(),
        column: marker.col() + 1,
    }
}

fn size(node: &Node) -> usize {
    let below: usize = match &node.kind {
        NodeKind::Array(items) => items.iter().map(size).sum(),
        NodeKind::Object(entries) => entries.iter().map(|(_, node)| size(node)).sum(),
        _ => 0,
    };
    below + 1
}

/// YAML 1.2's core schema, and JSON's.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> NodeKind {
    let forced_text = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
    if style != ScalarStyle::Plain || forced_text {
        return NodeKind::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return NodeKind::Null,
        "true" | "True" | "TRUE" => return NodeKind::Bool(true),
        "false" | "False" | "FALSE" => return NodeKind::Bool(false),
        _ => {}
    }
    match number(text) {
        Some(number) => NodeKind::Number(number),
        None => NodeKind::String(text.to_owned()),
    }
}

fn number(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    if let Some(digits) = unsigned.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().map(Number::from);
    }
    if let Some(digits) = unsigned.strip_prefix("0o") {
        return u64::from_str_radix(digits, 8).ok().map(Number::from);
    }
    let plain = text.strip_prefix('+').unwrap_or(text);
    if let Ok(whole) = plain.parse::<i64>() {
        return Some(whole.into());
    }
    if let Ok(whole) = plain.parse::<u64>() {
        return Some(whole.into());
    }
    let numeric = unsigned
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    let float = numeric.then(|| plain.parse::<f64>().ok())??;
    Number::from_f64(float)
}

#[cfg(test)]
mod tests {
    use super::Source;
    use serde_json::json;

    fn read(text: &str) -> serde_json::Value {
        Source::parse("t.yaml", text.to_owned())
            .unwrap()
            .root
            .to_json()
    }

    #[test]
    fn scalars_are_those_of_the_core_schema() {
        let text = "a: 1\nb: -1.5e3\nc: 1.0.0\nd: yes\ne: ~\nf: 'null'\ng: 0x1F\nh: !!str 12\ni: 2026-04-22\nj: 18446744073709551615\nk: 99999999999999999999\nl: e5\nm: .5\n";
        assert_eq!(
            read(text),
            json!({"a": 1, "b": -1500.0, "c": "1.0.0", "d": "yes", "e": null, "f": "null", "g": 31, "h": "12",
                "i": "2026-04-22", "j": 18446744073709551615_u64, "k": 1e20, "l": "e5", "m": 0.5})
        );
    }

    #[test]
    fn json_is_read_too() {
        let text = "{\"a\": [1, true, null, \"x\\u00e9\\/\"], \"b\": {\"c\": \"1\"}}";
        assert_eq!(
            read(text),
            json!({"a": [1, true, null, "xé/"], "b": {"c": "1"}})
        );
    }

    #[test]
    fn anchors_and_merge_keys_are_followed() {
        let text = "base: &base {x: 1, y: 2}\nown:\n  <<: *base\n  y: 3\n";
        assert_eq!(
            read(text),
            json!({"base": {"x": 1, "y": 2}, "own": {"y": 3, "x": 1}})
        );
    }

    #[test]
    fn values_know_their_place() {
        let source = Source::parse("t.yaml", "a:\n  - b: 1\n    c: two\n".to_owned()).unwrap();
        let c = source.root.get("a").unwrap().items()[0].get("c").unwrap();
        assert_eq!((c.position.line, c.position.column), (3, 8));
    }

    #[test]
    fn mistakes_are_located() {
        for (text, expected) in [
            ("a: 1\na: 2\n", "t.yaml:2:1: error[duplicate-key]"),
            ("a: [1, 2\n", "t.yaml:2:1: error[malformed-document]"),
            ("", "t.yaml:1:1: error[empty-document]"),
            ("? [a]\n: 1\n", "t.yaml:1:3: error[key-not-text]"),
            ("a: 1\n---\nb: 1\n", "t.yaml:2:1: error[several-documents]"),
            ("{\"a\": 1} b", "t.yaml:1:10: error["),
        ] {
            let error = Source::parse("t.yaml", text.to_owned())
                .unwrap_err()
                .to_string();
            assert!(error.starts_with(expected), "{text:?} gave {error}");
        }
    }

    #[test]
    fn bombs_end_in_a_diagnostic() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let below = format!("*a{}", level - 1);
            text += &format!("a{level}: &a{level} [{}]\n", vec![below; 10].join(", "));
        }
        let error = Source::parse("t.yaml", text).unwrap_err().to_string();
        assert!(error.contains("too-large"), "{error}");

        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        let error = Source::parse("t.json", deep).unwrap_err().to_string();
        assert!(error.contains("error["), "{error}");
    }
}
