//! `types.rs`, or the files of `types/`: the types that both ends share.

use proc_macro2::TokenStream;
use quote::quote;

use super::progenitor::Generated;
use super::rust_type::{self, Presence, presence};
use super::{EmitError, ident, literal, tagged, type_files};
use crate::ir::{
    Additional, Api, Field, Kind, ListedValue, Literal, NumberedValue, Shape, Struct, TypeDef,
    TypeId, TypeKind, Union, Variant,
};
use crate::markdown::docs;
use crate::render::RustFile;

/// The files, by their paths.
pub(super) fn types(
    api: &Api,
    generated: &Generated,
) -> Result<Vec<(String, RustFile)>, EmitError> {
    let emitted = api.types.iter().filter(|def| def.is_emitted());
    let types = emitted
        .map(|def| Ok((def, items(api, def, generated)?)))
        .collect::<Result<_, EmitError>>()?;
    type_files::files(api, types)
}

/// The items of a type.
fn items(api: &Api, def: &TypeDef, generated: &Generated) -> Result<Vec<TokenStream>, EmitError> {
    Ok(match &def.kind {
        TypeKind::Struct(object) => {
            let item = generated.structs.get(&def.name).ok_or_else(|| {
                EmitError::new(format!("progenitor gives no struct `{}`", def.name))
            })?;
            structure(api, def, object, item)?
        }
        TypeKind::Listed(values) => vec![listed(def, values)],
        TypeKind::Numbered(values) => vec![numbered(def, values)],
        TypeKind::Tuple(shapes) => {
            let docs = documented(def.docs.as_deref(), &def.name);
            let name = ident(&def.name);
            let shapes = shapes
                .iter()
                .map(|shape| rust_type::full(api, shape, &TokenStream::new()));
            vec![quote!(#docs pub type #name = (#(#shapes,)*);)]
        }
        TypeKind::Union(union) => vec![union_enum(api, def, union)],
        TypeKind::Tagged(union) => vec![tagged::tagged_enum(api, def, union)],
        TypeKind::Alias(shape) => {
            let docs = documented(def.docs.as_deref(), &def.name);
            let (name, target) = (
                ident(&def.name),
                rust_type::bare(api, shape, &TokenStream::new()),
            );
            vec![quote!(#docs pub type #name = #target;)]
        }
    })
}

/// What the document says, or else the name: a type's and a field's documentation is never missing.
pub(super) fn documented(text: Option<&str>, name: &str) -> TokenStream {
    let text = text.filter(|text| !text.trim().is_empty());
    let name = format!("`{}`.", name.replace('`', "'"));
    docs([text.unwrap_or(&name)])
}

fn schemars() -> TokenStream {
    quote!(#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))])
}

/// A struct: progenitor's fields, in the document's order, with what serde has to know about each.
fn structure(
    api: &Api,
    def: &TypeDef,
    object: &Struct,
    item: &syn::ItemStruct,
) -> Result<Vec<TokenStream>, EmitError> {
    let name = ident(&def.name);
    let fields = object
        .fields
        .iter()
        .map(|field| {
            let known = item
                .fields
                .iter()
                .find(|known| known.ident.as_ref().is_some_and(|i| *i == field.name));
            let ty = known.map(|known| &known.ty).ok_or_else(|| {
                EmitError::new(format!(
                    "progenitor gives `{}` no field `{}`",
                    def.name, field.name
                ))
            })?;
            let docs = documented(field.docs.as_deref(), &field.wire);
            let serde = serde_attribute(api, def, field);
            let field = ident(&field.name);
            Ok(quote!(#docs #serde pub #field: #ty))
        })
        .collect::<Result<Vec<_>, EmitError>>()?;
    let kept = match &object.additional {
        Additional::Kept(field, shape) => {
            let (field, ty) = (
                ident(field),
                rust_type::full(api, shape, &TokenStream::new()),
            );
            Some(quote! {
                /// All other properties.
                #[serde(flatten)]
                pub #field: std::collections::BTreeMap<String, #ty>
            })
        }
        Additional::Tolerated | Additional::Forbidden => None,
    };
    let fields = fields.into_iter().chain(kept);
    let own = def.docs.as_deref().filter(|text| !text.trim().is_empty());
    let constants = tagged::documentation(object);
    let docs = match &constants {
        Some(constants) if own.is_some() => docs(own.into_iter().chain([constants.as_str()])),
        _ => documented(own.or(constants.as_deref()), &def.name),
    };
    let attributes = tagged::attributes(object);
    let defaults = Defaults::of(def, object);
    let derive_default = (defaults == Defaults::Derived).then(|| quote!(, Default));
    let mut items = vec![quote! {
        #docs
        #[derive(Debug, Clone #derive_default, PartialEq, Serialize, DeserializeStruct)]
        #attributes
        pub struct #name { #(#fields),* }
    }];
    items.extend(tagged::constants(def, object));
    items.extend(default_functions(api, def, object));
    if defaults == Defaults::Written {
        let values = object.fields.iter().map(|field| {
            let name = ident(&field.name);
            let function = default_function(field);
            match written_default(field) {
                Some(_) if presence(def, field) == Presence::OrDefault => {
                    quote!(#name: Self::#function())
                }
                _ => quote!(#name: Default::default()),
            }
        });
        let kept = match &object.additional {
            Additional::Kept(field, _) => {
                let field = ident(field);
                Some(quote!(#field: Default::default()))
            }
            Additional::Tolerated | Additional::Forbidden => None,
        };
        let values = values.chain(kept);
        items.push(quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self { #(#values),* }
                }
            }
        });
    }
    Ok(items)
}

/// Where a struct's `Default` comes from.
#[derive(PartialEq, Eq)]
enum Defaults {
    /// It has none: a field has to be given.
    None,
    /// It is derived.
    Derived,
    /// It is written out, for the document declares defaults of its own.
    Written,
}

impl Defaults {
    fn of(def: &TypeDef, object: &Struct) -> Self {
        let declares = |field: &Field| {
            presence(def, field) == Presence::OrDefault
                && field.default.as_ref().is_some_and(|l| !is_zero(l))
        };
        if object.fields.iter().any(|field| field.required) {
            Self::None
        } else if object.fields.iter().any(declares) {
            Self::Written
        } else {
            Self::Derived
        }
    }
}

/// The default of a field, unless it is the one that Rust has for the field's type.
fn written_default(field: &Field) -> Option<&Literal> {
    let literal = field.default.as_ref()?;
    (field.shape.nullable || !is_zero(literal)).then_some(literal)
}

fn is_zero(literal: &Literal) -> bool {
    match literal {
        Literal::Bool(flag) => !flag,
        Literal::Integer(number) => *number == 0,
        Literal::Number(number) => *number == 0.0,
        Literal::Text(text) => text.is_empty(),
        Literal::List(items) => items.is_empty(),
        Literal::Empty => true,
        _ => false,
    }
}

fn default_function(field: &Field) -> proc_macro2::Ident {
    ident(&format!("default_{}", field.name.trim_end_matches('_')))
}

/// The functions that serde calls for fields that the document gives a default.
fn default_functions(api: &Api, def: &TypeDef, object: &Struct) -> Option<TokenStream> {
    let functions: Vec<_> = object
        .fields
        .iter()
        .filter(|field| presence(def, field) == Presence::OrDefault)
        .filter_map(|field| written_default(field).map(|literal| (field, literal)))
        .map(|(field, literal)| {
            let name = default_function(field);
            let ty = rust_type::full(api, &field.shape, &TokenStream::new());
            let value = literal::literal(api, literal, &TokenStream::new());
            let value = if field.shape.nullable {
                quote!(Some(#value))
            } else {
                value
            };
            quote!(fn #name() -> #ty { #value })
        })
        .collect();
    let name = ident(&def.name);
    (!functions.is_empty()).then(|| quote!(impl #name { #(#functions)* }))
}

/// What serde has to know about a field: its name on the wire, and what its absence means on either way.
fn serde_attribute(api: &Api, def: &TypeDef, field: &Field) -> TokenStream {
    let mut rules = Vec::new();
    if field.wire != field.name {
        let wire = &field.wire;
        rules.push(quote!(rename = #wire));
    }
    match presence(def, field) {
        Presence::Always => {}
        // serde takes an absent `Option` for `None`, so that a reader tolerates what a writer never leaves out.
        Presence::OrNull if field.required || !rust_type::is_any(api, &field.shape) => {}
        Presence::OrNull => rules.push(quote!(default)),
        Presence::OrAbsent if rust_type::is_any(api, &field.shape) => {
            // A null that is there is not an absence.
            rules.push(quote!(default));
            rules.push(quote!(deserialize_with = "openapi_runtime::present"));
            rules.push(quote!(skip_serializing_if = "Option::is_none"));
        }
        Presence::OrAbsent => rules.push(quote!(skip_serializing_if = "Option::is_none")),
        Presence::OrEither => {
            rules.push(quote!(default));
            rules.push(quote!(skip_serializing_if = "Nullable::is_absent"));
        }
        Presence::OrDefault => match written_default(field) {
            Some(_) => {
                let path = format!("{}::{}", def.name, default_function(field));
                rules.push(quote!(default = #path));
            }
            _ => rules.push(quote!(default)),
        },
    }
    if rules.is_empty() {
        TokenStream::new()
    } else {
        quote!(#[serde(#(#rules),*)])
    }
}

/// An enum of strings. It keeps a string that the document does not list, so that an older client reads what a newer
/// server says; the server refuses it before it gets here.
fn listed(def: &TypeDef, values: &[ListedValue]) -> TokenStream {
    let docs = documented(def.docs.as_deref(), &def.name);
    let name = ident(&def.name);
    let variants = values.iter().map(|value| {
        let (variant, wire) = (ident(&value.variant), &value.wire);
        quote!(#variant = #wire)
    });
    quote! {
        openapi_runtime::string_enum! {
            #docs
            pub enum #name { #(#variants),* }
        }
    }
}

/// An enum of integers, which keeps what the document does not list, as one of strings does.
fn numbered(def: &TypeDef, values: &[NumberedValue]) -> TokenStream {
    let docs = documented(def.docs.as_deref(), &def.name);
    let name = ident(&def.name);
    let variants = values.iter().map(|value| {
        let variant = ident(&value.variant);
        let wire = proc_macro2::Literal::i64_unsuffixed(value.wire);
        quote!(#variant = #wire)
    });
    quote! {
        openapi_runtime::integer_enum! {
            #docs
            pub enum #name { #(#variants),* }
        }
    }
}

/// Alternatives that are told apart by what they look like.
fn union_enum(api: &Api, def: &TypeDef, union: &Union) -> TokenStream {
    let docs = docs(def.docs.as_deref().or(Some("One of several alternatives.")));
    let (name, schemars) = (ident(&def.name), schemars());
    let variants = union.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let ty = rust_type::bare(api, &variant.shape, &TokenStream::new());
        let line = format!(" {}.", article(&ty));
        quote!(#[doc = #line] #name(#ty))
    });
    let has_parts = |variant: &&Variant| has_parts(api, &variant.shape, &mut Vec::new());
    if union.variants.iter().filter(has_parts).count() < 2 {
        return quote! {
            #docs
            #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
            #schemars
            #[serde(untagged)]
            pub enum #name { #(#variants),* }
        };
    }
    quote! {
        openapi_runtime::best_fit! {
            #docs
            #[derive(Debug, Clone, PartialEq, Serialize)]
            #schemars
            #[serde(untagged)]
            pub enum #name { #(#variants),* }
        }
    }
}

/// Whether a value of the shape has values inside, of which a reader may keep some and lose others.
fn has_parts(api: &Api, shape: &Shape, above: &mut Vec<TypeId>) -> bool {
    match &shape.kind {
        Kind::Any | Kind::Map(_) => true,
        Kind::List(list) => has_parts(api, &list.items, above),
        Kind::Named(id) if above.contains(id) => false,
        Kind::Named(id) => match &api.type_def(*id).kind {
            TypeKind::Struct(_) | TypeKind::Tagged(_) | TypeKind::Tuple(_) => true,
            TypeKind::Listed(_) | TypeKind::Numbered(_) => false,
            TypeKind::Alias(shape) => {
                above.push(*id);
                has_parts(api, shape, above)
            }
            TypeKind::Union(union) => {
                above.push(*id);
                let mut variants = union.variants.iter();
                variants.any(|variant| has_parts(api, &variant.shape, above))
            }
        },
        _ => false,
    }
}

/// `A `Thing``.
fn article(ty: &TokenStream) -> String {
    let text = ty.to_string().replace(' ', "");
    let article = if text.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']) {
        "An"
    } else {
        "A"
    };
    format!("{article} `{text}`")
}
