//! Media types: what a body says that it is, and what a caller would rather have.

#[cfg(any(feature = "client", feature = "server"))]
use std::cmp::Reverse;

use crate::ByteStream;

/// A body of bytes that says what it is, where the document leaves that open: `*/*`, or `image/*`.
#[derive(Debug)]
pub struct Content {
    /// Its media type, for `Content-Type`; empty where the sender said none.
    pub content_type: String,
    /// The bytes.
    pub body: ByteStream,
}

impl Content {
    /// Puts the two together.
    pub fn new(content_type: impl Into<String>, body: impl Into<ByteStream>) -> Self {
        Self {
            content_type: content_type.into(),
            body: body.into(),
        }
    }
}

/// Which of the media types that are `offered` a caller would rather have, by its `Accept` header (RFC 9110, section
/// 12.5.1). Of several the first; where the header is absent, the first of all; `None` where none of them will do.
///
/// ```
/// use openapi_runtime::preferred;
///
/// let offered = ["application/json", "text/csv"];
/// assert_eq!(preferred(Some("text/csv, application/json;q=0.5"), &offered), Some("text/csv"));
/// assert_eq!(preferred(Some("application/*"), &offered), Some("application/json"));
/// assert_eq!(preferred(None, &offered), Some("application/json"));
/// assert_eq!(preferred(Some("image/png"), &offered), None);
/// ```
pub fn preferred<'a>(accept: Option<&str>, offered: &[&'a str]) -> Option<&'a str> {
    let Some(accept) = accept.filter(|accept| !accept.trim().is_empty()) else {
        return offered.first().copied();
    };
    let ranges: Vec<_> = accept.split(',').map(range).collect();
    let weight = |offer: &str| {
        let named = ranges.iter().filter(|(range, _)| covers(range, offer));
        // The most specific range that names an offer weighs it.
        let closest = named.max_by_key(|(range, _)| precision(range));
        closest.map_or(0, |(_, weight)| *weight)
    };
    let mut best: Option<(&str, u32)> = None;
    for offer in offered {
        let weight = weight(offer);
        if weight > best.map_or(0, |(_, best)| best) {
            best = Some((offer, weight));
        }
    }
    best.map(|(offer, _)| offer)
}

/// A range of media types and its weight, in thousandths.
fn range(text: &str) -> (String, u32) {
    let mut parts = text.split(';');
    let range = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let weight = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let weight: f32 = value.trim().parse().ok()?;
        let known = name.trim().eq_ignore_ascii_case("q");
        known.then_some((weight.clamp(0.0, 1.0) * 1000.0) as u32)
    });
    (range, weight.unwrap_or(1000))
}

/// A media type without its parameters, in small letters.
pub(crate) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether a range of media types, such as `image/*`, has a media type in it.
pub(crate) fn covers(range: &str, media_type: &str) -> bool {
    let (range, media_type) = (essence(range), essence(media_type));
    if range == "*/*" || range == media_type {
        return true;
    }
    let kind = range.strip_suffix('*').filter(|kind| kind.ends_with('/'));
    kind.is_some_and(|kind| media_type.starts_with(kind))
}

/// How much a range of media types says.
fn precision(range: &str) -> u8 {
    match range {
        "*/*" => 0,
        range if range.ends_with("/*") => 1,
        _ => 2,
    }
}

/// Which of the declared media types a body is of, by its `Content-Type`; the first where it says nothing.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) fn chosen(said: Option<&str>, declared: &[&str]) -> Option<usize> {
    let Some(said) = said.filter(|said| !said.trim().is_empty()) else {
        return Some(0);
    };
    let fitting = declared.iter().enumerate();
    let fitting = fitting.filter(|(_, range)| covers(range, said));
    let said = parameters(said);
    // Of several that are as precise as each other the first one is meant.
    fitting
        .max_by_key(|(index, range)| {
            let (shared, others): (Vec<_>, Vec<_>) = parameters(range)
                .into_iter()
                .partition(|parameter| said.contains(parameter));
            let precision = (precision(&essence(range)), shared.len());
            (precision, Reverse(others.len()), Reverse(*index))
        })
        .map(|(index, _)| index)
}

/// The parameters of a media type, in small letters.
#[cfg(any(feature = "client", feature = "server"))]
fn parameters(media_type: &str) -> Vec<String> {
    let parameters = media_type.split(';').skip(1);
    let parameters = parameters.map(|parameter| parameter.trim().to_ascii_lowercase());
    parameters.collect()
}

#[cfg(test)]
mod tests {
    use super::preferred;

    #[test]
    fn the_most_specific_range_weighs_an_offer() {
        let offered = ["application/json", "text/csv", "text/plain"];
        for (accept, expected) in [
            ("*/*", Some("application/json")),
            ("text/*", Some("text/csv")),
            ("text/*;q=0.1, text/plain", Some("text/plain")),
            ("*/*, application/json;q=0", Some("text/csv")),
            ("TEXT/CSV; charset=utf-8 ; Q=0.3", Some("text/csv")),
            ("text/csv;q=zero", Some("text/csv")),
            ("application/json;q=0", None),
            (" ", Some("application/json")),
        ] {
            assert_eq!(preferred(Some(accept), &offered), expected, "{accept}");
        }
    }

    #[cfg(any(feature = "client", feature = "server"))]
    #[test]
    fn the_most_precise_declaration_is_chosen() {
        let declared = ["*/*", "image/*", "application/json", "image/png"];
        for (said, expected) in [
            (Some("image/png"), Some(3)),
            (Some("Image/GIF"), Some(1)),
            (Some("application/json; charset=utf-8"), Some(2)),
            (Some("text/plain"), Some(0)),
            (Some(""), Some(0)),
            (None, Some(0)),
        ] {
            assert_eq!(super::chosen(said, &declared), expected, "{said:?}");
        }
        assert_eq!(super::chosen(Some("text/plain"), &["text/csv"]), None);
        let declared = [
            "application/json; version=2",
            "application/json",
            "application/json; version=1",
        ];
        for (said, expected) in [
            ("application/json", 1),
            ("application/json;version=1", 2),
            ("application/json; Version=2; charset=utf-8", 0),
            ("application/json; version=3", 1),
        ] {
            assert_eq!(
                super::chosen(Some(said), &declared),
                Some(expected),
                "{said}"
            );
        }
    }
}
