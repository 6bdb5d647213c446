//! `client.rs`: the operations, called over HTTP.

use proc_macro2::TokenStream;
use quote::quote;

use super::group::{Group, Traits};
use super::operations::{constant_name, documentation, type_names};
use super::progenitor::Generated;
use super::{EmitError, builder, ident};
use crate::ir::{Api, Operation};
use crate::markdown::docs;
use crate::render::RustFile;

/// The files, by their paths: one, or two for each group and those for what they have in common.
pub(super) fn client(
    api: &Api,
    traits: &Traits,
    generated: &Generated,
) -> Result<Vec<(String, RustFile)>, EmitError> {
    if !traits.is_grouped() {
        return Ok(vec![("client.rs".into(), alone(api, traits, generated)?)]);
    }
    let mut files = vec![
        ("client/mod.rs".to_owned(), all(api, traits)),
        (
            "client/builder/mod.rs".to_owned(),
            builder::all(api, traits),
        ),
    ];
    for group in traits.groups(api) {
        let module = group.module;
        files.push((format!("client/{module}.rs"), one(group)));
        let builders = builder::one(api, group, generated)?;
        files.push((format!("client/builder/{module}.rs"), builders));
    }
    Ok(files)
}

fn imports<'a>(operations: impl Iterator<Item = &'a Operation>) -> TokenStream {
    let names = operations.flat_map(|operation| {
        let (request, response) = type_names(operation);
        [constant_name(operation), request, response]
    });
    quote!(use crate::operations::{#(#names),*};)
}

/// The client of one trait.
fn alone(api: &Api, traits: &Traits, generated: &Generated) -> Result<RustFile, EmitError> {
    let all = &traits.all;
    let operations: Vec<_> = api.operations.iter().collect();
    let beginnings = operations.iter().map(|operation| beginning(operation));
    let calls = operations.iter().map(|operation| call(operation));
    let (construction, imports) = (construction(), imports(api.operations.iter()));
    let builders = builder::module(api, &operations, generated)?;
    let (builder_imports, builders) = (builders.imports, builders.items);
    Ok(RustFile {
        docs: "The operations, called over HTTP.".into(),
        imports: quote! {
            use openapi_runtime::client::{self, Error, Transport};
            use crate::{#all, Credentials};
            #imports
        },
        items: vec![
            structure(),
            quote! {
                impl Client {
                    #construction

                    #(#beginnings)*
                }
            },
            quote! {
                /// The operations as a server offers them, whatever the context: what a gateway or a program in need of
                /// either end is written against.
                impl<Cx: Send> #all<Cx> for Client {
                    type Error = Error;

                    #(#calls)*
                }
            },
            quote! {
                /// Calls, as they are put together.
                pub mod builder {
                    #builder_imports

                    #(#builders)*
                }
            },
        ],
    })
}

/// What the groups have in common.
fn all(api: &Api, traits: &Traits) -> RustFile {
    let construction = construction();
    let modules = traits.groups(api).map(|group| ident(group.module));
    RustFile {
        docs: "The operations, called over HTTP.".into(),
        imports: quote! {
            use openapi_runtime::client::{self, Error, Transport};
            use crate::Credentials;
            use crate::api::Implementation;
        },
        items: vec![
            quote! {
                pub mod builder;
                #(mod #modules;)*
            },
            structure(),
            quote!(impl Client { #construction }),
            quote! {
                /// The operations as a server offers them, whatever the context: what a gateway or a program in need of
                /// either end is written against.
                impl Implementation for Client {
                    type Error = Error;
                }
            },
        ],
    }
}

/// The calls of a group.
fn one(group: Group) -> RustFile {
    let name = group.name;
    let (beginnings, calls) = (
        group.operations().map(beginning),
        group.operations().map(call),
    );
    let imports = imports(group.operations());
    RustFile {
        docs: format!("The operations `{}`, called over HTTP.", group.title),
        imports: quote! {
            use openapi_runtime::client::Error;
            use super::{Client, builder};
            use crate::api::#name;
            #imports
        },
        items: vec![
            quote!(impl Client { #(#beginnings)* }),
            quote!(impl<Cx: Send> #name<Cx> for Client { #(#calls)* }),
        ],
    }
}

fn structure() -> TokenStream {
    quote! {
        /// Calls the API at one base URL.
        ///
        /// Every operation can be called in two ways: put together by a builder that its method begins, or as
        /// a whole request, through the trait that a server implements too.
        #[derive(Debug, Clone)]
        pub struct Client { inner: client::Client<Credentials> }
    }
}

fn construction() -> TokenStream {
    quote! {
        /// A client for the API at `base_url`, with the credentials of a caller, over a connection pool or whatever
        /// else carries requests.
        pub fn new(base_url: &str, credentials: Credentials, transport: impl Transport) -> Self {
            Self { inner: client::Client::new(base_url, credentials, transport) }
        }

        /// The base URL, without a slash at its end.
        pub fn base_url(&self) -> &str {
            self.inner.base_url()
        }
    }
}

/// The method that begins a call.
fn beginning(operation: &Operation) -> TokenStream {
    let docs = docs(documentation(operation).iter().map(String::as_str));
    let (method, builder) = (ident(&operation.name.snake), ident(&operation.name.pascal));
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    quote! {
        #docs
        #deprecated
        pub fn #method(&self) -> builder::#builder<'_> {
            builder::#builder::new(self)
        }
    }
}

/// The method of the trait.
fn call(operation: &Operation) -> TokenStream {
    let (method, constant) = (ident(&operation.name.snake), constant_name(operation));
    let (request, response) = type_names(operation);
    quote! {
        async fn #method(&self, _: Cx, request: #request) -> Result<#response, Error> {
            self.inner.call(&#constant, request).await
        }
    }
}
