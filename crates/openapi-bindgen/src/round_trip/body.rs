//! Bodies, as data: what is sent, or what has to arrive.

use serde_json::{Map, Value, json};

use super::target::{scalar, styled};
use crate::ir::{Content, EventNames, Media, Multipart, Part, PartKind, Shape, Style};
use crate::sample::{Place, Sample, Sampler, Size, Violation, read_default, violations};

/// A body of one of its media types; `None` where no value of it was found.
pub(super) fn sample(sampler: &mut Sampler, content: &Content, size: Size) -> Option<Sample> {
    let media_type = content.concrete_type();
    let media_type = media_type.as_str();
    let both = Sample::from;
    Some(match &content.media {
        Media::Json => {
            let value = sampler.value(&content.shape, size, Place::Json)?;
            Sample {
                sent: json!({"type": media_type, "json": value.sent}),
                read: json!({"type": media_type, "json": value.read}),
            }
        }
        Media::Text => {
            let value = sampler.value(&content.shape, size, Place::Json)?.sent;
            both(json!({"type": media_type, "text": scalar(&value)?}))
        }
        Media::Form(styles) => {
            let value = sampler.value(&content.shape, size, Place::Text)?;
            Sample {
                sent: json!({"type": media_type, "form": form(styles, &value.sent)?}),
                read: json!({"type": media_type, "form": form(styles, &value.read)?}),
            }
        }
        Media::Multipart(form) => multipart(sampler, form, size)?,
        Media::Bytes | Media::Open => {
            both(json!({"type": media_type, "text": "\u{1}bytes\r\n\u{ff}"}))
        }
        Media::Events(names) => {
            let items = items(sampler, &content.shape, size)?;
            let events = |pick: fn(&Sample) -> &Value| -> Value {
                let events = items.iter().map(|item| event(names.as_ref(), pick(item)));
                json!({"type": media_type, "events": events.collect::<Vec<_>>()})
            };
            Sample {
                sent: events(|item| &item.sent),
                read: events(|item| &item.read),
            }
        }
        Media::Texts => both(json!({"type": media_type, "texts": ["one", "two & ½"]})),
        Media::Lines => {
            let items = items(sampler, &content.shape, size)?;
            let lines = |pick: fn(&Sample) -> &Value| json!({"type": media_type, "lines": items.iter().map(pick).collect::<Vec<_>>()});
            Sample {
                sent: lines(|item| &item.sent),
                read: lines(|item| &item.read),
            }
        }
    })
}

/// The bodies that break one demand each of what `sample` gives in full. Items of streams are read after the request was
/// handed on.
pub(super) fn broken(sampler: &mut Sampler, content: &Content) -> Vec<Violation> {
    let media_type = content.concrete_type();
    let media_type = media_type.as_str();
    let shape = &content.shape;
    let mut broken = |place: Place, body: &dyn Fn(&Value) -> Option<Value>| {
        let bodies = broken_values(sampler, shape, place).into_iter();
        let bodies = bodies.filter_map(|found| {
            let value = body(&found.value)?;
            Some(Violation { value, ..found })
        });
        bodies.collect()
    };
    match &content.media {
        Media::Json => broken(Place::Json, &|value| {
            Some(json!({"type": media_type, "json": value}))
        }),
        Media::Text => broken(Place::Text, &|value| {
            Some(json!({"type": media_type, "text": scalar(value)?}))
        }),
        Media::Form(styles) => broken(Place::Text, &|value| {
            Some(json!({"type": media_type, "form": form(styles, value)?}))
        }),
        Media::Multipart(form) => broken_parts(sampler, form),
        _ => Vec::new(),
    }
}

/// What breaks one demand each of the most that a shape allows; nothing where no value of it was found.
fn broken_values(sampler: &mut Sampler, shape: &Shape, place: Place) -> Vec<Violation> {
    match sampler.value(shape, Size::Most, place) {
        Some(value) => violations(sampler, shape, &value.sent, place),
        None => Vec::new(),
    }
}

/// The forms without a part that has to be there, and those in which one breaks a demand.
fn broken_parts(sampler: &mut Sampler, form: &Multipart) -> Vec<Violation> {
    let Some(body) = multipart(sampler, form, Size::Most) else {
        return Vec::new();
    };
    let with = |part: &Part, instead: Vec<Value>| {
        let mut body = body.sent.clone();
        if let Some(parts) = body["parts"].as_array_mut() {
            parts.retain(|known| known["name"] != part.wire.as_str());
            parts.extend(instead);
        }
        body
    };
    let mut found = Vec::new();
    for part in &form.parts {
        if part.required {
            found.push(Violation {
                what: "required",
                path: vec![part.wire.as_str().into()],
                value: with(part, Vec::new()),
            });
        }
        let place = match part.kind {
            PartKind::Text => Place::Text,
            PartKind::Json => Place::Json,
            _ => continue,
        };
        for broken in broken_values(sampler, &part.shape, place) {
            let Some(parts) = texts(part, &broken.value).filter(|parts| !parts.is_empty()) else {
                continue;
            };
            let name = [part.wire.as_str().into()];
            found.push(Violation {
                what: broken.what,
                path: name.into_iter().chain(broken.path).collect(),
                value: with(part, parts),
            });
        }
    }
    found
}

