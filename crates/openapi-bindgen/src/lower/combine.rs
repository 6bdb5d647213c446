//! `allOf`, and alternatives with something beside them: parts that all hold at once.

use std::collections::HashSet;

use super::object::{Assembly, says_something};
use super::rule::{KEYWORDS, only_narrow};
use super::schema::Structure;
use super::tagged::is_component;
use super::{At, Lowering};
use crate::ir::{
    Additional, Bounds, Kind, List, Map, Shape, Struct, Text, TypeKind, Union, Variant,
};
use crate::names::{Scope, pascal};

/// How many combinations of alternatives are worth a type each.
const MOST_COMBINATIONS: usize = 64;

/// Parts that all hold at once, by what they are.
#[derive(Default)]
struct Parts<'s> {
    /// Those that say something of an object's properties.
    objects: Vec<At<'s>>,
    /// Those with alternatives, and the keyword that lists them.
    unions: Vec<(At<'s>, &'static str)>,
    /// Those that say what else a value is.
    values: Vec<At<'s>>,
    /// Those that are in already, by their pointers: one that contains itself ends there.
    seen: HashSet<String>,
    nullable: bool,
}

impl<'s> Lowering<'s> {
    /// Parts that all hold at once.
    pub(super) fn combined(&mut self, at: &At<'s>, hint: &str) -> (Structure, bool) {
        // Beside a reference that only has rules beside it, the type is what it refers to.
        if let Some(reference) = at.get("$ref")
            && !tells_without_reference(at)
        {
            let target = self.target(&reference);
            let shape = self.referred(target);
            return (Structure::Plain(shape.kind), shape.nullable);
        }
        let listed = self.list(at, "allOf");
        let telling: Vec<_> = listed.iter().filter(|part| tells(part)).collect();
        let mut parts = Parts::default();
        self.gather(at, &mut parts);
        // A length or a bound with no type beside it says nothing of an object.
        if !parts.objects.is_empty() {
            parts.values.retain(says_its_kind);
        }
        let nullable = parts.nullable;
        // One part that says anything is that part, and keeps its name.
        if let ([only], false, true) = (
            telling.as_slice(),
            says_something(at),
            parts.unions.len() < 2,
        ) && !tells_itself(at)
            && !self.is_inherited(only)
        {
            let (structure, inner) = self.structure(only, hint);
            return (structure, nullable || inner);
        }
        let structure = match (
            parts.objects.as_slice(),
            parts.unions.as_slice(),
            parts.values.as_slice(),
        ) {
            ([], [], values) => {
                let values = values.to_vec();
                self.narrowed(at, &values, hint)
            }
            ([], [(union, keyword)], []) => {
                let (union, keyword) = (union.clone(), *keyword);
                let list = union.get(keyword).unwrap_or_else(|| union.clone());
                let (structure, inner) = self.union(&union, &list, keyword, hint);
                return (structure, nullable || inner);
            }
            (objects, [], []) => {
                let mut assembly = Assembly::new();
                for part in objects {
                    self.add_part(part, hint, &mut assembly);
                }
                object_structure(self.assembled(assembly))
            }
            (_, [_, ..], []) => return self.spread(at, &parts, hint),
            _ => {
                self.refuse_combination(at);
                Structure::Plain(Kind::Any)
            }
        };
        (structure, nullable)
    }

    /// Whether a reference has something beside it that tells more of the value, as 3.1 allows. Before, it had nothing to
    /// say.
    pub(super) fn says_more(&self, at: &At<'s>) -> bool {
        self.is_modern
            && at.get("$ref").is_some()
            && (tells_without_reference(at)
                || KEYWORDS.iter().any(|keyword| at.get(keyword).is_some()))
    }

    /// Whether a part is a schema that others are made of, by its discriminator.
    fn is_inherited(&mut self, part: &At<'s>) -> bool {
        let target = self.resolve(part);
        target.is_some_and(|target| {
            let alternatives = ["anyOf", "oneOf"]
                .iter()
                .any(|key| target.get(key).is_some());
            target.get("discriminator").is_some() && !alternatives
        })
    }

    fn refuse_combination(&mut self, at: &At<'s>) {
        self.mistake(
            at,
            "unsupported-all-of",
            "the parts of this combination are of several kinds".into(),
            "combine objects with objects, and values of one type with each other",
        );
    }

    /// Sorts a part, what it refers to, and the parts that it is made of.
    fn gather(&mut self, part: &At<'s>, parts: &mut Parts<'s>) {
        if let Some(target) = self.resolve(part) {
            self.gather_own(target, parts);
        }
        if self.says_more(part) {
            self.gather_own(part.clone(), parts);
        }
    }

