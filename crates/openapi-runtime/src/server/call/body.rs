//! The body of a call.

use axum::body::HttpBody;
use bytes::Bytes;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Call;
use crate::fault::{Fault, FaultKind, Place, Step};
use crate::parameter::read;
use crate::schema::{Faults, Schema};
use crate::server::decode::Query;
use crate::server::{ErrorFormat, Refusal, body};
use crate::{ByteStream, Content, Style, media};

impl Call {
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

    pub(super) fn content_type(&self) -> String {
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

    async fn read_body(&mut self) -> Result<Bytes, Refusal> {
        let Some(body) = self.body.take() else {
            return Ok(Bytes::new());
        };
        self.plain()?;
        let bytes = body::read(&self.parts.headers, body, self.limits).await;
        bytes.map_err(|answer| self.closing(answer))
    }

    /// Whether the body is as its media type says. One that is encoded is refused, unless the operation declares that
    /// header itself: then its implementation knows what it means.
    pub(super) fn plain(&self) -> Result<(), Refusal> {
        if self.knows_codings || !body::is_encoded(&self.parts.headers) {
            return Ok(());
        }
        let detail = "The request body has a Content-Encoding, and none is taken";
        Err(self.closing((StatusCode::UNSUPPORTED_MEDIA_TYPE, detail.to_owned())))
    }

    /// A refusal of a body that was not read to its end.
    pub(super) fn closing(&self, (status, detail): (StatusCode, String)) -> Refusal {
        Refusal::new(self.status(status, &detail)).closing(self.parts.version)
    }

    /// Whether the body's media type may be what the operation takes.
    fn says_json(&self) -> bool {
        self.declared || body::may_be_json(&self.parts.headers)
    }

    /// Reads a body that should be JSON. FastAPI, whose errors `Detail` are, takes one of another media type for a text;
    /// anyone else answers 415.
    async fn json_text(&mut self) -> Result<Bytes, Refusal> {
        self.declared = self.says_json();
        if !self.declared && !self.is_bodiless() {
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
        if let Some(text) = schema.surely_accepts(bytes)
            && let Ok(value) = serde_json::from_str(text)
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
}

/// What serde_json says, without the line and column that the fault's place already says.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.split_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}
