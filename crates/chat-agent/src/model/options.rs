//! Which model is asked, and how long it may take.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderValue;

/// Which model is asked, and how long it may take.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ModelOptions {
    /// The endpoint: what comes before `/chat/completions`, for example `http://localhost:11434/v1`.
    pub url: String,
    /// The model's name there.
    pub model: String,
    /// The key to call it with, if it wants one.
    pub api_key: Option<ApiKey>,
    /// How long a connection may take to come about: 10 seconds unless told.
    pub connect_timeout: Duration,
    /// How long the model may be silent, before its answer and within it: 2 minutes unless told.
    pub read_timeout: Duration,
}

impl ModelOptions {
    /// A model at an endpoint, without a key.
    pub fn new(url: impl Into<String>, model: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            model: model.into(),
            api_key: None,
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(120),
        }
    }
}

/// A key that never shows itself.
#[derive(Clone)]
pub struct ApiKey(String);

impl ApiKey {
    /// A key.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The header that carries it.
    pub(crate) fn header(&self) -> Result<HeaderValue, ModelOptionsError> {
        let mut value = HeaderValue::try_from(format!("Bearer {}", self.0))
            .map_err(|_| ModelOptionsError::Key)?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// Takes the key out of a text of somebody else.
    pub(crate) fn redact(&self, text: &str) -> String {
        if self.0.is_empty() {
            return text.to_owned();
        }
        text.replace(&self.0, "***")
    }
}

impl From<String> for ApiKey {
    fn from(key: String) -> Self {
        Self(key)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(***)")
    }
}

/// Why no agent can be made from [`ModelOptions`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelOptionsError {
    /// The endpoint is no address that can be called.
    #[error("the model's address must be a URL that begins with http:// or https://")]
    Url,
    /// The model has no name.
    #[error("the model's name is empty")]
    Model,
    /// The key cannot be sent.
    #[error("the model's key has characters that no header can carry")]
    Key,
    /// The client could not be made.
    #[error("the client for the model cannot be made")]
    Client(#[source] Box<dyn Error + Send + Sync>),
}

/// The address that completions are asked at.
pub(crate) fn completions_url(endpoint: &str) -> Result<Url, ModelOptionsError> {
    let mut url = Url::parse(endpoint.trim()).map_err(|_| ModelOptionsError::Url)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(ModelOptionsError::Url);
    }
    url.path_segments_mut()
        .map_err(|()| ModelOptionsError::Url)?
        .pop_if_empty()
        .extend(["chat", "completions"]);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_appended_once() {
        for (endpoint, expected) in [
            (
                "http://localhost:11434/v1",
                "http://localhost:11434/v1/chat/completions",
            ),
            (
                "https://api.example.com/v1/",
                "https://api.example.com/v1/chat/completions",
            ),
            (
                "http://localhost:8080",
                "http://localhost:8080/chat/completions",
            ),
            (
                "https://a.example.com/x?api-version=1",
                "https://a.example.com/x/chat/completions?api-version=1",
            ),
        ] {
            assert_eq!(completions_url(endpoint).unwrap().as_str(), expected);
        }
    }

    #[test]
    fn what_is_no_web_address_is_refused() {
        for endpoint in [
            "",
            "localhost:11434",
            "file:///etc/passwd",
            "mailto:a@b.example",
        ] {
            assert!(
                matches!(completions_url(endpoint), Err(ModelOptionsError::Url)),
                "{endpoint}"
            );
        }
    }

    #[test]
    fn a_key_never_shows_itself() {
        let key = ApiKey::new("sk-secret");
        let mut options = ModelOptions::new("http://localhost", "m");
        options.api_key = Some(key.clone());
        assert!(!format!("{options:?}").contains("sk-secret"));
        assert!(!format!("{:?}", key.header().unwrap()).contains("sk-secret"));
        assert_eq!(key.redact("bad key sk-secret."), "bad key ***.");
        assert!(matches!(
            ApiKey::new("a\nb").header(),
            Err(ModelOptionsError::Key)
        ));
    }
}
