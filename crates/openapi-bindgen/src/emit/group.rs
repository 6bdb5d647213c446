//! Which trait an operation is a method of: the one of its group, or the one for all.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use crate::Options;
use crate::ir::{Api, Group};

/// The traits of an API.
pub(super) struct Traits {
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
        let mut of = vec![0; api.operations.len()];
        for (index, group) in api.groups.iter().enumerate() {
            for operation in &group.operations {
                of[*operation] = index;
            }
        }
        Self {
            all: ident(&options.trait_name),
            groups: api
                .groups
                .iter()
                .map(|group| name(group, options))
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
            Some(group) => quote!(crate::api::#group),
            None => {
                let all = &self.all;
                quote!(#all)
            }
        }
    }
}

/// The name of a group's trait.
fn name(group: &Group, options: &Options) -> Ident {
    let stem = group.name.strip_suffix("Api").unwrap_or(&group.name);
    let name = format!("{stem}Api");
    // The trait for all has the name that was asked for.
    ident(&if name == options.trait_name || stem.is_empty() {
        format!("{}GroupApi", group.name)
    } else {
        name
    })
}