fn items(sampler: &mut Sampler, shape: &Shape, size: Size) -> Option<Vec<Sample>> {
    match size {
        Size::Least => Some(Vec::new()),
        _ => [Size::Least, Size::Most, Size::Any]
            .into_iter()
            .map(|size| sampler.value(shape, size, Place::Json))
            .collect(),
    }
}

/// An event, with the name that its data gives it.
pub(super) fn event(names: Option<&EventNames>, item: &Value) -> Value {
    let name = names.and_then(|names| {
        let tag = names.0.iter().find(|(tag, _)| has_tag(item, tag));
        Some(tag?.1.clone())
    });
    json!({"event": name.unwrap_or_else(|| "message".into()), "data": item})
}

/// Whether a property of the item says `tag`.
fn has_tag(item: &Value, tag: &str) -> bool {
    let fields = item.as_object();
    fields.is_some_and(|fields| fields.values().any(|value| value == tag))
}

/// The pairs of a form, not escaped.
fn form(styles: &[(String, Style)], value: &Value) -> Option<Value> {
    let mut pairs = Vec::new();
    for (name, field) in value
        .as_object()?
        .iter()
        .filter(|(_, field)| !field.is_null())
    {
        let style = styles.iter().find(|(known, _)| known == name);
        let style = style.map_or(Style::Default, |(_, style)| *style);
        pairs.extend(styled(name, style, style == Style::Default, field)?);
    }
    Some(json!(pairs))
}

/// The parts of a form, sent and read.
fn multipart(sampler: &mut Sampler, form: &Multipart, size: Size) -> Option<Sample> {
    let (mut sent, mut read) = (Vec::new(), Vec::new());
    for part in &form.parts {
        if !part.required && size == Size::Least {
            if let PartKind::Constant(value) = &part.kind {
                // It is written wherever there is one.
                read.push(json!({"name": part.wire, "text": value}));
            } else if let Some(default) = &part.default {
                let default = read_default(sampler.api(), &part.shape, default);
                read.extend(texts(part, &default)?);
            }
            continue;
        }
        let parts = match &part.kind {
            PartKind::Constant(value) => vec![json!({"name": part.wire, "text": value})],
            PartKind::File(media_type) => vec![file(part, media_type, 1)],
            PartKind::Files(media_type) => {
                vec![file(part, media_type, 1), file(part, media_type, 2)]
            }
            PartKind::Text | PartKind::Json => {
                match sampler.value(&part.shape, size, Place::Text) {
                    Some(value) => {
                        sent.extend(texts(part, &value.sent)?);
                        read.extend(texts(part, &value.read)?);
                    }
                    None if part.required => return None,
                    None => {}
                }
                continue;
            }
        };
        sent.extend(parts.clone());
        read.extend(parts);
    }
    let body = |parts: Vec<Value>| json!({"type": "multipart/form-data", "parts": parts});
    Some(Sample {
        sent: body(sent),
        read: body(read),
    })
}

fn file(part: &Part, media_type: &str, number: u8) -> Value {
    let media_type = media_type.replace("*/*", "application/octet-stream");
    json!({
        "name": part.wire,
        "filename": format!("file {number}.bin"),
        "type": media_type.replace("/*", "/x-anything"),
        "text": format!("file {number}\r\n\u{ff}"),
    })
}

/// The parts of a value: one for each item of a list.
fn texts(part: &Part, value: &Value) -> Option<Vec<Value>> {
    let items = match value {
        Value::Null => return Some(Vec::new()),
        Value::Array(items) => items.clone(),
        other => vec![other.clone()],
    };
    let parts = items.iter().map(|item| {
        let mut fields = Map::new();
        fields.insert("name".into(), part.wire.as_str().into());
        if part.kind == PartKind::Json {
            fields.insert("type".into(), "application/json".into());
            fields.insert("json".into(), item.clone());
        } else {
            fields.insert("text".into(), scalar(item)?.into());
        }
        Some(Value::Object(fields))
    });
    parts.collect()
}
