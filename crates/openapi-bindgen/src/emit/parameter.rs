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
pub(super) fn constant(api: &Api, name: &Ident, parameter: &Parameter) -> TokenStream {
    let wire = &parameter.wire;
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
