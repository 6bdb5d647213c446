//! Response bodies: JSON as a whole, or item by item.

use super::{At, Lowering};
use crate::ir::{EventNames, Flow, Kind, ResponseBody, Shape, Text};

impl<'s> Lowering<'s> {
    /// The body of a response.
    pub(super) fn response_body(&mut self, content: &At<'s>, hint: &str) -> Option<ResponseBody> {
        if let [(media_type, at)] = content.entries().as_slice()
            && let Some(lines) = stream(media_type)
        {
            return self.stream(media_type, at, lines, hint);
        }
        let (media_type, shape) = self.json_content(content, hint)?;
        Some(ResponseBody {
            media_type,
            flow: Flow::Whole,
            shape,
        })
    }

    /// A stream of JSON lines, or of events.
    fn stream(
        &mut self,
        media_type: &str,
        at: &At<'s>,
        lines: bool,
        hint: &str,
    ) -> Option<ResponseBody> {
        let item = at.get("itemSchema").or_else(|| at.get("x-item-schema"));
        let body = |flow, shape| ResponseBody {
            media_type: media_type.to_owned(),
            flow,
            shape,
        };
        let Some(item) = item else {
            // A text, or nothing said at all; `resolve` tells of a reference that leads nowhere.
            let schema = at.get("schema").map(|schema| self.resolve(&schema));
            let is_text = match &schema {
                None => true,
                Some(schema) => schema.as_ref()?.text("type").as_deref() == Some("string"),
            };
            if is_text && !lines {
                self.refuse_names(at);
                let text = Shape {
                    kind: Kind::Text(Text::default()),
                    nullable: false,
                };
                return Some(body(Flow::Texts, text));
            }
            self.mistake(
                at,
                "no-item-schema",
                format!("nothing says what an item of `{media_type}` is"),
                "describe an item under `x-item-schema`, beside or instead of `schema`",
            );
            return None;
        };
        let shape = self.shape(&item, &format!("{hint} item"));
        let flow = if lines {
            self.refuse_names(at);
            Flow::Lines
        } else {
            Flow::Events(self.event_names(at, &shape))
        };
        Some(body(flow, shape))
    }

    fn refuse_names(&mut self, at: &At<'s>) {
        if let Some(names) = at.get("x-event-name") {
            self.mistake(
                &names,
                "unsupported-event-names",
                "only events whose data has a discriminator have names here".into(),
                "leave `x-event-name` out, or describe the items under `x-item-schema`",
            );
        }
    }

    /// The names of events, by what the discriminator of their data says.
    fn event_names(&mut self, at: &At<'s>, shape: &Shape) -> Option<EventNames> {
        at.get("x-event-name")?;
        // No schema is being read here: all of them can be settled.
        self.settle_tags();
        let tags = match shape.kind {
            Kind::Named(id) if !shape.nullable => self.tags(id),
            _ => None,
        };
        let Some(tags) = tags else {
            self.refuse_names(at);
            return None;
        };
        let tags: Vec<_> = tags.into_iter().map(str::to_owned).collect();
        let mut names = Vec::new();
        for (tag, name) in self.fields(at, "x-event-name") {
            if !tags.iter().any(|known| known == tag) {
                self.mistake(
                    &name,
                    "unknown-tag",
                    format!("no item has the tag `{tag}`"),
                    "write what the items' discriminator says",
                );
            }
            match name.node.as_str() {
                Some(text) if !text.is_empty() && !text.contains(['\n', '\r']) => {
                    names.push((tag.to_owned(), text.to_owned()));
                }
                _ => self.wrong_kind(&name, tag, "an event's name, on one line"),
            }
        }
        Some(EventNames(names))
    }
}

/// Whether a media type is one of JSON lines, or of events; `None` where it is neither.
fn stream(media_type: &str) -> Option<bool> {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !media_type.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    match essence.to_ascii_lowercase().as_str() {
        "text/event-stream" => Some(false),
        "application/jsonl" | "application/x-ndjson" => Some(true),
        _ => None,
    }
}
