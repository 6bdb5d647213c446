//! Whether two messages mean the same.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::case::{Request, Response};
use crate::message::{self, Malformed, pairs};

/// What a request that arrived says that the expected one does not, or the other way round; `None` where they agree.
pub(crate) async fn request(
    actual: http::Request<Bytes>,
    expected: &Request,
) -> Result<Option<String>, Malformed> {
    let (parts, body) = actual.into_parts();
    let (path, query) = split(&expected.target);
    let wanted = json!({
        "method": expected.method,
        "path": segments(path),
        "query": pairs(query),
        "headers": listed(&expected.headers),
        "body": message::told(expected.body.as_ref()),
    });
    let said = json!({
        "method": parts.method.as_str(),
        "path": segments(parts.uri.path()),
        "query": pairs(parts.uri.query().unwrap_or_default()),
        "headers": sent(&parts.headers, &expected.headers),
        "body": message::read(&parts.headers, body, expected.body.as_ref()).await?,
    });
    Ok(difference("", &said, &wanted))
}

/// The same of a response.
pub(crate) async fn response(
    actual: http::Response<Bytes>,
    expected: &Response,
) -> Result<Option<String>, Malformed> {
    let (parts, body) = actual.into_parts();
    if parts.status.as_u16() != expected.status {
        let body = String::from_utf8_lossy(&body);
        let (was, wanted) = (parts.status.as_u16(), expected.status);
        return Ok(Some(format!("status: {was}, not {wanted}: {body}")));
    }
    let wanted = json!({
        "headers": listed(&expected.headers),
        "body": message::told(expected.body.as_ref()),
    });
    let said = json!({
        "headers": sent(&parts.headers, &expected.headers),
        "body": message::read(&parts.headers, body, expected.body.as_ref()).await?,
    });
    Ok(difference("", &said, &wanted))
}

fn split(target: &str) -> (&str, &str) {
    target.split_once('?').unwrap_or((target, ""))
}

fn segments(path: &str) -> Vec<String> {
    let segments = path.split('/');
    let segments =
        segments.map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned());
    segments.collect()
}

fn listed(headers: &[(String, String)]) -> BTreeMap<String, Value> {
    let headers = headers
        .iter()
        .map(|(name, value)| (name.clone(), header(name, value)));
    headers.collect()
}

/// The headers of those names that were sent.
fn sent(headers: &HeaderMap, expected: &[(String, String)]) -> BTreeMap<String, Value> {
    let is_expected = |name: &str| expected.iter().any(|(known, _)| known == name);
    let headers = headers
        .iter()
        .filter(|(name, _)| is_expected(name.as_str()));
    let headers = headers.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.as_str().to_owned(), header(name.as_str(), &value))
    });
    headers.collect()
}

/// What a header says: cookies in any order, and items with or without a space between them.
fn header(name: &str, value: &str) -> Value {
    if name == "cookie" {
        let mut cookies: Vec<_> = value
            .split("; ")
            .map(|cookie| percent_decode_str(cookie).decode_utf8_lossy().into_owned())
            .collect();
        cookies.sort();
        return json!(cookies);
    }
    value.replace(", ", ",").into()
}

/// The first place at which two values differ.
fn difference(at: &str, said: &Value, wanted: &Value) -> Option<String> {
    match (said, wanted) {
        (Value::Object(said), Value::Object(wanted)) => {
            let missing = wanted.iter().find(|(name, _)| !said.contains_key(*name));
            if let Some((name, value)) = missing {
                return Some(format!("{at}/{name}: absent, not {value}"));
            }
            said.iter()
                .find_map(|(name, value)| match wanted.get(name) {
                    Some(wanted) => difference(&format!("{at}/{name}"), value, wanted),
                    None => Some(format!("{at}/{name}: {value}, not absent")),
                })
        }
        (Value::Array(said), Value::Array(wanted)) if said.len() == wanted.len() => {
            let mut pairs = said.iter().zip(wanted).enumerate();
            pairs.find_map(|(index, (said, wanted))| {
                difference(&format!("{at}/{index}"), said, wanted)
            })
        }
        (Value::Number(one), Value::Number(other)) if same(one, other) => None,
        _ if said == wanted => None,
        _ => Some(format!("{at}: {said}, not {wanted}")),
    }
}

/// Whether two numbers are the same: `1` and `1.0` are.
fn same(one: &serde_json::Number, other: &serde_json::Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one == other,
        _ => one.as_f64() == other.as_f64(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::difference;

    #[test]
    fn numbers_are_compared_by_what_they_are() {
        assert_eq!(
            difference("", &json!({"a": [1, 2.5]}), &json!({"a": [1.0, 2.5]})),
            None
        );
        let large = difference(
            "",
            &json!(9_007_199_254_740_993_i64),
            &json!(9_007_199_254_740_992_i64),
        );
        assert_eq!(
            large.as_deref(),
            Some(": 9007199254740993, not 9007199254740992")
        );
    }

    #[test]
    fn null_is_not_absence() {
        let told = difference("", &json!({"a": {"b": null}}), &json!({"a": {}}));
        assert_eq!(told.as_deref(), Some("/a/b: null, not absent"));
        let told = difference("", &json!({"a": {}}), &json!({"a": {"b": null}}));
        assert_eq!(told.as_deref(), Some("/a/b: absent, not null"));
    }
}
