//! Runtime expressions, by which a callback says where it goes (section 4.8.20.1).

use crate::ir::{Location, Media, Operation, UrlPiece};

/// The pieces of a callback's URL; `None` where the request of `operation` does not say them all.
pub(super) fn pieces(expression: &str, operation: &Operation) -> Option<Vec<UrlPiece>> {
    // An expression that is all there is needs no braces.
    if expression.starts_with('$') {
        return Some(vec![piece(expression, operation)?]);
    }
    let mut pieces = Vec::new();
    let mut rest = expression;
    while let Some((text, after)) = rest.split_once('{') {
        if !text.is_empty() {
            pieces.push(UrlPiece::Text(text.to_owned()));
        }
        let (inner, after) = after.split_once('}')?;
        pieces.push(piece(inner, operation)?);
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(UrlPiece::Text(rest.to_owned()));
    }
    Some(pieces)
}

fn piece(expression: &str, operation: &Operation) -> Option<UrlPiece> {
    if expression == "$method" {
        return Some(UrlPiece::Text(operation.method.clone()));
    }
    let source = expression.strip_prefix("$request.")?;
    if let Some(pointer) = source.strip_prefix("body") {
        let pointer = match pointer {
            "" => "",
            _ => pointer.strip_prefix('#')?,
        };
        let body = operation.body.as_ref()?;
        let [only] = body.contents.as_slice() else {
            return None;
        };
        let is_value = matches!(only.media, Media::Json | Media::Form(_));
        return is_value.then(|| UrlPiece::Value {
            field: body.field.clone(),
            pointer: pointer.to_owned(),
        });
    }
    let (place, name) = source.split_once('.')?;
    let location = match place {
        "path" => Location::Path,
        "query" => Location::Query,
        "header" => Location::Header,
        _ => return None,
    };
    let mut parameters = operation.parameters.iter();
    let parameter = parameters.find(|parameter| {
        let is_same = match location {
            Location::Header => parameter.wire.eq_ignore_ascii_case(name),
            _ => parameter.wire == name,
        };
        parameter.location == location && is_same
    })?;
    Some(UrlPiece::Value {
        field: parameter.field.clone(),
        pointer: String::new(),
    })
}
