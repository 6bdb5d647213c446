//! Forms with parts, read (RFC 7578).

use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek};

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Limited};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use tokio_util::io::ReaderStream;

use crate::parameter::read::Source;
use crate::{ByteStream, FilePart};

/// How much of a file is kept in memory; a larger one waits on the disk.
const IN_MEMORY: usize = 1024 * 1024;

/// The parts of a form.
#[derive(Debug)]
pub struct Parts(Vec<Part>);

#[derive(Debug)]
struct Part {
    name: String,
    filename: Option<String>,
    content_type: Option<String>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Memory(Bytes),
    /// A file without a name, gone with its last handle.
    Disk(File),
}

/// Why the parts of a form could not be read.
#[derive(Debug)]
pub(super) enum Broken {
    /// It is no such form, or it breaks off.
    Form(multer::Error),
    /// There is no room to keep them.
    Disk(std::io::Error),
}

impl From<multer::Error> for Broken {
    fn from(error: multer::Error) -> Self {
        Self::Form(error)
    }
}

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error)
    }
}

impl Parts {
    /// Reads all parts of a form as they arrive.
    pub(super) async fn read(content_type: &str, body: Limited<Body>) -> Result<Self, Broken> {
        let boundary = multer::parse_boundary(content_type)?;
        let mut form = multer::Multipart::new(body.into_data_stream(), boundary);
        let mut parts = Vec::new();
        while let Some(field) = form.next_field().await? {
            parts.push(Part {
                name: field.name().unwrap_or_default().to_owned(),
                filename: field.file_name().map(str::to_owned),
                content_type: field.content_type().map(ToString::to_string),
                content: content(field).await?,
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
            body: match part.content {
                Content::Memory(bytes) => bytes.into(),
                Content::Disk(file) => {
                    ByteStream::new(ReaderStream::new(tokio::fs::File::from_std(file)))
                }
            },
        })
    }

    /// Takes all files under a name; `None` where there are none.
    pub fn files(&mut self, name: &str) -> Option<Vec<FilePart>> {
        let files: Vec<_> = std::iter::from_fn(|| self.file(name)).collect();
        (!files.is_empty()).then_some(files)
    }
}

/// Reads a part: a file of whatever size in little memory.
async fn content(mut field: multer::Field<'_>) -> Result<Content, Broken> {
    let is_file = field.file_name().is_some();
    let mut begun = BytesMut::new();
    while let Some(piece) = field.chunk().await? {
        begun.extend_from_slice(&piece);
        if is_file && begun.len() > IN_MEMORY {
            return on_disk(begun, field).await;
        }
    }
    Ok(Content::Memory(begun.freeze()))
}

async fn on_disk(begun: BytesMut, mut field: multer::Field<'_>) -> Result<Content, Broken> {
    let made = tokio::task::spawn_blocking(tempfile::tempfile).await;
    let mut file = tokio::fs::File::from_std(made.map_err(std::io::Error::other)??);
    file.write_all(&begun).await?;
    while let Some(piece) = field.chunk().await? {
        file.write_all(&piece).await?;
    }
    file.flush().await?;
    file.rewind().await?;
    Ok(Content::Disk(file.into_std().await))
}

impl Source for Parts {
    fn texts(&self, name: &str) -> Vec<Cow<'_, str>> {
        let parts = self.0.iter().filter(|part| part.name == name);
        parts.map(|part| part.content.text()).collect()
    }
}

impl Content {
    /// What it says, where it is no file by its schema, whatever its sender takes it for.
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Memory(bytes) => String::from_utf8_lossy(bytes),
            Self::Disk(file) => {
                let (mut file, mut bytes) = (file, Vec::new());
                // What cannot be read back is a text that the schema will not take.
                let read = file.rewind().and_then(|()| file.read_to_end(&mut bytes));
                read.map_or(Cow::Borrowed("\u{fffd}"), |_| {
                    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
                })
            }
        }
    }
}
