//! One call of an operation, from its first byte to its answer.

mod admission;
mod body;
mod parameters;
mod parts;

use std::error::Error;
use std::fmt;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::{StatusCode, request};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::Said;
use super::{ErrorFormat, Limits, OperationErrors, Refusal, Unavailable};
use crate::fault::{Fault, FaultKind, Place, Step, shortened};
use crate::schema::{Faults, Schema, number};
use crate::{Context, Operation};

/// One call of an operation: its request as it arrived, and the faults found in it so far.
pub struct Call {
    operation: &'static Operation,
    format: ErrorFormat,
    errors: &'static [OperationErrors],
    limits: Limits,
    parts: request::Parts,
    body: Option<Body>,
    /// Whether the media type of the body is one that the document declares.
    declared: bool,
    /// Whether the document declares the header `Content-Encoding`.
    knows_codings: bool,
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
            errors: &[],
            limits,
            parts,
            body: Some(body),
            declared: false,
            knows_codings: false,
            faults: Faults::default(),
        }
    }

    /// The same call, where the errors of some operations differ from what is common to all.
    #[must_use]
    pub fn errors(mut self, errors: &'static [OperationErrors]) -> Self {
        self.errors = errors;
        self
    }

    /// The errors of the operation.
    fn own_errors(&self) -> &'static OperationErrors {
        let mut errors = self.errors.iter();
        let own = errors.find(|errors| errors.is_of(self.operation));
        own.unwrap_or(&OperationErrors::COMMON)
    }

    fn status(&self, status: StatusCode, sentence: &str) -> Response {
        self.say(status, sentence, &[])
    }

    fn voice(&self) -> impl Fn(StatusCode, &str) -> Response + '_ {
        |status, sentence| self.status(status, sentence)
    }

    fn say(&self, status: StatusCode, sentence: &str, faults: &[Fault]) -> Response {
        self.own_errors().format(status, self.format).answer(&Said {
            status,
            sentence,
            faults,
            path: self.parts.uri.path(),
        })
    }

    /// The operation that is called.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The limits for its body.
    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// What the implementation is told about the call.
    pub fn context<P>(&mut self, principal: P) -> Context<P> {
        let mut context = Context::new(principal);
        context.extensions = std::mem::take(&mut self.parts.extensions);
        context
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
        let sentence = "The request does not match its declaration.";
        Err(Refusal::new(self.say(
            self.own_errors().faults,
            sentence,
            &faults,
        )))
    }

    /// A value that has to be there once [`Call::finish`] found no fault.
    ///
    /// # Errors
    /// [`Refusal`] when it is not: an opaque 500, for it is our mistake and not the caller's.
    pub fn present<T>(&self, value: Option<T>) -> Result<T, Refusal> {
        value.ok_or_else(|| self.fail("a required value is absent"))
    }

    /// An opaque 500 in place of the implementation's answer, or a 503 where the cause is [`Unavailable`]. The cause is
    /// logged once and never sent.
    pub fn fail(&self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Refusal {
        let cause = cause.into();
        #[cfg(feature = "client")]
        if let Some(error) = cause.downcast_ref::<crate::client::Error>() {
            return super::refusal::from_upstream(&self.voice(), error);
        }
        if let Some(unavailable) = Unavailable::find(&*cause) {
            return unavailable.refusal(&self.voice(), &*cause);
        }
        Refusal::failure(&self.voice(), &*cause)
    }

    fn missing(&mut self, place: Place, path: Vec<Step>) {
        let fault = Fault::new(place, path, FaultKind::Missing, Some(&Value::Null));
        self.faults.push(fault);
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
}

impl fmt::Debug for Call {
    /// The operation alone: headers and the query carry credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.operation.id)
            .finish_non_exhaustive()
    }
}
