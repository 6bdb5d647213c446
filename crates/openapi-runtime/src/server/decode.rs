//! The request of an operation, read.

use std::borrow::Cow;
use std::collections::HashMap;

use http::HeaderMap;
use http::header::COOKIE;
use percent_encoding::percent_decode;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::{Call, Refusal};
use crate::fault::Place;
use crate::parameter::read::{Source, is_escaped, text};
use crate::parameter::{Parameter, Style, Tree};

/// Reads the request of an operation.
pub trait Decode: Sized {
    /// Reads and checks every parameter and the body.
    ///
    /// # Errors
    /// [`Refusal`] with every fault of the request.
    fn decode(call: &mut Call) -> impl Future<Output = Result<Self, Refusal>> + Send;
}

/// Reads a parameter that is a string and surely holds, without a value being made of it. `None` says nothing:
/// `read::value` has the last word.
pub(super) fn plain<T: DeserializeOwned>(parameter: &Parameter, raw: &str) -> Option<T> {
    if matches!(
        parameter.style,
        Style::Label
            | Style::LabelExploded
            | Style::Matrix
            | Style::MatrixExploded
            | Style::Deep
            | Style::Json
    ) {
        return None;
    }
    let text = text(parameter.place, raw);
    if !parameter.schema.surely_accepts_text(&text) {
        return None;
    }
    let text: StrDeserializer<'_, serde_json::Error> = text.as_ref().into_deserializer();
    T::deserialize(text).ok()
}

/// The pairs of a query, or of a form.
pub(super) struct Query<'a>(pub(super) &'a str);

impl<'a> Query<'a> {
    fn pairs(&self) -> impl DoubleEndedIterator<Item = &'a str> {
        self.0.split('&').filter(|pair| !pair.is_empty())
    }

    /// The last of the texts under a name: the one that counts, where one is wanted.
    pub(super) fn last(&self, name: &str) -> Option<&'a str> {
        self.pairs().rev().find_map(|pair| value_of(pair, name))
    }
}

impl Source for Query<'_> {
    fn texts(&self, name: &str) -> Vec<Cow<'_, str>> {
        let values = self.pairs().filter_map(|pair| value_of(pair, name));
        values.map(Cow::from).collect()
    }

    fn tree(&self, name: &str) -> Option<Tree> {
        let mut tree = Tree::default();
        let mut found = false;
        for pair in self.pairs() {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let key = text(Place::Query, key);
            if let Some(keys) = key.strip_prefix(name) {
                found |= tree.add(keys, text(Place::Query, value).into_owned());
            }
        }
        found.then_some(tree)
    }

    fn grouped(&self) -> Vec<(String, Vec<Cow<'_, str>>)> {
        let mut groups: Vec<(String, Vec<Cow<'_, str>>)> = Vec::new();
        let mut known = HashMap::new();
        for pair in self.pairs() {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = text(Place::Query, name);
            let index = *known.entry(name).or_insert_with_key(|name| {
                groups.push((name.clone().into_owned(), Vec::new()));
                groups.len() - 1
            });
            groups[index].1.push(Cow::from(value));
        }
        groups
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for pair in self.pairs() {
            let (name, _) = pair.split_once('=').unwrap_or((pair, ""));
            let name = text(Place::Query, name);
            if !names.iter().any(|known| *known == name) {
                names.push(name.into_owned());
            }
        }
        names
    }
}

/// The value of one pair of a query, where the pair has this name.
pub(super) fn value_of<'a>(pair: &'a str, name: &str) -> Option<&'a str> {
    let end = memchr::memchr(b'=', pair.as_bytes()).unwrap_or(pair.len());
    let (known, value) = pair.split_at(end);
    let same = known == name || (is_escaped(known) && text(Place::Query, known) == name);
    same.then(|| value.strip_prefix('=').unwrap_or(value))
}

/// The value of a cookie (RFC 6265, section 5.4). The quotes that some clients put around it are no part of it.
pub(super) fn cookie_text<'a>(headers: &'a HeaderMap, name: &str) -> Option<Cow<'a, str>> {
    let headers = headers.get_all(COOKIE).iter();
    let mut pairs = headers
        .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'))
        .map(<[u8]>::trim_ascii)
        .filter_map(|pair| Some(pair.split_at(pair.iter().position(|byte| *byte == b'=')?)));
    let (_, value) = pairs.find(|(known, _)| {
        *known == name.as_bytes() || percent_decode(known).decode_utf8_lossy() == name
    })?;
    let value = &value[1..];
    let quoted = value.strip_prefix(b"\"");
    let value = quoted.and_then(|v| v.strip_suffix(b"\"")).unwrap_or(value);
    Some(String::from_utf8_lossy(value))
}