    fn gather_own(&mut self, part: At<'s>, parts: &mut Parts<'s>) {
        if !parts.seen.insert(part.pointer.clone()) {
            return;
        }
        parts.nullable |= self.flag(&part, "nullable");
        for inner in self.list(&part, "allOf") {
            self.gather(&inner, parts);
        }
        for keyword in ["anyOf", "oneOf"] {
            let Some(list) = part.get(keyword) else {
                continue;
            };
            let alternatives = list.items();
            // What only demands properties is no type, but a rule.
            if !only_narrow(&alternatives) {
                parts.unions.push((part.clone(), keyword));
            }
        }
        let is_object = part.text("type").as_deref() == Some("object");
        let alternatives = part.get("anyOf").is_some() || part.get("oneOf").is_some();
        if says_something(&part) || (is_object && !alternatives && part.get("allOf").is_none()) {
            parts.objects.push(part);
        } else if tells_itself(&part) && !is_object {
            parts.values.push(part);
        }
    }

    /// A value that is all of some things at once: what the narrowest of them is.
    fn narrowed(&mut self, at: &At<'s>, values: &[At<'s>], hint: &str) -> Structure {
        let mut narrowed: Option<Shape> = None;
        for value in values {
            // An enum that has a name keeps it.
            let is_enum = value.get("enum").is_some() || value.get("const").is_some();
            let is_read = self
                .reading
                .iter()
                .any(|part| part.pointer == value.pointer);
            if is_enum && is_component(value) && !is_read {
                let id = self.component(value);
                let shape = self.named(id);
                narrowed = match narrowed.take() {
                    None => Some(shape),
                    Some(known) => narrow(known, shape),
                };
                continue;
            }
            // Its own keywords alone: what it is combined with is among the others.
            let (structure, nullable) = match self.listed(value, hint) {
                Some(listed) => listed,
                None => self.typed(value, hint),
            };
            let kind = match structure {
                Structure::Plain(kind) => kind,
                Structure::Type(kind) if values.len() == 1 => return Structure::Type(kind),
                Structure::Type(kind) => {
                    let name = self.type_names.claim(pascal(hint));
                    let id = self.reserve();
                    self.define(id, name, value, nullable, kind);
                    Kind::Named(id)
                }
            };
            let shape = Shape { kind, nullable };
            let known = narrowed.take();
            narrowed = match known {
                None => Some(shape),
                Some(known) => narrow(known, shape),
            };
            if narrowed.is_none() {
                break;
            }
        }
        if narrowed.is_none() && !values.is_empty() {
            self.refuse_combination(at);
        }
        Structure::Plain(narrowed.map_or(Kind::Any, |shape| shape.kind))
    }

    /// Objects with alternatives beside them: the alternatives, each with the properties of all.
    fn spread(&mut self, at: &At<'s>, parts: &Parts<'s>, hint: &str) -> (Structure, bool) {
        let mut nullable = parts.nullable;
        let mut combinations: Vec<Vec<At<'s>>> = vec![Vec::new()];
        for (union, keyword) in &parts.unions {
            let mut alternatives = self.list(union, keyword);
            let listed = alternatives.len();
            alternatives.retain(|alternative| alternative.text("type").as_deref() != Some("null"));
            nullable |= alternatives.len() < listed;
            let mut longer = Vec::new();
            for combination in &combinations {
                for alternative in &alternatives {
                    let mut combination = combination.clone();
                    combination.push(alternative.clone());
                    longer.push(combination);
                }
            }
            combinations = longer;
            if combinations.len() > MOST_COMBINATIONS {
                self.refuse_combination(at);
                return (Structure::Plain(Kind::Any), false);
            }
        }
        let mut names = Scope::default();
        let mut variants = Vec::new();
        for (index, combination) in combinations.iter().enumerate() {
            let mut own = Parts::default();
            for alternative in combination {
                self.gather(alternative, &mut own);
            }
            if !own.unions.is_empty() || !own.values.is_empty() {
                self.refuse_combination(at);
                return (Structure::Plain(Kind::Any), false);
            }
            let word = match combination.as_slice() {
                [only] => self.last_name_of(only),
                _ => None,
            };
            let word = word.unwrap_or_else(|| format!("variant {}", index + 1));
            let hint = format!("{hint} {word}");
            let mut assembly = Assembly::new();
            for part in parts.objects.iter().chain(&own.objects) {
                self.add_part(part, &hint, &mut assembly);
            }
            let object = self.assembled(assembly);
            // One alternative is no choice.
            if combinations.len() == 1 {
                return (object_structure(object), nullable);
            }
            let name = self.type_names.claim(pascal(&hint));
            let id = self.reserve();
            let place = combination.first().unwrap_or(at);
            self.define(id, name, place, false, TypeKind::Struct(object));
            for alternative in combination {
                let rules = self.rules_of_part(alternative);
                self.demand_of(id, rules);
            }
            variants.push((id, place.clone(), names.claim(pascal(&word))));
        }
        let tagged = parts
            .unions
            .iter()
            .find_map(|(union, _)| union.get("discriminator"));
        if let (Some(discriminator), [_]) = (tagged, parts.unions.as_slice()) {
            let alternatives = variants.iter().map(|(id, at, _)| (*id, at.clone()));
            let alternatives = alternatives.collect();
            let tagged = self.tagged_structs(at, &discriminator, alternatives);
            return (Structure::Type(TypeKind::Tagged(tagged)), nullable);
        }
        let exclusive = parts.unions.iter().all(|(_, keyword)| *keyword == "oneOf");
        let variants = variants.into_iter().map(|(id, _, name)| Variant {
            name,
            shape: Shape {
                kind: Kind::Named(id),
                nullable: false,
            },
        });
        let union = Union {
            variants: variants.collect(),
            exclusive,
        };
        (Structure::Type(TypeKind::Union(union)), nullable)
    }

    /// The name of the schema that a reference leads to.
    fn last_name_of(&mut self, at: &At<'s>) -> Option<String> {
        let reference = at.get("$ref")?;
        Some(self.target(&reference)?.last_name())
    }
}

