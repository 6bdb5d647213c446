//! Why a client cannot be built.

/// Why a client cannot be built. No message repeats a value: it might be a secret in the wrong place.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// There is no API key.
    #[error(
        "no API key: set LLAMA_CLOUD_API_KEY (or LLAMA_PARSE_API_KEY), or give one to ClientBuilder::api_key"
    )]
    MissingApiKey,
    /// The API key cannot be sent.
    #[error(
        "the API key has a character that no header may carry: look for a line break or a stray quotation mark"
    )]
    ApiKey,
    /// The base URL cannot be used.
    #[error("the base URL {why}; it should look like {}", crate::DEFAULT_BASE_URL)]
    BaseUrl {
        /// What is wrong with it.
        why: String,
    },
    /// A default header cannot be sent.
    #[error("the default header {name:?} is not one: {why}")]
    Header {
        /// Its name, as it was given.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A line of `LLAMA_CLOUD_CUSTOM_HEADERS` is no header.
    #[error("line {line} of LLAMA_CLOUD_CUSTOM_HEADERS has no colon: write `Name: value`")]
    HeaderLine {
        /// Its number, counted from 1.
        line: usize,
    },
    /// The system's part of HTTP, such as its certificates, cannot be used.
    #[error("HTTP cannot be set up on this system")]
    Http(#[source] reqwest::Error),
}
