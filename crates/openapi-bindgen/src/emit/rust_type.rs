//! Shapes, as Rust types.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::ir::{Api, Field, Format, Kind, Literal, Shape, TypeDef, TypeKind, Width};

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
        Kind::Number(_) => quote!(f64),
        Kind::Text(text) if text.format == Some(Format::Uuid) => quote!(uuid::Uuid),
        Kind::Text(_) => quote!(String),
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
        Kind::Named(id) => {
            let name = ident(&api.type_def(*id).name);
            quote!(#module #name)
        }
    }
}

/// The type of a shape: an `Option` where null is one of its values.
pub(super) fn full(api: &Api, shape: &Shape, module: &TokenStream) -> TokenStream {
    let bare = bare(api, shape, module);
    // A JSON value has a null of its own.
    if shape.nullable && !is_any(shape) {
        quote!(Option<#bare>)
    } else {
        bare
    }
}

/// Whether a shape is any JSON value, null included.
pub(super) fn is_any(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::Any | Kind::Null)
}

/// A constant, as an expression of a shape's bare type.
pub(super) fn literal(api: &Api, literal: &Literal, module: &TokenStream) -> TokenStream {
    match literal {
        Literal::Bool(flag) => quote!(#flag),
        Literal::Integer(number) => {
            let number = proc_macro2::Literal::i64_unsuffixed(*number);
            quote!(#number)
        }
        Literal::Number(number) => {
            let number = proc_macro2::Literal::f64_unsuffixed(*number);
            quote!(#number)
        }
        Literal::Text(text) => quote!(#text.to_owned()),
        Literal::Listed(id, index) => {
            let def = api.type_def(*id);
            let name = ident(&def.name);
            let variant = match &def.kind {
                TypeKind::Listed(values) => values.get(*index).map(|value| &value.variant),
                TypeKind::Numbered(values) => values.get(*index).map(|value| &value.variant),
                _ => None,
            };
            match variant.map(|variant| ident(variant)) {
                Some(variant) => quote!(#module #name::#variant),
                None => quote!(Default::default()),
            }
        }
        Literal::Uuid(number) => {
            let number = proc_macro2::Literal::u128_unsuffixed(*number);
            quote!(uuid::Uuid::from_u128(#number))
        }
        Literal::List(items) if items.is_empty() => quote!(Vec::new()),
        Literal::List(items) => {
            let items = items.iter().map(|item| self::literal(api, item, module));
            quote!(vec![#(#items),*])
        }
        Literal::Empty => quote!(Default::default()),
        Literal::Variant(id, index, inner) => {
            let def = api.type_def(*id);
            let name = ident(&def.name);
            let inner = self::literal(api, inner, module);
            match &def.kind {
                TypeKind::Union(union) => {
                    let variant = ident(&union.variants[*index].name);
                    quote!(#module #name::#variant(#inner))
                }
                _ => quote!(Default::default()),
            }
        }
    }
}

/// What an `Option` is followed by where the document declares a default.
pub(super) fn or_default(api: &Api, default: &Literal) -> TokenStream {
    let value = literal(api, default, &quote!(types::));
    match default {
        Literal::Bool(_) | Literal::Integer(_) | Literal::Number(_) | Literal::Listed(..) => {
            quote!(.unwrap_or(#value))
        }
        Literal::Empty => quote!(.unwrap_or_default()),
        Literal::List(items) if items.is_empty() => quote!(.unwrap_or_default()),
        _ => quote!(.unwrap_or_else(|| #value)),
    }
}