/// An object: a map, where nothing but that is said of its properties.
fn object_structure(object: Struct) -> Structure {
    if !object.fields.is_empty() || !object.constants.is_empty() {
        return Structure::Type(TypeKind::Struct(object));
    }
    let values = match object.additional {
        Additional::Tolerated => Shape {
            kind: Kind::Any,
            nullable: true,
        },
        Additional::Kept(_, shape) => shape,
        Additional::Forbidden => return Structure::Type(TypeKind::Struct(object)),
    };
    Structure::Plain(Kind::Map(Box::new(Map {
        values,
        min: object.min,
        max: object.max,
    })))
}

/// Keywords by which a schema says what a value is, other than by its parts and properties.
const TELLING: &[&str] = &[
    "type",
    "enum",
    "const",
    "items",
    "prefixItems",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
];

fn tells_itself(at: &At<'_>) -> bool {
    let is_object = at.text("type").as_deref() == Some("object");
    TELLING
        .iter()
        .any(|keyword| at.get(keyword).is_some() && !(is_object && *keyword == "type"))
}

/// Whether a part says what kind of value it is, and not only what holds of values of one kind.
fn says_its_kind(at: &At<'_>) -> bool {
    ["type", "enum", "const"]
        .iter()
        .any(|keyword| at.get(keyword).is_some())
}

/// Whether a part says anything of a value.
fn tells(at: &At<'_>) -> bool {
    at.get("$ref").is_some() || at.get("type").is_some() || tells_without_reference(at)
}

fn tells_without_reference(at: &At<'_>) -> bool {
    let combines = ["allOf", "anyOf", "oneOf"];
    tells_itself(at)
        || says_something(at)
        || combines.iter().any(|keyword| at.get(keyword).is_some())
}

/// What is both of two things; `None` where nothing is.
fn narrow(one: Shape, other: Shape) -> Option<Shape> {
    let nullable = one.nullable && other.nullable;
    let kind = match (one.kind, other.kind) {
        (Kind::Any, kind) | (kind, Kind::Any) => kind,
        (one, other) if one == other => one,
        (Kind::Text(one), Kind::Text(other)) => Kind::Text(Text {
            format: one.format.or(other.format),
            pattern: one.pattern.or(other.pattern),
            min: one.min.max(other.min),
            max: least(one.max, other.max),
        }),
        (Kind::Integer(width, one), Kind::Integer(_, other) | Kind::Number(other))
        | (Kind::Number(one), Kind::Integer(width, other)) => {
            Kind::Integer(width, tighter(&one, &other))
        }
        (Kind::Number(one), Kind::Number(other)) => Kind::Number(tighter(&one, &other)),
        // What is listed is narrower than any type.
        (Kind::Named(id), Kind::Text(_) | Kind::Integer(..) | Kind::Number(_))
        | (Kind::Text(_) | Kind::Integer(..) | Kind::Number(_), Kind::Named(id)) => Kind::Named(id),
        (Kind::List(one), Kind::List(other)) => Kind::List(Box::new(List {
            items: narrow(one.items, other.items)?,
            min: one.min.max(other.min),
            max: least(one.max, other.max),
            unique: one.unique || other.unique,
        })),
        _ => return None,
    };
    Some(Shape { kind, nullable })
}

fn least(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn tighter(one: &Bounds, other: &Bounds) -> Bounds {
    let largest = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => Some(one.max(other)),
        (one, other) => one.or(other),
    };
    let smallest = |one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    Bounds {
        minimum: largest(one.minimum, other.minimum),
        above: largest(one.above, other.above),
        maximum: smallest(one.maximum, other.maximum),
        below: smallest(one.below, other.below),
        multiple_of: one.multiple_of.or(other.multiple_of),
    }
}
