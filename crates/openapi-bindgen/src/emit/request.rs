//! The request of an operation: its struct, and how both ends put it on the wire.

use proc_macro2::TokenStream;
use quote::quote;

use super::operations::{constant_name, type_names};
use super::{body, content, ident, literal, parameter, rust_type};
use crate::ir::{Api, Body, Location, Operation, Parameter};
use crate::markdown::docs;

/// What both ends know about the parameters.
pub(super) fn parameters(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let parameters = operation.parameters.iter();
    parameters
        .map(|parameter| {
            let name = static_name(operation, parameter);
            parameter::constant(api, operation, &name, parameter)
        })
        .collect()
}

fn static_name(operation: &Operation, parameter: &Parameter) -> proc_macro2::Ident {
    parameter::static_name(operation, parameter::place(parameter), &parameter.field)
}

pub(super) fn input_type(api: &Api, parameter: &Parameter) -> TokenStream {
    let ty = rust_type::bare(api, &parameter.shape, &quote!(types::));
    if parameter.required || parameter.default.is_some() {
        ty
    } else {
        quote!(Option<#ty>)
    }
}

fn body_type(api: &Api, body: &Body) -> TokenStream {
    let ty = match body.contents.as_slice() {
        [only] => content::body_type(api, only),
        _ => {
            let name = ident(&body.name);
            quote!(#name)
        }
    };
    if body.required {
        ty
    } else {
        quote!(Option<#ty>)
    }
}

/// The struct.
pub(super) fn request(api: &Api, operation: &Operation) -> TokenStream {
    let (name, _) = type_names(operation);
    let fields = operation.parameters.iter().map(|parameter| {
        let place = match parameter.location {
            Location::Path => "In the path",
            Location::Query => "In the query",
            Location::Header => "A header",
            Location::Cookie => "A cookie",
        };
        let text = match &parameter.docs {
            Some(text) => format!("{place}: {}", text.trim()),
            None => format!("{place}: `{}`.", parameter.wire),
        };
        let docs = docs([text.as_str()]);
        let (field, ty) = (ident(&parameter.field), input_type(api, parameter));
        quote!(#docs pub #field: #ty)
    });
    let body = operation.body.iter().map(|body| {
        let docs = docs(body.docs.as_deref().or(Some("The body.")));
        let (field, ty) = (ident(&body.field), body_type(api, body));
        quote!(#docs pub #field: #ty)
    });
    let optional = operation
        .parameters
        .iter()
        .all(|parameter| !parameter.required && parameter.default.is_none())
        && operation.body.as_ref().is_none_or(|body| !body.required);
    let default = optional.then(|| quote!(, Default));
    // What is read but once has no equal and no copy.
    let mut bodies = operation.body.iter().flat_map(|body| &body.contents);
    let streamed = bodies.any(|body| body.media.is_streamed());
    let clone = (!streamed).then(|| quote!(, Clone));
    let comparable = (!streamed).then(|| quote!(, PartialEq));
    let line = format!(
        " What [`{}`](static@{}) takes.",
        operation.name.snake,
        constant_name(operation)
    );
    quote! {
        #[doc = #line]
        #[derive(Debug #clone #default #comparable)]
        pub struct #name { #(#fields,)* #(#body),* }
    }
}

/// The client's end of the request.
pub(super) fn encode(operation: &Operation) -> TokenStream {
    let (request, _) = type_names(operation);
    let parameters = operation.parameters.iter().map(|parameter| {
        let (name, field) = (static_name(operation, parameter), ident(&parameter.field));
        quote!(request.parameter(&#name, &self.#field)?;)
    });
    let body = operation.body.iter().map(body::encode);
    let empty = operation.parameters.is_empty() && operation.body.is_none();
    let argument = if empty {
        ident("_request")
    } else {
        ident("request")
    };
    quote! {
        #[cfg(feature = "client")]
        impl openapi_runtime::client::Encode for #request {
            fn encode(
                self,
                #argument: &mut openapi_runtime::client::RequestHead,
            ) -> Result<(), openapi_runtime::client::Error> {
                #(#parameters)*
                #(#body)*
                Ok(())
            }
        }
    }
}

/// The server's end of the request: every input is read, and every fault told, before any is used.
pub(super) fn decode(api: &Api, operation: &Operation) -> TokenStream {
    let (request, _) = type_names(operation);
    let reads = operation.parameters.iter().map(|parameter| {
        let (field, name) = (ident(&parameter.field), static_name(operation, parameter));
        let read = if parameter.required {
            ident("required")
        } else {
            ident("optional")
        };
        quote!(let #field = call.#read(&#name);)
    });
    let body = operation
        .body
        .iter()
        .map(|body| body::decode(api, operation, body));
    let values = operation.parameters.iter().map(|parameter| {
        let field = ident(&parameter.field);
        match &parameter.default {
            _ if parameter.required => quote!(#field: call.present(#field)?),
            Some(default) => {
                let default = literal::or_default(api, default);
                quote!(#field: #field #default)
            }
            None => quote!(#field),
        }
    });
    let body_value = operation.body.iter().map(|body| {
        let field = ident(&body.field);
        if body.required {
            quote!(#field: call.present(#field)?)
        } else {
            quote!(#field)
        }
    });
    quote! {
        #[cfg(feature = "server")]
        impl openapi_runtime::server::Decode for #request {
            async fn decode(
                call: &mut openapi_runtime::server::Call,
            ) -> Result<Self, openapi_runtime::server::Refusal> {
                #(#reads)*
                #(#body)*
                call.finish()?;
                Ok(Self { #(#values,)* #(#body_value),* })
            }
        }
    }
}
