//! `servers.rs`: the base URLs that have variables.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::ir::{Api, ServerChoice, ServerPiece, ServerTemplate, ServerVariable};
use crate::markdown::docs;
use crate::render::RustFile;

/// The templates of an API.
pub(super) fn templates(api: &Api) -> impl Iterator<Item = (&str, &ServerTemplate)> {
    let servers = api.servers.iter();
    servers.filter_map(|server| Some((server.url.as_str(), server.template.as_ref()?)))
}

/// The file; `None` where no base URL has variables.
pub(super) fn servers(api: &Api) -> Option<RustFile> {
    let items: Vec<_> = templates(api)
        .flat_map(|(url, template)| items(url, template))
        .collect();
    (!items.is_empty()).then(|| RustFile {
        docs: "The servers whose base URLs have variables.".into(),
        imports: TokenStream::new(),
        items,
    })
}

fn items(url: &str, template: &ServerTemplate) -> Vec<TokenStream> {
    let name = ident(&template.name);
    let lead = format!("The server `{url}`.");
    let docs = docs([&*lead, template.docs.as_deref().unwrap_or_default()]);
    let fields = template.variables.iter().map(|variable| {
        let docs = described(variable);
        let (field, ty) = (ident(&variable.field), field_type(variable));
        quote!(#docs pub #field: #ty)
    });
    let defaults = template.variables.iter().map(|variable| {
        let field = ident(&variable.field);
        let default = &variable.default;
        match &variable.listed {
            Some(choice) => {
                let (ty, variant) = (ident(&choice.name), default_variant(choice, default));
                quote!(#field: #ty::#variant)
            }
            None => quote!(#field: #default.to_owned()),
        }
    });
    let pushes = template.pieces.iter().map(|piece| match piece {
        ServerPiece::Text(text) => quote!(#text),
        ServerPiece::Variable(index) => {
            let variable = &template.variables[*index];
            let field = ident(&variable.field);
            quote!(self.#field.as_str())
        }
    });
    let mut items = vec![
        quote! {
            #docs
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct #name { #(#fields),* }
        },
        quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self { #(#defaults),* }
                }
            }
        },
        quote! {
            impl #name {
                /// The base URL with these values: what a client is made with.
                pub fn base_url(&self) -> String {
                    [#(#pushes),*].concat()
                }
            }
        },
    ];
    for variable in &template.variables {
        if let Some(choice) = &variable.listed {
            items.extend(choice_items(variable, choice));
        }
    }
    items
}

fn described(variable: &ServerVariable) -> TokenStream {
    let lead = format!("`{}`.", variable.wire);
    docs([variable.docs.as_deref().unwrap_or(&lead)])
}

fn field_type(variable: &ServerVariable) -> TokenStream {
    match &variable.listed {
        Some(choice) => {
            let name = ident(&choice.name);
            quote!(#name)
        }
        None => quote!(String),
    }
}

fn default_variant(choice: &ServerChoice, default: &str) -> proc_macro2::Ident {
    let mut values = choice.values.iter();
    let found = values.find(|(_, value)| value == default);
    ident(found.map_or("Default", |(variant, _)| variant))
}

fn choice_items(variable: &ServerVariable, choice: &ServerChoice) -> [TokenStream; 2] {
    let name = ident(&choice.name);
    let line = format!(" The values of `{}`.", variable.wire);
    let variants = choice.values.iter().map(|(variant, value)| {
        let (variant, line) = (ident(variant), format!(" `{value}`."));
        quote!(#[doc = #line] #variant)
    });
    let arms = choice.values.iter().map(|(variant, value)| {
        let variant = ident(variant);
        quote!(Self::#variant => #value)
    });
    [
        quote! {
            #[doc = #line]
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum #name { #(#variants),* }
        },
        quote! {
            impl #name {
                /// As it stands in the URL.
                pub const fn as_str(self) -> &'static str {
                    match self { #(#arms),* }
                }
            }
        },
    ]
}
