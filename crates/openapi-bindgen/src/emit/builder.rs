//! The builders of calls: `builder` in `client.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::group::{Group, Traits};
use super::operations::{constant_name, type_names};
use super::progenitor::Generated;
use super::{EmitError, begins_path, ident, literal};
use crate::ir::{Api, Location, Operation};
use crate::markdown::docs;
use crate::render::RustFile;

/// What the groups' builders have in common: the module they are in.
pub(super) fn all(api: &Api, traits: &Traits) -> RustFile {
    let modules = traits.groups(api).map(|group| {
        let module = ident(group.module);
        quote! {
            mod #module;
            pub use #module::*;
        }
    });
    RustFile {
        docs: "Calls, as they are put together.".into(),
        imports: TokenStream::new(),
        items: vec![quote!(#(#modules)*)],
    }
}

/// The builders of a group.
pub(super) fn one(api: &Api, group: Group, generated: &Generated) -> Result<RustFile, EmitError> {
    let operations: Vec<_> = group.operations().collect();
    let module = module(api, &operations, generated)?;
    Ok(RustFile {
        docs: format!(
            "Calls of the operations `{}`, as they are put together.",
            group.title
        ),
        imports: module.imports,
        items: module.items,
    })
}

/// Builders, and what they need.
pub(super) struct Module {
    pub(super) imports: TokenStream,
    pub(super) items: Vec<TokenStream>,
}

/// The builders of some operations.
pub(super) fn module(
    api: &Api,
    operations: &[&Operation],
    generated: &Generated,
) -> Result<Module, EmitError> {
    let inputs = operations
        .iter()
        .flat_map(|operation| inputs(api, operation));
    let required: Vec<_> = inputs.map(|input| input.required).collect();
    let any = (!required.is_empty()).then(|| quote!(, convert, given));
    let unset = required.contains(&true).then(|| quote!(, unset));
    let items = operations
        .iter()
        .map(|operation| builder(api, operation, generated))
        .collect::<Result<Vec<_>, EmitError>>()?;
    let types = items.iter().any(|builder| begins_path(builder, "types"));
    let modules = if types {
        quote!({operations, types})
    } else {
        quote!(operations)
    };
    Ok(Module {
        imports: quote! {
            use openapi_runtime::client::{Error #any #unset};
            use crate::client::Client;
            use crate::#modules;
        },
        items,
    })
}

/// progenitor's builder, with documentation, and a `send` that calls the operation.
fn builder(
    api: &Api,
    operation: &Operation,
    generated: &Generated,
) -> Result<TokenStream, EmitError> {
    let stem = &operation.name.pascal;
    let lacks = |what: &str| EmitError::new(format!("progenitor's `{stem}` lacks {what}"));
    let item = generated.builders.get(stem);
    let item = item.ok_or_else(|| lacks("everything"))?;
    let line = format!(" A call of [`Client::{}`].", operation.name.snake);
    let inputs = inputs(api, operation);
    let mut fields = Vec::new();
    let mut setters = Vec::new();
    let mut values = Vec::new();
    for input in &inputs {
        let (field, place, wire) = (ident(&input.field), input.place, &input.wire);
        let known = item
            .fields
            .iter()
            .find(|known| known.ident.as_ref() == Some(&field));
        let ty = known.and_then(|known| inside("Result", &known.ty));
        let ty = ty.ok_or_else(|| lacks(&format!("`{field}`")))?;
        let (bare, set) = if input.required {
            (Some(ty), None)
        } else {
            (inside("Option", ty), Some(quote!(.map(Some))))
        };
        let bare = bare.ok_or_else(|| lacks(&format!("an optional `{field}`")))?;
        let docs = docs([input.docs.as_str()]);
        let deprecated = input.deprecated.then(|| quote!(#[deprecated]));
        setters.push(quote! {
            #docs
            #deprecated
            #[must_use]
            pub fn #field(mut self, value: impl TryInto<#bare>) -> Self {
                self.#field = convert(value) #set;
                self
            }
        });
        fields.push(if input.required {
            quote!(#field: unset())
        } else {
            quote!(#field: Ok(None))
        });
        let default = &input.default;
        values.push(quote!(#field: given(#place, #wire, self.#field)? #default));
    }
    // progenitor calls it `client`, unless that is an input's name.
    let own = item.fields.iter().filter_map(|field| field.ident.clone());
    let client = own
        .into_iter()
        .find(|field| inputs.iter().all(|input| *field != input.field))
        .ok_or_else(|| lacks("a client"))?;
    let held = if client == "client" {
        quote!(client)
    } else {
        quote!(#client: client)
    };
    let item_fields = item
        .fields
        .iter()
        .filter(|field| field.ident.as_ref() != Some(&client));
    let body = operation.body.iter().flat_map(|body| &body.contents);
    let is_streamed = body.into_iter().any(|body| body.media.is_streamed());
    let clone = (!is_streamed).then(|| quote!(, Clone));
    let (request, response) = type_names(operation);
    let (name, constant) = (&item.ident, constant_name(operation));
    Ok(quote! {
        #[doc = #line]
        #[derive(Debug #clone)]
        pub struct #name<'a> { #client: &'a Client, #(#item_fields),* }

        impl<'a> #name<'a> {
            pub(crate) fn new(client: &'a Client) -> Self {
                Self { #held, #(#fields),* }
            }

            #(#setters)*

            /// Sends the request and reads the response.
            ///
            /// # Errors
            /// [`Error`] when a value was not set or cannot be converted, and when no declared response arrives.
            pub async fn send(self) -> Result<operations::#response, Error> {
                let request = operations::#request { #(#values),* };
                self.#client.inner.call(&operations::#constant, request).await
            }
        }
    })
}

/// What is inside of `outer`: `T` of `Option<T>` and of `Result<T, String>`.
fn inside<'t>(outer: &str, ty: &'t syn::Type) -> Option<&'t syn::Type> {
    let syn::Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last()?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) if last.ident == outer => Some(inner),
        _ => None,
    }
}

/// One thing that a call can be given.
struct Input {
    field: String,
    wire: String,
    place: &'static str,
    docs: String,
    required: bool,
    deprecated: bool,
    /// What it is when it is not set.
    default: Option<TokenStream>,
}

fn inputs(api: &Api, operation: &Operation) -> Vec<Input> {
    let parameters = operation.parameters.iter().map(|parameter| Input {
        field: parameter.field.clone(),
        wire: parameter.wire.clone(),
        place: match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        },
        docs: parameter
            .docs
            .clone()
            .unwrap_or_else(|| format!("Sets `{}`.", parameter.wire)),
        required: parameter.required,
        deprecated: parameter.deprecated,
        default: (parameter.default.as_ref())
            .filter(|_| !parameter.required)
            .map(|default| literal::or_default(api, default)),
    });
    let body = operation.body.iter().map(|body| Input {
        field: body.field.clone(),
        wire: String::new(),
        place: "body",
        docs: body
            .docs
            .clone()
            .unwrap_or_else(|| "Sets the body.".to_owned()),
        required: body.required,
        deprecated: false,
        default: None,
    });
    parameters.chain(body).collect()
}
