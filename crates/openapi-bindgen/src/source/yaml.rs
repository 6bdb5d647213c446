//! JSON or YAML text, as a tree. JSON is read as YAML, of which it is a part.
//!
//! This and what a scalar means are the only places that know the YAML library.

use std::collections::HashMap;

use granit_parser::{Event, Marker, Parser, Span};

use super::scalar::scalar;
use super::{Node, NodeKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Position, Severity};

/// The deepest nesting that a document may have, and the most values and text that it may have again through aliases:
/// a bomb of aliases ends here and not in all of the memory.
const MAX_DEPTH: usize = 200;
const MAX_NODES: usize = 4_000_000;
const MAX_REPEATED: usize = 64 * 1024 * 1024;

/// The tree of a file's values, and what there is to say about it.
///
/// # Errors
/// What makes the text no document.
pub(super) fn read(file: &str, text: &str) -> Result<(Node, Diagnostics), Diagnostics> {
    let mut reader = Reader {
        file,
        anchors: HashMap::new(),
        nodes: 0,
        repeated: 0,
        warnings: Diagnostics::default(),
    };
    match reader.document(text) {
        Ok(root) => Ok((root, reader.warnings)),
        Err(fatal) => {
            let mut all = reader.warnings;
            all.push(*fatal);
            Err(all)
        }
    }
}

struct Reader<'a> {
    file: &'a str,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    /// How much text aliases have repeated, in bytes.
    repeated: usize,
    warnings: Diagnostics,
}

type Events<'t> = Parser<'t, granit_parser::StrInput<'t>>;
type Fatal<T> = Result<T, Box<Diagnostic>>;

impl Reader<'_> {
    fn document(&mut self, text: &str) -> Fatal<Node> {
        let mut events = Parser::new_from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        loop {
            let (event, span) = self.next(&mut events)?;
            match event {
                Event::StreamStart | Event::DocumentStart(..) => {}
                Event::StreamEnd | Event::DocumentEnd => {
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
                Event::DocumentEnd => {}
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
        self.count(1, 0, span)?;
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
            Event::SequenceStart(_, anchor, _) => (self.sequence(events, depth)?, anchor),
            Event::MappingStart(_, anchor, _) => (self.mapping(events, depth)?, anchor),
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor) else {
                    return Err(self.at(
                        span.start,
                        "unknown-anchor",
                        "the alias stands inside of its own anchor".into(),
                        "write a $ref where a schema contains itself",
                    ));
                };
                let (nodes, bytes) = size(node);
                self.count(nodes, bytes, span)?;
                return Ok(self.anchors[&anchor].clone());
            }
            _ => (NodeKind::Null, 0),
        };
        let node = Node {
            position: position(span.start),
            kind,
        };
        if anchor != 0 {
            let (nodes, bytes) = size(&node);
            self.count(nodes, bytes, span)?;
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    /// Counts values, and the text in them that stands elsewhere too.
    fn count(&mut self, nodes: usize, repeated: usize, span: Span) -> Fatal<()> {
        self.nodes = self.nodes.saturating_add(nodes);
        self.repeated = self.repeated.saturating_add(repeated);
        let what = if self.nodes > MAX_NODES {
            format!("has more than {MAX_NODES} values, its aliases followed")
        } else if self.repeated > MAX_REPEATED {
            format!("repeats more than {MAX_REPEATED} bytes of text by its aliases")
        } else {
            return Ok(());
        };
        Err(self.at(
            span.start,
            "too-large",
            format!("the document {what}"),
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
            } else if let Some(known) = index.get(&name) {
                let mut duplicate = self.at(
                    span.start,
                    "duplicate-key",
                    format!("the key `{name}` stands here for the second time, and the first is forgotten"),
                    "remove one of the two, or rename it",
                );
                duplicate.severity = Severity::Warning;
                self.warnings.push(*duplicate);
                entries[*known].1 = value;
            } else {
                index.insert(name.clone(), entries.len());
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

/// How many values there are, and how many bytes of text are in them.
fn size(node: &Node) -> (usize, usize) {
    let sum = |sizes: &mut dyn Iterator<Item = (usize, usize)>| {
        sizes.fold((1, 0), |(nodes, bytes), (below, text)| {
            (nodes + below, bytes + text)
        })
    };
    match &node.kind {
        NodeKind::Array(items) => sum(&mut items.iter().map(size)),
        NodeKind::Object(entries) => sum(&mut entries.iter().map(|(key, node)| {
            let (nodes, bytes) = size(node);
            (nodes, bytes + key.len())
        })),
        NodeKind::String(text) => (1, text.len()),
        _ => (1, 0),
    }
}

#[cfg(test)]
mod tests {
    use crate::source::Source;
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
            ("a: [1, 2\n", "t.yaml:1:4: error[malformed-document]"),
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
    fn the_last_of_two_keys_counts_and_a_warning_says_so() {
        let source = Source::parse("t.yaml", "a: 1\nb: 3\na: 2\n".to_owned()).unwrap();
        assert_eq!(source.root.to_json(), json!({"a": 2, "b": 3}));
        let warning = source.warnings.to_string();
        assert!(
            warning.starts_with("t.yaml:3:1: warning[duplicate-key]"),
            "{warning}"
        );
    }

    /// What people's YAML and JSON have in it, and PyYAML and others read.
    #[test]
    fn what_others_read_is_read() {
        for (text, expected) in [
            ("a:\n  b: {\n    c: 1\n  }\n", json!({"a": {"b": {"c": 1}}})),
            ("a:\n  b: [\n  1,\n]\n", json!({"a": {"b": [1]}})),
            ("{\n\t\"a\": [\n\t\t1\n\t]\n}\n", json!({"a": [1]})),
            ("{\"a\":\"\\ud83d\\udc4d\"}", json!({"a": "👍"})),
            ("200: x\ntrue: y\n", json!({"200": "x", "true": "y"})),
            (
                "a: 'it''s'\nb: >-\n  one\n  two\n",
                json!({"a": "it's", "b": "one two"}),
            ),
        ] {
            assert_eq!(read(text), expected, "{text}");
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
