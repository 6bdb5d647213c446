//! A crate of one end: what is the other end's is left out of every file, and so is its feature.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::EmitError;
use crate::Ends;
use crate::render::RustFile;

/// A file without what is of no end that is wanted.
pub(super) fn keep(file: RustFile, ends: Ends) -> Result<RustFile, EmitError> {
    let unwanted = match (ends.client, ends.server) {
        (true, false) => "server",
        (false, true) => "client",
        _ => return Ok(file),
    };
    let mut items = Vec::new();
    for tokens in file.items {
        let parsed = syn::parse2::<syn::File>(tokens.clone())
            .map_err(|error| EmitError::new(format!("{error} in `{tokens}`")))?;
        let kept = parsed.items.iter().filter(|item| !is_of(item, unwanted));
        let kept: TokenStream = kept.map(ToTokens::to_token_stream).collect();
        if !kept.is_empty() {
            items.push(without(kept, unwanted));
        }
    }
    Ok(RustFile { items, ..file })
}

/// Whether an item is there with one feature alone.
fn is_of(item: &syn::Item, feature: &str) -> bool {
    let attributes = match item {
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        _ => return false,
    };
    let condition = quote!(feature = #feature).to_string();
    attributes.iter().any(|attribute| {
        let list = attribute.meta.require_list();
        let said =
            list.map(|list| list.path.is_ident("cfg") && list.tokens.to_string() == condition);
        said.unwrap_or_default()
    })
}

/// The tokens without the feature in `any(feature = …, feature = …)`.
fn without(tokens: TokenStream, feature: &str) -> TokenStream {
    let other = if feature == "server" {
        "client"
    } else {
        "server"
    };
    let either = quote!(feature = "client", feature = "server").to_string();
    let trees = tokens.into_iter().map(|tree| match tree {
        TokenTree::Group(group) => {
            let is_either =
                group.delimiter() == Delimiter::Parenthesis && group.stream().to_string() == either;
            let inner = if is_either {
                quote!(feature = #other)
            } else {
                without(group.stream(), feature)
            };
            let mut inner = Group::new(group.delimiter(), inner);
            inner.set_span(group.span());
            TokenTree::Group(inner)
        }
        tree => tree,
    });
    trees.collect()
}
