//! What a value has to be, at one place in both documents.

use super::change::Code;
use super::compare::{Comparer, Site};
use super::fits::{View, fits, fits_as_text};
use super::rules::of_names;
use super::verdict::{Direction, Effect};
use crate::ir::{Api, Format, Kind, Shape, TypeId, TypeKind, Width};

impl Comparer<'_> {
    /// Compares two shapes. Types that are in both documents are compared once, by themselves.
    pub(super) fn shape(&mut self, site: &Site<'_>, old: &Shape, new: &Shape) {
        if self.same_type(old, new) {
            self.null(site, old, new);
            return;
        }
        let rules = (of_names(self.old.api, old), of_names(self.new.api, new));
        self.rules(site, &rules.0, &rules.1);
        let (old, new) = (behind(self.old.api, old), behind(self.new.api, new));
        if self.same_type(&old, &new) {
            self.null(site, &old, &new);
            return;
        }
        match (&old.kind, &new.kind) {
            (Kind::List(one), Kind::List(other)) => {
                self.null(site, &old, &new);
                self.list_limits(site, one, other);
                let items = site.below(format!("each item of {}", site.label), &["items"]);
                self.shape(&items, &one.items, &other.items);
            }
            (Kind::Map(one), Kind::Map(other)) => {
                self.null(site, &old, &new);
                self.map_limits(site, one, other);
                let label = format!("each value of {}", site.label);
                let values = site.below(label, &["additionalProperties"]);
                self.shape(&values, &one.values, &other.values);
            }
            (Kind::Text(one), Kind::Text(other))
                if one.format.filter(|format| format.is_typed())
                    == other.format.filter(|format| format.is_typed()) =>
            {
                self.null(site, &old, &new);
                self.text_limits(site, one, other);
            }
            (Kind::Integer(one, bounds), Kind::Integer(other, others)) if one == other => {
                self.null(site, &old, &new);
                self.bounds(site, bounds, others);
            }
            (Kind::Number(bounds), Kind::Number(others)) => {
                self.null(site, &old, &new);
                self.bounds(site, bounds, others);
            }
            (Kind::Any, Kind::Any) => {}
            (one, other) if !matches!(one, Kind::Named(_)) && one == other => {
                self.null(site, &old, &new);
            }
            _ => self.type_changed(site, &old, &new),
        }
    }

    fn same_type(&self, old: &Shape, new: &Shape) -> bool {
        match (&old.kind, &new.kind) {
            (Kind::Named(old), Kind::Named(new)) => {
                // What is no type in Rust is compared at each of its places.
                let is_inline = self.new.api.type_def(*new).inline().is_some();
                !is_inline && self.types.new_of(*old) == Some(*new)
            }
            _ => false,
        }
    }

    /// Whether null will do, unless the type says that for all of its places.
    fn null(&mut self, site: &Site<'_>, old: &Shape, new: &Shape) {
        if old.nullable == new.nullable {
            return;
        }
        if let (Kind::Named(one), Kind::Named(other)) = (&old.kind, &new.kind) {
            let said = self.old.api.type_def(*one).nullable;
            let says = self.new.api.type_def(*other).nullable;
            if (said, says) == (old.nullable, new.nullable) {
                return;
            }
        }
        self.tell_null(site, new.nullable);
    }

    /// Notes that null will do now, or no longer.
    pub(super) fn tell_null(&mut self, site: &Site<'_>, nullable: bool) {
        let (old_takes, new_takes) = site.takes_null;
        let verdicts = site.flow.verdicts(|direction| {
            let lenient = direction == Direction::Response;
            if nullable {
                Effect::of(true, lenient && old_takes, Code::Same, Code::Differs)
            } else {
                Effect::of(lenient && new_takes, true, Code::Differs, Code::Same)
            }
        });
        let (code, what) = if nullable {
            ("null-added", "may be null")
        } else {
            ("null-removed", "may no longer be null")
        };
        self.tell(site, code, format!("{} {what}", site.label), verdicts);
    }

    /// Notes that a value is something else.
    pub(super) fn type_changed(&mut self, site: &Site<'_>, old: &Shape, new: &Shape) {
        let (one, other) = (View::new(self.old.api, old), View::new(self.new.api, new));
        let same = match (&old.kind, &new.kind) {
            (Kind::Named(one), Kind::Named(other)) => self
                .types
                .same_shape((self.old.api, *one), (self.new.api, *other)),
            _ => false,
        };
        let fits = if site.as_text { fits_as_text } else { fits };
        let verdicts = site.flow.verdicts(|direction| {
            if same {
                return Effect::RUST;
            }
            let old_fits = fits(other, one, direction);
            let new_fits = fits(one, other, direction);
            let differs = |fits| if fits { Code::Same } else { Code::Differs };
            Effect::of(old_fits, new_fits, differs(old_fits), differs(new_fits))
        });
        let (old, new) = (describe(self.old.api, old), describe(self.new.api, new));
        let message = if same {
            format!("{} is {new}, which says what {old} said", site.label)
        } else {
            format!("{} is {new}, and was {old}", site.label)
        };
        self.tell(site, "type-changed", message, verdicts);
    }
}

