//! What a type says, as a text without the names of types: two that say the same have the same.

use super::shapes::named;
use crate::ir::{Additional, Api, Kind, Shape, Struct, TypeId, TypeKind};

/// The longest text that a shape is compared by.
const MAX_TEXT: usize = 20_000;

/// A shape as a text.
pub(super) struct Text<'a> {
    api: &'a Api,
    /// The number of a type that is in both documents.
    known: &'a dyn Fn(TypeId) -> Option<usize>,
    text: String,
    /// The types that this is within.
    within: Vec<TypeId>,
}

impl<'a> Text<'a> {
    /// The text of a type; none where it is too long to be compared.
    pub(super) fn of(
        api: &'a Api,
        id: TypeId,
        known: &'a dyn Fn(TypeId) -> Option<usize>,
    ) -> Option<String> {
        let mut text = Self {
            api,
            known,
            text: String::new(),
            within: Vec::new(),
        };
        text.definition(id);
        (text.text.len() <= MAX_TEXT).then_some(text.text)
    }

    fn say(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn definition(&mut self, id: TypeId) {
        if self.text.len() > MAX_TEXT {
            return;
        }
        self.within.push(id);
        let def = self.api.type_def(id);
        if def.nullable {
            self.say("null ");
        }
        match &def.kind {
            TypeKind::Struct(object) => self.object(object),
            TypeKind::Listed(values) => {
                let mut values: Vec<_> = values.iter().map(|value| &value.wire).collect();
                values.sort();
                self.say(&format!("{values:?}"));
            }
            TypeKind::Numbered(values) => {
                let mut values: Vec<_> = values.iter().map(|value| value.wire).collect();
                values.sort_unstable();
                self.say(&format!("{values:?}"));
            }
            TypeKind::Tuple(shapes) => {
                self.say("tuple");
                for shape in shapes {
                    self.shape(shape);
                }
            }
            TypeKind::Union(union) => {
                self.say(&format!("union {}", union.exclusive));
                for variant in &union.variants {
                    self.shape(&variant.shape);
                }
            }
            TypeKind::Tagged(union) => {
                self.say(&format!("tagged {}", union.property));
                for variant in &union.variants {
                    self.say(&variant.tag);
                    self.shape(&named(variant.id));
                }
            }
            TypeKind::Alias(shape) => self.shape(shape),
        }
        if !def.rules.is_empty() {
            self.say(&format!("{:?}", def.rules));
        }
        self.within.pop();
    }

    fn object(&mut self, object: &Struct) {
        self.say(&format!("struct {:?} {:?}", object.min, object.max));
        let mut fields: Vec<_> = object.fields.iter().collect();
        fields.sort_by_key(|field| &field.wire);
        for field in fields {
            let (required, default) = (field.required, field.default.is_some());
            self.say(&format!("{:?} {required} {default}", field.wire));
            self.shape(&field.shape);
        }
        let mut constants: Vec<_> = object.constants.iter().collect();
        constants.sort_by_key(|constant| &constant.wire);
        self.say(&format!("{constants:?}"));
        match &object.additional {
            Additional::Kept(_, shape) => self.shape(shape),
            other => self.say(&format!("{other:?}")),
        }
    }

    fn shape(&mut self, shape: &Shape) {
        self.say(if shape.nullable { " null " } else { " " });
        match &shape.kind {
            Kind::Named(id) => {
                if let Some(number) = (self.known)(*id) {
                    self.say(&format!("={number}"));
                } else if let Some(depth) = self.within.iter().position(|known| known == id) {
                    self.say(&format!("^{depth}"));
                } else {
                    self.say("(");
                    self.definition(*id);
                    self.say(")");
                }
            }
            Kind::List(list) => {
                self.say(&format!(
                    "list {:?} {:?} {}",
                    list.min, list.max, list.unique
                ));
                self.shape(&list.items);
            }
            Kind::Map(map) => {
                self.say(&format!("map {:?} {:?}", map.min, map.max));
                self.shape(&map.values);
            }
            other => self.say(&format!("{other:?}")),
        }
    }
}
