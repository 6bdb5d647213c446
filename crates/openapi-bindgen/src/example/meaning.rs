//! Whether a value still means the same once it was read into its Rust type and written again.

use serde_json::{Map, Number, Value};

use crate::ir::{
    Additional, Api, Field, Format, Kind, Shape, Struct, TaggedVariant, TypeDef, TypeId, TypeKind,
};
use crate::sample::{accepts, literal};

/// What a value that was read and written again says differently, with the place in front; `None` where nothing is.
///
/// A declared default that was added says nothing new, and properties that the document does not declare say nothing to
/// it. Texts of a typed format are the same where they stand for the same: moments by any offset, UUIDs by letters of
/// either case.
pub fn difference(api: &Api, shape: &Shape, before: &Value, after: &Value) -> Option<String> {
    Meaning { api }.shape("", shape, before, after)
}

struct Meaning<'a> {
    api: &'a Api,
}

impl Meaning<'_> {
    fn shape(&self, at: &str, shape: &Shape, before: &Value, after: &Value) -> Option<String> {
        let differ = || Some(format!("{at}: {after}, not {before}"));
        if before.is_null() || after.is_null() {
            return (before != after).then(differ).flatten();
        }
        match (&shape.kind, before, after) {
            (Kind::Text(text), Value::String(one), Value::String(other)) => {
                (!is_same_text(text.format, one, other))
                    .then(differ)
                    .flatten()
            }
            (Kind::List(list), Value::Array(_), Value::Array(_)) => {
                self.items(at, before, after, |_| Some(&list.items))
            }
            (Kind::Map(map), Value::Object(one), Value::Object(other)) => {
                let mut names = one.keys().chain(other.keys());
                names.find_map(|name| {
                    let at = format!("{at}/{name}");
                    match (one.get(name), other.get(name)) {
                        (Some(one), Some(other)) => self.shape(&at, &map.values, one, other),
                        (one, other) => presence(&at, one, other),
                    }
                })
            }
            (Kind::Named(id), _, _) => self.named(at, *id, before, after),
            (_, Value::Number(one), Value::Number(other)) if is_same_number(one, other) => None,
            _ => (!is_same(before, after)).then(differ).flatten(),
        }
    }

    fn items<'s>(
        &self,
        at: &str,
        before: &Value,
        after: &Value,
        shape: impl Fn(usize) -> Option<&'s Shape>,
    ) -> Option<String> {
        let (one, other) = (before.as_array()?, after.as_array()?);
        if one.len() != other.len() {
            return Some(format!("{at}: {} items, not {}", other.len(), one.len()));
        }
        let mut pairs = one.iter().zip(other).enumerate();
        pairs.find_map(|(index, (one, other))| {
            self.shape(&format!("{at}/{index}"), shape(index)?, one, other)
        })
    }

    fn named(&self, at: &str, id: TypeId, before: &Value, after: &Value) -> Option<String> {
        let def = self.api.type_def(id);
        match &def.kind {
            TypeKind::Struct(object) => self.structure(at, def, object, None, before, after),
            TypeKind::Alias(shape) => self.shape(at, shape, before, after),
            TypeKind::Tuple(shapes) => self.items(at, before, after, |index| shapes.get(index)),
            TypeKind::Union(union) => {
                // What an alternative declares may not be lost by reading the value as another.
                let mut shapes = union.variants.iter().map(|variant| &variant.shape);
                shapes.find_map(|shape| {
                    let fits = accepts(self.api, shape, before);
                    fits.then(|| self.shape(at, shape, before, after)).flatten()
                })
            }
            TypeKind::Tagged(tagged) => {
                let tag = before.get(&tagged.property).and_then(Value::as_str);
                let mut variants = tagged.variants.iter();
                let variant = variants.find(|variant| Some(variant.tag.as_str()) == tag);
                match variant {
                    Some(variant) => self.variant(at, &tagged.property, variant, before, after),
                    None => {
                        (!is_same(before, after)).then(|| format!("{at}: {after}, not {before}"))
                    }
                }
            }
            TypeKind::Listed(_) | TypeKind::Numbered(_) => {
                (!is_same(before, after)).then(|| format!("{at}: {after}, not {before}"))
            }
        }
    }

    fn variant(
        &self,
        at: &str,
        property: &str,
        variant: &TaggedVariant,
        before: &Value,
        after: &Value,
    ) -> Option<String> {
        if before.get(property) != after.get(property) {
            return Some(format!("{at}/{property}: another tag"));
        }
        match self.api.structure(variant.id) {
            Some((def, object)) => self.structure(at, def, object, Some(property), before, after),
            None => self.named(at, variant.id, before, after),
        }
    }

    fn structure(
        &self,
        at: &str,
        def: &TypeDef,
        object: &Struct,
        tag: Option<&str>,
        before: &Value,
        after: &Value,
    ) -> Option<String> {
        let (Value::Object(one), Value::Object(other)) = (before, after) else {
            return Some(format!("{at}: {after}, not {before}"));
        };
        let mut fields = object
            .fields
            .iter()
            .filter(|field| tag != Some(&field.wire));
        let of_fields = fields.find_map(|field| self.field(at, def, field, one, other));
        of_fields
            .or_else(|| {
                let mut constants = object.constants.iter();
                constants.find_map(|constant| {
                    let at = format!("{at}/{}", constant.wire);
                    match (one.get(&constant.wire), other.get(&constant.wire)) {
                        (_, Some(said)) if said.as_str() == Some(&constant.value) => None,
                        (one, other) => presence(&at, one, other),
                    }
                })
            })
            .or_else(|| {
                let Additional::Kept(_, shape) = &object.additional else {
                    return None;
                };
                let is_declared = |name: &str| {
                    object.declares(name)
                        || object.ignored.iter().any(|known| known == name)
                        || tag == Some(name)
                };
                let mut others = one.iter().filter(|(name, _)| !is_declared(name));
                others.find_map(|(name, one)| {
                    let at = format!("{at}/{name}");
                    match other.get(name) {
                        Some(other) => self.shape(&at, shape, one, other),
                        None => Some(format!("{at}: absent, not {one}")),
                    }
                })
            })
    }

    fn field(
        &self,
        at: &str,
        def: &TypeDef,
        field: &Field,
        one: &Map<String, Value>,
        other: &Map<String, Value>,
    ) -> Option<String> {
        let at = format!("{at}/{}", field.wire);
        match (one.get(&field.wire), other.get(&field.wire)) {
            (Some(one), Some(other)) => self.shape(&at, &field.shape, one, other),
            // Of a response that says nothing of a field, and one that says null, neither says more.
            (None, Some(Value::Null)) if field.shape.nullable && !def.in_requests => None,
            (None, Some(added)) => {
                let default = field.default.as_ref();
                let default = default.map(|default| literal(self.api, default));
                let is_default = default.is_some_and(|default| {
                    self.shape(&at, &field.shape, &default, added).is_none()
                });
                (!is_default).then(|| format!("{at}: {added}, not absent"))
            }
            (one, other) => presence(&at, one, other),
        }
    }
}

fn presence(at: &str, one: Option<&Value>, other: Option<&Value>) -> Option<String> {
    match (one, other) {
        (Some(one), None) => Some(format!("{at}: absent, not {one}")),
        (None, Some(other)) => Some(format!("{at}: {other}, not absent")),
        _ => None,
    }
}

fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => is_same_number(one, other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(name, one)| other.get(name).is_some_and(|other| is_same(one, other)))
        }
        _ => one == other,
    }
}

/// Whether two numbers are the same: `1` and `1.0` are.
fn is_same_number(one: &Number, other: &Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one == other,
        _ => one.as_f64() == other.as_f64(),
    }
}

fn is_same_text(format: Option<Format>, one: &str, other: &str) -> bool {
    let moment = |text: &str| text.parse::<jiff::Timestamp>().ok();
    one == other
        || match format {
            Some(Format::DateTime) => moment(one).is_some_and(|at| moment(other) == Some(at)),
            Some(Format::Uuid) => one.eq_ignore_ascii_case(other),
            Some(Format::Ip | Format::Ipv4 | Format::Ipv6) => {
                let address = |text: &str| text.parse::<std::net::IpAddr>().ok();
                address(one).is_some_and(|known| address(other) == Some(known))
            }
            _ => false,
        }
}
