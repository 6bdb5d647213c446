//! What a model's endpoint said of an error, for the log.

use std::fmt;

use serde_json::Value;

use super::options::ApiKey;

/// An endpoint's own words. They may name internals, so they are only ever a source of an error.
#[derive(Debug)]
pub(crate) struct Upstream(String);

impl Upstream {
    /// From the body of a response, or the value of an error event; without the key, should they echo it.
    pub(crate) fn new(said: &str, key: Option<&ApiKey>) -> Self {
        let message = match serde_json::from_str(said) {
            Ok(value) => message(&value).map(str::to_owned),
            Err(_) => None,
        };
        let said = message.unwrap_or_else(|| said.trim().to_owned());
        let said = key.map_or_else(|| said.clone(), |key| key.redact(&said));
        Self(if said.is_empty() {
            "the endpoint said nothing about it".to_owned()
        } else {
            said
        })
    }
}

/// `{"error": {"message": …}}`, `{"error": …}`, `{"message": …}`, `{"detail": …}`, or the inner value of the first.
fn message(value: &Value) -> Option<&str> {
    let value = value.get("error").unwrap_or(value);
    value
        .as_str()
        .or_else(|| value.get("message")?.as_str())
        .or_else(|| value.get("detail")?.as_str())
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Upstream {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_is_found_wherever_an_endpoint_puts_it() {
        for (said, expected) in [
            (
                r#"{"error":{"message":"no such model","type":"x"}}"#,
                "no such model",
            ),
            (r#"{"error":"model not found"}"#, "model not found"),
            (r#"{"message":"slow down"}"#, "slow down"),
            (r#"{"detail":"Unauthorized"}"#, "Unauthorized"),
            ("<html>Bad Gateway</html>\n", "<html>Bad Gateway</html>"),
            ("", "the endpoint said nothing about it"),
        ] {
            assert_eq!(Upstream::new(said, None).to_string(), expected);
        }
    }
}
