//! `operations/`: one file an operation, with its request, its responses, and how both go over the wire.

use proc_macro2::TokenStream;
use quote::quote;

use super::{begins_path, body, content, ident, request, response, schemas, security};
use crate::ir::{Api, Operation};
use crate::markdown::lines;
use crate::names::screaming;
use crate::render::RustFile;

/// `operations/mod.rs`.
pub(super) fn index(api: &Api) -> RustFile {
    let items = api.operations.iter().map(|operation| {
        let module = ident(&operation.name.snake);
        let (request, response) = type_names(operation);
        let constant = constant_name(operation);
        let bodies = body_names(operation);
        quote! {
            #[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
            mod #module;
            pub use #module::{#constant, #request, #response #(, #bodies)*};
        }
    });
    RustFile {
        docs: "The operations: their requests and responses.".into(),
        imports: TokenStream::new(),
        items: vec![quote!(#(#items)*)],
    }
}

/// The names of the other types of an operation: of bodies that are one of several, or have parts.
pub(super) fn body_names(operation: &Operation) -> Vec<proc_macro2::Ident> {
    let mut names: Vec<&str> = Vec::new();
    if let Some(own) = &operation.body {
        names.push(&own.name);
        names.extend(body::forms(own).map(|form| form.name.as_str()));
    }
    names.extend(
        operation
            .responses
            .iter()
            .map(|response| response.body_name.as_str()),
    );
    let names = names.into_iter().filter(|name| !name.is_empty());
    names.map(ident).collect()
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
    let mut items = vec![constant(api, operation)];
    items.extend(request::parameters(api, operation));
    items.extend(response::headers(api, operation));
    items.extend(body::parts(api, operation));
    items.push(request::request(api, operation));
    items.extend(body::types(api, operation));
    items.extend(response::responses(api, operation));
    items.push(request::encode(operation));
    items.extend(body::write(operation));
    items.extend(response::decode(operation));
    items.push(request::decode(api, operation));
    items.extend(body::read(api, operation));
    items.extend(response::respond(operation));
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
    let streams = content::runtime_types(operation).map(ident);
    let runtime = streams.chain(runtime);
    let schema = schemas::imports(items);
    let own = ["schemas", "types"].into_iter().filter(mentions);
    let own = own.map(ident).map(|name| quote!(use crate::#name;));
    quote! {
        use openapi_runtime::{#(#runtime),*};
        #schema
        #(#own)*
    }
}

fn constant(api: &Api, operation: &Operation) -> TokenStream {
    let name = constant_name(operation);
    let (id, path) = (&operation.id, &operation.path);
    let method = ident(&operation.method);
    let security = security::of_operation(api, operation);
    let line = format!(" The operation `{id}`.");
    quote! {
        #[doc = #line]
        pub static #name: Operation = Operation::new(#id, http::Method::#method, #path) #security;
    }
}
