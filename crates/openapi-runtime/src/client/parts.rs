//! Forms with parts, written (RFC 7578).

use reqwest::multipart::{Form, Part};
use serde::Serialize;
use serde_json::Value;

use super::Error;
use crate::parameter::{Parameter, Style};
use crate::{ByteStream, FilePart};

/// The parts of a form, as they are put together.
#[derive(Debug, Default)]
pub struct Parts {
    form: Form,
    has_any: bool,
}

impl Parts {
    /// No parts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value: a part for each item of a list, and none for null, such as `None`.
    ///
    /// # Errors
    /// [`Error`] when the value cannot be written.
    pub fn value(&mut self, parameter: &Parameter, value: &impl Serialize) -> Result<(), Error> {
        let fail = |why: &str| Error::request("part", parameter.name, why);
        let value = serde_json::to_value(value).map_err(|error| fail(&error.to_string()))?;
        let items = match value {
            Value::Null => return Ok(()),
            Value::Array(items) => items,
            other => vec![other],
        };
        for item in items {
            let part = match (&item, parameter.style) {
                (item, Style::Json) => Part::text(item.to_string())
                    .mime_str("application/json")
                    .map_err(|error| fail(&error.to_string()))?,
                (Value::String(text), _) => Part::text(text.clone()),
                (Value::Bool(_) | Value::Number(_), _) => Part::text(item.to_string()),
                _ => return Err(fail("an item is no scalar")),
            };
            self.add(parameter.name, part);
        }
        Ok(())
    }

    /// Adds a file; `content_type` is what it is where it does not say so itself.
    ///
    /// # Errors
    /// [`Error`] when its content type is none.
    pub fn file(
        &mut self,
        name: &'static str,
        content_type: &'static str,
        file: FilePart,
    ) -> Result<(), Error> {
        let content_type = file.content_type.as_deref().unwrap_or(content_type);
        let part = match file.body.into_whole() {
            Ok(bytes) => Part::stream_with_length(bytes.clone(), bytes.len() as u64),
            Err(pieces) => Part::stream(reqwest::Body::wrap_stream(pieces)),
        };
        let part = part.mime_str(content_type);
        let mut part = part.map_err(|error| Error::request("part", name, &error.to_string()))?;
        if let Some(filename) = file.filename {
            part = part.file_name(filename);
        }
        self.add(name, part);
        Ok(())
    }

    fn add(&mut self, name: &'static str, part: Part) {
        self.has_any = true;
        let form = std::mem::take(&mut self.form);
        self.form = form.part(name, part);
    }

    /// The media type of the whole, and its bytes.
    pub(super) fn finish(self) -> (String, ByteStream) {
        let boundary = self.form.boundary();
        let media_type = format!("multipart/form-data; boundary={boundary}");
        if !self.has_any {
            // A form without parts still says where it ends.
            let end = format!("--{boundary}--\r\n");
            return (media_type, end.into());
        }
        (
            media_type,
            ByteStream::new(Box::pin(self.form.into_stream())),
        )
    }
}
