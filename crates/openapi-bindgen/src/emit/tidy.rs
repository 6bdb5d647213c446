//! What progenitor writes, made to read as if written by hand: short paths, no stray attributes.

use syn::visit_mut::{self, VisitMut};

use super::progenitor::{OPERATIONS, OURS};

/// A struct of the types, without attributes: those are the emitters' business.
pub(super) fn type_struct(item: &mut syn::ItemStruct) {
    bare(item);
    Tidy { in_types: true }.visit_item_struct_mut(item);
}

/// The struct of a builder, without attributes. The modules that it names are imported.
pub(super) fn builder_struct(item: &mut syn::ItemStruct) {
    bare(item);
    Tidy { in_types: false }.visit_item_struct_mut(item);
}

fn bare(item: &mut syn::ItemStruct) {
    item.attrs.clear();
    for field in &mut item.fields {
        field.attrs.clear();
    }
}

struct Tidy {
    /// Whether the code is in the module of the types, and not beside it.
    in_types: bool,
}

/// Paths whose last name says it all: they are in the prelude.
const PRELUDE: &[&str] = &[
    "Box", "Option", "Result", "String", "Vec", "TryInto", "From",
];

impl VisitMut for Tidy {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        path.leading_colon = None;
        let first = path
            .segments
            .first()
            .map(|segment| segment.ident.to_string());
        let last = path
            .segments
            .last()
            .map(|segment| segment.ident.to_string());
        let module = match first.as_deref() {
            Some("types" | OURS) => Some("types"),
            Some(OPERATIONS) => Some("operations"),
            _ => None,
        };
        if let (Some(module), Some(segment)) = (module, path.segments.first_mut()) {
            segment.ident = super::ident(module);
        }
        let keep = match (first.as_deref(), last.as_deref()) {
            (Some("std"), Some(last)) if PRELUDE.contains(&last) => 1,
            (Some("openapi_runtime"), Some("Nullable")) => 1,
            _ if module == Some("types") && self.in_types => 1,
            _ if module.is_some() => 2,
            _ => path.segments.len(),
        };
        let dropped = path.segments.len().saturating_sub(keep);
        path.segments = std::mem::take(&mut path.segments)
            .into_iter()
            .skip(dropped)
            .collect();
        visit_mut::visit_path_mut(self, path);
    }

    /// A trait object's or a bound's path is a path like any other.
    fn visit_trait_bound_mut(&mut self, bound: &mut syn::TraitBound) {
        self.visit_path_mut(&mut bound.path);
    }
}
