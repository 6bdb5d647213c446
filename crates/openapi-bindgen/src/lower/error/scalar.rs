//! Texts, statuses and flags.

use super::choice::chosen;
use super::fill::{Filler, Place, Property};
use super::role::Role;
use crate::ir::{Bounds, Filling, Format, Kind, Shape, Text, TypeKind};

impl<'t> Filler<'t> {
    pub(super) fn text(
        &self,
        text: &Text,
        property: &Property<'t>,
        place: Place,
    ) -> Option<Filling> {
        if text.pattern.is_some() {
            return None;
        }
        let required = |role: Role, filling: Filling| {
            (property.required && property.is(role)).then_some(filling)
        };
        let filling = match text.format {
            Some(Format::Uuid) => required(Role::Id, Filling::Id)?,
            Some(Format::DateTime) => required(Role::Time, Filling::Time)?,
            Some(Format::Binary) | None => self.free_text(property, place)?,
            Some(_) => return None,
        };
        fitting(filling, text)
    }

    fn free_text(&self, property: &Property<'t>, place: Place) -> Option<Filling> {
        if property.is_nameless() || self.is_sentence(property) {
            return Some(Filling::Sentence);
        }
        if place.of_fault {
            let pointed = property.has_beside(|name, _| Role::Pointer.has(name));
            if property.is(Role::Pointer) {
                return Some(Filling::Pointer);
            }
            if property.is(Role::Name) {
                return Some(if pointed {
                    Filling::Parameter
                } else {
                    Filling::Name
                });
            }
            if property.is(Role::Place) {
                return Some(Filling::Place);
            }
        } else if matches!(
            property.name.as_str(),
            "param" | "parameter" | "field" | "target" | "property"
        ) {
            return Some(Filling::Name);
        }
        let is_number = |shape: &Shape| matches!(shape.kind, Kind::Integer(..) | Kind::Number(_));
        if property.name == "status"
            && property.has_beside(|name, shape| name == "code" && is_number(shape))
        {
            return Some(status_name());
        }
        if property.name == "error" && property.has_beside(|name, _| name == "errordescription") {
            return Some(Filling::Word);
        }
        // Problem details, whatever the document calls them.
        let is_problem = ["title", "detail"]
            .iter()
            .all(|wanted| property.has_beside(|name, _| name == *wanted));
        if property.name == "type" && is_problem {
            return Some(Filling::Text("about:blank".into()));
        }
        if property.is(Role::Title) {
            return Some(Filling::Reason);
        }
        if property.is(Role::Word) {
            return Some(Filling::Word);
        }
        if property.is(Role::Status) {
            return Some(Filling::StatusText);
        }
        // What tells nothing new is said where it has to be.
        let roles = [
            (Role::Sentence, Filling::Sentence),
            (Role::Path, Filling::Path),
            (Role::Link, Filling::Text("about:blank".into())),
            (Role::Time, Filling::Time),
            (Role::Id, Filling::Id),
        ];
        let found = roles.into_iter().find(|(role, _)| property.is(*role));
        found
            .filter(|_| property.required)
            .map(|(_, filling)| filling)
    }

    /// Whether a property is the one that says best what is wrong.
    pub(super) fn is_sentence(&self, property: &Property<'t>) -> bool {
        let Some(own) = Role::Sentence.rank(&property.name) else {
            return false;
        };
        // Of a status that is spelt out, `error` is the reason phrase, and `type` a word.
        !property.has_beside(|name, shape| {
            let better = Role::Sentence.rank(name).is_some_and(|rank| rank < own);
            better && self.takes_sentence(shape)
        })
    }

    fn takes_sentence(&self, shape: &Shape) -> bool {
        match &shape.kind {
            Kind::Text(text) => takes_cut_sentence(text),
            Kind::Any => true,
            Kind::Named(id) => match &self.types[id.0].kind {
                TypeKind::Alias(shape) => self.takes_sentence(shape),
                TypeKind::Union(union) => union
                    .variants
                    .iter()
                    .any(|variant| self.takes_sentence(&variant.shape)),
                _ => false,
            },
            _ => false,
        }
    }

