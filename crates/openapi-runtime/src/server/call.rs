//! One call of an operation, from its first byte to its answer.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use http::request;
use http::{HeaderValue, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::decode::Query;
use super::error::Said;
use super::parts::Broken;
use super::{
    ErrorFormat, Limits, LoadCredentials, OperationErrors, Parts, Refusal, Unavailable, body,
    decode, path,
};
use crate::fault::{Fault, FaultKind, Place, Step, shortened};
use crate::parameter::Parameter;
use crate::parameter::read::{self, Source};
use crate::schema::{Faults, Schema, number};
use crate::{AuthError, ByteStream, Content, Context, FilePart, Operation, Style, media};

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

    /// The credentials of the first alternative that the request meets; none where it meets none and the operation is
    /// open.
    ///
    /// # Errors
    /// [`Refusal`] when the operation is guarded and the request meets no alternative.
    pub fn credentials<C: LoadCredentials>(&self) -> Result<C, Refusal> {
        for alternative in self.operation.guards() {
            let mut credentials = C::default();
            if self.meets(alternative, |scheme, request| {
                credentials.load(scheme, request)
            }) {
                return Ok(credentials);
            }
        }
        if self.operation.is_open() {
            return Ok(C::default());
        }
        Err(self.refuse(&AuthError::Missing))
    }

    /// Lets in a request that meets an alternative, by whether it has the credential of a scheme, whatever that says.
    ///
    /// # Errors
    /// [`Refusal`] when the operation is guarded and the request meets no alternative.
    pub fn admit(&self, has: impl Fn(&str, &request::Parts) -> bool) -> Result<(), Refusal> {
        let mut guards = self.operation.guards();
        if self.operation.is_open() || guards.any(|alternative| self.meets(alternative, &has)) {
            return Ok(());
        }
        Err(self.refuse(&AuthError::Missing))
    }

    fn meets(
        &self,
        alternative: &[&str],
        mut has: impl FnMut(&str, &request::Parts) -> bool,
    ) -> bool {
        alternative.iter().all(|scheme| has(scheme, &self.parts))
    }

    /// Holds the path against the text between its parameters, which no router looks at.
    ///
    /// # Errors
    /// [`Refusal`] when it does not fit: there is nothing at that path.
    pub fn fits(&self) -> Result<(), Refusal> {
        if path::fits(self.operation.path, self.parts.uri.path()) {
            return Ok(());
        }
        let answer = self.status(StatusCode::NOT_FOUND, "Not Found");
        Err(self.unread(Refusal::new(answer)))
    }

    /// Refuses the caller.
    pub fn refuse(&self, error: &AuthError) -> Refusal {
        let refusal = Refusal::unauthorized(&self.voice(), error);
        let refusal = Refusal::new(self.challenge(refusal.into_response()));
        self.unread(refusal)
    }

    /// A refusal before the body was read.
    fn unread(&self, refusal: Refusal) -> Refusal {
        match &self.body {
            Some(body) => refusal.unread(self.parts.version, body),
            None => refusal,
        }
    }

    /// The answer of the implementation.
    ///
    /// # Errors
    /// [`Refusal`] when it failed: an opaque 500, see [`Call::fail`].
    pub fn answer<R: IntoResponse, E: Into<Box<dyn Error + Send + Sync>>>(
        &self,
        outcome: Result<R, E>,
    ) -> Result<Response, Refusal> {
        match outcome {
            Ok(response) => Ok(self.challenge(response.into_response())),
            Err(error) => Err(self.fail(error)),
        }
    }

    /// A 401 names the credentials that are wanted (RFC 9110, section 15.5.2).
    fn challenge(&self, mut response: Response) -> Response {
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
        if value.is_none() && parameter.beside.is_some() {
            // A map of which nothing is written is an empty one.
            let (none, path) = (
                Value::Object(Map::new()),
                Step::Name(parameter.name.to_owned()),
            );
            return self.checked(&parameter.schema, none, parameter.place, vec![path]);
        }
        if value.is_none() {
            let path = vec![Step::Name(parameter.name.to_owned())];
            self.missing(parameter.place, path);
        }
        value.flatten()
    }

    /// Reads a parameter. `None` where it is absent, and `Some(None)` where it has a fault.
    fn parameter<T: DeserializeOwned>(&mut self, parameter: &Parameter) -> Option<Option<T>> {
        let last = self.last_text(parameter);
        if let Some(value) = last
            .as_deref()
            .and_then(|raw| decode::plain(parameter, raw))
        {
            return Some(Some(value));
        }
        if parameter.empty && last.is_some_and(|raw| raw.is_empty()) {
            return None;
        }
        let mut faults = Faults::default();
        let value = match parameter.place {
            Place::Query => {
                let query = Query(self.parts.uri.query().unwrap_or_default());
                read::value(parameter, &query, &mut faults)
            }
            _ => {
                let source = Single {
                    call: self,
                    place: parameter.place,
                };
                read::value(parameter, &source, &mut faults)
            }
        };
        self.faults.append(faults);
        let path = vec![Step::Name(parameter.name.to_owned())];
        let known = self.faults.len();
        let value =
            value?.and_then(|value| self.checked(&parameter.schema, value, parameter.place, path));
        if self.faults.len() > known {
            self.say_texts(parameter, known);
        }
        Some(value)
    }

    /// Lets faults say back what the request says: a text, whatever it was read as.
    fn say_texts(&mut self, parameter: &Parameter, known: usize) {
        if parameter.style == Style::Json {
            return;
        }
        let last = self.last_text(parameter);
        let said = last.map(|raw| read::scalar_text(parameter, &raw).into_owned());
        for fault in self.faults.iter_mut().skip(known) {
            let whole = fault.path.len() == 1;
            if let (Some(input @ (Value::Number(_) | Value::Bool(_))), Some(said)) =
                (&mut fault.input, &said)
            {
                *input = if whole {
                    said.as_str().into()
                } else {
                    input.to_string().into()
                };
            }
        }
    }

    /// Reads a JSON body that may be absent. `None` where it is, or where it has a fault.
    ///
    /// # Errors
    /// [`Refusal`] when the body is too large, too slow, or breaks off.
    pub async fn optional_json<T: DeserializeOwned>(
        &mut self,
        schema: &Schema,
    ) -> Result<Option<T>, Refusal> {
        let bytes = self.json_text().await?;
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
        let bytes = self.json_text().await?;
        if bytes.is_empty() {
            self.missing(Place::Body, Vec::new());
            return Ok(None);
        }
        Ok(self.json(schema, &bytes))
    }

    /// Which of the media types that an operation takes the body is of; `None` where there is no body, which is a fault.
    ///
    /// # Errors
    /// [`Refusal`] when it is of another one.
    pub fn required_body(&mut self, media_types: &[&str]) -> Result<Option<usize>, Refusal> {
        let chosen = self.optional_body(media_types)?;
        if chosen.is_none() {
            self.missing(Place::Body, Vec::new());
        }
        Ok(chosen)
    }

    /// Which of the media types that an operation takes the body is of; `None` where there is no body.
    ///
    /// # Errors
    /// [`Refusal`] when it is of another one.
    pub fn optional_body(&mut self, media_types: &[&str]) -> Result<Option<usize>, Refusal> {
        let said = self.content_type();
        if said.is_empty() && self.is_bodiless() {
            return Ok(None);
        }
        let chosen = media::chosen(Some(&said), media_types);
        let chosen = chosen.ok_or_else(|| self.unsupported())?;
        self.declared = true;
        Ok(Some(chosen))
    }

    fn unsupported(&self) -> Refusal {
        let detail = "The request body is of another media type than the operation takes";
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        self.unread(Refusal::new(self.status(status, detail)))
    }

    /// Whether there is no body.
    fn is_bodiless(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn content_type(&self) -> String {
        let said = self.parts.headers.get(CONTENT_TYPE);
        said.map_or_else(String::new, |said| {
            String::from_utf8_lossy(said.as_bytes()).into_owned()
        })
    }

    /// Reads a body of text. `None` where it is none.
    ///
    /// # Errors
    /// [`Refusal`] when the body is too large, too slow, or breaks off.
    pub async fn text(&mut self) -> Result<Option<String>, Refusal> {
        let bytes = self.read_body().await?;
        let text = String::from_utf8(bytes.into());
        if text.is_err() {
            let fault = Fault::new(Place::Body, Vec::new(), FaultKind::NotAString, None);
            self.faults.push(fault);
        }
        Ok(text.ok())
    }

    /// Gives a body of bytes, which is then read as it arrives: no limit holds for it but the reader's own.
    pub fn bytes(&mut self) -> ByteStream {
        match self.body.take() {
            Some(body) => ByteStream::new(body.into_data_stream()),
            None => Bytes::new().into(),
        }
    }

    /// Gives a body of bytes with its media type.
    pub fn content(&mut self) -> Content {
        Content {
            content_type: self.content_type(),
            body: self.bytes(),
        }
    }

    /// Reads a form: a pair for each property, and several for one that is a list. `styles` are those of properties
    /// that are written in another way.
    ///
    /// # Errors
    /// [`Refusal`] when the body is too large, too slow, or breaks off.
    pub async fn form<T: DeserializeOwned>(
        &mut self,
        schema: &Schema,
        styles: &[(&str, Style)],
    ) -> Result<Option<T>, Refusal> {
        let bytes = self.read_body().await?;
        let text = String::from_utf8_lossy(&bytes);
        let mut faults = Faults::default();
        let value = read::form(schema, styles, &Query(&text), &mut faults);
        self.faults.append(faults);
        Ok(value.and_then(|value| self.checked(schema, value, Place::Body, Vec::new())))
    }

    /// Reads the parts of a form, all of them; a large file waits on the disk to be read.
    ///
    /// # Errors
    /// [`Refusal`] when the body is too large, too slow, breaks off, is no form with parts, or finds no room on the disk.
    pub async fn parts(&mut self) -> Result<Parts, Refusal> {
        let (limits, body) = (self.limits, self.body.take().unwrap_or_default());
        let body = body::limited(&self.parts.headers, body, limits);
        let body = body.map_err(|answer| self.closing(answer))?;
        let content_type = self.content_type();
        let parts = Parts::read(&content_type, body);
        let Ok(parts) = tokio::time::timeout(limits.body_time, parts).await else {
            return Err(self.closing(body::too_slow()));
        };
        parts.map_err(|broken| match broken {
            Broken::Form(multer::Error::StreamReadFailed(error)) => {
                self.closing(body::broken_off(&*error, limits))
            }
            Broken::Form(error) => {
                let detail = format!("The request body is no form with parts: {error}");
                self.closing((StatusCode::BAD_REQUEST, detail))
            }
            Broken::Disk(error) => self.fail(error),
        })
    }

    /// Reads a part that may be absent. `None` where it is, or where it has a fault.
    pub fn optional_part<T: DeserializeOwned>(
        &mut self,
        parts: &Parts,
        parameter: &Parameter,
    ) -> Option<T> {
        self.part(parts, parameter).flatten()
    }

    /// Reads a part that has to be there. `None` where it has a fault.
    pub fn required_part<T: DeserializeOwned>(
        &mut self,
        parts: &Parts,
        parameter: &Parameter,
    ) -> Option<T> {
        let value = self.part(parts, parameter);
        if value.is_none() {
            self.missing(Place::Body, vec![Step::Name(parameter.name.to_owned())]);
        }
        value.flatten()
    }

    fn part<T: DeserializeOwned>(
        &mut self,
        parts: &Parts,
        parameter: &Parameter,
    ) -> Option<Option<T>> {
        let mut faults = Faults::default();
        let value = read::verbatim(parameter, parts, &mut faults)?;
        self.faults.append(faults);
        let path = vec![Step::Name(parameter.name.to_owned())];
        Some(value.and_then(|value| self.checked(&parameter.schema, value, Place::Body, path)))
    }

    /// Takes a file that has to be there.
    pub fn required_file(&mut self, parts: &mut Parts, name: &str) -> Option<FilePart> {
        let file = parts.file(name);
        if file.is_none() {
            self.missing(Place::Body, vec![Step::Name(name.to_owned())]);
        }
        file
    }

    /// Takes the files under a name, one of which has to be there.
    pub fn required_files(&mut self, parts: &mut Parts, name: &str) -> Option<Vec<FilePart>> {
        let files = parts.files(name);
        if files.is_none() {
            self.missing(Place::Body, vec![Step::Name(name.to_owned())]);
        }
        files
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

    async fn read_body(&mut self) -> Result<Bytes, Refusal> {
        let Some(body) = self.body.take() else {
            return Ok(Bytes::new());
        };
        let bytes = body::read(&self.parts.headers, body, self.limits).await;
        bytes.map_err(|answer| self.closing(answer))
    }

    /// A refusal of a body that was not read to its end.
    fn closing(&self, (status, detail): (StatusCode, String)) -> Refusal {
        Refusal::new(self.status(status, &detail)).closing(self.parts.version)
    }

    /// Whether the body's media type may be what the operation takes.
    fn says_json(&self) -> bool {
        self.declared || body::may_be_json(&self.parts.headers)
    }

    /// Reads a body that should be JSON. FastAPI, whose errors `Detail` are, takes one of another media type for a text;
    /// anyone else answers 415.
    async fn json_text(&mut self) -> Result<Bytes, Refusal> {
        if !self.says_json() && !self.is_bodiless() {
            let errors = self.own_errors();
            if errors.format(errors.faults, self.format) != ErrorFormat::Detail {
                return Err(self.unsupported());
            }
        }
        self.read_body().await
    }

    fn json<T: DeserializeOwned>(&mut self, schema: &Schema, bytes: &[u8]) -> Option<T> {
        if !self.says_json() {
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

    /// The last of the texts that the request gives a parameter: the one that counts, where one is wanted.
    fn last_text(&self, parameter: &Parameter) -> Option<Cow<'_, str>> {
        match parameter.place {
            Place::Query => {
                let query = Query(self.parts.uri.query().unwrap_or_default());
                query.last(parameter.name).map(Cow::from)
            }
            place => self.texts(place, parameter.name).pop(),
        }
    }

    /// The texts under a name in the path, in headers or in cookies.
    fn texts(&self, place: Place, name: &str) -> Vec<Cow<'_, str>> {
        match place {
            Place::Path => self.path_text(name).into_iter().collect(),
            Place::Header => {
                let lines = self.parts.headers.get_all(name).iter();
                lines
                    .map(|value| String::from_utf8_lossy(value.as_bytes()))
                    .collect()
            }
            Place::Cookie => {
                let cookie = decode::cookie_text(&self.parts.headers, name);
                cookie.into_iter().collect()
            }
            Place::Query | Place::Body => Vec::new(),
        }
    }

    /// What stands where the operation's path has `{name}`.
    fn path_text(&self, name: &str) -> Option<Cow<'_, str>> {
        path::value(self.operation.path, self.parts.uri.path(), name).map(Cow::from)
    }
}

/// The texts of a call in one place.
struct Single<'a> {
    call: &'a Call,
    place: Place,
}

impl Source for Single<'_> {
    fn texts(&self, name: &str) -> Vec<Cow<'_, str>> {
        self.call.texts(self.place, name)
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
