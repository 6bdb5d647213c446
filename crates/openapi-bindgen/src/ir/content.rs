//! Bodies, by their media types.

use super::{Literal, Shape, Style};

/// A body, as one of its media types has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Its variant in the enum of the bodies, where there are several.
    pub variant: String,
    /// Its media types: the one that is written, and those that are read as well.
    pub media_types: Vec<String>,
    /// How it is written.
    pub media: Media,
    /// What it is, or what each item of it is.
    pub shape: Shape,
}

impl Content {
    /// The media type that a body is written with: a range, such as `*/*`, says none.
    pub fn written_type(&self) -> String {
        let mut types = self.media_types.iter();
        let written = types.find(|media_type| !media_type.contains('*'));
        match (written, &self.media) {
            (None, _) => "application/json".into(),
            (Some(text), Media::Text) if !text.contains(';') => format!("{text}; charset=utf-8"),
            (Some(written), _) => written.clone(),
        }
    }

    /// A media type of the body: of a range one that it covers.
    pub fn concrete_type(&self) -> String {
        let declared = self.media_types.first().map_or("*/*", String::as_str);
        if self.media == Media::Json {
            return declared
                .replace("*/*", "application/json")
                .replace("/*", "/json");
        }
        declared
            .replace("*/*", "application/x-anything")
            .replace("/*", "/x-anything")
    }

    /// Whether a body is JSON under a name that says so: whatever else a request says then is a fault within it.
    pub fn is_plain_json(&self) -> bool {
        let mut types = self.media_types.iter();
        let plain = |name: &String| name.starts_with("application/") && !name.contains('*');
        self.media == Media::Json && types.all(plain)
    }
}

/// How a body is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Media {
    /// As JSON.
    Json,
    /// As a text.
    Text,
    /// As a form; the styles are those of properties that are not written like all others.
    Form(Vec<(String, Style)>),
    /// As a form with parts.
    Multipart(Multipart),
    /// As bytes.
    Bytes,
    /// As bytes whose media type the sender names: the declared one is a range, such as `image/*`.
    Open,
    /// As Server-Sent Events whose data is JSON, with their names.
    Events(Option<EventNames>),
    /// As Server-Sent Events whose data is text.
    Texts,
    /// As JSON values, one on each line.
    Lines,
}

impl Media {
    /// Whether a body comes bit by bit, and can be read but once.
    pub fn is_streamed(&self) -> bool {
        match self {
            Self::Json | Self::Text | Self::Form(_) => false,
            Self::Multipart(form) => form.parts.iter().any(Part::is_file),
            _ => true,
        }
    }
}

/// A form with parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Multipart {
    /// The name of its struct.
    pub name: String,
    /// Its parts, in the order of the document.
    pub parts: Vec<Part>,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its name on the wire.
    pub wire: String,
    /// Its field in the struct.
    pub field: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is when it is absent.
    pub default: Option<Literal>,
    /// What it holds.
    pub kind: PartKind,
    /// What it has to be.
    pub shape: Shape,
}

impl Part {
    /// Whether it is a file, or several.
    pub fn is_file(&self) -> bool {
        matches!(self.kind, PartKind::File(_) | PartKind::Files(_))
    }
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartKind {
    /// A text, or one for each item of a list.
    Text,
    /// JSON, or one for each item of a list.
    Json,
    /// A file, of that media type where it says no other.
    File(String),
    /// Any number of files.
    Files(String),
    /// A text that is always the same. It is no field.
    Constant(String),
}

/// The names of events, by the tags of the items: pairs of a tag and a name. All others are called `message`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventNames(pub Vec<(String, String)>);
