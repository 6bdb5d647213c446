//! The values of parameters, written as texts.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

use super::{Parameter, Style};
use crate::fault::Place;

/// All but the unreserved characters (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What `allowReserved` leaves as it is: the reserved characters that do not end a value of a query.
const DELIMITING: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

pub(crate) fn escape(text: &str) -> String {
    Cow::from(utf8_percent_encode(text, RESERVED)).into_owned()
}

/// Why a value cannot be written where it belongs.
pub(crate) type Unwritable = Cow<'static, str>;

/// The pairs of a form. `styles` are those of properties that are not written like all others.
#[cfg(feature = "client")]
pub(crate) fn form(
    styles: &[(&'static str, Style)],
    fields: &Map<String, Value>,
) -> Result<Vec<(String, String)>, Unwritable> {
    let mut rest = fields.clone();
    let mut pairs = Vec::new();
    for (name, style) in styles {
        if let Some(field) = rest.remove(*name).filter(|field| !field.is_null()) {
            let property = Parameter::part(name, crate::schema::Schema::ANY).style(*style);
            pairs.extend(property.to_pairs(&field)?);
        }
    }
    let whole = Parameter::part("", crate::schema::Schema::ANY);
    pairs.extend(whole.properties(&rest)?);
    Ok(pairs)
}

impl Parameter {
    /// The one text of a value in the path or in a header. What a reader could not take apart again is refused.
    pub(crate) fn to_text(&self, value: &Value) -> Result<String, Unwritable> {
        let (prefix, separator, exploded) = match self.style {
            Style::Json => return self.written(&value.to_string()),
            Style::Label => (".", ",", false),
            Style::LabelExploded => (".", ".", true),
            Style::Matrix => (";", ",", false),
            Style::MatrixExploded => (";", ";", true),
            Style::SimpleExploded => ("", ",", true),
            _ => ("", ",", false),
        };
        let name = escape(self.name);
        let matrix = prefix == ";";
        let items = match value {
            Value::Array(items) => {
                let items = items.iter().map(|item| self.written(&scalar(item)?));
                let mut items = items.collect::<Result<Vec<_>, _>>()?;
                if matrix && exploded {
                    items
                        .iter_mut()
                        .for_each(|item| *item = format!("{name}={item}"));
                }
                items
            }
            Value::Object(fields) => self.entries(fields, exploded)?,
            other => vec![self.written(&scalar(other)?)?],
        };
        let is_named = matrix && !(exploded && (value.is_array() || value.is_object()));
        // The one empty item of a list would read as no item at all.
        self.check_items(&items, separator, value)?;
        let joined = items.join(separator);
        Ok(if is_named {
            format!("{prefix}{name}={joined}")
        } else {
            format!("{prefix}{joined}")
        })
    }

    /// The pairs of a value in the query, in cookies or in a form, escaped.
    #[cfg(feature = "client")]
    pub(crate) fn to_pairs(&self, value: &Value) -> Result<Vec<(String, String)>, Unwritable> {
        let name = escape(self.name);
        let separator = match (self.style, value) {
            (Style::Json, _) => return Ok(vec![(name, self.written(&value.to_string())?)]),
            (Style::Deep, Value::Array(_) | Value::Object(_)) => {
                let mut pairs = Vec::new();
                self.add_deep(&name, value, &mut pairs)?;
                return Ok(pairs);
            }
            (Style::Spaces, _) => ' ',
            (Style::Pipes, _) => '|',
            (Style::Repeated, Value::Array(items)) => {
                let pair = |item| Ok((name.clone(), self.written(&scalar(item)?)?));
                return items.iter().map(pair).collect();
            }
            (Style::Repeated, Value::Object(fields)) => {
                self.check_names(fields)?;
                return self.properties(fields);
            }
            _ => ',',
        };
        let items = match value {
            Value::Array(items) => {
                let items = items.iter().map(|item| Ok(scalar(item)?.into_owned()));
                items.collect::<Result<Vec<_>, Unwritable>>()?
            }
            Value::Object(fields) => {
                let mut items = Vec::new();
                for (key, field) in fields.iter().filter(|(_, field)| !field.is_null()) {
                    items.extend([key.clone(), scalar(field)?.into_owned()]);
                }
                items
            }
            other => return Ok(vec![(name, self.written(&scalar(other)?)?)]),
        };
        let written: Vec<_> = items
            .iter()
            .map(|item| self.written(item))
            .collect::<Result<_, _>>()?;
        let joint = match separator {
            // An escaped comma belongs to an item.
            ',' => {
                self.check_items(&written, ",", value)?;
                ",".to_owned()
            }
            other => {
                self.check_items(&items, other.encode_utf8(&mut [0; 4]), value)?;
                escape(other.encode_utf8(&mut [0; 4]))
            }
        };
        Ok(vec![(name, written.join(&joint))])
    }

    /// Refuses the properties of a map that would be read as another parameter.
    #[cfg(feature = "client")]
    fn check_names(&self, fields: &Map<String, Value>) -> Result<(), Unwritable> {
        let beside = self.beside.unwrap_or_default();
        let stem = |name: &str| {
            name.split('[')
                .next()
                .is_some_and(|stem| beside.contains(&stem))
        };
        match fields
            .keys()
            .find(|name| beside.contains(&name.as_str()) || stem(name))
        {
            Some(name) => Err(format!("`{name}` is another parameter").into()),
            None => Ok(()),
        }
    }

    /// The properties of an object as pairs of their own: a parameter in style `form`, exploded, or a whole form.
    #[cfg(feature = "client")]
    pub(crate) fn properties(
        &self,
        fields: &Map<String, Value>,
    ) -> Result<Vec<(String, String)>, Unwritable> {
        let mut pairs = Vec::new();
        for (key, field) in fields {
            let name = escape(key);
            match field {
                Value::Null => {}
                Value::Array(items) => {
                    for item in items {
                        pairs.push((name.clone(), self.written(&scalar(item)?)?));
                    }
                }
                other => pairs.push((name, self.written(&scalar(other)?)?)),
            }
        }
        Ok(pairs)
    }

    /// `name[key]=value`, and deeper; the items of a list have no key.
    #[cfg(feature = "client")]
    fn add_deep(
        &self,
        name: &str,
        value: &Value,
        pairs: &mut Vec<(String, String)>,
    ) -> Result<(), Unwritable> {
        match value {
            Value::Null => {}
            Value::Object(fields) => {
                for (key, field) in fields {
                    self.add_deep(&format!("{name}[{}]", escape(key)), field, pairs)?;
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let name = if item.is_array() || item.is_object() {
                        format!("{name}[{index}]")
                    } else {
                        format!("{name}[]")
                    };
                    self.add_deep(&name, item, pairs)?;
                }
            }
            other => pairs.push((name.to_owned(), self.written(&scalar(other)?)?)),
        }
        Ok(())
    }

    /// The properties of an object as items: `key=value`, or `key` and `value` in turn.
    fn entries(
        &self,
        fields: &Map<String, Value>,
        exploded: bool,
    ) -> Result<Vec<String>, Unwritable> {
        let mut entries = Vec::new();
        for (key, field) in fields.iter().filter(|(_, field)| !field.is_null()) {
            let (key, field) = (self.written(key)?, self.written(&scalar(field)?)?);
            if exploded {
                // A header escapes nothing, and the first sign is the one that counts.
                if key.contains('=') {
                    return Err("the name of a property contains `=`".into());
                }
                entries.push(format!("{key}={field}"));
            } else {
                entries.extend([key, field]);
            }
        }
        Ok(entries)
    }

    /// A text, escaped as its place demands.
    fn written(&self, text: &str) -> Result<String, Unwritable> {
        match self.place {
            Place::Header if text.trim_matches([' ', '\t']) != text => {
                Err("a header does not carry space at its ends".into())
            }
            Place::Header => Ok(text.to_owned()),
            _ if self.reserved => Ok(Cow::from(utf8_percent_encode(text, DELIMITING)).into_owned()),
            _ => {
                let text = escape(text);
                // These separate what is exploded, and are unreserved.
                Ok(match self.style {
                    Style::LabelExploded => text.replace('.', "%2E"),
                    _ => text,
                })
            }
        }
    }

    fn check_items(
        &self,
        items: &[String],
        separator: &str,
        value: &Value,
    ) -> Result<(), Unwritable> {
        let is_list = value.is_array() || value.is_object();
        if is_list && items.iter().any(|item| item.contains(separator)) {
            let separator = separator.chars().next().unwrap_or(',');
            return Err(format!("an item contains {separator:?}, the separator").into());
        }
        if value.is_array()
            && let [only] = items
            && only.is_empty()
        {
            return Err("a list of one empty item reads as an empty list".into());
        }
        Ok(())
    }
}

/// A scalar's text. No text says null, and arrays and objects have no text of their own.
fn scalar(value: &Value) -> Result<Cow<'_, str>, Unwritable> {
    match value {
        Value::Bool(flag) => Ok(flag.to_string().into()),
        Value::Number(number) => Ok(number.to_string().into()),
        Value::String(text) => Ok(text.into()),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            Err("the value, or an item of it, is no scalar".into())
        }
    }
}
