//! References: to places in the document, and in the files beside it.

use std::collections::HashMap;

use super::{At, Lowering};
use crate::source::unescape;

/// How many references may follow one another before something stands there.
const MAX_STEPS: usize = 64;

impl<'s> Lowering<'s> {
    /// The document.
    pub(super) fn root(&self) -> At<'s> {
        self.root_of(0)
    }

    /// A file's root.
    fn root_of(&self, file: usize) -> At<'s> {
        match self.source.file(file) {
            Some(other) => At {
                node: &other.root,
                pointer: format!("{}#", other.path),
                file,
            },
            None => At {
                node: &self.source.root,
                pointer: String::new(),
                file: 0,
            },
        }
    }

    /// The place that has a pointer, as [`At`] writes them.
    pub(super) fn find(&self, pointer: &str) -> Option<At<'s>> {
        let files = 1..=self.source.others.len();
        let mut others = files.map(|file| self.root_of(file));
        let other = others.find_map(|root| {
            let rest = pointer.strip_prefix(&root.pointer)?;
            root.follow(rest)
        });
        other.or_else(|| self.root().follow(pointer))
    }

    /// Follows references until something stands there.
    pub(super) fn resolve(&mut self, at: &At<'s>) -> Option<At<'s>> {
        let mut here = at.clone();
        for _ in 0..MAX_STEPS {
            let Some(reference) = here.get("$ref") else {
                return Some(here);
            };
            here = self.target(&reference)?;
        }
        self.mistake(
            at,
            "circular-reference",
            "the reference leads to itself".into(),
            "let one of the references in the circle stand for something",
        );
        None
    }

    /// Where references lead in the end, by one who leaves it to others to tell of a mistake.
    pub(super) fn destination(&mut self, at: &At<'s>) -> Option<At<'s>> {
        let mut here = at.clone();
        for _ in 0..MAX_STEPS {
            let Some(reference) = here.get("$ref") else {
                return Some(here);
            };
            let text = reference.node.as_str()?;
            here = self.follow(reference.file, text).ok().flatten()?;
        }
        None
    }

    /// What a reference leads to.
    pub(super) fn target(&mut self, reference: &At<'s>) -> Option<At<'s>> {
        if self.is_too_large {
            return None;
        }
        let Some(text) = reference.node.as_str() else {
            self.mistake(
                reference,
                "malformed-reference",
                format!(
                    "a reference is a text, and this is {}",
                    reference.node.kind_name()
                ),
                "write `$ref: '#/components/…'`",
            );
            return None;
        };
        match self.follow(reference.file, text) {
            Ok(Some(target)) => Some(target),
            Ok(None) => {
                self.mistake(
                    reference,
                    "unresolved-reference",
                    format!("`{text}` leads nowhere"),
                    "mend the name, or add what it should lead to",
                );
                None
            }
            Err(why) => {
                self.mistake(
                    reference,
                    "external-reference",
                    format!("`{text}` {why}"),
                    "put what it needs below the document's folder, or bundle the documents into one, for example \
                     with `npx @redocly/cli bundle`",
                );
                None
            }
        }
    }

    /// What a reference in a file leads to, if anything.
    ///
    /// # Errors
    /// Why its file is not there.
    pub(super) fn follow(&mut self, from: usize, text: &str) -> Result<Option<At<'s>>, String> {
        let (file, place) = text.split_once('#').unwrap_or((text, ""));
        let file = if file.is_empty() {
            from
        } else {
            match self.source.link(from, text) {
                Ok(file) => file,
                // What has this for its identifier may be in the document all the same.
                Err(why) => return self.named_place(from, text).map(Some).ok_or(why),
            }
        };
        if place.is_empty() || place.starts_with('/') {
            return Ok(self.root_of(file).follow(place));
        }
        let place = unescape(place);
        Ok(self.named_place(file, &place))
    }

    /// The place in a file that has a name: its `$anchor`, or its `$id`.
    fn named_place(&mut self, file: usize, name: &str) -> Option<At<'s>> {
        if !self.anchors.contains_key(&file) {
            let mut anchors = HashMap::new();
            collect(&self.root_of(file), &mut anchors);
            self.anchors.insert(file, anchors);
        }
        self.anchors.get(&file)?.get(name).cloned()
    }
}

fn collect<'s>(at: &At<'s>, anchors: &mut HashMap<String, At<'s>>) {
    for key in ["$anchor", "$dynamicAnchor", "$id"] {
        if let Some(name) = at.text(key) {
            anchors.entry(name).or_insert_with(|| at.clone());
        }
    }
    for (_, below) in at.entries() {
        collect(&below, anchors);
    }
    for below in at.items() {
        collect(&below, anchors);
    }
}
