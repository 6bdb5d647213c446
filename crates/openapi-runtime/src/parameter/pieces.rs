//! The pieces of a text: what its style puts in front of it and between its items.

use std::borrow::Cow;

use super::Style;
use super::coding::Coding;

/// The items of a list. Texts given several times are one list, as the lines of a header are (RFC 9110, section
/// 5.3).
pub(super) fn split(coding: Coding, name: &str, style: Style, raw: &[Cow<'_, str>]) -> Vec<String> {
    let pieces = pieces(coding, name, style, raw);
    if matches!(style, Style::Spaces | Style::Pipes) {
        return pieces;
    }
    let decoded = pieces.iter().map(|piece| coding.decode(piece).into_owned());
    decoded.collect()
}

/// The pieces that a style makes of a text, not decoded but where the separator may be escaped itself.
pub(super) fn pieces(
    coding: Coding,
    name: &str,
    style: Style,
    raw: &[Cow<'_, str>],
) -> Vec<String> {
    let Some(separator) = style.separator() else {
        return raw.iter().map(|raw| raw.clone().into_owned()).collect();
    };
    let lists = raw.iter().map(|raw| unprefixed(name, style, raw));
    let lists = lists.filter(|list| !list.is_empty());
    if matches!(style, Style::Spaces | Style::Pipes) {
        // No URL may have these separators as they are, so an escaped one is a separator too.
        return lists
            .flat_map(|list| {
                let list = coding.decode(list);
                list.split(separator).map(str::to_owned).collect::<Vec<_>>()
            })
            .collect();
    }
    let repeated = format!("{name}=");
    lists
        .flat_map(|list| list.split(separator))
        .map(|piece| match style {
            Style::MatrixExploded => piece.strip_prefix(&repeated).unwrap_or(piece),
            _ => piece,
        })
        .map(str::to_owned)
        .collect()
}

/// A text without what its style puts in front of it.
pub(super) fn unprefixed<'a>(name: &str, style: Style, raw: &'a str) -> &'a str {
    let named = |rest: &'a str| {
        let value = rest
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('='));
        value.unwrap_or(rest)
    };
    match style {
        Style::Label | Style::LabelExploded => raw.strip_prefix('.').unwrap_or(raw),
        Style::Matrix => named(raw.strip_prefix(';').unwrap_or(raw)),
        Style::MatrixExploded => raw.strip_prefix(';').unwrap_or(raw),
        _ => raw,
    }
}
