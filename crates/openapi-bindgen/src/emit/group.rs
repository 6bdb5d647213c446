//! Which trait an operation is a method of: the one of its group, or the one for all; and the module of those traits.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use crate::Options;
use crate::ir::{Api, Group, HookKind};

/// The traits of an API.
pub(super) struct Traits {
    /// The module that they and their operations are in.
    pub(super) root: TokenStream,
    /// Whether they go the other way.
    pub(super) hooks: Option<HookKind>,
    /// The trait for all operations.
    pub(super) all: Ident,
    /// The traits of the groups; none where there is one trait alone.
    pub(super) groups: Vec<Ident>,
    /// The group of each operation.
    of: Vec<usize>,
}

impl Traits {
    /// The traits of an API.
    pub(super) fn new(api: &Api, options: &Options) -> Self {
        Self::within(quote!(crate), api, &options.trait_name, None)
    }

    /// The traits of what goes the other way: `api` is that alone.
    pub(super) fn of_hooks(api: &Api, kind: HookKind) -> Self {
        let (module, name) = (ident(module(kind)), trait_name(kind));
        Self::within(quote!(crate::#module), api, name, Some(kind))
    }

    fn within(root: TokenStream, api: &Api, name: &str, hooks: Option<HookKind>) -> Self {
        let mut of = vec![0; api.operations.len()];
        for (index, group) in api.groups.iter().enumerate() {
            for operation in &group.operations {
                of[*operation] = index;
            }
        }
        Self {
            root,
            hooks,
            all: ident(name),
            groups: api
                .groups
                .iter()
                .map(|group| self::name(group, name))
                .collect(),
            of,
        }
    }

    /// Whether there is a trait for each group.
    pub(super) fn is_grouped(&self) -> bool {
        !self.groups.is_empty()
    }

    /// The trait that has the operation at a place for a method: imported where it is the only one, and else by its
    /// path, for it may be called like something beside it.
    pub(super) fn of(&self, operation: usize) -> TokenStream {
        let group = self
            .of
            .get(operation)
            .and_then(|group| self.groups.get(*group));
        match group {
            Some(group) => {
                let root = &self.root;
                quote!(#root::api::#group)
            }
            None => {
                let all = &self.all;
                quote!(#all)
            }
        }
    }
}

/// The name of a group's trait.
fn name(group: &Group, all: &str) -> Ident {
    let stem = group.name.strip_suffix("Api").unwrap_or(&group.name);
    let name = format!("{stem}Api");
    // The trait for all has the name that was asked for.
    ident(&if name == all || stem.is_empty() {
        format!("{}GroupApi", group.name)
    } else {
        name
    })
}

/// The module of what goes the other way.
pub(super) fn module(kind: HookKind) -> &'static str {
    match kind {
        HookKind::Webhooks => "webhooks",
        HookKind::Callbacks => "callbacks",
    }
}

/// The trait for all that goes the other way.
fn trait_name(kind: HookKind) -> &'static str {
    match kind {
        HookKind::Webhooks => "Webhooks",
        HookKind::Callbacks => "Callbacks",
    }
}
