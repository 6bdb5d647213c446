//! The values of parameters, written as texts.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use super::Parameter;
use crate::fault::Place;

/// All but the unreserved characters (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

pub(crate) fn escape(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Why a value cannot be written where it belongs.
pub(crate) type Unwritable = Cow<'static, str>;

/// The texts of a parameter's value.
pub(crate) enum Texts {
    /// Of one that is a scalar.
    Scalar(String),
    /// Of one that is a list of scalars.
    List(Vec<String>),
}

impl Texts {
    /// The texts of a value; `None` where it is null, such as `None`, and nothing is to be written.
    pub(crate) fn of(value: &impl Serialize) -> Result<Option<Self>, Unwritable> {
        let value = serde_json::to_value(value).map_err(|error| error.to_string())?;
        Ok(Some(match &value {
            Value::Null => return Ok(None),
            Value::Array(items) => {
                let items = items.iter().map(scalar).collect::<Option<_>>();
                Self::List(items.ok_or("an item is no scalar")?)
            }
            other => Self::Scalar(scalar(other).ok_or("the value is no scalar")?),
        }))
    }

    /// The one text that a style makes of them. What a reader could not take apart again is refused.
    pub(crate) fn joined(&self, parameter: &Parameter) -> Result<String, Unwritable> {
        let place = parameter.place;
        let written = |text: &String| match place {
            Place::Header if text.trim_matches([' ', '\t']) != text => {
                Err("a header does not carry space at its ends")
            }
            Place::Header => Ok(text.clone()),
            _ => Ok(escape(text)),
        };
        let items = match self {
            Self::Scalar(text) => return Ok(written(text)?),
            Self::List(items) => items,
        };
        if let [only] = items.as_slice()
            && only.is_empty()
        {
            return Err("a list of one empty item reads as an empty list".into());
        }
        let separator = parameter.style.separator().unwrap_or(',');
        // A comma inside an item is escaped where anything is; the other separators are escaped themselves.
        let escapes = place != Place::Header && separator == ',';
        if !escapes && items.iter().any(|item| item.contains(separator)) {
            return Err(format!("an item contains {separator:?}, the separator").into());
        }
        let separator = match separator {
            ',' => ",".to_owned(),
            other => escape(other.encode_utf8(&mut [0; 4])),
        };
        let items: Vec<_> = items.iter().map(written).collect::<Result<_, _>>()?;
        Ok(items.join(&separator))
    }
}

/// A scalar's text; `None` for null, which no text says, for arrays and for objects.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
