//! A file, as a part of a form.

use crate::ByteStream;

/// A file, as a part of a form (RFC 7578).
///
/// ```
/// use openapi_runtime::FilePart;
///
/// let file = FilePart::new("notes.txt", "Hello");
/// assert_eq!(file.filename.as_deref(), Some("notes.txt"));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct FilePart {
    /// The name that the sender gives it. Never a path to write to: anyone may say anything.
    pub filename: Option<String>,
    /// What the sender says that it is.
    pub content_type: Option<String>,
    /// The bytes.
    pub body: ByteStream,
}

impl FilePart {
    /// A file with a name.
    pub fn new(filename: impl Into<String>, body: impl Into<ByteStream>) -> Self {
        Self {
            filename: Some(filename.into()),
            content_type: None,
            body: body.into(),
        }
    }

    /// The same file, its media type said.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }
}
