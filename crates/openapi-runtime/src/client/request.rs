//! A request as it is being written.

use std::fmt::{self, Write as _};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use super::base_url::BaseUrl;
use super::{Error, Parts};
use crate::fault::Place;
use crate::items::Lines;
use crate::parameter::write::escape;
use crate::{ApiKey, Basic, Bearer, ByteStream, Content, EventStream, Operation, Parameter, Style};

/// Writes the parameters and the body of an operation's request.
pub trait Encode {
    /// Writes the request.
    ///
    /// # Errors
    /// [`Error`] when a value cannot be written where it belongs: a line break in a header, an empty path segment.
    fn encode(self, request: &mut RequestHead) -> Result<(), Error>;
}

/// A request as it is being written.
pub struct RequestHead {
    operation: &'static Operation,
    path: Vec<(&'static str, String)>,
    query: String,
    cookies: String,
    headers: HeaderMap,
    body: Option<ByteStream>,
}

impl RequestHead {
    pub(super) fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            path: Vec::new(),
            query: String::new(),
            cookies: String::new(),
            headers: HeaderMap::new(),
            body: None,
        }
    }

    /// Writes a parameter where it belongs, in its style. A value that is null, such as `None`, is left out.
    ///
    /// # Errors
    /// [`Error`] when the value cannot be written there.
    pub fn parameter(
        &mut self,
        parameter: &Parameter,
        value: &impl Serialize,
    ) -> Result<(), Error> {
        let fail = |why: &str| Error::request(parameter.place.as_str(), parameter.name, why);
        let value = serde_json::to_value(value).map_err(|error| fail(&error.to_string()))?;
        if value.is_null() {
            return Ok(());
        }
        match parameter.place {
            Place::Path => {
                let segment = parameter.to_text(&value).map_err(|why| fail(&why))?;
                // URLs are normalized on their way: an empty or dotted segment would address something else.
                if matches!(segment.as_str(), "" | "." | "..") {
                    return Err(fail(&format!("{segment:?} cannot be a path segment")));
                }
                self.path.push((parameter.name, segment));
            }
            Place::Query => {
                let pairs = parameter.to_pairs(&value).map_err(|why| fail(&why))?;
                pairs
                    .iter()
                    .for_each(|(name, value)| self.pair(name, value));
            }
            Place::Header => {
                let text = parameter.to_text(&value).map_err(|why| fail(&why))?;
                let name = HeaderName::from_bytes(parameter.name.as_bytes());
                let name = name.map_err(|_| fail("not a header's name"))?;
                let value = HeaderValue::try_from(text);
                let value = value.map_err(|_| fail("the value has a control character"))?;
                self.headers.insert(name, value);
            }
            Place::Cookie => {
                let pairs = parameter.to_pairs(&value).map_err(|why| fail(&why))?;
                pairs
                    .iter()
                    .for_each(|(name, value)| self.crumb(name, value));
            }
            Place::Body => return Err(fail("the body is no parameter")),
        }
        Ok(())
    }

    fn pair(&mut self, name: &str, value: &str) {
        append(&mut self.query, "&", name, value);
    }

    fn crumb(&mut self, name: &str, value: &str) {
        append(&mut self.cookies, "; ", name, value);
    }

    /// Writes a bearer token (RFC 6750, section 2.1).
    ///
    /// # Errors
    /// [`Error`] when the token has a character that no header carries.
    pub fn bearer(&mut self, credential: &Bearer) -> Result<(), Error> {
        self.secret_header(AUTHORIZATION, format!("Bearer {}", credential.token()))
    }

    /// Writes a name and a password (RFC 7617).
    ///
    /// # Errors
    /// [`Error`] when the name has a colon, which would end it.
    pub fn basic(&mut self, credential: &Basic) -> Result<(), Error> {
        let (username, password) = (credential.username(), credential.password());
        if username.contains(':') {
            return Err(Error::request("credential", "", "the name has a colon"));
        }
        let encoded = STANDARD.encode(format!("{username}:{password}"));
        self.secret_header(AUTHORIZATION, format!("Basic {encoded}"))
    }

    /// Writes what another scheme, such as `Digest`, wants in `Authorization`.
    ///
    /// # Errors
    /// [`Error`] when it has a character that no header carries.
    pub fn http_scheme(&mut self, scheme: &str, credential: &ApiKey) -> Result<(), Error> {
        self.secret_header(AUTHORIZATION, format!("{scheme} {}", credential.key()))
    }

    /// Writes a key into a header.
    ///
    /// # Errors
    /// [`Error`] when it has a character that no header carries.
    pub fn header_key(&mut self, name: &'static str, credential: &ApiKey) -> Result<(), Error> {
        let fail = |_| Error::request("credential", name, "not a header's name");
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(fail)?;
        self.secret_header(name, credential.key().to_owned())
    }

    /// Writes a key into the query.
    ///
    /// # Errors
    /// None so far.
    pub fn query_key(&mut self, name: &'static str, credential: &ApiKey) -> Result<(), Error> {
        self.pair(&escape(name), &escape(credential.key()));
        Ok(())
    }

    /// Writes a key into a cookie.
    ///
    /// # Errors
    /// None so far.
    pub fn cookie_key(&mut self, name: &'static str, credential: &ApiKey) -> Result<(), Error> {
        self.crumb(&escape(name), &escape(credential.key()));
        Ok(())
    }

    fn secret_header(&mut self, name: HeaderName, value: String) -> Result<(), Error> {
        let fail = |_| {
            let why = "the credential has a character that no header carries";
            Error::request("credential", "", why)
        };
        let mut value = HeaderValue::try_from(value).map_err(fail)?;
        value.set_sensitive(true);
        self.headers.insert(name, value);
        Ok(())
    }

    /// Writes a JSON body.
    ///
    /// # Errors
    /// [`Error`] when the value cannot be written as JSON.
    pub fn json(&mut self, media_type: &'static str, value: &impl Serialize) -> Result<(), Error> {
        let body = serde_json::to_vec(value)
            .map_err(|error| Error::request("body", "", &error.to_string()))?;
        self.bytes(media_type, body.into());
        Ok(())
    }

    /// Writes a body of text.
    pub fn text(&mut self, media_type: &'static str, body: String) {
        self.bytes(media_type, body.into());
    }

    /// Writes a body of bytes, which are sent as they come.
    pub fn bytes(&mut self, media_type: &'static str, body: ByteStream) {
        self.body = Some(body);
        self.headers
            .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    }

    /// Writes JSON values, one on each line, which are sent as they come.
    pub fn json_lines<T: Serialize + 'static>(
        &mut self,
        media_type: &'static str,
        items: EventStream<T>,
    ) {
        self.bytes(media_type, ByteStream::new(Lines(items)));
    }

    /// Writes a body of bytes that says what it is.
    ///
    /// # Errors
    /// [`Error`] when what it says is no media type.
    pub fn content(&mut self, content: Content) -> Result<(), Error> {
        if !content.content_type.is_empty() {
            let fail = |_| Error::request("body", "", "its content type is no media type");
            let media_type = HeaderValue::try_from(content.content_type).map_err(fail)?;
            self.headers.insert(CONTENT_TYPE, media_type);
        }
        self.body = Some(content.body);
        Ok(())
    }

    /// Writes a form: a pair for each property, and several for one that is a list. `styles` are those of properties
    /// that are written in another way.
    ///
    /// # Errors
    /// [`Error`] when the value is no object, or has a property that no pair carries.
    pub fn form(
        &mut self,
        styles: &[(&'static str, Style)],
        value: &impl Serialize,
    ) -> Result<(), Error> {
        let fail = |why: &str| Error::request("body", "", why);
        let value = serde_json::to_value(value).map_err(|error| fail(&error.to_string()))?;
        let Value::Object(fields) = &value else {
            return Err(fail("a form is an object"));
        };
        let pairs = crate::parameter::write::form(styles, fields).map_err(|why| fail(&why))?;
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        self.text("application/x-www-form-urlencoded", pairs.join("&"));
        Ok(())
    }

    /// Writes a form with parts.
    ///
    /// # Errors
    /// None so far.
    pub fn parts(&mut self, parts: Parts) -> Result<(), Error> {
        let (content_type, body) = parts.finish();
        self.content(Content { content_type, body })
    }

    /// A head for an attempt at putting credentials on, so that half an alternative leaves no trace.
    pub(super) fn without_credentials(&self) -> Self {
        Self::new(self.operation)
    }

    pub(super) fn adopt(&mut self, credentials: Self) {
        self.headers.extend(credentials.headers);
        for (own, new, mark) in [
            (&mut self.query, credentials.query, "&"),
            (&mut self.cookies, credentials.cookies, "; "),
        ] {
            match (own.is_empty(), new.is_empty()) {
                (_, true) => {}
                (true, false) => *own = new,
                (false, false) => {
                    own.push_str(mark);
                    own.push_str(&new);
                }
            }
        }
    }

    pub(super) fn finish(
        self,
        base: &BaseUrl,
        accept: &'static str,
    ) -> Result<reqwest::Request, Error> {
        let mut path = String::with_capacity(self.operation.path.len() + 64);
        let mut rest = self.operation.path;
        while let Some((literal, after)) = rest.split_once('{') {
            path.push_str(literal);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            let segment = self.path.iter().find(|(known, _)| *known == name);
            let (_, segment) =
                segment.ok_or_else(|| Error::request("path", name, "it has no value"))?;
            path.push_str(segment);
            rest = after;
        }
        path.push_str(rest);
        let url = base.join(&path, &self.query)?;
        self.request(url, accept)
    }

    /// The request, to a URL that is whole but for the parameters in its query.
    pub(super) fn finish_at(
        self,
        url: &str,
        accept: &'static str,
    ) -> Result<reqwest::Request, Error> {
        // The URL is not said back: it may carry a password.
        let mut url = reqwest::Url::parse(url)
            .map_err(|error| Error::request("URL", "", &error.to_string()))?;
        if !self.query.is_empty() {
            let added = &self.query;
            let query = match url.query() {
                Some(query) if !query.is_empty() => format!("{query}&{added}"),
                _ => added.clone(),
            };
            url.set_query(Some(&query));
        }
        self.request(url, accept)
    }

    fn request(
        mut self,
        url: reqwest::Url,
        accept: &'static str,
    ) -> Result<reqwest::Request, Error> {
        if !accept.is_empty() {
            self.headers
                .entry(ACCEPT)
                .or_insert(HeaderValue::from_static(accept));
        }
        if !self.cookies.is_empty() {
            let mut cookies = HeaderValue::try_from(self.cookies)
                .map_err(|_| Error::request("cookie", "", "not a header's value"))?;
            cookies.set_sensitive(true);
            self.headers.insert(COOKIE, cookies);
        }
        let mut request = reqwest::Request::new(self.operation.method.clone(), url);
        *request.headers_mut() = self.headers;
        *request.body_mut() = self.body.map(|body| match body.into_whole() {
            Ok(bytes) => bytes.into(),
            Err(pieces) => reqwest::Body::wrap_stream(pieces),
        });
        Ok(request)
    }
}

fn append(pairs: &mut String, mark: &str, name: &str, value: &str) {
    let mark = if pairs.is_empty() { "" } else { mark };
    // Writing to a String does not fail.
    let _ = write!(pairs, "{mark}{name}={value}");
}

impl fmt::Debug for RequestHead {
    /// The operation alone: cookies, parameters and bodies may be nobody's business.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestHead")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}
