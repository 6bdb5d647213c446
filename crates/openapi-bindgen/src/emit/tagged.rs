//! Unions with a discriminator, and the properties of structs that always say the same.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use super::types::documented;
use crate::ir::{Api, Constant, Struct, Tagged, TypeDef};

/// A union with a discriminator. It keeps a variant whose tag the document does not list, so that an older client reads
/// what a newer server says; the server refuses it before it gets here.
pub(super) fn tagged_enum(api: &Api, def: &TypeDef, tagged: &Tagged) -> TokenStream {
    let property = &tagged.property;
    let line = format!(
        "One of several alternatives, told apart by `{}`.",
        property.replace('`', "'")
    );
    let docs = documented(def.docs.as_deref().or(Some(&line)), &def.name);
    let name = ident(&def.name);
    let variants = tagged.variants.iter().map(|variant| {
        let (variant_name, tag) = (ident(&variant.name), &variant.tag);
        let ty = ident(&api.type_def(variant.id).name);
        let docs = documented(None, tag);
        quote!(#docs #variant_name(#ty) = #tag)
    });
    quote! {
        openapi_runtime::tagged_union! {
            #docs
            #[tag = #property]
            #[json_schema(feature = "schemars")]
            pub enum #name { #(#variants),* }
        }
    }
}

/// What the attributes of a struct with constants say: serde's derive reads and writes the fields alone.
pub(super) fn attributes(object: &Struct) -> TokenStream {
    let schemars = if object.constants.is_empty() {
        quote!(derive(schemars::JsonSchema))
    } else {
        quote!(
            derive(schemars::JsonSchema),
            schemars(transform = openapi_runtime::with_constants::<Self>)
        )
    };
    let remote = (!object.constants.is_empty()).then(|| quote!(#[serde(remote = "Self")]));
    quote! {
        #remote
        #[cfg_attr(feature = "schemars", #schemars)]
    }
}

/// What a struct with constants is documented by, besides.
pub(super) fn documentation(object: &Struct) -> Option<String> {
    let say = |constant: &Constant| {
        let quoted = |text: &str| format!("`{}`", text.replace('`', "'"));
        format!("{} is {}", quoted(&constant.wire), quoted(&constant.value))
    };
    let says: Vec<_> = object.constants.iter().map(say).collect();
    (!says.is_empty()).then(|| format!("On the wire, {}.", says.join(" and ")))
}

/// The constants of a struct.
pub(super) fn constants(def: &TypeDef, object: &Struct) -> Option<TokenStream> {
    let constants = object.constants.iter().map(|constant| {
        let presence = if constant.required {
            ident("required")
        } else {
            ident("optional")
        };
        let (wire, value) = (&constant.wire, &constant.value);
        quote!(#presence #wire = #value)
    });
    let name = ident(&def.name);
    (!object.constants.is_empty())
        .then(|| quote!(openapi_runtime::constants! { #name, #(#constants),* }))
}
