//! Bodies: whether there is one, its media types, and what each of them says.

use super::change::{Code, Verdicts};
use super::compare::{Comparer, Site};
use super::pairing::{Both, paired};
use super::verdict::{Direction, Effect};
use crate::emit::spelling;
use crate::ir::{Body, Content, Media, Multipart, Part};

impl<'a> Comparer<'a> {
    /// Compares the bodies of two requests.
    pub(super) fn request_body(&mut self, site: &Site<'a>, old: Option<&Body>, new: Option<&Body>) {
        let label = format!("the body of {}", site.label);
        let here = site.below(label, &["requestBody"]);
        match (old, new) {
            (None, None) => {}
            (None, Some(body)) => {
                let (need, caller) = if body.required {
                    ("required", Code::Breaks)
                } else {
                    ("optional", Code::MayBreak)
                };
                let verdicts = Verdicts::of((!body.required, true), caller, Code::Same);
                let message = format!("{} has a new {need} body", site.label);
                self.tell(&here, "body-added", message, verdicts);
            }
            (Some(body), None) => {
                let verdicts = Verdicts::of((true, !body.required), Code::Breaks, Code::Breaks);
                self.tell(
                    &here,
                    "body-removed",
                    format!("{} is gone", here.label),
                    verdicts,
                );
            }
            (Some(old), Some(new)) => {
                let told = self.changes.len();
                if old.required != new.required {
                    let (code, what, effect) = if new.required {
                        let effect = Effect::of(false, true, Code::Differs, Code::Same);
                        ("body-required", "is required", effect)
                    } else {
                        let effect = Effect::of(true, false, Code::Same, Code::Differs);
                        ("body-optional", "is no longer required", effect)
                    };
                    let message = format!("{} {what}", here.label);
                    self.tell(&here, code, message, here.flow.verdicts(|_| effect));
                }
                self.contents(&here, &old.contents, &new.contents);
                let form = |body: &Body| format!("{} {}", body.required, body.contents.len() > 1);
                self.settle_name(told, &here, &form(old), &form(new));
            }
        }
    }

    /// Compares what a body may be.
    pub(super) fn contents(&mut self, site: &Site<'a>, old: &[Content], new: &[Content]) {
        let common = |one: &Content, other: &Content| {
            let mut types = one.media_types.iter();
            types.any(|known| other.media_types.contains(known))
        };
        let pairs = paired(old, new, common);
        let any_common = pairs
            .iter()
            .any(|(one, other)| one.is_some() && other.is_some());
        for pair in &pairs {
            match *pair {
                (Some(one), Some(other)) => {
                    self.media_types(site, one, other);
                    self.content(site, one, other);
                }
                (None, Some(content)) => {
                    let effect = |direction| match direction {
                        Direction::Request => Effect::of(true, false, Code::Same, Code::MayBreak),
                        // A client says what it takes.
                        Direction::Response => {
                            Effect::of(any_common, any_common, Code::Same, Code::MayBreak)
                        }
                    };
                    for media_type in &content.media_types {
                        self.media_type(site, "media-type-added", "may be", media_type, effect);
                    }
                }
                (Some(content), None) => {
                    let effect = |direction| match direction {
                        Direction::Request => Effect::of(false, true, Code::Breaks, Code::Breaks),
                        Direction::Response => {
                            Effect::of(any_common, any_common, Code::Breaks, Code::Breaks)
                        }
                    };
                    let what = "may no longer be";
                    for media_type in &content.media_types {
                        self.media_type(site, "media-type-removed", what, media_type, effect);
                    }
                }
                (None, None) => {}
            }
        }
    }

    /// Media types that say the same: one more or less changes nothing in Rust.
    fn media_types(&mut self, site: &Site<'a>, old: &Content, new: &Content) {
        for pair in paired(&old.media_types, &new.media_types, PartialEq::eq) {
            match pair {
                (None, Some(media_type)) => {
                    let effect = |direction| {
                        Effect::of(
                            true,
                            direction == Direction::Response,
                            Code::Same,
                            Code::Same,
                        )
                    };
                    self.media_type(site, "media-type-added", "may be", media_type, effect);
                }
                (Some(media_type), None) => {
                    let effect = |direction| {
                        Effect::of(
                            direction == Direction::Response,
                            true,
                            Code::Same,
                            Code::Same,
                        )
                    };
                    let what = "may no longer be";
                    self.media_type(site, "media-type-removed", what, media_type, effect);
                }
                _ => {}
            }
        }
    }

    fn media_type(
        &mut self,
        site: &Site<'a>,
        code: &'static str,
        what: &str,
        media_type: &str,
        effect: impl Fn(Direction) -> Effect,
    ) {
        let here = site.below(String::new(), &["content", media_type]);
        let message = format!("{} {what} `{media_type}`", site.label);
        self.tell(&here, code, message, site.flow.verdicts(effect));
    }

