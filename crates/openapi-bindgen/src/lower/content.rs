//! Bodies: the media types that they come in, and what each of them says.

use super::{At, Lowering};
use crate::ir::{Content, Kind, Media, Shape, Text};
use crate::names::{Scope, pascal};

/// A text that nothing more is demanded of.
pub(super) const TEXT: Shape = Shape {
    kind: Kind::Text(Text {
        format: None,
        pattern: None,
        min: None,
        max: None,
    }),
    nullable: false,
};

/// Any value, null among them.
pub(super) const ANY: Shape = Shape {
    kind: Kind::Any,
    nullable: true,
};

/// Which way a body goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the server.
    Request,
    /// To the client.
    Response,
}

impl<'s> Lowering<'s> {
    /// The bodies of a `content`, one for each media type that says something of its own.
    pub(super) fn contents(
        &mut self,
        content: &At<'s>,
        hint: &str,
        direction: Direction,
    ) -> Option<Vec<Content>> {
        let entries = content.entries();
        let mut names = Scope::default();
        let mut contents: Vec<Content> = Vec::new();
        let mut whole = true;
        for (media_type, at) in &entries {
            if !is_media_type(media_type) {
                self.mistake(
                    at,
                    "malformed-media-type",
                    format!("`{media_type}` is no media type"),
                    "write it as `application/json`",
                );
                whole = false;
                continue;
            }
            let variant = variant_name(media_type);
            // Where there is but one body its type is named after the response.
            let hint = match entries.len() {
                1 => hint.to_owned(),
                _ => format!("{hint} {variant}"),
            };
            let Some((media, shape)) = self.media(media_type, at, &hint, direction) else {
                whole = false;
                continue;
            };
            let same = |known: &&mut Content| {
                media == Media::Json && known.media == media && known.shape == shape
            };
            if let Some(known) = contents.iter_mut().find(same) {
                known.media_types.push((*media_type).to_owned());
                continue;
            }
            contents.push(Content {
                variant: names.claim(variant),
                media_types: vec![(*media_type).to_owned()],
                media,
                shape,
            });
        }
        whole.then_some(contents)
    }

    /// What a media type makes of a body.
    fn media(
        &mut self,
        media_type: &str,
        at: &At<'s>,
        hint: &str,
        direction: Direction,
    ) -> Option<(Media, Shape)> {
        let essence = essence(media_type);
        if direction == Direction::Request {
            match essence.as_str() {
                "application/x-www-form-urlencoded" => return Some(self.form(at, hint)),
                "multipart/form-data" => return Some(self.multipart(at, hint)),
                // Whoever writes one has to say where its parts end.
                kind if kind.starts_with("multipart/") => return Some((Media::Open, TEXT)),
                "text/event-stream" => return Some((Media::Bytes, TEXT)),
                _ => {}
            }
        }
        match essence.as_str() {
            "text/event-stream" => return self.events(at, hint),
            kind if is_lines(kind) => return Some(self.lines(at, hint)),
            _ => {}
        }
        let is_range = essence.ends_with("/*");
        if is_json(&essence) || (is_range && self.describes_json(at)) {
            let schema = at.get("schema");
            let shape = schema.map_or(ANY, |schema| self.shape(&schema, hint));
            return Some((Media::Json, shape));
        }
        let media = if is_range {
            Media::Open
        } else if essence.starts_with("text/") {
            Media::Text
        } else {
            Media::Bytes
        };
        Some((media, TEXT))
    }

    /// Whether there is a schema that is none of a file or a text: what some frameworks declare JSON by, for `*/*`.
    pub(super) fn describes_json(&mut self, at: &At<'s>) -> bool {
        let schema = at.get("schema").and_then(|schema| self.resolve(&schema));
        schema.is_some_and(|schema| {
            let says_string = schema.text("type").as_deref() == Some("string");
            !says_string && !schema.node.entries().is_empty()
        })
    }
}

/// A media type without its parameters, in small letters.
pub(super) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether a media type is one of JSON values, one on each line.
fn is_lines(essence: &str) -> bool {
    matches!(
        essence,
        "application/jsonl" | "application/x-ndjson" | "application/x-jsonlines"
    )
}

/// Whether a media type is one, and can stand in a header.
fn is_media_type(media_type: &str) -> bool {
    let printable = media_type.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let essence = essence(media_type);
    let parts = essence.split_once('/');
    printable && parts.is_some_and(|(kind, subtype)| !kind.is_empty() && !subtype.is_empty())
}

/// Whether a media type is one of JSON (RFC 6839, section 3.1).
pub(super) fn is_json(essence: &str) -> bool {
    matches!(
        essence,
        "application/json" | "text/json" | "application/x-json"
    ) || essence.ends_with("+json")
}

/// A body by its media type: `text/csv` as `Csv`, `image/*` as `Image`.
fn variant_name(media_type: &str) -> String {
    let essence = essence(media_type);
    match essence.as_str() {
        "text/plain" => return "Text".into(),
        "application/x-www-form-urlencoded" => return "Form".into(),
        "multipart/form-data" => return "Multipart".into(),
        _ => {}
    }
    match essence.split_once('/') {
        Some(("*", _)) | None => "Any".into(),
        Some((kind, "*")) => pascal(kind),
        Some((_, subtype)) => pascal(subtype),
    }
}
