//! A client, as it is put together.

use std::fmt;
use std::time::Duration;

use chat_api::Credentials;
use http::{HeaderMap, HeaderName, HeaderValue};
use openapi_runtime::Bearer;
use reqwest::Url;

use crate::retry::Retry;
use crate::{Client, ConfigError, environment};

/// Where the API is, unless something else is said: LlamaCloud in North America.
pub const DEFAULT_BASE_URL: &str = chat_api::SERVERS[0];

const USER_AGENT: &str = concat!("chat-client/", env!("CARGO_PKG_VERSION"));

/// A [`Client`], as it is put together. Everything is checked by [`build`](Self::build).
#[derive(Clone)]
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder {
    api_key: Option<Bearer>,
    base_url: String,
    connect_timeout: Duration,
    read_timeout: Duration,
    max_retries: u32,
    headers: Vec<(String, String)>,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            api_key: None,
            base_url: DEFAULT_BASE_URL.to_owned(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(60),
            max_retries: 5,
            headers: Vec::new(),
        }
    }
}

impl ClientBuilder {
    /// Begins with what the environment says, as [`Client::from_env`] reads it.
    ///
    /// # Errors
    /// [`ConfigError`] when a line of `LLAMA_CLOUD_CUSTOM_HEADERS` is no header. What else may be wrong,
    /// [`build`](Self::build) says.
    pub fn from_env() -> Result<Self, ConfigError> {
        environment::read(|name| std::env::var(name).ok())
    }

    /// The API key. It has no default.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(Bearer::new(key));
        self
    }

    /// Where the API is: by default [`DEFAULT_BASE_URL`]. It may have a path, which the operations' paths follow.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// How long making a connection may take: by default 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long the server may be silent, before its answer as in the middle of it: by default 60 s. Only waiting
    /// counts: whoever reads a stream may take any time over an event. A call as a whole has no time-out, for an
    /// answer may be a long stream.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// How often a call may be repeated: by default 5 times. 0 turns retries off.
    ///
    /// A call is repeated where no connection is made, where it breaks off or a time-out passes, and where the server
    /// answers 408, 409, 429 or 5xx; its header `x-should-retry: true` or `false` overrides the status. The client
    /// waits as long as the server asks (`retry-after-ms`, `Retry-After`) up to a minute, else half a second at first
    /// and twice as long each time, up to 8 s. Creating a session and sending a message are repeated too, as the vendor's
    /// SDKs do; a stream that has begun is not.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// A header for every request that does not write it itself, as it does `Authorization`, `Accept`, `Content-Type`
    /// and `Cookie`. The last of several with one name counts.
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Builds the client. It connects to nothing yet.
    ///
    /// # Errors
    /// [`ConfigError`] when there is no API key, and when something that was given cannot be used.
    pub fn build(self) -> Result<Client, ConfigError> {
        let key = checked_key(self.api_key)?;
        let base_url = checked_base_url(&self.base_url)?;
        let pool = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .default_headers(header_map(&self.headers)?)
            .connect_timeout(self.connect_timeout)
            // It is this crate that tries again: the pool need not keep a copy of each request to do so.
            .retry(reqwest::retry::never().max_retries_per_request(0))
            .build()
            .map_err(ConfigError::Http)?;
        let credentials = Credentials {
            http_bearer: Some(key),
        };
        let transport = Retry::new(pool, self.max_retries, self.read_timeout);
        let api = chat_api::client::Client::new(base_url.as_str(), credentials, transport);
        Ok(Client::new(api))
    }
}

impl fmt::Debug for ClientBuilder {
    /// Without anything that may hold a secret: the URL has not been checked yet, and headers carry keys as well.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("connect_timeout", &self.connect_timeout)
            .field("read_timeout", &self.read_timeout)
            .field("max_retries", &self.max_retries)
            .finish_non_exhaustive()
    }
}

fn checked_key(key: Option<Bearer>) -> Result<Bearer, ConfigError> {
    let key = key.filter(|key| !key.token().trim().is_empty());
    let key = key.ok_or(ConfigError::MissingApiKey)?;
    // The runtime leaves out a token that it cannot write, and the server would merely say 401.
    if key.token().bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(key)
    } else {
        Err(ConfigError::ApiKey)
    }
}

fn checked_base_url(text: &str) -> Result<Url, ConfigError> {
    let fail = |why: &str| ConfigError::BaseUrl {
        why: why.to_owned(),
    };
    let url = Url::parse(text).map_err(|error| fail(&format!("cannot be read: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(fail("does not begin with http:// or https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(fail("has a user name or a password, which would be shown"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(fail("has a query or a fragment, which no path can follow"));
    }
    Ok(url)
}

fn header_map(headers: &[(String, String)]) -> Result<HeaderMap, ConfigError> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let fail = |why| ConfigError::Header {
            name: name.clone(),
            why,
        };
        let known = HeaderName::try_from(name).map_err(|_| fail("no header has such a name"))?;
        let mut value =
            HeaderValue::try_from(value).map_err(|_| fail("its value has a control character"))?;
        value.set_sensitive(true);
        map.insert(known, value);
    }
    Ok(map)
}
