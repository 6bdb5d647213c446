//! Bodies, whatever their media type: their types, and how both ends call the runtime for them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{ident, rust_type};
use crate::ir::{Api, Content, EventNames, Media, Operation, Part};

/// The bodies of an operation, either way.
fn bodies(operation: &Operation) -> impl Iterator<Item = &Content> {
    let responses = operation.responses.iter();
    let responses = responses.flat_map(|response| &response.bodies);
    let requests = operation.body.iter().flat_map(|body| &body.contents);
    responses.chain(requests)
}

/// The types of the runtime that the bodies of an operation are made of.
pub(super) fn runtime_types(operation: &Operation) -> impl Iterator<Item = &'static str> {
    let name = |media: &Media| match media {
        Media::Json | Media::Text | Media::Form(_) => None,
        Media::Multipart(form) => form.parts.iter().any(Part::is_file).then_some("FilePart"),
        Media::Bytes => Some("ByteStream"),
        Media::Open => Some("Content"),
        Media::Events(_) | Media::Texts | Media::Lines => Some("EventStream"),
    };
    let mut names: Vec<_> = bodies(operation)
        .filter_map(|body| name(&body.media))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter()
}

/// What a body is in Rust.
pub(super) fn body_type(api: &Api, body: &Content) -> TokenStream {
    match &body.media {
        Media::Json | Media::Form(_) => rust_type::full(api, &body.shape, &quote!(types::)),
        Media::Multipart(form) => {
            let name = ident(&form.name);
            quote!(#name)
        }
        Media::Text => quote!(String),
        Media::Bytes => quote!(ByteStream),
        Media::Open => quote!(Content),
        Media::Events(_) | Media::Texts | Media::Lines => {
            let item = rust_type::full(api, &body.shape, &quote!(types::));
            quote!(EventStream<#item>)
        }
    }
}

/// What is read but once has no equal and no copy.
pub(super) fn derives<'a>(mut bodies: impl Iterator<Item = &'a Content>) -> TokenStream {
    if bodies.any(|body| body.media.is_streamed()) {
        quote!(#[derive(Debug)])
    } else {
        quote!(#[derive(Debug, Clone, PartialEq)])
    }
}

/// How a client reads a body from its `response`: a `Result`, or a value that is there at once.
pub(super) fn read(body: &Content) -> Read {
    let media_type = body.media_types.first();
    match body.media {
        Media::Json => Read::Fallible(quote!(response.json().await)),
        Media::Text => Read::Fallible(quote!(response.text().await)),
        // No response is a form.
        Media::Bytes | Media::Form(_) | Media::Multipart(_) => {
            Read::Certain(quote!(response.bytes()))
        }
        Media::Open => Read::Certain(quote!(response.content())),
        Media::Events(_) => Read::Fallible(quote!(response.events().await)),
        Media::Texts => Read::Fallible(quote!(response.text_events().await)),
        Media::Lines => Read::Fallible(quote!(response.json_lines(#media_type).await)),
    }
}

/// The expression of a body that a client reads.
pub(super) enum Read {
    /// A `Result`.
    Fallible(TokenStream),
    /// The body itself.
    Certain(TokenStream),
}

impl Read {
    /// The `Result` of what `variant` makes of the body.
    pub(super) fn map(&self, variant: &TokenStream) -> TokenStream {
        match self {
            Self::Fallible(read) => quote!(#read.map(#variant)),
            Self::Certain(read) => quote!(Ok(#variant(#read))),
        }
    }

    /// The body, in a function that gives up where there is none.
    pub(super) fn value(&self) -> TokenStream {
        match self {
            Self::Fallible(read) => quote!(#read?),
            Self::Certain(read) => read.clone(),
        }
    }
}

/// How a server writes the `body` of a response.
pub(super) fn write(status: &TokenStream, body: &Content) -> TokenStream {
    let media_type = body.written_type();
    match &body.media {
        Media::Json => quote!(openapi_runtime::server::json(#status, #media_type, &body)),
        Media::Text => quote!(openapi_runtime::server::text(#status, #media_type, body)),
        Media::Bytes | Media::Form(_) | Media::Multipart(_) => {
            quote!(openapi_runtime::server::bytes(#status, #media_type, body))
        }
        Media::Open => quote!(openapi_runtime::server::content(#status, body)),
        Media::Events(None) => quote!(openapi_runtime::server::events(#status, body)),
        Media::Events(Some(names)) => {
            let name = event_name(names);
            quote!(openapi_runtime::server::named_events(#status, body, #name))
        }
        Media::Texts => quote!(openapi_runtime::server::text_events(#status, body)),
        Media::Lines => quote!(openapi_runtime::server::json_lines(#status, #media_type, body)),
    }
}

/// The media types of some bodies, each with the index of its body.
pub(super) fn patterns(bodies: &[Content]) -> (Vec<&str>, Vec<Vec<Literal>>) {
    let mut types = Vec::new();
    let mut indices = Vec::new();
    for body in bodies {
        let mut own = Vec::new();
        for media_type in &body.media_types {
            own.push(Literal::usize_unsuffixed(types.len()));
            types.push(media_type.as_str());
        }
        indices.push(own);
    }
    (types, indices)
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
