//! `api.rs`: the trait that a server implements and the client implements too, or one for each group of operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::group::{Group, Traits};
use super::{ident, operations};
use crate::ir::{Api, HookKind, Operation};
use crate::markdown::docs;
use crate::render::RustFile;

/// The files, by their paths: one, or one for each group and one for what they have in common.
pub(super) fn api(api: &Api, traits: &Traits) -> Vec<(String, RustFile)> {
    if !traits.is_grouped() {
        return vec![("api.rs".into(), alone(api, traits))];
    }
    let groups = traits.groups(api);
    let groups = groups.map(|group| (format!("api/{}.rs", group.module), one(traits, group)));
    let mut files: Vec<_> = groups.collect();
    files.push(("api/mod.rs".into(), all(api, traits)));
    files
}

fn imports<'a>(traits: &Traits, operations: impl Iterator<Item = &'a Operation>) -> TokenStream {
    let types = operations.flat_map(|operation| {
        let (request, response) = operations::type_names(operation);
        [request, response]
    });
    let root = &traits.root;
    quote!(use #root::operations::{#(#types),*};)
}

/// What the methods are.
fn operations_of(traits: &Traits) -> &'static str {
    match traits.hooks {
        None => "operations of the API",
        Some(HookKind::Webhooks) => "webhooks of the API",
        Some(HookKind::Callbacks) => "callbacks of the API",
    }
}

/// One trait for all operations.
fn alone(api: &Api, traits: &Traits) -> RustFile {
    let name = &traits.all;
    let methods = api.operations.iter().map(method);
    let line = format!(
        " The {}, one method each. Implement it with plain `async fn`s.",
        operations_of(traits)
    );
    let item = quote! {
        #[doc = #line]
        ///
        /// `Cx` is what the implementation is told about a call: a server gets [`Context`](openapi_runtime::Context) with the principal,
        /// a client needs nothing.
        pub trait #name<Cx = ()>: Send + Sync + 'static {
            /// What goes wrong outside the contract: for a server, an opaque 500; for a client, the transport.
            type Error;

            #(#methods)*
        }
    };
    RustFile {
        docs: format!("The {}.", operations_of(traits)),
        imports: imports(traits, api.operations.iter()),
        items: vec![item],
    }
}

/// The trait of a group.
fn one(traits: &Traits, group: Group) -> RustFile {
    let line = format!("The operations `{}`, one method each.", group.title);
    let docs = docs([line.as_str(), group.docs.unwrap_or_default()]);
    let (name, methods) = (group.name, group.operations().map(method));
    let imports = imports(traits, group.operations());
    RustFile {
        docs: format!("The operations `{}`.", group.title),
        imports: quote! {
            use super::Implementation;
            #imports
        },
        items: vec![quote! {
            #docs
            pub trait #name<Cx = ()>: Implementation {
                #(#methods)*
            }
        }],
    }
}

/// What all groups have in common, and one trait that has all of them.
fn all(api: &Api, traits: &Traits) -> RustFile {
    let modules = traits.groups(api).map(|group| {
        let (module, name) = (ident(group.module), group.name);
        quote! {
            mod #module;
            pub use #module::#name;
        }
    });
    let groups: Vec<_> = traits.groups(api).map(|group| group.name).collect();
    let all = &traits.all;
    let line = format!(
        " The {}, in groups. Implement [`Implementation`] and the trait of each group, with plain `async fn`s: then this",
        operations_of(traits)
    );
    let items = vec![
        quote!(#(#modules)*),
        quote! {
            /// What the implementations of all groups have in common.
            pub trait Implementation: Send + Sync + 'static {
                /// What goes wrong outside the contract: for a server, an opaque 500; for a client, the transport.
                type Error;
            }
        },
        quote! {
            #[doc = #line]
            /// one is there.
            ///
            /// `Cx` is what the implementation is told about a call: a server gets [`Context`](openapi_runtime::Context) with the principal,
            /// a client needs nothing.
            pub trait #all<Cx = ()>: #(#groups<Cx>)+* {}

            impl<Cx, A> #all<Cx> for A
            where
                A: #(#groups<Cx>)+*,
            {
            }
        },
    ];
    RustFile {
        docs: format!("The {}, in groups.", operations_of(traits)),
        imports: TokenStream::new(),
        items,
    }
}

fn method(operation: &Operation) -> TokenStream {
    let docs = docs(
        operations::documentation(operation)
            .iter()
            .map(String::as_str),
    );
    let method = ident(&operation.name.snake);
    let (request, response) = operations::type_names(operation);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #docs
        #deprecated
        fn #method(
            &self,
            cx: Cx,
            request: #request,
        ) -> impl Future<Output = Result<#response, Self::Error>> + Send;
    }
}
