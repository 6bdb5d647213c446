//! Values that break one demand of a shape.

use serde_json::{Number, Value, json};

use super::accepts::accepts;
use super::condition::{finds, holds};
use super::number::{integers, multiple_from};
use super::value::{Place, Sampler, Size};
use crate::format::looks_like;
use crate::ir::{
    Additional, Bounds, Format, Kind, Rule, Shape, Struct, Tagged, Text, TypeId, TypeKind, Width,
};

/// How many values of a type are tried for one that breaks a rule.
const ATTEMPTS: usize = 20;

/// A value with one fault.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// What is wrong with it, such as `maxLength`.
    pub what: &'static str,
    /// The way to where the fault is told: names and indices. Of a value that no alternative takes, that is its own place.
    pub path: Vec<Value>,
    /// The whole value.
    pub value: Value,
}

/// Every way in which `value`, which the shape allows, breaks one demand: each demand once, and no value that is allowed
/// after all. Where there are alternatives, `value` is made one of each.
pub fn violations(
    sampler: &mut Sampler,
    shape: &Shape,
    value: &Value,
    place: Place,
) -> Vec<Violation> {
    let api = sampler.api();
    let mut found = Finder {
        sampler,
        place,
        root: shape,
        whole: value.clone(),
        path: Vec::new(),
        told: None,
        seen: Vec::new(),
        found: Vec::new(),
    };
    found.shape(shape, value);
    let mut found = found.found;
    found.retain(|violation| !accepts(api, shape, &violation.value));
    found
}

struct Finder<'a, 's> {
    sampler: &'s mut Sampler<'a>,
    place: Place,
    /// What the whole value has to be.
    root: &'s Shape,
    whole: Value,
    path: Vec<Value>,
    /// How many steps of the path are told: inside an alternative, those that lead to it.
    told: Option<usize>,
    /// The named types on the way: the demands of each are broken once.
    seen: Vec<TypeId>,
    found: Vec<Violation>,
}

impl Finder<'_, '_> {
    /// Puts another value where the finder is; `None` takes it away.
    fn put(&mut self, what: &'static str, value: impl Into<Option<Value>>) {
        // What is of no alternative's type was put where they begin.
        if self.told == Some(self.path.len()) && matches!(what, "null" | "type") {
            return;
        }
        let path = self.path.clone();
        self.put_at(what, path, value.into());
    }

    fn put_at(&mut self, what: &'static str, path: Vec<Value>, value: Option<Value>) {
        // A text of a URL or a form says nothing but text.
        let unwritable = |value: &Value| value.is_null() || value.is_object() || value.is_array();
        if self.place != Place::Json && path.is_empty() && value.as_ref().is_some_and(unwritable) {
            return;
        }
        if let Some(value) = self.with(&path, value) {
            let told = self.told.unwrap_or(path.len());
            let path = path.into_iter().take(told).collect();
            self.found.push(Violation { what, path, value });
        }
    }

    /// The whole value with another one at a place, or with none there.
    fn with(&self, path: &[Value], value: Option<Value>) -> Option<Value> {
        let mut whole = self.whole.clone();
        replace(&mut whole, path, value)?;
        Some(whole)
    }

    /// The place of a property of the value that the finder is at.
    fn at(&self, name: &str) -> Vec<Value> {
        let path = self.path.iter().cloned();
        path.chain([json!(name)]).collect()
    }

    fn below(&mut self, step: Value, shape: &Shape, value: &Value) {
        self.path.push(step);
        self.shape(shape, value);
        self.path.pop();
    }

    fn shape(&mut self, shape: &Shape, value: &Value) {
        if value.is_null() && self.place == Place::Json {
            return self.other_type(shape);
        }
        if !shape.nullable && self.place == Place::Json && !matches!(shape.kind, Kind::Any) {
            self.put("null", Value::Null);
        }
        match &shape.kind {
            Kind::Any => return,
            Kind::Integer(width, bounds) => self.integer(*width, bounds),
            Kind::Number(bounds) => self.bounds(bounds),
            Kind::Text(text) => self.text(text, value),
            Kind::List(list) => {
                let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
                if let Some(least) = list.min.filter(|least| *least > 0) {
                    let fewer = items.iter().take(least as usize - 1).cloned();
                    self.put("minItems", Value::from_iter(fewer));
                }
                if let (Some(most), Some(first)) =
                    (list.max.filter(|most| *most < 1000), items.first())
                {
                    let more = std::iter::repeat_n(first.clone(), most as usize + 1);
                    self.put("maxItems", Value::from_iter(more));
                }
                if let (true, Some(first)) = (list.unique, items.first()) {
                    self.put("uniqueItems", json!([first, first]));
                }
                if let Some(first) = items.first() {
                    self.below(json!(0), &list.items, first);
                }
            }
            Kind::Map(map) => {
                let fields = value.as_object();
                if let Some((name, first)) = fields.and_then(|fields| fields.iter().next()) {
                    self.below(json!(name), &map.values, first);
                }
                if map.min.is_some_and(|least| least > 0) {
                    self.put("minProperties", json!({}));
                }
            }
            Kind::Named(id) => self.named(*id, value),
            Kind::Null | Kind::Boolean | Kind::Flag(_) => {}
        }
        // A text is a list of one.
        let is_list = self.place != Place::Json && matches!(shape.kind, Kind::List(_));
        if !is_list && !matches!(shape.kind, Kind::Named(_)) {
            self.other_type(shape);
        }
    }

