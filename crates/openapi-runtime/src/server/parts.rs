//! Forms with parts, read (RFC 7578).

use std::borrow::Cow;

use bytes::Bytes;

use crate::parameter::read::Source;
use crate::{ByteStream, FilePart};

/// The parts of a form.
#[derive(Debug)]
pub struct Parts(Vec<Part>);

#[derive(Debug)]
struct Part {
    name: String,
    filename: Option<String>,
    content_type: Option<String>,
    bytes: Bytes,
}

impl Parts {
    pub(super) async fn read(content_type: &str, bytes: Bytes) -> Result<Self, multer::Error> {
        let boundary = multer::parse_boundary(content_type)?;
        let once = ByteStream::from(bytes);
        let mut form = multer::Multipart::new(once, boundary);
        let mut parts = Vec::new();
        while let Some(field) = form.next_field().await? {
            parts.push(Part {
                name: field.name().unwrap_or_default().to_owned(),
                filename: field.file_name().map(str::to_owned),
                content_type: field.content_type().map(ToString::to_string),
                bytes: field.bytes().await?,
            });
        }
        Ok(Self(parts))
    }

    /// Takes the first file under a name.
    pub fn file(&mut self, name: &str) -> Option<FilePart> {
        let index = self.0.iter().position(|part| part.name == name)?;
        let part = self.0.remove(index);
        Some(FilePart {
            filename: part.filename,
            content_type: part.content_type,
            body: part.bytes.into(),
        })
    }

    /// Takes all files under a name; `None` where there are none.
    pub fn files(&mut self, name: &str) -> Option<Vec<FilePart>> {
        let files: Vec<_> = std::iter::from_fn(|| self.file(name)).collect();
        (!files.is_empty()).then_some(files)
    }
}

impl Source for Parts {
    fn texts(&self, name: &str) -> Vec<Cow<'_, str>> {
        let parts = self.0.iter().filter(|part| part.name == name);
        parts
            .map(|part| String::from_utf8_lossy(&part.bytes))
            .collect()
    }
}
