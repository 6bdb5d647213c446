//! The responses of an operation: their enum, and how both ends put them on the wire.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::operations::{constant_name, type_names};
use super::{content, ident, parameter, rust_type};
use crate::ir::{Api, Operation, Parameter, Response, Status};
use crate::markdown::docs;

/// What both ends know about the headers.
pub(super) fn headers(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let responses = operation.responses.iter();
    let headers = responses.flat_map(|response| {
        let headers = response.headers.iter();
        headers.map(|header| {
            let name = static_name(operation, response, header);
            parameter::constant(api, operation, &name, header)
        })
    });
    headers.collect()
}

fn static_name(operation: &Operation, response: &Response, header: &Parameter) -> Ident {
    // `RESPONSE_` keeps it apart from the parameters: a response may be called `Header`, or what a place is.
    let place = format!("response {}", response.variant);
    parameter::static_name(operation, &place, &header.field)
}

/// The enum of the responses, and of the bodies of those that have several.
pub(super) fn responses(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let (_, name) = type_names(operation);
    let variants = operation
        .responses
        .iter()
        .map(|response| variant(api, response));
    let derives = content::derives(
        operation
            .responses
            .iter()
            .flat_map(|response| &response.bodies),
    );
    let line = format!(
        " What [`{}`](static@{}) gives.",
        operation.name.snake,
        constant_name(operation)
    );
    let mut items = vec![quote! {
        #[doc = #line]
        #derives
        pub enum #name { #(#variants),* }
    }];
    items.extend(several(operation).map(|response| {
        let (name, variant) = (ident(&response.body_name), &response.variant);
        let line = format!(
            " The body of [`{}::{variant}`], one of several.",
            type_names(operation).1
        );
        let derives = content::derives(response.bodies.iter());
        let variants = response.bodies.iter().map(|body| {
            let (variant, ty) = (ident(&body.variant), content::body_type(api, body));
            let line = format!(" `{}`.", body.media_types.join("`, or `"));
            quote!(#[doc = #line] #variant(#ty))
        });
        quote! {
            #[doc = #line]
            #derives
            pub enum #name { #(#variants),* }
        }
    }));
    items
}

/// The responses that have several bodies.
fn several(operation: &Operation) -> impl Iterator<Item = &Response> {
    let responses = operation.responses.iter();
    responses.filter(|response| response.bodies.len() > 1)
}

/// Whether a response says more than its body: its variant has fields with names then.
pub(super) fn has_fields(response: &Response) -> bool {
    !response.headers.is_empty() || !matches!(response.status, Status::Exact(_))
}

fn body_type(api: &Api, response: &Response) -> Option<TokenStream> {
    match response.bodies.as_slice() {
        [] => None,
        [only] => Some(content::body_type(api, only)),
        _ => {
            let name = ident(&response.body_name);
            Some(quote!(#name))
        }
    }
}

fn variant(api: &Api, response: &Response) -> TokenStream {
    let status = match response.status {
        Status::Exact(status) => status.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Any => "Any other status".to_owned(),
    };
    let text = format!("{status}: {}", response.docs.trim());
    let docs = docs([text.as_str()]);
    let (name, body) = (ident(&response.variant), body_type(api, response));
    if !has_fields(response) {
        let body = body.map(|ty| quote!((#ty)));
        return quote!(#docs #name #body);
    }
    let status = (!matches!(response.status, Status::Exact(_)))
        .then(|| quote!(#[doc = " Its status."] status: http::StatusCode,));
    let headers = response.headers.iter().map(|header| {
        let text = match &header.docs {
            Some(text) => format!("The header `{}`: {}", header.wire, text.trim()),
            None => format!("The header `{}`.", header.wire),
        };
        let docs = self::docs([text.as_str()]);
        let (field, ty) = (ident(&header.field), header_type(api, header));
        quote!(#docs #field: #ty,)
    });
    let body = body.map(|ty| quote!(#[doc = " Its body."] body: #ty,));
    quote!(#docs #name { #status #(#headers)* #body })
}

pub(super) fn header_type(api: &Api, header: &Parameter) -> TokenStream {
    let ty = rust_type::bare(api, &header.shape, &quote!(types::));
    if header.required {
        ty
    } else {
        quote!(Option<#ty>)
    }
}

/// The client's end.
pub(super) fn decode(operation: &Operation) -> Vec<TokenStream> {
    let (_, name) = type_names(operation);
    let arms = operation
        .responses
        .iter()
        .map(|response| arm(operation, response));
    let undeclared = operation
        .responses
        .iter()
        .all(|response| response.status != Status::Any);
    let undeclared = undeclared.then(|| quote!(_ => Err(response.undeclared().await),));
    let mut accept: Vec<&str> = Vec::new();
    let bodies = operation
        .responses
        .iter()
        .flat_map(|response| &response.bodies);
    for media_type in bodies.flat_map(|body| &body.media_types) {
        if !accept.contains(&media_type.as_str()) {
            accept.push(media_type);
        }
    }
    let accept = accept.join(", ");
    let read = match operation.responses.as_slice() {
        [only] if only.status == Status::Any => outcome(operation, only),
        _ => quote! {
            match response.status().as_u16() {
                #(#arms)*
                #undeclared
            }
        },
    };
    let mut items = vec![quote! {
        #[cfg(feature = "client")]
        impl openapi_runtime::client::Decode for #name {
            const ACCEPT: &'static str = #accept;

            async fn decode(
                response: openapi_runtime::client::Response,
            ) -> Result<Self, openapi_runtime::client::Error> {
                #read
            }
        }
    }];
    items.extend(several(operation).map(|response| {
        let name = ident(&response.body_name);
        let (types, indices) = content::patterns(&response.bodies);
        let arms = response.bodies.iter().zip(indices).map(|(body, indices)| {
            let variant = ident(&body.variant);
            let read = content::read(body).map(&quote!(Self::#variant));
            let indices = indices.iter();
            quote!(Some(#(#indices)|*) => #read,)
        });
        quote! {
            #[cfg(feature = "client")]
            impl #name {
                async fn read(
                    response: openapi_runtime::client::Response,
                ) -> Result<Self, openapi_runtime::client::Error> {
                    match response.chosen(&[#(#types),*]) {
                        #(#arms)*
                        _ => Err(response.undeclared().await),
                    }
                }
            }
        }
    }));
    items
}

fn arm(operation: &Operation, response: &Response) -> TokenStream {
    let pattern = match response.status {
        Status::Exact(status) => {
            let status = Literal::u16_unsuffixed(status);
            quote!(#status)
        }
        Status::Class(class) => {
            let first = Literal::u16_unsuffixed(class * 100);
            let last = Literal::u16_unsuffixed(class * 100 + 99);
            quote!(#first..=#last)
        }
        Status::Any => quote!(_),
    };
    let outcome = outcome(operation, response);
    quote!(#pattern => #outcome,)
}

/// What a client makes of a response.
fn outcome(operation: &Operation, response: &Response) -> TokenStream {
    let variant = ident(&response.variant);
    let variant = quote!(Self::#variant);
    let read = match response.bodies.as_slice() {
        [] => None,
        [only] => Some(content::read(only)),
        _ => {
            let name = ident(&response.body_name);
            Some(content::Read::Fallible(quote!(#name::read(response).await)))
        }
    };
    if !has_fields(response) {
        return read.map_or(quote!(Ok(#variant)), |read| read.map(&variant));
    }
    let status =
        (!matches!(response.status, Status::Exact(_))).then(|| quote!(status: response.status(),));
    let headers = response.headers.iter().map(|header| {
        let (field, name) = (
            ident(&header.field),
            static_name(operation, response, header),
        );
        let read = ident(if header.required {
            "required"
        } else {
            "optional"
        });
        quote!(#field: response.#read(&#name)?,)
    });
    let body = read
        .map(|read| read.value())
        .map(|read| quote!(body: #read,));
    quote!(Ok(#variant { #status #(#headers)* #body }))
}

/// The server's end.
pub(super) fn respond(operation: &Operation) -> Vec<TokenStream> {
    let (_, name) = type_names(operation);
    let arms = operation.responses.iter().map(|response| {
        let variant = ident(&response.variant);
        let pattern = pattern(response);
        let write = write(operation, response);
        quote!(Self::#variant #pattern => #write)
    });
    let mut items = vec![quote! {
        #[cfg(feature = "server")]
        impl axum::response::IntoResponse for #name {
            fn into_response(self) -> axum::response::Response {
                match self {
                    #(#arms)*
                }
            }
        }
    }];
    items.extend(several(operation).map(|response| {
        let name = ident(&response.body_name);
        let arms = response.bodies.iter().map(|body| {
            let variant = ident(&body.variant);
            let write = content::write(&quote!(status), body);
            quote!(Self::#variant(body) => #write,)
        });
        quote! {
            #[cfg(feature = "server")]
            impl #name {
                fn write(self, status: u16) -> axum::response::Response {
                    match self {
                        #(#arms)*
                    }
                }
            }
        }
    }));
    items
}

/// What a variant is taken apart into.
fn pattern(response: &Response) -> TokenStream {
    let body = (!response.bodies.is_empty()).then(|| quote!(body));
    if !has_fields(response) {
        return body.map(|body| quote!((#body))).unwrap_or_default();
    }
    let status = (!matches!(response.status, Status::Exact(_))).then(|| quote!(status,));
    let headers = response.headers.iter().map(|header| ident(&header.field));
    quote!({ #status #(#headers,)* #body })
}

fn write(operation: &Operation, response: &Response) -> TokenStream {
    let status = match response.status {
        Status::Exact(status) => {
            let status = Literal::u16_unsuffixed(status);
            quote!(#status)
        }
        Status::Class(class) => {
            let class = Literal::u16_unsuffixed(class);
            quote!(openapi_runtime::server::of_class(#class, status))
        }
        Status::Any => quote!(status.as_u16()),
    };
    let write = match response.bodies.as_slice() {
        [] => quote!(openapi_runtime::server::empty(#status)),
        [only] => content::write(&status, only),
        _ => quote!(body.write(#status)),
    };
    if response.headers.is_empty() {
        return quote!(#write,);
    }
    let headers = response.headers.iter().map(|header| {
        let (field, name) = (
            ident(&header.field),
            static_name(operation, response, header),
        );
        quote!(openapi_runtime::server::header(&mut response, &#name, &#field);)
    });
    quote! {{
        let mut response = #write;
        #(#headers)*
        response
    }}
}
