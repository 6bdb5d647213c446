//! The derive macro of `openapi-runtime`, where it is documented.

mod attributes;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Field, Fields, Ident, LitStr, Visibility};

use attributes::{Presence, Rules};

/// `serde::Deserialize` for a struct, in little code; see `openapi_runtime::record`.
#[proc_macro_derive(DeserializeStruct, attributes(serde))]
pub fn deserialize_struct(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    let implementation = implementation(&input);
    implementation
        .unwrap_or_else(|error| error.to_compile_error())
        .into()
}

fn implementation(input: &DeriveInput) -> syn::Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        let message = "only a struct is read field by field; an enum derives `serde::Deserialize`";
        return Err(syn::Error::new_spanned(&input.ident, message));
    };
    let Fields::Named(named) = &data.fields else {
        let message = "only fields with names are read by their names";
        return Err(syn::Error::new_spanned(&input.ident, message));
    };
    if !input.generics.params.is_empty() {
        let message = "what has parameters derives `serde::Deserialize`";
        return Err(syn::Error::new_spanned(&input.generics, message));
    }
    let fields = named.named.iter().enumerate();
    let fields = fields.map(|(index, field)| Member::read(index, field));
    let fields = fields.collect::<syn::Result<Vec<_>>>()?;
    let record = record(&input.ident, &fields);
    let function = function(input)?;
    Ok(quote! {
        #[doc(hidden)]
        #[allow(unreachable_pub, reason = "the draft is as visible as the struct, and has no name outside")]
        const _: () = {
            use ::openapi_runtime::record;
            use ::openapi_runtime::reexports::serde::de;

            #record
            #function
        };
    })
}

/// A field.
struct Member<'a> {
    name: &'a Ident,
    ty: &'a syn::Type,
    /// Its name in the draft.
    slot: Ident,
    /// Its name on the wire.
    wire: LitStr,
    presence: Presence,
}

impl<'a> Member<'a> {
    fn read(index: usize, field: &'a Field) -> syn::Result<Self> {
        let Some(name) = &field.ident else {
            return Err(syn::Error::new_spanned(field, "a field without a name"));
        };
        let rules = Rules::of_field(&field.attrs)?;
        let wire = rules.rename;
        Ok(Self {
            name,
            ty: &field.ty,
            slot: format_ident!("field{index}"),
            wire: wire.unwrap_or_else(|| LitStr::new(&name.unraw().to_string(), name.span())),
            presence: rules.presence,
        })
    }

    fn is_kept(&self) -> bool {
        matches!(self.presence, Presence::Others)
    }
}

fn record(name: &Ident, members: &[Member]) -> TokenStream {
    let text = name.unraw().to_string();
    let slots = members.iter().map(|Member { slot, ty, .. }| (slot, ty));
    let slots = slots.zip(members).map(|((slot, ty), member)| {
        if member.is_kept() {
            quote!(#slot: #ty)
        } else {
            quote!(#slot: Option<#ty>)
        }
    });
    let fields: Vec<_> = members.iter().filter(|member| !member.is_kept()).collect();
    let names = fields.iter().map(|member| &member.wire);
    let arms = fields.iter().enumerate().map(|(index, member)| {
        let (slot, wire) = (&member.slot, &member.wire);
        let fill = match member.presence {
            Presence::OrNull => quote!(fill_present),
            _ => quote!(fill),
        };
        quote!(#index => record::#fill(&mut draft.#slot, #wire, entries),)
    });
    let kept = members
        .iter()
        .find(|member| member.is_kept())
        .map(|member| {
            let slot = &member.slot;
            quote! {
                const OPEN: bool = true;

                fn other<'de, M: de::MapAccess<'de>>(
                    draft: &mut __Draft,
                    name: String,
                    entries: &mut M,
                ) -> Result<(), M::Error> {
                    draft.#slot.insert(name, entries.next_value()?);
                    Ok(())
                }
            }
        });
    let values = members.iter().map(|member| {
        let (name, slot, wire) = (member.name, &member.slot, &member.wire);
        match &member.presence {
            Presence::Required => quote!(#name: record::required(draft.#slot, #wire)?),
            Presence::OrDefault | Presence::OrNull => {
                quote!(#name: draft.#slot.unwrap_or_default())
            }
            Presence::Or(function) => quote!(#name: draft.#slot.unwrap_or_else(#function)),
            Presence::Others => quote!(#name: draft.#slot),
        }
    });
    // A struct or the type of a field may be called `Draft` itself.
    quote! {
        #[derive(Default)]
        pub struct __Draft { #(#slots),* }

        impl record::Record for #name {
            type Draft = __Draft;

            const NAME: &'static str = #text;
            const FIELDS: &'static [&'static str] = &[#(#names),*];

            fn field<'de, M: de::MapAccess<'de>>(
                draft: &mut __Draft,
                index: usize,
                entries: &mut M,
            ) -> Result<(), M::Error> {
                let _ = &draft;
                match index {
                    #(#arms)*
                    _ => record::skip(entries),
                }
            }

            #kept

            fn finish<E: de::Error>(draft: __Draft) -> Result<Self, E> {
                let _ = &draft;
                Ok(Self { #(#values),* })
            }
        }
    }
}

/// The implementation of serde's trait; with `remote = "Self"` a function of the struct's own, as serde's derive has it.
fn function(input: &DeriveInput) -> syn::Result<TokenStream> {
    let name = &input.ident;
    if attributes::is_remote(&input.attrs)? {
        let visibility = match &input.vis {
            Visibility::Inherited => quote!(pub(super)),
            visibility => quote!(#visibility),
        };
        return Ok(quote! {
            impl #name {
                #[doc(hidden)]
                #visibility fn deserialize<'de, D: de::Deserializer<'de>>(
                    deserializer: D,
                ) -> Result<Self, D::Error> {
                    record::read(deserializer)
                }
            }
        });
    }
    Ok(quote! {
        impl<'de> de::Deserialize<'de> for #name {
            fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                record::read(deserializer)
            }
        }
    })
}
