//! The Rust types of fields, as texts: what two versions of the bindings are compared by.

use proc_macro2::TokenStream;

use super::rust_type::{Presence, bare, full, is_any, presence};
use super::{content, request, response, security};
use crate::ir::{Api, Body, Content, Field, Parameter, Response, SchemeKind, Shape, TypeDef};

/// Whether a reader of a type can do without a field.
pub(crate) fn may_be_absent(def: &TypeDef, field: &Field) -> bool {
    presence(def, field) != Presence::Always
}

/// The type of a field of a struct.
pub(crate) fn field(api: &Api, def: &TypeDef, field: &Field) -> String {
    let value = bare(api, &field.shape, &TokenStream::new()).to_string();
    let value = if field.boxed {
        format!("Box<{value}>")
    } else {
        value
    };
    match presence(def, field) {
        Presence::OrEither => format!("Nullable<{value}>"),
        Presence::OrAbsent => format!("Option<{value}>"),
        Presence::OrNull | Presence::OrDefault if field.shape.nullable && !is_any(&field.shape) => {
            format!("Option<{value}>")
        }
        _ => value,
    }
}

/// The type of a shape that is no field.
pub(crate) fn shape(api: &Api, shape: &Shape) -> String {
    full(api, shape, &TokenStream::new()).to_string()
}

/// The type of a parameter's field.
pub(crate) fn parameter(api: &Api, parameter: &Parameter) -> String {
    request::input_type(api, parameter).to_string()
}

/// The type of the field of a request's body.
pub(crate) fn body(api: &Api, body: &Body) -> String {
    request::body_type(api, body).to_string()
}

/// The type of a body in one media type.
pub(crate) fn content(api: &Api, body: &Content) -> String {
    content::body_type(api, body).to_string()
}

/// The type of a header's field.
pub(crate) fn header(api: &Api, header: &Parameter) -> String {
    response::header_type(api, header).to_string()
}

/// Whether a response's variant has fields with names.
pub(crate) fn has_fields(response: &Response) -> bool {
    response::has_fields(response)
}

/// The type of a credential's field.
pub(crate) fn credential(kind: &SchemeKind) -> &'static str {
    security::credential(kind)
}