    pub(super) fn listed(
        &self,
        values: &[&str],
        property: &Property<'t>,
        place: Place,
    ) -> Option<Filling> {
        if let [only] = values {
            return Some(Filling::Text((*only).to_owned()));
        }
        // What is refused as a whole has no place to name.
        if place.of_fault && property.is(Role::Place) && !property.required {
            let places = ["path", "query", "header", "cookie", "body"];
            if places.iter().all(|place| values.contains(place)) {
                return Some(Filling::Place);
            }
        }
        let wanted = property.required
            || [Role::Word, Role::Status, Role::Title, Role::Sentence]
                .into_iter()
                .any(|role| property.is(role));
        let (list, common) = chosen(values).filter(|_| wanted)?;
        Some(if list.is_empty() {
            Filling::Text(common)
        } else {
            Filling::Chosen(list, common)
        })
    }
}

/// Whether a text takes any that is not empty, however long.
pub(super) fn is_free(text: &Text) -> bool {
    takes_cut_sentence(text) && text.max.is_none()
}

/// Whether a text takes any sentence, or the beginning of it.
fn takes_cut_sentence(text: &Text) -> bool {
    text.format.is_none() && text.pattern.is_none() && fitting(Filling::Sentence, text).is_some()
}

/// A filling, where it is no shorter than a text has to be. A sentence is cut where it may be longer; anything else means
/// nothing once it is cut.
fn fitting(filling: Filling, text: &Text) -> Option<Filling> {
    let (least, most) = lengths(&filling);
    if text.min.is_some_and(|min| min > least) {
        return None;
    }
    match (text.max, most) {
        (Some(max), Some(most)) => (most <= max).then_some(filling),
        (Some(max), None) => (max > 0).then(|| Filling::Short(Box::new(filling), max)),
        (None, _) => Some(filling),
    }
}

/// How long a filling is at least and at most; without a most, it may be cut.
fn lengths(filling: &Filling) -> (u64, Option<u64>) {
    let count = |text: &str| text.chars().count() as u64;
    match filling {
        Filling::Text(text) => (count(text), Some(count(text))),
        Filling::Chosen(list, common) => {
            let texts = list.iter().map(|(_, text)| text).chain([common]);
            let lengths = texts.map(|text| count(text));
            (lengths.clone().min().unwrap_or(0), lengths.max())
        }
        Filling::StatusText => (3, Some(3)),
        Filling::Time => (20, Some(20)),
        Filling::Id => (36, Some(36)),
        // `path` and `header`; `request` where there is none.
        Filling::Place => (4, Some(7)),
        // `enum`, and no code is longer than that.
        Filling::Word => (4, Some(32)),
        // `Not Found`.
        Filling::Reason => (9, None),
        Filling::Pointer => (0, None),
        _ => (1, None),
    }
}

pub(super) fn status(bounds: &Bounds, property: &Property<'_>) -> Option<Filling> {
    let fits = bounds.minimum.is_none_or(|least| least <= 400.0)
        && bounds.above.is_none_or(|least| least < 400.0)
        && bounds.maximum.is_none_or(|most| most >= 599.0)
        && bounds.below.is_none_or(|most| most > 599.0)
        && bounds.multiple_of.is_none_or(|factor| factor == 1.0);
    (fits && property.is(Role::Status)).then_some(Filling::Status)
}

pub(super) fn flag(property: &Property<'_>) -> Option<Filling> {
    let (well, ill) = (property.is(Role::Success), property.is(Role::Failure));
    match (well, ill, property.is(Role::Again)) {
        (true, ..) | (_, _, true) => Some(Filling::Flag(false)),
        (_, true, _) => Some(Filling::Flag(true)),
        _ => None,
    }
}

/// The names that gRPC has for statuses, as Google's APIs say them beside a number.
fn status_name() -> Filling {
    let names = [
        (401, "UNAUTHENTICATED"),
        (403, "PERMISSION_DENIED"),
        (404, "NOT_FOUND"),
        (405, "UNIMPLEMENTED"),
        (408, "DEADLINE_EXCEEDED"),
        (500, "INTERNAL"),
        (502, "UNAVAILABLE"),
        (503, "UNAVAILABLE"),
    ];
    let names = names.map(|(status, name)| (status, name.to_owned()));
    Filling::Chosen(names.into(), "INVALID_ARGUMENT".into())
}
