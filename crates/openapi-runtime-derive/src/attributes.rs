//! serde's attributes, as far as generated code has them.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, ExprPath, LitStr};

/// What the attributes of a field say.
#[derive(Default)]
pub(crate) struct Rules {
    /// `rename`.
    pub(crate) rename: Option<LitStr>,
    /// What an absent field is.
    pub(crate) presence: Presence,
}

/// What an absent field is.
#[derive(Default)]
pub(crate) enum Presence {
    /// An error, unless it is an `Option`.
    #[default]
    Required,
    /// `Default::default()`.
    OrDefault,
    /// `None`, and a null that is there is a value: `default, deserialize_with = "openapi_runtime::present"`.
    OrNull,
    /// What a function gives.
    Or(ExprPath),
    /// It has all other fields: `flatten`.
    Others,
}

impl Rules {
    /// The rules of a field.
    pub(crate) fn of_field(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut rules = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename") {
                rules.rename = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("skip_serializing_if") {
                // Nothing to do with reading.
                meta.value()?.parse::<LitStr>()?;
            } else if meta.path.is_ident("flatten") {
                rules.presence = Presence::Others;
            } else if meta.path.is_ident("deserialize_with") {
                let function: LitStr = meta.value()?.parse()?;
                if function.value() != "openapi_runtime::present" {
                    return Err(meta.error("only `openapi_runtime::present` is known"));
                }
                rules.presence = Presence::OrNull;
            } else if meta.path.is_ident("default") {
                if meta.input.peek(syn::Token![=]) {
                    let function: LitStr = meta.value()?.parse()?;
                    rules.presence = Presence::Or(function.parse()?);
                } else if !matches!(rules.presence, Presence::OrNull) {
                    rules.presence = Presence::OrDefault;
                }
            } else {
                return Err(meta.error("not known; derive `serde::Deserialize`"));
            }
            Ok(())
        })?;
        Ok(rules)
    }
}

/// Whether a struct says `remote = "Self"`.
pub(crate) fn is_remote(attributes: &[Attribute]) -> syn::Result<bool> {
    let mut remote = false;
    each(attributes, |meta| {
        if !meta.path.is_ident("remote") {
            return Err(meta.error("not known; derive `serde::Deserialize`"));
        }
        remote = meta.value()?.parse::<LitStr>()?.value() == "Self";
        Ok(())
    })?;
    Ok(remote)
}

fn each(
    attributes: &[Attribute],
    mut read: impl FnMut(ParseNestedMeta) -> syn::Result<()>,
) -> syn::Result<()> {
    let own = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"));
    for attribute in own {
        attribute.parse_nested_meta(&mut read)?;
    }
    Ok(())
}
