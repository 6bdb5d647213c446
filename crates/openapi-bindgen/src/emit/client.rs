//! `client.rs`: the operations, called over HTTP.

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::VisitMut;

use super::group::Traits;
use super::operations::{body_names, constant_name, documentation, type_names};
use super::progenitor::{Builder, Generated};
use super::types::identifiers;
use super::{EmitError, begins_path, ident, literal};
use crate::ir::{Api, Location, Operation};
use crate::markdown::docs;
use crate::render::RustFile;

/// The file.
pub(super) fn client(
    api: &Api,
    traits: &Traits,
    generated: &Generated,
) -> Result<RustFile, EmitError> {
    let mut builders = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let builder = generated
            .builders
            .get(&operation.name.pascal)
            .ok_or_else(|| {
                EmitError::new(format!(
                    "progenitor gives no builder `{}`",
                    operation.name.pascal
                ))
            })?;
        builders.push(self::builder(api, operation, builder, &traits.of(index))?);
    }
    let names: Vec<_> = api
        .operations
        .iter()
        .flat_map(|operation| {
            let (request, response) = type_names(operation);
            [constant_name(operation), request, response]
        })
        .collect();
    let mentioned = identifiers(&builders);
    let builder_names = api.operations.iter().flat_map(|operation| {
        let (request, response) = type_names(operation);
        let names = body_names(operation).into_iter();
        let used = names.filter(|name| mentioned.contains(&name.to_string()));
        [request, response]
            .into_iter()
            .chain(used)
            .collect::<Vec<_>>()
    });
    let types = builders
        .iter()
        .any(|builder| begins_path(builder, "types"))
        .then(|| {
            quote!(
                use crate::types;
            )
        });
    let all = &traits.all;
    let (import, inner_import) = if traits.is_grouped() {
        (
            quote!(
                use crate::Credentials;
            ),
            None,
        )
    } else {
        (
            quote!(use crate::{#all, Credentials};),
            Some(quote!(use crate::#all;)),
        )
    };
    Ok(RustFile {
        docs: "The operations, called over HTTP.".into(),
        imports: quote! {
            use openapi_runtime::client::{self, Error, Transport};
            #import
            use crate::operations::{#(#names),*};
        },
        items: vec![
            quote! {
                /// Calls the API at one base URL.
                ///
                /// Every operation can be called in two ways: put together by a builder that its method begins, or as
                /// a whole request, through the trait that a server implements too.
                #[derive(Debug, Clone)]
                pub struct Client { inner: client::Client<Credentials> }
            },
            struct_impl(api),
            trait_impls(api, traits),
            quote! {
                /// Calls, as they are put together.
                pub mod builder {
                    use openapi_runtime::client::Error;
                    use super::Client;
                    #inner_import
                    #types
                    use crate::operations::{#(#builder_names),*};

                    #(#builders)*
                }
            },
        ],
    })
}

fn struct_impl(api: &Api) -> TokenStream {
    let methods = api.operations.iter().map(|operation| {
        let docs = docs(documentation(operation).iter().map(String::as_str));
        let (method, builder) = (ident(&operation.name.snake), ident(&operation.name.pascal));
        quote! {
            #docs
            pub fn #method(&self) -> builder::#builder<'_> {
                builder::#builder::new(self)
            }
        }
    });
    quote! {
        impl Client {
            /// A client for the API at `base_url`, with the credentials of a caller, over a connection pool or whatever
            /// else carries requests.
            pub fn new(base_url: &str, credentials: Credentials, transport: impl Transport) -> Self {
                Self { inner: client::Client::new(base_url, credentials, transport) }
            }

            /// The base URL, without a slash at its end.
            pub fn base_url(&self) -> &str {
                self.inner.base_url()
            }

            #(#methods)*
        }
    }
}

/// The trait of the API, or those of its groups, implemented by the client.
fn trait_impls(api: &Api, traits: &Traits) -> TokenStream {
    let method = |operation: &Operation| {
        let (method, constant) = (ident(&operation.name.snake), constant_name(operation));
        let (request, response) = type_names(operation);
        quote! {
            async fn #method(&self, _: Cx, request: #request) -> Result<#response, Error> {
                self.inner.call(&#constant, request).await
            }
        }
    };
    if !traits.is_grouped() {
        let (all, methods) = (&traits.all, api.operations.iter().map(method));
        return quote! {
            /// The operations as a server offers them, whatever the context: what a gateway or a program in need of
            /// either end is written against.
            impl<Cx: Send> #all<Cx> for Client {
                type Error = Error;

                #(#methods)*
            }
        };
    }
    let groups = traits.groups.iter().zip(&api.groups).map(|(name, group)| {
        let methods = group
            .operations
            .iter()
            .map(|index| method(&api.operations[*index]));
        quote! {
            impl<Cx: Send> crate::api::#name<Cx> for Client {
                #(#methods)*
            }
        }
    });
    quote! {
        /// The operations as a server offers them, whatever the context: what a gateway or a program in need of
        /// either end is written against.
        impl crate::api::Implementation for Client {
            type Error = Error;
        }

        #(#groups)*
    }
}

/// progenitor's builder, with documentation, and a `send` that calls the operation.
fn builder(
    api: &Api,
    operation: &Operation,
    builder: &Builder,
    trait_name: &TokenStream,
) -> Result<TokenStream, EmitError> {
    let mut item = builder.item.clone();
    Unqualify.visit_item_struct_mut(&mut item);
    let line = format!(" A call of [`Client::{}`].", operation.name.snake);
    let inputs = inputs(api, operation);
    // progenitor calls it `client`, unless that is an input's name.
    let client = item.fields.iter().filter_map(|field| field.ident.clone());
    let client = client
        .into_iter()
        .find(|field| inputs.iter().all(|input| *field != input.field))
        .ok_or_else(|| EmitError::new("progenitor's builder has no client".into()))?;
    let setters = inputs
        .iter()
        .map(|input| {
            let method = builder
                .methods
                .iter()
                .find(|method| method.sig.ident == input.field);
            let mut method = method.cloned().ok_or_else(|| {
                EmitError::new(format!(
                    "progenitor's `{}` has no `{}`",
                    operation.name.pascal, input.field
                ))
            })?;
            Unqualify.visit_impl_item_fn_mut(&mut method);
            let docs = docs([input.docs.as_str()]);
            Ok(quote!(#docs #[must_use] #method))
        })
        .collect::<Result<Vec<_>, EmitError>>()?;
    let new = builder
        .methods
        .iter()
        .find(|method| method.sig.ident == "new")
        .cloned();
    let mut new = new.ok_or_else(|| EmitError::new("progenitor's builder has no `new`".into()))?;
    new.vis = syn::parse_quote!(pub(super));
    Unqualify.visit_impl_item_fn_mut(&mut new);
    let (request, response) = type_names(operation);
    let method = ident(&operation.name.snake);
    let name = &item.ident;
    let values = inputs.iter().map(|input| {
        let (field, place, wire) = (ident(&input.field), input.place, &input.wire);
        let default = &input.default;
        quote!(#field: self.#field.map_err(|why| Error::request(#place, #wire, &why))? #default)
    });
    let deprecated = operation.deprecated.then(|| quote!(#[allow(deprecated)]));
    let body = operation.body.iter().flat_map(|body| &body.contents);
    let is_streamed = body.into_iter().any(|body| body.media.is_streamed());
    let clone = (!is_streamed).then(|| quote!(, Clone));
    Ok(quote! {
        #[doc = #line]
        #[derive(Debug #clone)]
        #item

        impl<'a> #name<'a> {
            #new

            #(#setters)*

            /// Sends the request and reads the response.
            ///
            /// # Errors
            /// [`Error`] when a value was not set or cannot be converted, and when no declared response arrives.
            #deprecated
            pub async fn send(self) -> Result<#response, Error> {
                let request = #request { #(#values),* };
                #trait_name::#method(self.#client, (), request).await
            }
        }
    })
}

/// One thing that a call can be given.
struct Input {
    field: String,
    wire: String,
    place: &'static str,
    docs: String,
    /// What it is when it is not set.
    default: Option<TokenStream>,
}

fn inputs(api: &Api, operation: &Operation) -> Vec<Input> {
    let parameters = operation.parameters.iter().map(|parameter| Input {
        field: parameter.field.clone(),
        wire: parameter.wire.clone(),
        place: match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        },
        docs: parameter
            .docs
            .clone()
            .unwrap_or_else(|| format!("Sets `{}`.", parameter.wire)),
        default: (parameter.default.as_ref())
            .filter(|_| !parameter.required)
            .map(|default| literal::or_default(api, default)),
    });
    let body = operation.body.iter().map(|body| Input {
        field: body.field.clone(),
        wire: String::new(),
        place: "body",
        docs: body
            .docs
            .clone()
            .unwrap_or_else(|| "Sets the body.".to_owned()),
        default: None,
    });
    parameters.chain(body).collect()
}

/// `super::Client` as `Client`, which the module imports.
struct Unqualify;

impl VisitMut for Unqualify {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if path.segments.len() == 2 && path.segments[0].ident == "super" {
            path.segments = std::mem::take(&mut path.segments)
                .into_iter()
                .skip(1)
                .collect();
        }
        syn::visit_mut::visit_path_mut(self, path);
    }
}