    /// A value of a type that will not do.
    fn other_type(&mut self, shape: &Shape) {
        let others = [
            json!("no such value"),
            json!(12.5),
            json!(true),
            json!([]),
            json!({}),
        ];
        let wrong = others.into_iter().find(|other| {
            let is_same = matches!(shape.kind, Kind::Text(_)) && other.is_string();
            let is_unwritable = self.place != Place::Json && !other.is_string();
            !is_same && !is_unwritable && !accepts(self.sampler.api(), shape, other)
        });
        if let Some(wrong) = wrong {
            self.put("type", wrong);
        }
    }

    fn integer(&mut self, width: Width, bounds: &Bounds) {
        let (low, high) = integers(width, bounds);
        // No format says how wide an integer is that has none: its type in Rust does.
        let widest = width.range();
        for (what, value, is_widest) in [
            ("minimum", low - 1, low == widest.0),
            ("maximum", high + 1, high == widest.1),
        ] {
            if let Some(value) = Number::from_i128(value) {
                self.put(if is_widest { "width" } else { what }, Value::from(value));
            }
        }
        if let Some(step) = bounds.multiple_of.filter(|step| *step > 1.0) {
            let low = multiple_from(low, step as i128);
            if let Some(value) = Number::from_i128(low + 1) {
                self.put("multipleOf", Value::from(value));
            }
        }
        self.put("integer", json!(0.5));
    }

    fn bounds(&mut self, bounds: &Bounds) {
        for (what, value) in [
            ("minimum", bounds.minimum.map(|value| value - 1.0)),
            ("exclusiveMinimum", bounds.above),
            ("maximum", bounds.maximum.map(|value| value + 1.0)),
            ("exclusiveMaximum", bounds.below),
        ] {
            if let Some(value) = value {
                self.put(what, json!(value));
            }
        }
    }

    fn text(&mut self, text: &Text, value: &Value) {
        let said = value.as_str().unwrap_or_default();
        if let Some(least) = text
            .min
            .filter(|least| *least > 1 || self.place == Place::Json && *least > 0)
        {
            let short: String = said.chars().take(least as usize - 1).collect();
            self.put("minLength", json!(short));
        }
        if let Some(most) = text.max.filter(|most| *most < 100_000) {
            let last = said.chars().last().unwrap_or('a');
            let long = said.chars().chain(std::iter::repeat(last));
            let long: String = long.take(most as usize + 1).collect();
            self.put("maxLength", json!(long));
        }
        if let Some(pattern) = &text.pattern {
            let strange = ["~", "no", "!!!!!!!!!!!!", "A_9-.z @", "0"];
            let strange = strange.into_iter().find(|text| !finds(pattern, text));
            if let Some(strange) = strange {
                self.put("pattern", json!(strange));
            }
        }
        match text.format {
            None | Some(Format::Binary) => {}
            Some(Format::Byte) => self.put("contentEncoding", json!("?")),
            Some(Format::Ip) => self.put("ip", json!("?")),
            Some(format) => {
                let strange = ["of another format", "(", "\\", "https://["];
                let strange = strange.into_iter().find(|text| !looks_like(format, text));
                if let Some(strange) = strange {
                    self.put("format", json!(strange));
                }
            }
        }
    }

    fn named(&mut self, id: TypeId, value: &Value) {
        if self.seen.contains(&id) {
            return;
        }
        self.seen.push(id);
        let api = self.sampler.api();
        let def = api.type_def(id);
        for rule in &def.rules {
            self.rule(rule, id, value);
        }
        match &def.kind {
            TypeKind::Struct(object) => self.object(object, value, None),
            TypeKind::Alias(shape) => self.shape(shape, value),
            TypeKind::Listed(_) => self.put("enum", json!("no such value")),
            TypeKind::Numbered(values) => {
                let next = values.iter().map(|value| value.wire).max().unwrap_or(0);
                self.put("enum", json!(next.saturating_add(1)));
                self.put("type", json!("no such value"));
            }
            TypeKind::Tuple(shapes) => {
                let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
                self.put("minItems", Value::from_iter(items.iter().skip(1).cloned()));
                for (index, (shape, item)) in shapes.iter().zip(items).enumerate() {
                    self.below(json!(index), shape, item);
                }
            }
            TypeKind::Tagged(tagged) => self.tagged(tagged, value),
            TypeKind::Union(union) => {
                self.other_type(&Shape {
                    kind: Kind::Named(id),
                    nullable: false,
                });
                let variants = union.variants.iter();
                self.alternatives(variants.map(|variant| &variant.shape), value);
            }
        }
    }

