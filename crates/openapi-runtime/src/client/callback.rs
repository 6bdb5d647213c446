//! Where a callback goes: a URL out of the request that asks for it.

use serde::Serialize;
use serde_json::Value;

use crate::parameter::write::escape;

/// The URL of a callback, as it is put together out of the request that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackUrl {
    /// `None` once a value was not there.
    text: Option<String>,
}

impl Default for CallbackUrl {
    fn default() -> Self {
        Self {
            text: Some(String::new()),
        }
    }
}

impl CallbackUrl {
    /// Adds a text as it is.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        if let Some(url) = &mut self.text {
            url.push_str(text);
        }
        self
    }

    /// Adds a text, a number or a boolean: `value` itself, or what is below a JSON pointer in it. What begins the URL is
    /// one itself; what follows is escaped, so that it adds no part of its own.
    #[must_use]
    pub fn value(self, value: &impl Serialize, pointer: &str) -> Self {
        let value = serde_json::to_value(value).unwrap_or_default();
        let text = match value.pointer(pointer) {
            Some(Value::String(text)) => text.clone(),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
            _ => return Self { text: None },
        };
        let begins = self.text.as_ref().is_some_and(String::is_empty);
        self.text(&if begins { text } else { escape(&text) })
    }

    /// The URL; `None` where a part of it is missing.
    pub fn finish(self) -> Option<String> {
        self.text.filter(|url| !url.is_empty())
    }
}
