//! What a schema is made of, whatever names it goes by: items, properties, alternatives.

use crate::schema::{Kind, Object, Schema};

/// What the items of an array have to be; `None` where the schema is no array.
pub(super) fn items(schema: &Schema) -> Option<&'static Schema> {
    match &schema.kind {
        Kind::List(list) => Some(list.items),
        Kind::Reference(target) => items(target),
        _ => None,
    }
}

/// What an object has to be; `None` where the schema is none.
pub(super) fn object(schema: &Schema) -> Option<&Object> {
    match &schema.kind {
        Kind::Object(object) => Some(object),
        Kind::Reference(target) => object(target),
        _ => None,
    }
}

/// What a property of an object has to be; any value where nothing is said of it.
pub(super) fn property<'a>(object: &'a Object, name: &str) -> &'a Schema {
    let declared = object
        .properties
        .iter()
        .find(|property| property.name == name);
    let declared = declared.map(|property| &property.schema);
    declared.or(object.additional).unwrap_or(&Schema::ANY)
}

/// The alternatives of a schema.
#[derive(Clone, Copy)]
pub(super) enum Alternatives {
    Listed(&'static [Schema]),
    Tagged(&'static [&'static Schema]),
}

impl Alternatives {
    pub(super) fn iter(self) -> impl Iterator<Item = &'static Schema> {
        let (listed, tagged): (&[Schema], &[&Schema]) = match self {
            Self::Listed(list) => (list, &[]),
            Self::Tagged(list) => (&[], list),
        };
        listed.iter().chain(tagged.iter().copied())
    }
}

/// The alternatives of a schema; `None` where it has none.
pub(super) fn alternatives(schema: &Schema) -> Option<Alternatives> {
    match &schema.kind {
        Kind::AnyOf(list) | Kind::OneOf(list) => Some(Alternatives::Listed(list)),
        Kind::Tagged(tagged) => Some(Alternatives::Tagged(tagged.alternatives)),
        Kind::Reference(target) => alternatives(target),
        _ => None,
    }
}
