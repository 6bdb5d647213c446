//! One call of an operation, from its first byte to its answer.

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::Request;
use bytes::Bytes;
use http::header::COOKIE;
use http::request::Parts;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{ErrorFormat, Limits, LoadCredentials, Refusal, body, decode};
use crate::fault::{Fault, FaultKind, Place, Step};
use crate::parameter::Parameter;
use crate::schema::{Faults, Schema};
use crate::{AuthError, Context, Operation};

/// One call of an operation: its request as it arrived, and the faults found in it so far.
#[derive(Debug)]
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

    /// The credentials of the first alternative that the request meets; none where the operation is open.
    ///
    /// # Errors
    /// [`Refusal`] when the operation is guarded and the request meets no alternative.
    pub fn credentials<C: LoadCredentials>(&self) -> Result<C, Refusal> {
        if self.operation.security.is_empty() {
            return Ok(C::default());
        }
        for alternative in self.operation.security {
            let mut credentials = C::default();
            if alternative
                .iter()
                .all(|scheme| credentials.load(scheme, &self.parts.headers))
            {
                return Ok(credentials);
            }
        }
        Err(self.refuse(&AuthError::Missing))
    }

    /// Refuses the caller.
    pub fn refuse(&self, error: &AuthError) -> Refusal {
        Refusal::unauthorized(self.format, error)
    }

    /// What the implementation is told about the call.
    pub fn context<P>(&mut self, principal: P) -> Context<P> {
        let mut context = Context::new(principal);
        context.extensions = std::mem::take(&mut self.parts.extensions);
        context
    }

    /// Reads a parameter that may be absent. `None` where it is, or where it has a fault.
    pub fn optional<T: DeserializeOwned>(&mut self, parameter: &Parameter) -> Option<T> {
        let texts = self.texts(parameter);
        if texts.is_empty() {
            return None;
        }
        let read = decode::value(parameter, &texts);
        let path = vec![Step::Name(parameter.name.to_owned())];
        match read {
            Ok(value) => self.checked(&parameter.schema, value, parameter.place, path),
            Err(kind) => {
                let input = texts.last().map(|text| Value::from(text.as_ref()));
                let fault = Fault::new(parameter.place, path, kind, input.as_ref());
                drop(texts);
                self.faults.push(fault);
                None
            }
        }
    }

    /// Reads a parameter that has to be there. `None` where it has a fault.
    pub fn required<T: DeserializeOwned>(&mut self, parameter: &Parameter) -> Option<T> {
        if self.texts(parameter).is_empty() {
            let path = vec![Step::Name(parameter.name.to_owned())];
            self.faults
                .push(Fault::new(parameter.place, path, FaultKind::Missing, None));
            return None;
        }
        self.optional(parameter)
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
            self.faults.push(Fault::new(
                Place::Body,
                Vec::new(),
                FaultKind::Missing,
                None,
            ));
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
        value: Value,
        place: Place,
        mut path: Vec<Step>,
    ) -> Option<T> {
        let mut faults = Faults::default();
        schema.check(&value, place, &mut path, &mut faults);
        if !faults.is_empty() {
            faults
                .into_vec()
                .into_iter()
                .for_each(|fault| self.faults.push(fault));
            return None;
        }
        match T::deserialize(value) {
            Ok(value) => Some(value),
            Err(error) => {
                let kind = FaultKind::Unreadable(error.to_string());
                self.faults.push(Fault::new(place, path, kind, None));
                None
            }
        }
    }

    /// The texts that the request gives a parameter, decoded; none where it is absent.
    fn texts(&self, parameter: &Parameter) -> Vec<Cow<'_, str>> {
        match parameter.place {
            Place::Query => form_urlencoded::parse(self.parts.uri.query().unwrap_or("").as_bytes())
                .filter(|(name, _)| name == parameter.name)
                .map(|(_, value)| value)
                .collect(),
            Place::Path => self.path_text(parameter.name).into_iter().collect(),
            Place::Header => self
                .parts
                .headers
                .get_all(parameter.name)
                .iter()
                .map(|value| String::from_utf8_lossy(value.as_bytes()))
                .collect(),
            Place::Cookie => self.cookie_text(parameter.name).into_iter().collect(),
            Place::Body => Vec::new(),
        }
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
                return Some(percent_decode_str(segment).decode_utf8_lossy());
            }
        }
    }

    /// The value of a cookie (RFC 6265, section 5.4). The quotes that some clients put around it are no part of it.
    fn cookie_text(&self, name: &str) -> Option<Cow<'_, str>> {
        let headers = self.parts.headers.get_all(COOKIE).iter();
        let mut pairs = headers
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(known, _)| {
            *known == name || percent_decode_str(known).decode_utf8_lossy() == name
        })?;
        let value = value
            .strip_prefix('"')
            .and_then(|v| v.strip_suffix('"'))
            .unwrap_or(value);
        Some(percent_decode_str(value).decode_utf8_lossy())
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
