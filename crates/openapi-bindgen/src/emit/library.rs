//! `lib.rs`: what the crate is and where things are.

use proc_macro2::TokenStream;
use quote::quote;

use super::group::{Traits, module};
use super::ident;
use crate::Options;
use crate::ir::Api;
use crate::markdown::lines;
use crate::render::RustFile;

/// The file.
pub(super) fn library(api: &Api, traits: &Traits, options: &Options) -> RustFile {
    let ends = options.ends;
    if !ends.is_any() || api.every_operation().next().is_none() {
        return only_types(api);
    }
    let mut docs = introduction(api) + "\n";
    if !api.operations.is_empty() {
        let name = &traits.all;
        docs.push_str(&format!("* [`{name}`]: the operations, a method each.\n"));
    }
    docs.push_str("* [`types`]: what requests and responses carry.\n");
    if !api.operations.is_empty() {
        if ends.client {
            docs.push_str("* `client` (feature `client`): the operations, called over HTTP.\n");
        }
        if ends.server {
            docs.push_str(
                "* `server` (feature `server`): a router over an implementation of the operations.\n",
            );
        }
        if options.has_mock() {
            docs.push_str(
                "* `mock` (feature `mock`): a stand-in for tests of what calls the API.\n",
            );
        }
    }
    if super::servers::templates(api).next().is_some() {
        docs.push_str("* [`servers`]: the base URLs that have variables.\n");
    }
    for hooks in &api.hooks {
        let module = module(hooks.kind);
        docs.push_str(&format!(
            "* `{module}` (feature `webhooks`): a router to receive them, and a client to send them.\n"
        ));
    }
    let mut items = vec![modules(api, options), exports(api, traits)];
    items.extend([document(), servers(api)]);
    RustFile {
        docs,
        imports: quote! {},
        items,
    }
}

fn modules(api: &Api, options: &Options) -> TokenStream {
    let own: &[&str] = if api.operations.is_empty() {
        &["security", "types"]
    } else {
        &["api", "operations", "security", "types"]
    };
    let own = own.iter().map(|module| {
        let module = ident(module);
        quote!(#[rustfmt::skip] pub mod #module;)
    });
    let mock = options.has_mock().then_some("mock");
    let ends = ["client", "server"].into_iter().chain(mock);
    let ends = ends.filter(|_| !api.operations.is_empty()).map(|end| {
        let module = ident(end);
        quote!(#[cfg(feature = #end)] #[rustfmt::skip] pub mod #module;)
    });
    let hooks = api.hooks.iter().map(|hooks| {
        let module = ident(module(hooks.kind));
        quote!(#[cfg(feature = "webhooks")] #[rustfmt::skip] pub mod #module;)
    });
    quote! {
        #(#own)*
        #(#ends)*
        #(#hooks)*
        #[allow(dead_code, reason = "the server reads them, but for those of files, which nothing is held against")]
        #[rustfmt::skip]
        mod schemas;
    }
}

fn exports(api: &Api, traits: &Traits) -> TokenStream {
    let name = &traits.all;
    let exported = if traits.is_grouped() {
        quote!(api::*)
    } else {
        quote!(api::#name)
    };
    let operations = (!api.operations.is_empty()).then(|| {
        quote! {
            #[doc(inline)]
            pub use #exported;
            #[doc(inline)]
            pub use operations::*;
        }
    });
    quote! {
        #operations
        #[doc(inline)]
        pub use security::{Authenticate, Credentials};
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
    let urls = api.servers.iter().map(|server| &server.url);
    let templates = super::servers::templates(api).next().map(|_| {
        quote! {
            #[rustfmt::skip]
            pub mod servers;
        }
    });
    quote! {
        #templates
        /// The base URLs that the document names.
        pub const SERVERS: &[&str] = &[#(#urls),*];
    }
}
