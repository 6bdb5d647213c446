//! `webhooks/` and `callbacks/`: what goes the other way, a router to receive it and a client to send it.
//!
//! Its operations, with their requests and responses, are made like all others.

use proc_macro2::TokenStream;
use quote::quote;

use super::errors::Errors;
use super::group::{Traits, module};
use super::operations::{constant_name, documentation, type_names};
use super::{api, ident, operations, server};
use crate::Ends;
use crate::ir::{Api, CallbackUrl, HookKind, Hooks, UrlPiece};
use crate::markdown::docs;
use crate::render::RustFile;

/// The files, by their paths.
pub(super) fn files(api: &Api, hooks: &Hooks, ends: Ends) -> Vec<(String, RustFile)> {
    let turned = api.turned(hooks);
    let traits = Traits::of_hooks(&turned, hooks.kind);
    let folder = module(hooks.kind);
    let mut files = vec![
        (format!("{folder}/mod.rs"), index(hooks, &traits, ends)),
        (
            format!("{folder}/operations/mod.rs"),
            operations::index(&turned),
        ),
    ];
    let traits_of = api::api(&turned, &traits).into_iter();
    files.extend(traits_of.map(|(path, file)| (format!("{folder}/{path}"), file)));
    if ends.client {
        let client = client(api, &turned, hooks, &traits);
        files.push((format!("{folder}/client.rs"), client));
    }
    if ends.server {
        let errors = Errors::new(&turned);
        let receiver = receiver(&turned, &traits, &errors);
        files.push((format!("{folder}/server.rs"), receiver));
        let declared = errors.file().into_iter();
        files.extend(declared.map(|file| (format!("{folder}/server/errors.rs"), file)));
    }
    for operation in &turned.operations {
        let path = format!("{folder}/operations/{}.rs", operation.name.snake);
        files.push((path, operations::operation(&turned, operation)));
    }
    files
}

