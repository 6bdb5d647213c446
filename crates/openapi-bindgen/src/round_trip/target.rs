//! Values of parameters as texts (OpenAPI 3.1, section 4.8.12.4, Style Values).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::ir::{Location, Operation, Parameter, Style};

/// All but the unreserved characters (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request but for its body.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Head {
    /// The path, with its parameters put in.
    pub(super) path: String,
    /// The pairs of the query, escaped.
    pub(super) query: Vec<(String, String)>,
    /// The headers.
    pub(super) headers: Vec<(String, String)>,
    /// The cookies.
    pub(super) cookies: Vec<(String, String)>,
    /// The certificate of the connection, where it has one.
    pub(super) certificate: Option<&'static str>,
}

impl Head {
    /// The head of an operation's request with these values of parameters; `None` where a value cannot be written.
    pub(super) fn new<'p>(
        operation: &Operation,
        values: impl Iterator<Item = (&'p Parameter, Value)>,
    ) -> Option<Self> {
        let mut head = Self {
            path: operation.path.clone(),
            ..Self::default()
        };
        for (parameter, value) in values {
            match parameter.location {
                Location::Path => {
                    let text = text(parameter, &value)?;
                    if matches!(text.as_str(), "" | "." | "..") {
                        return None;
                    }
                    let hole = format!("{{{}}}", parameter.wire);
                    head.path = head.path.replace(&hole, &text);
                }
                Location::Query => head.query.extend(pairs(parameter, &value)?),
                Location::Cookie => head.cookies.extend(pairs(parameter, &value)?),
                Location::Header => {
                    let text = text(parameter, &value)?;
                    head.headers.push((parameter.wire.to_lowercase(), text));
                }
            }
        }
        Some(head)
    }

    /// The path and the query.
    pub(super) fn target(&self) -> String {
        let pairs = self
            .query
            .iter()
            .map(|(name, value)| format!("{name}={value}"));
        let query = pairs.collect::<Vec<_>>().join("&");
        if query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{query}", self.path)
        }
    }
}

pub(super) fn escape(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The text of a value in the path or in a header; `None` where it has none.
pub(super) fn text(parameter: &Parameter, value: &Value) -> Option<String> {
    let is_path = parameter.location == Location::Path;
    let write = |text: &str| {
        let text = if is_path {
            escape(text)
        } else {
            text.to_owned()
        };
        match parameter.style {
            Style::LabelExploded => text.replace('.', "%2E"),
            _ => text,
        }
    };
    let name = &parameter.wire;
    let (prefix, separator, exploded) = match parameter.style {
        Style::Json => return Some(write(&value.to_string())),
        Style::Label => (".", ",", false),
        Style::LabelExploded => (".", ".", true),
        Style::Matrix => (";", ",", false),
        Style::MatrixExploded => (";", ";", true),
        Style::SimpleExploded => ("", ",", true),
        _ => ("", ",", false),
    };
    let is_matrix = prefix == ";";
    let items: Vec<String> = match value {
        Value::Array(items) => {
            let items = items.iter().map(|item| Some(write(&scalar(item)?)));
            let items = items.collect::<Option<Vec<_>>>()?;
            match is_matrix && exploded {
                true => items.iter().map(|item| format!("{name}={item}")).collect(),
                false => items,
            }
        }
        Value::Object(fields) => {
            let mut items = Vec::new();
            for (key, field) in fields.iter().filter(|(_, field)| !field.is_null()) {
                let (key, field) = (write(key), write(&scalar(field)?));
                match exploded {
                    true => items.push(format!("{key}={field}")),
                    false => items.extend([key, field]),
                }
            }
            items
        }
        other => vec![write(&scalar(other)?)],
    };
    let is_whole = exploded && (value.is_array() || value.is_object());
    let named = if is_matrix && !is_whole {
        format!("{name}=")
    } else {
        String::new()
    };
    Some(format!("{prefix}{named}{}", items.join(separator)))
}

/// The pairs of a value in the query or in cookies, escaped; `None` where it has none.
pub(super) fn pairs(parameter: &Parameter, value: &Value) -> Option<Vec<(String, String)>> {
    let exploded = match parameter.style {
        Style::Default => parameter.location == Location::Query,
        style => style == Style::Repeated,
    };
    styled(&parameter.wire, parameter.style, exploded, value)
}

/// The pairs of a value in a style, escaped.
pub(super) fn styled(
    name: &str,
    style: Style,
    exploded: bool,
    value: &Value,
) -> Option<Vec<(String, String)>> {
    let name = escape(name);
    let separator = match style {
        Style::Json => return Some(vec![(name, escape(&value.to_string()))]),
        Style::Deep => {
            let mut pairs = Vec::new();
            deep(&name, value, &mut pairs)?;
            return Some(pairs);
        }
        Style::Spaces => "%20",
        Style::Pipes => "%7C",
        _ => ",",
    };
    match value {
        Value::Array(items) => {
            let items = items.iter().map(|item| Some(escape(&scalar(item)?)));
            let items = items.collect::<Option<Vec<_>>>()?;
            Some(match exploded {
                true => items.into_iter().map(|item| (name.clone(), item)).collect(),
                false => vec![(name, items.join(separator))],
            })
        }
        Value::Object(fields) => {
            let mut pairs = Vec::new();
            for (key, field) in fields.iter().filter(|(_, field)| !field.is_null()) {
                match field {
                    Value::Array(items) if exploded => {
                        for item in items {
                            pairs.push((escape(key), escape(&scalar(item)?)));
                        }
                    }
                    field => pairs.push((escape(key), escape(&scalar(field)?))),
                }
            }
            Some(match exploded {
                true => pairs,
                false => {
                    let items = pairs.into_iter().flat_map(|(key, field)| [key, field]);
                    vec![(name, items.collect::<Vec<_>>().join(separator))]
                }
            })
        }
        other => Some(vec![(name, escape(&scalar(other)?))]),
    }
}

/// `name[key]=value`, and deeper; the items of a list have no key.
fn deep(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) -> Option<()> {
    match value {
        Value::Null => {}
        Value::Object(fields) => {
            for (key, field) in fields {
                deep(&format!("{name}[{}]", escape(key)), field, pairs)?;
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let is_deeper = item.is_array() || item.is_object();
                let key = if is_deeper {
                    index.to_string()
                } else {
                    String::new()
                };
                deep(&format!("{name}[{key}]"), item, pairs)?;
            }
        }
        other => pairs.push((name.to_owned(), escape(&scalar(other)?))),
    }
    Some(())
}

/// The text of a scalar.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
