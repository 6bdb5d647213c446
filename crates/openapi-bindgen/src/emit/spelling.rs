//! The Rust types of fields, as texts: what two versions of the bindings are compared by. Another name for a type is that
//! type.

use proc_macro2::TokenStream;

use super::rust_type::{Presence, bare, full, is_any, presence};
use super::{content, request, response, security};
use crate::ir::{
    Api, Content, Field, Kind, List, Map, Parameter, Response, SchemeKind, Shape, TypeDef, TypeKind,
};

/// A Rust type, as a text.
pub(crate) struct Spelling {
    /// Without what is told of a named type for all of its places: that it is another name, or takes null.
    by_name: String,
    /// With types in place of their other names.
    plain: String,
}

impl Spelling {
    fn of(api: &Api, shape: &Shape, spell: impl Fn(&Shape) -> String) -> Self {
        Self {
            by_name: spell(&by_name(api, shape)),
            plain: spell(&plain(api, shape)),
        }
    }

    /// Whether two types are the same, but for what is told elsewhere.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.by_name == other.by_name || self.plain == other.plain
    }

    /// Whether a reader of it takes null.
    pub(crate) fn takes_null(&self) -> bool {
        self.plain.starts_with("Option") || self.plain.starts_with("Nullable")
    }

    /// As people write it.
    pub(crate) fn text(&self) -> String {
        let text = self.plain.replace(" :: ", "::").replace(" <", "<");
        text.replace("< ", "<")
            .replace(" >", ">")
            .replace(" ,", ",")
    }
}

/// A word that stands for a type.
impl From<&str> for Spelling {
    fn from(word: &str) -> Self {
        Self {
            by_name: word.to_owned(),
            plain: word.to_owned(),
        }
    }
}

/// Whether a reader of a type can do without a field.
pub(crate) fn may_be_absent(def: &TypeDef, field: &Field) -> bool {
    presence(def, field) != Presence::Always
}

/// The type of a field of a struct.
pub(crate) fn field(api: &Api, def: &TypeDef, field: &Field) -> Spelling {
    Spelling::of(api, &field.shape, |shape| {
        let field = Field {
            shape: shape.clone(),
            ..field.clone()
        };
        let value = bare(api, shape, &TokenStream::new()).to_string();
        let value = if field.boxed {
            format!("Box<{value}>")
        } else {
            value
        };
        match presence(def, &field) {
            Presence::OrEither => format!("Nullable<{value}>"),
            Presence::OrAbsent => format!("Option<{value}>"),
            Presence::OrNull | Presence::OrDefault if shape.nullable && !is_any(api, shape) => {
                format!("Option<{value}>")
            }
            _ => value,
        }
    })
}

/// The type of a shape that is no field.
pub(crate) fn shape(api: &Api, shape: &Shape) -> Spelling {
    Spelling::of(api, shape, |shape| {
        full(api, shape, &TokenStream::new()).to_string()
    })
}

/// The type of a parameter's field.
pub(crate) fn parameter(api: &Api, parameter: &Parameter) -> Spelling {
    Spelling::of(api, &parameter.shape, |shape| {
        request::input_type(api, &with(parameter, shape)).to_string()
    })
}

/// The type of a header's field.
pub(crate) fn header(api: &Api, header: &Parameter) -> Spelling {
    Spelling::of(api, &header.shape, |shape| {
        response::header_type(api, &with(header, shape)).to_string()
    })
}

fn with(parameter: &Parameter, shape: &Shape) -> Parameter {
    Parameter {
        shape: shape.clone(),
        ..parameter.clone()
    }
}

/// The type of a body in one media type.
pub(crate) fn content(api: &Api, body: &Content) -> Spelling {
    Spelling::of(api, &body.shape, |shape| {
        let body = Content {
            shape: shape.clone(),
            ..body.clone()
        };
        content::body_type(api, &body).to_string()
    })
}

/// Whether a response's variant has fields with names.
pub(crate) fn has_fields(response: &Response) -> bool {
    response::has_fields(response)
}

/// The type of a credential's field.
pub(crate) fn credential(kind: &SchemeKind) -> &'static str {
    security::credential(kind)
}

/// A shape without the null that a named type takes anywhere.
fn by_name(api: &Api, shape: &Shape) -> Shape {
    let (kind, nullable) = match &shape.kind {
        Kind::Named(id) => (shape.kind.clone(), !api.type_def(*id).nullable),
        Kind::List(list) => {
            let items = by_name(api, &list.items);
            let list = List {
                items,
                ..(**list).clone()
            };
            (Kind::List(Box::new(list)), true)
        }
        Kind::Map(map) => {
            let values = by_name(api, &map.values);
            let map = Map {
                values,
                ..(**map).clone()
            };
            (Kind::Map(Box::new(map)), true)
        }
        kind => (kind.clone(), true),
    };
    Shape {
        kind,
        nullable: shape.nullable && nullable,
    }
}

/// A shape with the types in place of their other names. Its null is that of the place.
fn plain(api: &Api, shape: &Shape) -> Shape {
    let kind = match &shape.kind {
        Kind::Named(id) => match &api.type_def(*id).kind {
            TypeKind::Alias(target) => plain(api, target).kind,
            _ => shape.kind.clone(),
        },
        Kind::List(list) => Kind::List(Box::new(List {
            items: plain(api, &list.items),
            ..(**list).clone()
        })),
        Kind::Map(map) => Kind::Map(Box::new(Map {
            values: plain(api, &map.values),
            ..(**map).clone()
        })),
        kind => kind.clone(),
    };
    Shape {
        kind,
        nullable: shape.nullable,
    }
}