/// `mod.rs`.
fn index(hooks: &Hooks, traits: &Traits, ends: Ends) -> RustFile {
    let what = match hooks.kind {
        HookKind::Webhooks => "What the API tells those who have registered with it: its webhooks.",
        HookKind::Callbacks => {
            "What the API tells those who have asked for it in a request: its callbacks."
        }
    };
    let all = &traits.all;
    let mut docs = format!("{what}\n\n* [`{all}`]: a method each, for those who receive them.\n");
    if ends.server {
        docs.push_str("* `server` (feature `server`): a router over an implementation of it.\n");
    }
    if ends.client {
        docs.push_str(
            "* `client` (feature `client`): sends them, each to the URL that it is given.\n",
        );
    }
    let exported = if traits.is_grouped() {
        quote!(api::*)
    } else {
        quote!(api::#all)
    };
    RustFile {
        docs,
        imports: TokenStream::new(),
        items: vec![
            quote! {
                pub mod api;
                #[cfg(feature = "client")]
                pub mod client;
                pub mod operations;
                #[cfg(feature = "server")]
                pub mod server;
            },
            quote! {
                #[doc(inline)]
                pub use #exported;
                #[doc(inline)]
                pub use operations::*;
            },
        ],
    }
}

/// `server.rs`: those who receive.
fn receiver(turned: &Api, traits: &Traits, errors: &Errors<'_>) -> RustFile {
    let (root, all) = (&traits.root, &traits.all);
    let trait_name = if traits.is_grouped() {
        quote!(#root::api::#all)
    } else {
        quote!(#all)
    };
    let import = (!traits.is_grouped()).then(|| quote!(use #root::api::#all;));
    let names = turned.operations.iter().flat_map(|operation| {
        let (request, _) = type_names(operation);
        [constant_name(operation), request]
    });
    let is_open = turned
        .operations
        .iter()
        .all(|operation| operation.security.is_empty());
    let credentials = is_open.then(|| quote!(, Credentials));
    let verified = is_open.then(|| quote!(AuthError,));
    let mut items = errors.items();
    items.push(if is_open {
        open_router(&trait_name)
    } else {
        guarded_router(&trait_name)
    });
    items.push(router_with(turned, &trait_name, errors));
    items.push(server::admit(turned));
    let operations = turned.operations.iter();
    if traits.is_grouped() {
        for group in traits.groups(turned) {
            let name = group.name;
            let operations = group.operations();
            items.extend(
                operations.map(|operation| server::handler(operation, quote!(#root::api::#name))),
            );
        }
    } else {
        items.extend(operations.map(|operation| server::handler(operation, all)));
    }
    RustFile {
        docs: "A router over an implementation of those who receive.".into(),
        imports: quote! {
            use std::error::Error;
            use std::sync::Arc;
            use axum::{Router, routing};
            use axum::extract::{Request, State};
            use axum::response::Response;
            use openapi_runtime::{#verified Context, Operation};
            use openapi_runtime::server::{Call, Decode, ErrorFormat, Limits, Refusal, Service};
            use crate::{Authenticate #credentials};
            #import
            use #root::operations::{#(#names),*};
        },
        items,
    }
}

/// Where nobody asks for credentials, an implementation need not verify any.
fn open_router(trait_name: &TokenStream) -> TokenStream {
    quote! {
        /// Lets anyone in: the document asks for no credentials. Whoever sends a signature has it verified by a layer around the router.
        #[derive(Debug, Clone, Copy)]
        pub struct Anyone;

        impl Authenticate for Anyone {
            type Principal = ();

            async fn authenticate(&self, _: Credentials, _: &'static Operation) -> Result<(), AuthError> {
                Ok(())
            }
        }

        /// Routes all of them to `api`, each below a slash and its name.
        pub fn router<A>(api: A) -> Router
        where
            A: #trait_name<Context<()>, Error: Into<Box<dyn Error + Send + Sync>>>,
        {
            router_with(Arc::new(api), Arc::new(Anyone), Limits::default(), |operation| operation.path.to_owned())
        }
    }
}

fn guarded_router(trait_name: &TokenStream) -> TokenStream {
    quote! {
        /// Routes all of them to `api`, which verifies credentials too, each below a slash and its name.
        pub fn router<A>(api: A) -> Router
        where
            A: Authenticate
                + #trait_name<Context<<A as Authenticate>::Principal>, Error: Into<Box<dyn Error + Send + Sync>>>,
        {
            let api = Arc::new(api);
            router_with(Arc::clone(&api), api, Limits::default(), |operation| operation.path.to_owned())
        }
    }
}

fn router_with(turned: &Api, trait_name: &TokenStream, errors: &Errors<'_>) -> TokenStream {
    let of_operations = errors.of_operations();
    let bounds = server::bounds(trait_name);
    let routes = turned.operations.iter().map(|operation| {
        let constant = constant_name(operation);
        let (method, handler) = (
            ident(&operation.method.to_lowercase()),
            ident(&operation.name.snake),
        );
        quote!(.route(&path_of(&#constant), routing::#method(#handler::<A, V>)))
    });
    quote! {
        /// Routes all of them to `api`, once `verifier` has verified their credentials, each to the path that `path_of` gives it.
        ///
        /// # Panics
        /// As axum does: where a path is none, and where two have the same path and method.
        pub fn router_with<A, V>(
            api: Arc<A>,
            verifier: Arc<V>,
            limits: Limits,
            path_of: impl Fn(&'static Operation) -> String,
        ) -> Router
        where
            #bounds
        {
            Router::new()
                #(#routes)*
                .fallback(async |request: Request| ERRORS.not_found(&request))
                .method_not_allowed_fallback(async |request: Request| ERRORS.method_not_allowed(&request))
                .with_state(Service::new(api, verifier, ERRORS, limits) #of_operations)
        }
    }
}

/// `client.rs`: those who send.
fn client(api: &Api, turned: &Api, hooks: &Hooks, traits: &Traits) -> RustFile {
    let root = &traits.root;
    let names = turned.operations.iter().flat_map(|operation| {
        let (request, response) = type_names(operation);
        [constant_name(operation), request, response]
    });
    let methods = turned.operations.iter().map(|operation| {
        let docs = docs(documentation(operation).iter().map(String::as_str));
        let (method, constant) = (ident(&operation.name.snake), constant_name(operation));
        let (request, response) = type_names(operation);
        quote! {
            #docs
            ///
            /// # Errors
            /// [`Error`] when the request cannot be written, and when no declared response arrives.
            pub async fn #method(&self, url: &str, request: #request) -> Result<#response, Error> {
                self.inner.call_at(url, &#constant, request).await
            }
        }
    });
    let urls = hooks.urls.iter().map(|known| url(api, known));
    let pieces = (!hooks.urls.is_empty()).then(|| quote!(, CallbackUrl));
    RustFile {
        docs: "Sends them, each to the URL that it is given.".into(),
        imports: quote! {
            use openapi_runtime::client::{self #pieces, Error, Transport};
            use crate::Credentials;
            use #root::operations::{#(#names),*};
        },
        items: vec![
            quote! {
                /// Sends them to those who receive them.
                #[derive(Debug, Clone)]
                pub struct Client { inner: client::Client<Credentials> }
            },
            quote! {
                impl Client {
                    /// A client with the credentials that receivers ask for, over a connection pool or whatever else carries
                    /// requests.
                    pub fn new(credentials: Credentials, transport: impl Transport) -> Self {
                        Self { inner: client::Client::new("", credentials, transport) }
                    }

                    #(#methods)*

                    #(#urls)*
                }
            },
        ],
    }
}

/// The function that says where a callback goes.
fn url(api: &Api, url: &CallbackUrl) -> TokenStream {
    let operation = &api.operations[url.operation];
    let (function, (request, _)) = (ident(&url.function), type_names(operation));
    let line = format!(
        "Where the callback goes that `request` asks for, `{}`; `None` where it does not say.",
        url.expression
    );
    let warning = "Whoever makes the request chooses it: a server that calls any URL calls those of its own network too.";
    let docs = docs([line.as_str(), warning]);
    let mut uses_request = false;
    let pieces: Vec<_> = url
        .pieces
        .iter()
        .map(|piece| match piece {
            UrlPiece::Text(text) => quote!(.text(#text)),
            UrlPiece::Value { field, pointer } => {
                uses_request = true;
                let field = ident(field);
                quote!(.value(&request.#field, #pointer))
            }
        })
        .collect();
    let request_name = ident(if uses_request { "request" } else { "_request" });
    quote! {
        #docs
        pub fn #function(#request_name: &crate::#request) -> Option<String> {
            CallbackUrl::default() #(#pieces)* .finish()
        }
    }
}
