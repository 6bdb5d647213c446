//! Responses that come item by item: their types, and how both ends call the runtime for them.

use proc_macro2::TokenStream;
use quote::quote;

use super::{ident, rust_type};
use crate::ir::{Api, EventNames, Flow, Operation, ResponseBody};

/// Whether one of an operation's responses comes item by item.
pub(super) fn any(operation: &Operation) -> bool {
    let mut bodies = operation
        .responses
        .iter()
        .filter_map(|response| response.body.as_ref());
    bodies.any(|body| body.flow != Flow::Whole)
}

/// What a response's variant carries.
pub(super) fn body_type(api: &Api, body: &ResponseBody) -> TokenStream {
    let ty = rust_type::full(api, &body.shape, &quote!(types::));
    match body.flow {
        Flow::Whole => ty,
        Flow::Events(_) | Flow::Texts | Flow::Lines => quote!(EventStream<#ty>),
    }
}

/// How a client reads a body from its `response`.
pub(super) fn read(body: &ResponseBody) -> TokenStream {
    let media_type = &body.media_type;
    match body.flow {
        Flow::Whole => quote!(response.json().await),
        Flow::Events(_) => quote!(response.events().await),
        Flow::Texts => quote!(response.text_events().await),
        Flow::Lines => quote!(response.json_lines(#media_type).await),
    }
}

/// How a server writes the `body` of a response.
pub(super) fn write(status: &proc_macro2::Literal, body: &ResponseBody) -> TokenStream {
    let media_type = &body.media_type;
    match &body.flow {
        Flow::Whole => quote!(openapi_runtime::server::json(#status, #media_type, &body)),
        Flow::Events(None) => quote!(openapi_runtime::server::events(#status, body)),
        Flow::Events(Some(names)) => {
            let name = event_name(names);
            quote!(openapi_runtime::server::named_events(#status, body, #name))
        }
        Flow::Texts => quote!(openapi_runtime::server::text_events(#status, body)),
        Flow::Lines => {
            quote!(openapi_runtime::server::json_lines(#status, #media_type, body))
        }
    }
}

/// An event's name, from what its data's discriminator says.
fn event_name(names: &EventNames) -> TokenStream {
    // One arm a name, in the order of the document.
    let mut arms: Vec<(&str, Vec<&str>)> = Vec::new();
    for (tag, name) in &names.0 {
        // What all others are called.
        if name == "message" {
            continue;
        }
        match arms.iter_mut().find(|(known, _)| known == name) {
            Some((_, tags)) => tags.push(tag),
            None => arms.push((name, vec![tag])),
        }
    }
    if arms.is_empty() {
        return quote!(|_| "message");
    }
    let item = ident("item");
    let arms = arms.iter().map(|(name, tags)| quote!(#(#tags)|* => #name,));
    quote! {
        |#item| match #item.tag() {
            #(#arms)*
            _ => "message",
        }
    }
}