    /// What breaks each of the alternatives that nothing tells apart, and meets no other. A text is not told from a number
    /// where all are texts.
    fn alternatives<'a>(&mut self, shapes: impl Iterator<Item = &'a Shape>, value: &Value) {
        if self.place != Place::Json {
            return;
        }
        let told = self.told;
        self.told = told.or(Some(self.path.len()));
        for shape in shapes {
            let one = if accepts(self.sampler.api(), shape, value) {
                Some(value.clone())
            } else {
                let sample = self.sampler.value(shape, Size::Most, self.place);
                sample.map(|sample| sample.sent)
            };
            if let Some(one) = one {
                self.instead(one, |finder, one| finder.shape(shape, one));
            }
        }
        self.told = told;
    }

    fn tagged(&mut self, tagged: &Tagged, value: &Value) {
        let api = self.sampler.api();
        let at = self.at(&tagged.property);
        self.put_at("discriminator", at, Some(json!("no such tag")));
        let said = value.get(&tagged.property).and_then(Value::as_str);
        for variant in &tagged.variants {
            let Some((_, object)) = api.structure(variant.id) else {
                continue;
            };
            let one = if said == Some(variant.tag.as_str()) {
                Some(value.clone())
            } else {
                self.sampler.variant(tagged, variant, Size::Most)
            };
            if let Some(one) = one {
                self.instead(one, |finder, one| {
                    finder.object(object, one, Some(&tagged.property));
                });
            }
        }
    }

    /// Goes on with another value where the finder is, if the whole is allowed with it.
    fn instead(&mut self, value: Value, go_on: impl FnOnce(&mut Self, &Value)) {
        let Some(other) = self.with(&self.path, Some(value.clone())) else {
            return;
        };
        if accepts(self.sampler.api(), self.root, &other) {
            let whole = std::mem::replace(&mut self.whole, other);
            go_on(self, &value);
            self.whole = whole;
        }
    }

    /// A value of the type that breaks a rule, which no type expresses: one without a property, or found by chance.
    fn rule(&mut self, rule: &Rule, id: TypeId, value: &Value) {
        if self.place != Place::Json {
            return;
        }
        let breaks = |value: &Value| !holds(rule, value);
        let names = value
            .as_object()
            .into_iter()
            .flat_map(|fields| fields.keys());
        let mut shorter = names.filter_map(|name| {
            let mut value = value.clone();
            value.as_object_mut()?.remove(name)?;
            Some(value)
        });
        let broken = shorter.find(breaks).or_else(|| {
            let mut others = (0..ATTEMPTS).filter_map(|_| self.sampler.unruled(id, Size::Any));
            others.find(breaks)
        });
        if let Some(broken) = broken {
            self.put("rule", broken);
        }
    }

    fn object(&mut self, object: &Struct, value: &Value, tag: Option<&str>) {
        if self.place == Place::Json {
            self.put("type", json!("no such value"));
        }
        for constant in &object.constants {
            if tag == Some(&constant.wire) || !constant.required {
                continue;
            }
            let at = self.at(&constant.wire);
            self.put_at("const", at.clone(), Some(json!("no such value")));
            self.put_at("required", at, None);
        }
        for field in object
            .fields
            .iter()
            .filter(|field| tag != Some(&field.wire))
        {
            let Some(said) = value.get(&field.wire) else {
                continue;
            };
            if field.required {
                let at = self.at(&field.wire);
                self.put_at("required", at, None);
            }
            self.below(json!(field.wire), &field.shape, said);
        }
        if matches!(object.additional, Additional::Forbidden) {
            let at = self.at("no_such_property");
            self.put_at("additionalProperties", at, Some(json!("x")));
        }
    }
}

/// Puts a value at a place, or takes away what is there; `None` where there is no such place.
fn replace(whole: &mut Value, path: &[Value], value: Option<Value>) -> Option<()> {
    let Some((last, way)) = path.split_last() else {
        *whole = value?;
        return Some(());
    };
    let mut at = whole;
    for step in way {
        at = match step {
            Value::String(name) => at.get_mut(name)?,
            step => at.get_mut(usize::try_from(step.as_u64()?).ok()?)?,
        };
    }
    match (last, value) {
        (Value::String(name), Some(value)) => {
            at.as_object_mut()?.insert(name.clone(), value);
        }
        (Value::String(name), None) => {
            at.as_object_mut()?.remove(name)?;
        }
        (step, Some(value)) => *at.get_mut(usize::try_from(step.as_u64()?).ok()?)? = value,
        (_, None) => return None,
    }
    Some(())
}
