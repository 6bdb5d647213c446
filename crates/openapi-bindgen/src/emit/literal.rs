//! Defaults, as expressions.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::{Presence, is_any, presence};
use super::{format, ident};
use crate::ir::{Additional, Api, Field, Literal, TypeId, TypeKind};

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
        Literal::Uuid(_)
        | Literal::Date(..)
        | Literal::DateTime(..)
        | Literal::Ipv4(_)
        | Literal::Ipv6(_) => format::literal(literal).unwrap_or_default(),
        Literal::List(items) if items.is_empty() => quote!(Vec::new()),
        Literal::List(items) => {
            let items = items.iter().map(|item| self::literal(api, item, module));
            quote!(vec![#(#items),*])
        }
        Literal::Empty => quote!(Default::default()),
        Literal::Map(entries) => {
            let entries = entries.iter().map(|(name, value)| {
                let value = self::literal(api, value, module);
                quote!((#name.to_owned(), #value))
            });
            quote!([#(#entries),*].into_iter().collect())
        }
        Literal::Struct(id, said) => structure(api, *id, said, module),
        // JSON is what the macro takes.
        Literal::Json(value) => {
            let value: TokenStream = value.to_string().parse().unwrap_or_default();
            quote!(serde_json::json!(#value))
        }
        Literal::Variant(id, index, inner) => {
            let def = api.type_def(*id);
            let name = ident(&def.name);
            let inner = self::literal(api, inner, module);
            match &def.kind {
                TypeKind::Union(union) => {
                    let variant = ident(&union.variants[*index].name);
                    quote!(#module #name::#variant(#inner))
                }
                TypeKind::Tagged(tagged) => {
                    let variant = ident(&tagged.variants[*index].name);
                    quote!(#module #name::#variant(#inner))
                }
                _ => quote!(Default::default()),
            }
        }
    }
}

/// A struct, every field of it: those that the default does not mention are what they are when they are absent.
fn structure(
    api: &Api,
    id: TypeId,
    said: &[(String, Option<Literal>)],
    module: &TokenStream,
) -> TokenStream {
    let def = api.type_def(id);
    let TypeKind::Struct(object) = &def.kind else {
        return quote!(Default::default());
    };
    let fields = object.fields.iter().map(|field| {
        let presence = presence(def, field);
        let known = said.iter().find(|(wire, _)| *wire == field.wire);
        let value = match (known, &field.default) {
            (Some((_, None)), _) if presence == Presence::OrEither => {
                Some(quote!(openapi_runtime::Nullable::Null))
            }
            (Some((_, None)), _) => Some(quote!(None)),
            (Some((_, Some(value))), _) => Some(wrapped(api, field, presence, value, module)),
            (None, Some(value)) if presence == Presence::OrDefault => {
                Some(wrapped(api, field, presence, value, module))
            }
            (None, _) => None,
        };
        let value = value.unwrap_or_else(|| quote!(Default::default()));
        let field = ident(&field.name);
        quote!(#field: #value)
    });
    let kept = match &object.additional {
        Additional::Kept(field, _) => {
            let field = ident(field);
            Some(quote!(#field: Default::default()))
        }
        Additional::Tolerated | Additional::Forbidden => None,
    };
    let (name, fields) = (ident(&def.name), fields.chain(kept));
    quote!(#module #name { #(#fields),* })
}

/// A value, in what its field has around it.
fn wrapped(
    api: &Api,
    field: &Field,
    presence: Presence,
    value: &Literal,
    module: &TokenStream,
) -> TokenStream {
    let value = literal(api, value, module);
    let value = if field.boxed {
        quote!(Box::new(#value))
    } else {
        value
    };
    // A JSON value has a null of its own.
    let is_option = field.shape.nullable && !is_any(api, &field.shape);
    match presence {
        Presence::OrEither => quote!(openapi_runtime::Nullable::Value(#value)),
        Presence::OrAbsent => quote!(Some(#value)),
        Presence::OrNull | Presence::OrDefault if is_option => quote!(Some(#value)),
        _ => value,
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
