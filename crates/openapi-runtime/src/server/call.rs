//! One call of an operation, from its first byte to its answer.

use std::borrow::Cow;
use std::fmt;

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::HeaderValue;
use http::header::WWW_AUTHENTICATE;
use http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{ErrorFormat, Limits, LoadCredentials, Refusal, body, decode};
use crate::fault::{Fault, FaultKind, Place, Step, shortened};
use crate::parameter::{Parameter, read};
use crate::schema::{Faults, Schema, number};
use crate::{AuthError, Context, Operation};

/// One call of an operation: its request as it arrived, and the faults found in it so far.
pub struct Call {
    operation: &'static Operation,
    format: ErrorFormat,
    limits: Limits,
    parts: Parts,
    body: Option<Body>,
    faults: Faults,
}

impl Call {
    /// Takes up a request.
    pub fn new(
        operation: &'static Operation,
        format: ErrorFormat,
        limits: Limits,
        request: Request,
    ) -> Self {
        let (parts, body) = request.into_parts();
        Self {
            operation,
            format,
            limits,
            parts,
            body: Some(body),
            faults: Faults::default(),
        }
    }

    /// The operation that is called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The credentials of the first alternative that the request meets; none where it meets none and the operation is
    /// open.
    ///
    /// # Errors
    /// [`Refusal`] when the operation is guarded and the request meets no alternative.
    pub fn credentials<C: LoadCredentials>(&self) -> Result<C, Refusal> {
        for alternative in self.operation.guards() {
            let mut credentials = C::default();
            if alternative
                .iter()
                .all(|scheme| credentials.load(scheme, &self.parts))
            {
                return Ok(credentials);
            }
        }
        if self.operation.is_open() {
            return Ok(C::default());
        }
        Err(self.refuse(&AuthError::Missing))
    }

    /// Refuses the caller.
    pub fn refuse(&self, error: &AuthError) -> Refusal {
        let refusal = Refusal::unauthorized(self.format, error);
        Refusal::new(self.answer(refusal.into_response()))
    }

    /// The answer of the implementation: a 401 names the credentials that are wanted (RFC 9110, section 15.5.2).
    pub fn answer(&self, mut response: Response) -> Response {
        if let Some(challenge) = response.headers_mut().get_mut(WWW_AUTHENTICATE) {
            *challenge = HeaderValue::from_static(self.operation.challenge);
        }
        response
    }

    /// What the implementation is told about the call.
    pub fn context<P>(&mut self, principal: P) -> Context<P> {
        let mut context = Context::new(principal);
        context.extensions = std::mem::take(&mut self.parts.extensions);
        context
    }

    /// Reads a parameter that may be absent. `None` where it is, or where it has a fault.
    pub fn optional<T: DeserializeOwned>(&mut self, parameter: &Parameter) -> Option<T> {
        self.parameter(parameter).flatten()
    }

    /// Reads a parameter that has to be there. `None` where it has a fault.
    pub fn required<T: DeserializeOwned>(&mut self, parameter: &Parameter) -> Option<T> {
        let value = self.parameter(parameter);
        if value.is_none() {
            let path = vec![Step::Name(parameter.name.to_owned())];
            self.missing(parameter.place, path);
        }
        value.flatten()
    }

    /// Reads a parameter. `None` where it is absent, and `Some(None)` where it has a fault.
    fn parameter<T: DeserializeOwned>(&mut self, parameter: &Parameter) -> Option<Option<T>> {
        if let Some(value) = decode::plain(parameter, &self.last_text(parameter)?) {
            return Some(Some(value));
        }
        let texts = self.texts(parameter);
        let mut faults = Faults::default();
        let value = read::value(parameter, &texts, &mut faults);
        drop(texts);
        self.faults.append(faults);
        let path = vec![Step::Name(parameter.name.to_owned())];
        let place = parameter.place;
        Some(value.and_then(|value| self.checked(&parameter.schema, value, place, path)))
    }

    /// Reads a JSON body that may be absent. `None` where it is, or where it has a fault.
    ///
    /// # Errors
    /// [`Refusal`] when the body is too large, too slow, or breaks off.
    pub async fn optional_json<T: DeserializeOwned>(
        &mut self,
        schema: &Schema,
    ) -> Result<Option<T>, Refusal> {
        let bytes = self.read_body().await?;
        if bytes.is_empty() {
            return Ok(None);
        }
        Ok(self.json(schema, &bytes))
    }

    /// Reads a JSON body that has to be there. `None` where it has a fault.
    ///
    /// # Errors
    /// [`Refusal`] when the body is too large, too slow, or breaks off.
    pub async fn required_json<T: DeserializeOwned>(
        &mut self,
        schema: &Schema,
    ) -> Result<Option<T>, Refusal> {
        let bytes = self.read_body().await?;
        if bytes.is_empty() {
            self.missing(Place::Body, Vec::new());
            return Ok(None);
        }
        Ok(self.json(schema, &bytes))
    }

    /// Ends the reading: every fault that was found, in one answer.
    ///
    /// # Errors
    /// [`Refusal`] when there is any.
    pub fn finish(&mut self) -> Result<(), Refusal> {
        if self.faults.is_empty() {
            return Ok(());
        }
        let faults = std::mem::take(&mut self.faults).into_vec();
        Err(Refusal::new(self.format.faults(&faults)))
    }

