//! `operations/`: one file an operation, with its request, its responses, and how both go over the wire.

use proc_macro2::TokenStream;
use quote::quote;

use super::{begins_path, ident, rust_type, schemas, streams};
use crate::ir::{Api, Body, Location, Operation, Parameter, Response, Style};
use crate::markdown::{docs, lines};
use crate::names::screaming;
use crate::render::RustFile;

/// `operations/mod.rs`.
pub(super) fn index(api: &Api) -> RustFile {
    let items = api.operations.iter().map(|operation| {
        let module = ident(&operation.name.snake);
        let (request, response) = type_names(operation);
        let constant = constant_name(operation);
        quote! {
            #[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
            mod #module;
            pub use #module::{#constant, #request, #response};
        }
    });
    RustFile {
        docs: "The operations: their requests and responses.".into(),
        imports: TokenStream::new(),
        items: vec![quote!(#(#items)*)],
    }
}

/// The names of an operation's request and response.
pub(super) fn type_names(operation: &Operation) -> (proc_macro2::Ident, proc_macro2::Ident) {
    let name = &operation.name.pascal;
    (
        ident(&format!("{name}Request")),
        ident(&format!("{name}Response")),
    )
}

/// The name of an operation's constant.
pub(super) fn constant_name(operation: &Operation) -> proc_macro2::Ident {
    ident(&screaming(&operation.name.snake))
}

/// What the document says about an operation, and where it is.
pub(super) fn documentation(operation: &Operation) -> Vec<String> {
    let mut parts = Vec::new();
    let sentence = |text: &str| {
        let text = text.trim();
        if text.ends_with(['.', '!', '?', ':']) {
            text.to_owned()
        } else {
            format!("{text}.")
        }
    };
    parts.extend(operation.summary.as_deref().map(sentence));
    parts.extend(operation.description.clone());
    if parts.is_empty() {
        parts.push(format!("The operation `{}`.", operation.id));
    }
    parts.push(format!("`{} {}`", operation.method, operation.path));
    parts
}

/// An operation's file.
pub(super) fn operation(api: &Api, operation: &Operation) -> RustFile {
    let summary = operation.summary.as_deref().unwrap_or(&operation.id).trim();
    let mut items = vec![constant(operation)];
    items.extend(
        operation
            .parameters
            .iter()
            .map(|parameter| parameter_static(api, operation, parameter)),
    );
    items.push(request(api, operation));
    items.push(response(api, operation));
    items.push(encode(operation));
    items.push(decode_response(operation));
    items.push(decode(api, operation));
    items.push(respond(operation));
    RustFile {
        docs: lines(&format!(
            "`{} {}`: {summary}.",
            operation.method, operation.path
        ))
        .join("\n"),
        imports: imports(operation, &items),
        items,
    }
}

fn imports(operation: &Operation, items: &[TokenStream]) -> TokenStream {
    let mentions = |name: &&str| items.iter().any(|item| begins_path(item, name));
    let runtime = ["Operation", "Parameter", "Style"].into_iter();
    let runtime = runtime.filter(mentions).map(ident);
    let stream = streams::any(operation).then(|| ident("EventStream"));
    let runtime = stream.into_iter().chain(runtime);
    let schema = schemas::imports(items);
    let own = ["schemas", "types"].into_iter().filter(mentions);
    let own = own.map(ident).map(|name| quote!(use crate::#name;));
    quote! {
        use openapi_runtime::{#(#runtime),*};
        #schema
        #(#own)*
    }
}

fn constant(operation: &Operation) -> TokenStream {
    let name = constant_name(operation);
    let (id, path) = (&operation.id, &operation.path);
    let method = ident(&operation.method);
    let alternatives = operation
        .security
        .iter()
        .map(|schemes| quote!(&[#(#schemes),*]));
    let security =
        (!operation.security.is_empty()).then(|| quote!(.secured(&[#(#alternatives),*])));
    let line = format!(" The operation `{id}`.");
    quote! {
        #[doc = #line]
        pub static #name: Operation = Operation::new(#id, http::Method::#method, #path) #security;
    }
}

fn static_name(operation: &Operation, parameter: &Parameter) -> proc_macro2::Ident {
    let name = format!(
        "{}_{}",
        place(parameter).to_uppercase(),
        screaming(&parameter.field)
    );
    // An operation `query_id` with a parameter `id` in its query.
    let taken = constant_name(operation) == name;
    ident(&if taken { name + "_" } else { name })
}

fn place(parameter: &Parameter) -> &'static str {
    match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

fn parameter_static(api: &Api, operation: &Operation, parameter: &Parameter) -> TokenStream {
    let (name, wire) = (static_name(operation, parameter), &parameter.wire);
    let place = ident(place(parameter));
    let schema = schemas::qualified(api, &parameter.shape);
    let style = match parameter.style {
        Style::Default => None,
        Style::Commas => Some("Commas"),
        Style::Spaces => Some("Spaces"),
        Style::Pipes => Some("Pipes"),
    };
    let style = style.map(ident).map(|style| quote!(.style(Style::#style)));
    quote!(static #name: Parameter = Parameter::#place(#wire, #schema) #style;)
}

fn input_type(api: &Api, parameter: &Parameter) -> TokenStream {
    let ty = rust_type::bare(api, &parameter.shape, &quote!(types::));
    if parameter.required || parameter.default.is_some() {
        ty
    } else {
        quote!(Option<#ty>)
    }
}

fn body_type(api: &Api, body: &Body) -> TokenStream {
    let ty = rust_type::full(api, &body.shape, &quote!(types::));
    if body.required {
        ty
    } else {
        quote!(Option<#ty>)
    }
}

fn request(api: &Api, operation: &Operation) -> TokenStream {
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
    let line = format!(
        " What [`{}`](static@{}) takes.",
        operation.name.snake,
        constant_name(operation)
    );
    quote! {
        #[doc = #line]
        #[derive(Debug, Clone #default, PartialEq)]
        pub struct #name { #(#fields,)* #(#body),* }
    }
}

fn response(api: &Api, operation: &Operation) -> TokenStream {
    let (_, name) = type_names(operation);
    let variants = operation.responses.iter().map(|response| {
        let text = format!("{}: {}", response.status, response.docs.trim());
        let docs = docs([text.as_str()]);
        let variant = ident(&response.variant);
        match &response.body {
            Some(body) => {
                let ty = streams::body_type(api, body);
                quote!(#docs #variant(#ty))
            }
            None => quote!(#docs #variant),
        }
    });
    // A stream is read once, and there are no two of it.
    let comparable = (!streams::any(operation)).then(|| quote!(, Clone, PartialEq));
    let line = format!(
        " What [`{}`](static@{}) gives.",
        operation.name.snake,
        constant_name(operation)
    );
    quote! {
        #[doc = #line]
        #[derive(Debug #comparable)]
        pub enum #name { #(#variants),* }
    }
}

/// The client's end of the request.
fn encode(operation: &Operation) -> TokenStream {
    let (request, _) = type_names(operation);
    let parameters = operation.parameters.iter().map(|parameter| {
        let (name, field) = (static_name(operation, parameter), ident(&parameter.field));
        quote!(request.parameter(&#name, &self.#field)?;)
    });
    let body = operation.body.iter().map(|body| {
        let (field, media_type) = (ident(&body.field), &body.media_type);
        if body.required {
            quote!(request.json(#media_type, &self.#field)?;)
        } else {
            quote! {
                if let Some(body) = &self.#field {
                    request.json(#media_type, body)?;
                }
            }
        }
    });
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

/// The client's end of the responses.
fn decode_response(operation: &Operation) -> TokenStream {
    let (_, name) = type_names(operation);
    let arms = operation.responses.iter().map(|response| {
        let (status, variant) = (status(response), ident(&response.variant));
        match &response.body {
            Some(body) => {
                let read = streams::read(body);
                quote!(#status => #read.map(Self::#variant),)
            }
            None => quote!(#status => Ok(Self::#variant),),
        }
    });
    let mut accept: Vec<&str> = Vec::new();
    for body in operation
        .responses
        .iter()
        .filter_map(|response| response.body.as_ref())
    {
        if !accept.contains(&body.media_type.as_str()) {
            accept.push(&body.media_type);
        }
    }
    let accept = accept.join(", ");
    quote! {
        #[cfg(feature = "client")]
        impl openapi_runtime::client::Decode for #name {
            const ACCEPT: &'static str = #accept;

            async fn decode(
                response: openapi_runtime::client::Response,
            ) -> Result<Self, openapi_runtime::client::Error> {
                match response.status().as_u16() {
                    #(#arms)*
                    _ => Err(response.undeclared().await),
                }
            }
        }
    }
}

fn status(response: &Response) -> proc_macro2::Literal {
    proc_macro2::Literal::u16_unsuffixed(response.status)
}

/// The server's end of the request: every input is read, and every fault told, before any is used.
fn decode(api: &Api, operation: &Operation) -> TokenStream {
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
    let body = operation.body.iter().map(|body| {
        let (field, schema) = (
            ident(&body.field),
            schemas::of_body(api, operation, &body.shape),
        );
        let read = if body.required {
            ident("required_json")
        } else {
            ident("optional_json")
        };
        quote!(let #field = call.#read(#schema).await?;)
    });
    let values = operation.parameters.iter().map(|parameter| {
        let field = ident(&parameter.field);
        match &parameter.default {
            _ if parameter.required => quote!(#field: call.present(#field)?),
            Some(default) => {
                let default = rust_type::or_default(api, default);
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

/// The server's end of the responses.
fn respond(operation: &Operation) -> TokenStream {
    let (_, name) = type_names(operation);
    let arms = operation.responses.iter().map(|response| {
        let (status, variant) = (status(response), ident(&response.variant));
        match &response.body {
            Some(body) => {
                let write = streams::write(&status, body);
                quote!(Self::#variant(body) => #write,)
            }
            None => quote!(Self::#variant => openapi_runtime::server::empty(#status),),
        }
    });
    quote! {
        #[cfg(feature = "server")]
        impl axum::response::IntoResponse for #name {
            fn into_response(self) -> axum::response::Response {
                match self {
                    #(#arms)*
                }
            }
        }
    }
}