/// The shape of a type.
pub(super) fn named(id: TypeId) -> Shape {
    Shape {
        kind: Kind::Named(id),
        nullable: false,
    }
}

/// The shape behind other names for it.
fn behind(api: &Api, shape: &Shape) -> Shape {
    let mut here = shape.clone();
    for _ in 0..64 {
        let Kind::Named(id) = here.kind else { break };
        let TypeKind::Alias(target) = &api.type_def(id).kind else {
            break;
        };
        here = Shape {
            kind: target.kind.clone(),
            nullable: here.nullable || target.nullable,
        };
    }
    here
}

/// A shape, in words.
pub(super) fn describe(api: &Api, shape: &Shape) -> String {
    let text = match &shape.kind {
        Kind::Any => return "any value".into(),
        Kind::Null => return "null".into(),
        Kind::Boolean => "a boolean".into(),
        Kind::Flag(flag) => format!("always {flag}"),
        Kind::Integer(width, _) => match width {
            Width::Int64 => "an integer".into(),
            Width::Int32 => "an integer of 32 bits".into(),
            Width::Uint64 => "an unsigned integer".into(),
            Width::Uint32 => "an unsigned integer of 32 bits".into(),
            Width::Int16 => "an integer of 16 bits".into(),
            Width::Uint16 => "an unsigned integer of 16 bits".into(),
            Width::Int8 => "an integer of 8 bits".into(),
            Width::Uint8 => "an unsigned integer of 8 bits".into(),
        },
        Kind::Number(_) => "a number".into(),
        Kind::Text(text) => match text.format {
            Some(Format::Uuid) => "a UUID".into(),
            Some(Format::Date) => "a date".into(),
            Some(Format::DateTime) => "a moment".into(),
            Some(Format::Byte) => "base64".into(),
            Some(Format::Ip | Format::Ipv4 | Format::Ipv6) => "an address".into(),
            _ => "a string".into(),
        },
        Kind::List(list) => format!("a list of {}", plural(&describe(api, &list.items))),
        Kind::Map(map) => format!("a map of {}", plural(&describe(api, &map.values))),
        Kind::Named(id) => format!("`{}`", api.type_def(*id).name),
    };
    if shape.nullable {
        format!("{text} or null")
    } else {
        text
    }
}

/// `a string` as `strings`; what is no such thing stays as it is.
fn plural(text: &str) -> String {
    for (one, several) in [
        ("a boolean", "booleans"),
        ("an integer", "integers"),
        ("a number", "numbers"),
        ("a string", "strings"),
        ("a UUID", "UUIDs"),
        ("any value", "any values"),
    ] {
        if text == one {
            return several.into();
        }
    }
    text.to_owned()
}
