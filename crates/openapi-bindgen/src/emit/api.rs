//! `api.rs`: the trait that a server implements and the client implements too, or one for each group of operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::group::Traits;
use super::{ident, operations};
use crate::ir::{Api, HookKind, Operation};
use crate::markdown::docs;
use crate::render::RustFile;

/// The file.
pub(super) fn api(api: &Api, traits: &Traits) -> RustFile {
    let types = api.operations.iter().flat_map(|operation| {
        let (request, response) = operations::type_names(operation);
        [request, response]
    });
    let items = if traits.is_grouped() {
        grouped(api, traits)
    } else {
        vec![alone(api, traits)]
    };
    let root = &traits.root;
    RustFile {
        docs: format!("The {}.", operations_of(traits)),
        imports: quote!(use #root::operations::{#(#types),*};),
        items,
    }
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
fn alone(api: &Api, traits: &Traits) -> TokenStream {
    let name = &traits.all;
    let methods = api.operations.iter().map(method);
    let line = format!(
        " The {}, one method each. Implement it with plain `async fn`s.",
        operations_of(traits)
    );
    quote! {
        #[doc = #line]
        ///
        /// `Cx` is what the implementation is told about a call: a server gets [`Context`](openapi_runtime::Context) with the principal,
        /// a client needs nothing.
        pub trait #name<Cx = ()>: Send + Sync + 'static {
            /// What goes wrong outside the contract: for a server, an opaque 500; for a client, the transport.
            type Error;

            #(#methods)*
        }
    }
}

/// A trait for each group, and one that has all of them.
fn grouped(api: &Api, traits: &Traits) -> Vec<TokenStream> {
    let mut items = vec![quote! {
        /// What the implementations of all groups have in common.
        pub trait Implementation: Send + Sync + 'static {
            /// What goes wrong outside the contract: for a server, an opaque 500; for a client, the transport.
            type Error;
        }
    }];
    for (name, group) in traits.groups.iter().zip(&api.groups) {
        let line = format!("The operations `{}`, one method each.", group.name);
        let docs = docs([line.as_str(), group.docs.as_deref().unwrap_or_default()]);
        let methods = group
            .operations
            .iter()
            .map(|index| method(&api.operations[*index]));
        items.push(quote! {
            #docs
            pub trait #name<Cx = ()>: Implementation {
                #(#methods)*
            }
        });
    }
    let (all, groups) = (&traits.all, &traits.groups);
    let line = format!(
        " The {}, in groups. Implement [`Implementation`] and the trait of each group, with plain `async fn`s: then this",
        operations_of(traits)
    );
    items.push(quote! {
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
    });
    items
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
