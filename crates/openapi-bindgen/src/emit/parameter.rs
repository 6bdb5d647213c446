//! Parameters, and headers of responses: what both ends know about them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::operations::constant_name;
use super::{ident, schemas};
use crate::ir::{Api, Location, Operation, Parameter, Style};
use crate::names::screaming;

/// The name of a parameter's constant, by the place or the response that it is of.
pub(super) fn static_name(operation: &Operation, place: &str, field: &str) -> Ident {
    let name = format!("{}_{}", screaming(place), screaming(field));
    // An operation `query_id` with a parameter `id` in its query.
    let taken = constant_name(operation) == name;
    ident(&if taken { name + "_" } else { name })
}

/// Where a parameter goes.
pub(super) fn place(parameter: &Parameter) -> &'static str {
    match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

/// The constant.
pub(super) fn constant(
    api: &Api,
    operation: &Operation,
    name: &Ident,
    parameter: &Parameter,
) -> TokenStream {
    let wire = &parameter.wire;
    let place = ident(place(parameter));
    let schema = schemas::qualified(api, &parameter.shape);
    let style = style(parameter.style).map(|style| quote!(.style(#style)));
    let reserved = parameter.reserved.then(|| quote!(.reserved()));
    let empty = parameter.empty.then(|| quote!(.allow_empty()));
    let beside = api.beside(operation, parameter);
    let beside = beside.map(|names| quote!(.beside(&[#(#names),*])));
    quote! {
        static #name: Parameter =
            Parameter::#place(#wire, #schema) #style #reserved #empty #beside;
    }
}

/// A style, unless it is the one that a place has by default.
pub(super) fn style(style: Style) -> Option<TokenStream> {
    let name = match style {
        Style::Default => return None,
        Style::SimpleExploded => "SimpleExploded",
        Style::Label => "Label",
        Style::LabelExploded => "LabelExploded",
        Style::Matrix => "Matrix",
        Style::MatrixExploded => "MatrixExploded",
        Style::Repeated => "Repeated",
        Style::Commas => "Commas",
        Style::Spaces => "Spaces",
        Style::Pipes => "Pipes",
        Style::Deep => "Deep",
        Style::Json => "Json",
    };
    let name = ident(name);
    Some(quote!(Style::#name))
}
