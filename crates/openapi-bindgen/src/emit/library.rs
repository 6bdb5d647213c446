//! `lib.rs`: what the crate is and where things are.

use proc_macro2::TokenStream;
use quote::quote;

use super::group::Traits;
use super::ident;
use crate::ir::Api;
use crate::markdown::lines;
use crate::render::RustFile;

/// The file.
pub(super) fn library(api: &Api, traits: &Traits) -> RustFile {
    if api.operations.is_empty() {
        return only_types(api);
    }
    let name = &traits.all;
    let mut docs = introduction(api);
    docs.push_str(&format!(
        "\n* [`{name}`]: the operations, a method each.\n\
         * [`types`]: what requests and responses carry.\n\
         * `client` (feature `client`): the operations, called over HTTP.\n\
         * `server` (feature `server`): a router over an implementation of the operations."
    ));
    let modules = ["api", "operations", "security", "types"].map(|module| {
        let module = ident(module);
        quote!(#[rustfmt::skip] pub mod #module;)
    });
    let ends = ["client", "server"].map(|end| {
        let module = ident(end);
        quote!(#[cfg(feature = #end)] #[rustfmt::skip] pub mod #module;)
    });
    let exported = if traits.is_grouped() {
        quote!(api::*)
    } else {
        quote!(api::#name)
    };
    RustFile {
        docs,
        imports: quote! {},
        items: vec![
            quote! {
                #(#modules)*
                #(#ends)*
                #[allow(dead_code, reason = "the server reads them, but for those of files, which nothing is held against")]
                #[rustfmt::skip]
                mod schemas;
            },
            quote! {
                #[doc(inline)]
                pub use #exported;
                #[doc(inline)]
                pub use operations::*;
                #[doc(inline)]
                pub use security::{Authenticate, Credentials};
            },
            document(),
            servers(api),
        ],
    }
}

/// The file of an API without operations.
fn only_types(api: &Api) -> RustFile {
    RustFile {
        docs: introduction(api) + "\n* [`types`]: what the document describes.",
        imports: quote! {},
        items: vec![
            quote! {
                #[rustfmt::skip]
                pub mod types;
            },
            document(),
            servers(api),
        ],
    }
}

/// What the document says about the API.
fn introduction(api: &Api) -> String {
    let title = format!("{}, version {}.", api.title, api.version);
    let mut docs = lines(&title).join("\n") + "\n";
    if let Some(description) = &api.description {
        docs.push_str(&format!("\n{}\n", lines(description).join("\n")));
    }
    docs
}

fn document() -> TokenStream {
    quote! {
        /// The document that all of this is made from, as JSON.
        pub const OPENAPI: &str = include_str!("openapi.json");
    }
}

fn servers(api: &Api) -> TokenStream {
    let servers = &api.servers;
    quote! {
        /// The base URLs that the document names.
        pub const SERVERS: &[&str] = &[#(#servers),*];
    }
}