    fn content(&mut self, site: &Site<'a>, old: &Content, new: &Content) {
        let media_type = new.media_types.first().map_or("", String::as_str);
        let media = site.below(site.label.clone(), &["content", media_type]);
        let types = (
            spelling::content(&self.renamed, old),
            spelling::content(self.new.api, new),
        );
        let told = self.changes.len();
        match (&old.media, &new.media) {
            (Media::Multipart(one), Media::Multipart(other)) => {
                self.parts(&media, one, other);
                return;
            }
            (Media::Events(one), Media::Events(other)) if one != other => {
                let here = media.below(String::new(), &["x-event-name"]);
                let message = format!("the events of {} have other names", site.label);
                let verdicts = site
                    .flow
                    .verdicts(|_| Effect::of(true, true, Code::Same, Code::Differs));
                self.tell(&here, "event-names-changed", message, verdicts);
            }
            (Media::Form(one), Media::Form(other)) if one != other => {
                let here = media.below(String::new(), &["encoding"]);
                let message = format!("{} is written in another style", site.label);
                let effect = Effect::of(false, false, Code::Same, Code::Same);
                self.tell(&here, "body-style", message, site.flow.verdicts(|_| effect));
            }
            (one, other) if std::mem::discriminant(one) != std::mem::discriminant(other) => {
                let message = format!("{} is written in another way", site.label);
                let effect = Effect::of(false, false, Code::Differs, Code::Differs);
                self.tell(
                    &media,
                    "body-style",
                    message,
                    site.flow.verdicts(|_| effect),
                );
            }
            _ => {}
        }
        let (label, key) = match new.media {
            Media::Events(_) => (format!("each event of {}", site.label), "itemSchema"),
            Media::Lines => (format!("each line of {}", site.label), "itemSchema"),
            _ => (site.label.clone(), "schema"),
        };
        let keys = [key, "x-item-schema", "schema"];
        let find = |at: &super::place::Cursor<'a>| {
            let mut found = keys.iter().filter_map(|key| at.get(key));
            found.next().unwrap_or_else(|| at.clone())
        };
        let schema = Site {
            label,
            old: find(&media.old),
            new: find(&media.new),
            ..media.clone()
        };
        self.shape(&schema, &old.shape, &new.shape);
        self.settle(told, &schema, &types.0, &types.1);
    }

    fn parts(&mut self, site: &Site<'a>, old: &Multipart, new: &Multipart) {
        let schema = site.below(site.label.clone(), &["schema"]);
        for pair in paired(&old.parts, &new.parts, |one, other| one.wire == other.wire) {
            let known = pair
                .1
                .or(pair.0)
                .map_or("", |part: &Part| part.wire.as_str());
            let here = Site {
                label: format!("the part `{known}` of {}", site.label),
                old: schema.old.property(known),
                new: schema.new.property(known),
                ..schema.clone()
            };
            self.part(&here, pair);
        }
    }

    fn part(&mut self, here: &Site<'a>, pair: Both<'_, Part>) {
        let label = &here.label;
        match pair {
            (None, Some(part)) => {
                let verdicts = Verdicts::of((!part.required, true), Code::Breaks, Code::Same);
                let need = if part.required {
                    "required"
                } else {
                    "optional"
                };
                let message = format!("{label} is new, and {need}");
                self.tell(here, "part-added", message, verdicts);
            }
            (Some(part), None) => {
                let verdicts = Verdicts::of((true, !part.required), Code::Breaks, Code::Breaks);
                self.tell(here, "part-removed", format!("{label} is gone"), verdicts);
            }
            (Some(old), Some(new)) => {
                if old.required != new.required {
                    let (code, what, wire) = if new.required {
                        ("part-required", "is required", (false, true))
                    } else {
                        ("part-optional", "is no longer required", (true, false))
                    };
                    let verdicts = Verdicts::of(wire, Code::Breaks, Code::Breaks);
                    self.tell(here, code, format!("{label} {what}"), verdicts);
                }
                if old.kind != new.kind {
                    let message = format!("{label} is written in another way");
                    let verdicts = Verdicts::of((false, false), Code::Breaks, Code::Breaks);
                    self.tell(here, "part-style", message, verdicts);
                    return;
                }
                self.default(here, old.default.as_ref(), new.default.as_ref());
                let types = (
                    spelling::shape(&self.renamed, &old.shape),
                    spelling::shape(self.new.api, &new.shape),
                );
                let told = self.changes.len();
                self.shape(here, &old.shape, &new.shape);
                self.settle(told, here, &types.0, &types.1);
            }
            (None, None) => {}
        }
    }
}
