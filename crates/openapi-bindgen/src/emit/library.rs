//! `lib.rs`: what the crate is and where things are.

use quote::quote;

use super::ident;
use crate::Options;
use crate::ir::Api;
use crate::markdown::lines;
use crate::render::RustFile;

/// The file.
pub(super) fn library(api: &Api, options: &Options) -> RustFile {
    let name = ident(&options.trait_name);
    let title = format!("{}, version {}.", api.title, api.version);
    let mut docs = lines(&title).join("\n") + "\n";
    if let Some(description) = &api.description {
        docs.push_str(&format!("\n{}\n", lines(description).join("\n")));
    }
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
    let servers = &api.servers;
    RustFile {
        docs,
        imports: quote! {},
        items: vec![
            quote! {
                #(#modules)*
                #(#ends)*
                #[cfg_attr(not(feature = "server"), allow(dead_code))]
                #[rustfmt::skip]
                mod schemas;
            },
            quote! {
                #[doc(inline)]
                pub use api::#name;
                #[doc(inline)]
                pub use operations::*;
                #[doc(inline)]
                pub use security::{Authenticate, Credentials};
            },
            quote! {
                /// The document that all of this is made from, as JSON.
                pub const OPENAPI: &str = include_str!("openapi.json");
            },
            quote! {
                /// The base URLs that the document names.
                pub const SERVERS: &[&str] = &[#(#servers),*];
            },
        ],
    }
}
