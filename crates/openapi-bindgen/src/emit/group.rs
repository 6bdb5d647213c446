//! Which trait an operation is a method of: the one of its group, or the one for all; and the module of those traits.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use crate::Options;
use crate::ir::{self, Api, HookKind, Operation};
use crate::names::{Scope, snake};

/// The traits of an API.
pub(super) struct Traits {
    /// The module that they and their operations are in.
    pub(super) root: TokenStream,
    /// Whether they go the other way.
    pub(super) hooks: Option<HookKind>,
    /// The trait for all operations.
    pub(super) all: Ident,
    /// The groups; none where there is one trait alone.
    groups: Vec<Names>,
}

/// What a group is called.
struct Names {
    name: Ident,
    module: String,
}

/// A group of operations: a trait, and a module of each end.
#[derive(Clone, Copy)]
pub(super) struct Group<'a> {
    /// What the document calls it.
    pub(super) title: &'a str,
    /// What the document says about it.
    pub(super) docs: Option<&'a str>,
    /// Its trait.
    pub(super) name: &'a Ident,
    /// Its modules.
    pub(super) module: &'a str,
    api: &'a Api,
    operations: &'a [usize],
}

impl<'a> Group<'a> {
    /// Its operations.
    pub(super) fn operations(self) -> impl Iterator<Item = &'a Operation> {
        let operations = self.operations.iter();
        operations.filter_map(move |index| self.api.operations.get(*index))
    }
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

    fn within(root: TokenStream, api: &Api, all: &str, hooks: Option<HookKind>) -> Self {
        // What the modules would hide.
        let mut modules = Scope::reserving(&[
            "builder",
            "client",
            "errors",
            "axum",
            "openapi_runtime",
            "std",
        ]);
        let names = |group: &ir::Group| Names {
            name: name(group, all),
            module: modules.claim(snake(&group.name)),
        };
        Self {
            root,
            hooks,
            all: ident(all),
            groups: api.groups.iter().map(names).collect(),
        }
    }

    /// Whether there is a trait for each group.
    pub(super) fn is_grouped(&self) -> bool {
        !self.groups.is_empty()
    }

    /// The groups, with their operations.
    pub(super) fn groups<'a>(&'a self, api: &'a Api) -> impl Iterator<Item = Group<'a>> {
        let groups = self.groups.iter().zip(&api.groups);
        groups.map(move |(names, group)| Group {
            title: &group.name,
            docs: group.docs.as_deref(),
            name: &names.name,
            module: &names.module,
            api,
            operations: &group.operations,
        })
    }
}

/// The name of a group's trait.
fn name(group: &ir::Group, all: &str) -> Ident {
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
