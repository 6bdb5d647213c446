//! Shapes, as Rust types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{format, ident};
use crate::ir::{Api, Field, Kind, Shape, TypeDef, TypeKind, Width};

/// How a field tells apart a value, null and absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// Always there: `T`.
    Always,
    /// There or null, and written as null: `Option<T>`.
    OrNull,
    /// There or absent, and left out when it is: `Option<T>`.
    OrAbsent,
    /// There, null or absent: `Nullable<T>`.
    OrEither,
    /// There, or else its default: `T`, or `Option<T>` where null is a value too.
    OrDefault,
}

/// How a field of a type tells its states apart.
///
/// Where the document lets a field be absent as well as null, a request says two different things with the two, and
/// both are kept. A response that has no value says null, as FastAPI's do, and a reader takes either for it.
pub(super) fn presence(def: &TypeDef, field: &Field) -> Presence {
    match (field.required, field.shape.nullable, &field.default) {
        (true, false, _) => Presence::Always,
        (true, true, _) => Presence::OrNull,
        (false, _, Some(_)) => Presence::OrDefault,
        (false, false, None) => Presence::OrAbsent,
        // A JSON value has a null of its own.
        (false, true, None) if matches!(field.shape.kind, Kind::Any | Kind::Null) => {
            Presence::OrAbsent
        }
        (false, true, None) if def.in_requests => Presence::OrEither,
        (false, true, None) => Presence::OrNull,
    }
}

/// The type of a shape, without its null. Named types are found below `module`.
pub(super) fn bare(api: &Api, shape: &Shape, module: &TokenStream) -> TokenStream {
    match &shape.kind {
        Kind::Any | Kind::Null => quote!(serde_json::Value),
        Kind::Boolean | Kind::Flag(_) => quote!(bool),
        Kind::Integer(Width::Int64, _) => quote!(i64),
        Kind::Integer(Width::Int32, _) => quote!(i32),
        Kind::Integer(Width::Uint64, _) => quote!(u64),
        Kind::Integer(Width::Uint32, _) => quote!(u32),
        Kind::Integer(Width::Int16, _) => quote!(i16),
        Kind::Integer(Width::Uint16, _) => quote!(u16),
        Kind::Integer(Width::Int8, _) => quote!(i8),
        Kind::Integer(Width::Uint8, _) => quote!(u8),
        Kind::Number(_) => quote!(f64),
        Kind::Text(text) => match format::path(text.format) {
            Some(path) => {
                let names = path.split("::").map(ident);
                quote!(#(#names)::*)
            }
            None => quote!(String),
        },
        Kind::List(list) => {
            let items = full(api, &list.items, module);
            quote!(Vec<#items>)
        }
        Kind::Map(map) if matches!(map.values.kind, Kind::Any) => {
            quote!(serde_json::Map<String, serde_json::Value>)
        }
        Kind::Map(map) => {
            let values = full(api, &map.values, module);
            quote!(std::collections::BTreeMap<String, #values>)
        }
        Kind::Named(id) => match api.type_def(*id).inline() {
            Some(shape) => bare(api, shape, module),
            None => {
                let name = ident(&api.type_def(*id).name);
                quote!(#module #name)
            }
        },
    }
}

/// The type of a shape: an `Option` where null is one of its values.
pub(super) fn full(api: &Api, shape: &Shape, module: &TokenStream) -> TokenStream {
    let bare = bare(api, shape, module);
    // A JSON value has a null of its own.
    if shape.nullable && !is_any(api, shape) {
        quote!(Option<#bare>)
    } else {
        bare
    }
}

/// Whether a shape is any JSON value, null included.
pub(super) fn is_any(api: &Api, shape: &Shape) -> bool {
    match shape.kind {
        Kind::Any | Kind::Null => true,
        Kind::Named(id) => match &api.type_def(id).kind {
            TypeKind::Alias(shape) => is_any(api, shape),
            _ => false,
        },
        _ => false,
    }
}
