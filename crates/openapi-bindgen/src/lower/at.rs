//! A value and the way to it.

use super::Lowering;
use crate::pointer::{escaped, unescaped};
use crate::source::{Node, NodeKind, unescape};

/// How many values a document may have to read, those behind a reference counted as often as it is followed: a document
/// that multiplies by references ends here and not in all of the memory.
const MAX_READ: usize = 500_000;

/// A value of the document and the JSON pointer that leads to it. In another file than the document's own, the file and
/// a `#` stand before the pointer.
#[derive(Debug, Clone)]
pub(super) struct At<'s> {
    pub(super) node: &'s Node,
    pub(super) pointer: String,
    /// The file: the document's own is 0.
    pub(super) file: usize,
}

impl<'s> At<'s> {
    fn below(&self, key: &str, node: &'s Node) -> Self {
        Self {
            node,
            pointer: format!("{}/{}", self.pointer, escaped(key)),
            file: self.file,
        }
    }

    /// The value below `key`.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        self.node.get(key).map(|node| self.below(key, node))
    }

    /// The text below `key`.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.node.get(key)?.as_str().map(str::to_owned)
    }

    /// What is said of the value for people to read: its description, and where there is more.
    pub(super) fn description(&self) -> Option<String> {
        self.words(self.text("description"))
    }

    /// The same, and that it is deprecated, where it is.
    pub(super) fn docs(&self) -> Option<String> {
        let deprecated = self.node.get("deprecated").and_then(Node::as_bool);
        let note = (deprecated == Some(true)).then(|| "Deprecated.".to_owned());
        let parts = [self.text("description"), note].into_iter().flatten();
        self.words(parts.reduce(joined))
    }

    /// A text, with a link behind it where there is a page that says more.
    pub(super) fn words(&self, text: Option<String>) -> Option<String> {
        let more = self.get("externalDocs").and_then(|more| {
            let url = more.text("url")?;
            let words = more
                .text("description")
                .map(|words| words.replace(['[', ']'], ""));
            let words = words.map(|words| words.trim().trim_end_matches('.').to_owned());
            let words = words.filter(|words| !words.is_empty());
            Some(match words {
                Some(words) => format!("See [{words}]({url})."),
                None => format!("See {url}"),
            })
        });
        text.into_iter().chain(more).reduce(joined)
    }

    /// The entries of an object.
    pub(super) fn entries(&self) -> Vec<(&'s str, Self)> {
        let entries = self.node.entries().iter();
        entries
            .map(|(key, node)| (key.as_str(), self.below(key, node)))
            .collect()
    }

    /// The items of an array.
    pub(super) fn items(&self) -> Vec<Self> {
        let items = self.node.items().iter().enumerate();
        items
            .map(|(index, node)| self.below(&index.to_string(), node))
            .collect()
    }

    /// Where a JSON pointer leads from here (RFC 6901, and section 6 for its form in a URI).
    pub(super) fn follow(&self, pointer: &str) -> Option<Self> {
        let mut here = self.clone();
        for part in pointer.split('/').skip(1) {
            let key = unescaped(&unescape(part));
            here = match &here.node.kind {
                NodeKind::Array(items) => here.below(&key, items.get(key.parse::<usize>().ok()?)?),
                _ => here.get(&key)?,
            };
        }
        (pointer.is_empty() || pointer.starts_with('/')).then_some(here)
    }

    /// The last name on the way: a component's own, or that of a whole file.
    pub(super) fn last_name(&self) -> String {
        let last = self.pointer.rsplit('/').next().unwrap_or_default();
        let file = last.strip_suffix('#').filter(|_| self.file > 0);
        let last = file.map_or(last, |file| file.split('.').next().unwrap_or(file));
        unescaped(last)
    }
}

/// Two paragraphs.
fn joined(one: String, other: String) -> String {
    format!("{}\n\n{other}", one.trim_end())
}

impl<'s> Lowering<'s> {
    /// Whether the value below `key` is `true`.
    pub(super) fn flag(&mut self, at: &At<'s>, key: &str) -> bool {
        let Some(flag) = at.get(key) else {
            return false;
        };
        if let Some(said) = flag.node.as_bool() {
            return said;
        }
        let said = flag
            .node
            .as_str()
            .is_some_and(|text| text.eq_ignore_ascii_case("true"));
        self.warn(
            &flag,
            "wrong-kind",
            format!(
                "`{key}` is {}, and is taken for `{said}`",
                flag.node.kind_name()
            ),
            "write `true` or `false`",
        );
        said
    }

    /// The items of the array below `key`; none where there is no such key.
    pub(super) fn list(&mut self, at: &At<'s>, key: &str) -> Vec<At<'s>> {
        let Some(list) = at.get(key) else {
            return Vec::new();
        };
        match list.node.kind {
            NodeKind::Array(_) => {}
            NodeKind::Null => self.leave_null(&list, key),
            _ => self.wrong_kind(&list, key, "an array"),
        }
        self.read(&list, list.items())
    }

    /// The entries of the object below `key`; none where there is no such key.
    pub(super) fn fields(&mut self, at: &At<'s>, key: &str) -> Vec<(&'s str, At<'s>)> {
        let Some(object) = at.get(key) else {
            return Vec::new();
        };
        match object.node.kind {
            NodeKind::Object(_) => {}
            NodeKind::Null => self.leave_null(&object, key),
            _ => self.wrong_kind(&object, key, "an object"),
        }
        self.read(&object, object.entries())
    }

    /// What was read below a value, as long as that is not too much.
    fn read<T>(&mut self, at: &At<'s>, found: Vec<T>) -> Vec<T> {
        self.values_read += found.len();
        if self.values_read <= MAX_READ {
            return found;
        }
        self.too_large(
            at,
            format!(
                "the document has more than {MAX_READ} values to read, its references followed"
            ),
        );
        Vec::new()
    }

    /// Notes that null says nothing.
    fn leave_null(&mut self, at: &At<'s>, key: &str) {
        self.warn(
            at,
            "wrong-kind",
            format!("`{key}` is null, and is taken for absent"),
            "leave it out",
        );
    }

    /// Notes that the value below `key` is of another kind than it has to be.
    pub(super) fn wrong_kind(&mut self, at: &At<'s>, key: &str, wanted: &str) {
        self.mistake(
            at,
            "wrong-kind",
            format!("`{key}` is {}", at.node.kind_name()),
            &format!("write {wanted}"),
        );
    }
}