    /// A value that has to be there once [`Call::finish`] found no fault.
    ///
    /// # Errors
    /// [`Refusal`] when it is not: an opaque 500, for it is our mistake and not the caller's.
    pub fn present<T>(&self, value: Option<T>) -> Result<T, Refusal> {
        value.ok_or_else(|| self.fail("a required value is absent"))
    }

    /// An opaque 500 in place of the implementation's answer. The cause is logged once and never sent.
    pub fn fail(&self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Refusal {
        let cause = cause.into();
        #[cfg(feature = "client")]
        if let Some(error) = cause.downcast_ref::<crate::client::Error>() {
            return super::refusal::from_upstream(self.format, error);
        }
        Refusal::failure(self.format, &*cause)
    }

    fn missing(&mut self, place: Place, path: Vec<Step>) {
        let fault = Fault::new(place, path, FaultKind::Missing, Some(&Value::Null));
        self.faults.push(fault);
    }

    async fn read_body(&mut self) -> Result<Bytes, Refusal> {
        match self.body.take() {
            Some(body) => body::read(&self.parts.headers, body, self.limits, self.format).await,
            None => Ok(Bytes::new()),
        }
    }

    fn json<T: DeserializeOwned>(&mut self, schema: &Schema, bytes: &[u8]) -> Option<T> {
        if !body::may_be_json(&self.parts.headers) {
            // A body of another content type is read as what it then is: a text.
            let text = Value::from(String::from_utf8_lossy(bytes));
            return self.checked(schema, text, Place::Body, Vec::new());
        }
        if schema.surely_accepts(bytes)
            && let Ok(value) = serde_json::from_slice(bytes)
        {
            return Some(value);
        }
        match serde_json::from_slice(bytes) {
            Ok(value) => self.checked(schema, value, Place::Body, Vec::new()),
            Err(error) => {
                let offset = body::offset(bytes, &error);
                let kind = FaultKind::MalformedJson(reason(&error));
                let empty = Value::Object(serde_json::Map::new());
                let fault = Fault::new(Place::Body, vec![Step::Index(offset)], kind, Some(&empty));
                self.faults.push(fault);
                None
            }
        }
    }

    /// Holds a value against its schema, and reads it where it holds.
    fn checked<T: DeserializeOwned>(
        &mut self,
        schema: &Schema,
        mut value: Value,
        place: Place,
        mut path: Vec<Step>,
    ) -> Option<T> {
        let mut faults = Faults::default();
        schema.check(&value, place, &mut path, &mut faults);
        if !faults.is_empty() {
            self.faults.append(faults);
            return None;
        }
        if faults.saw_whole_floats() {
            number::settle(&mut value);
        }
        match T::deserialize(value) {
            Ok(value) => Some(value),
            Err(error) => {
                let kind = FaultKind::Unreadable(shortened(&error.to_string()));
                self.faults.push(Fault::new(place, path, kind, None));
                None
            }
        }
    }

    /// The texts that the request gives a parameter, as they stand there; none where it is absent.
    fn texts(&self, parameter: &Parameter) -> Vec<Cow<'_, str>> {
        match parameter.place {
            Place::Query => self.query_texts(parameter.name).map(Cow::from).collect(),
            Place::Header => self
                .parts
                .headers
                .get_all(parameter.name)
                .iter()
                .map(|value| String::from_utf8_lossy(value.as_bytes()))
                .collect(),
            _ => self.last_text(parameter).into_iter().collect(),
        }
    }

    /// The last of the texts that the request gives a parameter: the one that counts, where one is wanted.
    fn last_text(&self, parameter: &Parameter) -> Option<Cow<'_, str>> {
        let name = parameter.name;
        match parameter.place {
            Place::Query => self.query_texts(name).next_back().map(Cow::from),
            Place::Path => self.path_text(name),
            Place::Header => {
                let lines = self.parts.headers.get_all(name).iter();
                lines
                    .map(|value| String::from_utf8_lossy(value.as_bytes()))
                    .next_back()
            }
            Place::Cookie => decode::cookie_text(&self.parts.headers, name),
            Place::Body => None,
        }
    }

    fn query_texts(&self, name: &str) -> impl DoubleEndedIterator<Item = &str> {
        let pairs = self.parts.uri.query().unwrap_or("").split('&');
        pairs.filter_map(move |pair| decode::value_of(pair, name))
    }

    /// The segment that stands where the operation's path has `{name}`.
    fn path_text(&self, name: &str) -> Option<Cow<'_, str>> {
        // Counted from the end: the router may be nested below a prefix.
        let wanted = |segment: &&str| {
            segment.strip_prefix('{').and_then(|s| s.strip_suffix('}')) == Some(name)
        };
        let mut template = self.operation.path.rsplit('/');
        let mut segments = self.parts.uri.path().rsplit('/');
        loop {
            let (part, segment) = (template.next()?, segments.next()?);
            if wanted(&part) {
                return Some(segment.into());
            }
        }
    }
}

impl fmt::Debug for Call {
    /// The operation alone: headers and the query carry credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}

/// What serde_json says, without the line and column that the fault's place already says.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}
