//! What progenitor writes, made to read as if written by hand: short paths, no stray attributes.

use syn::visit_mut::{self, VisitMut};

use super::progenitor::{OPERATIONS, OURS};

/// A struct of the types, without attributes: those are the emitters' business.
pub(super) fn type_struct(item: &mut syn::ItemStruct) {
    bare(item);
    Tidy { types: None }.visit_item_struct_mut(item);
}

/// The struct of a builder, without attributes. It has the types beside it.
pub(super) fn builder_struct(item: &mut syn::ItemStruct) {
    bare(item);
    beside_types().visit_item_struct_mut(item);
}

/// A method of a builder, without attributes.
pub(super) fn builder_method(method: &mut syn::ImplItemFn) {
    method.attrs.clear();
    beside_types().visit_impl_item_fn_mut(method);
}

fn bare(item: &mut syn::ItemStruct) {
    item.attrs.clear();
    for field in &mut item.fields {
        field.attrs.clear();
    }
}

fn beside_types() -> Tidy {
    Tidy {
        types: Some("types"),
    }
}

struct Tidy {
    /// The module of the types, where the code is not in it.
    types: Option<&'static str>,
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
        let keep = match (first.as_deref(), last.as_deref()) {
            (Some("std"), Some(last)) if PRELUDE.contains(&last) => 1,
            (Some(first), _) if first == OURS || first == "types" => {
                if let (Some(module), Some(segment)) = (self.types, path.segments.first_mut()) {
                    segment.ident = super::ident(module);
                }
                if self.types.is_some() { 2 } else { 1 }
            }
            (Some("openapi_runtime"), Some("Nullable")) => 1,
            (Some(first), _) if first == OPERATIONS => 1,
            _ => path.segments.len(),
        };
        let dropped = path.segments.len().saturating_sub(keep);
        path.segments = std::mem::take(&mut path.segments)
            .into_iter()
            .skip(dropped)
            .collect();
        visit_mut::visit_path_mut(self, path);
    }

    /// `conversion to `:: std :: string :: String` for title failed` is no sentence for a user.
    fn visit_lit_str_mut(&mut self, literal: &mut syn::LitStr) {
        let text = literal.value();
        if text.starts_with("conversion to `") {
            *literal = syn::LitStr::new("the value cannot be converted", literal.span());
        } else if text.ends_with(" was not initialized") {
            *literal = syn::LitStr::new("it has to be set", literal.span());
        }
    }

    /// `client: client` as `client`.
    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        visit_mut::visit_field_value_mut(self, field);
        if let (syn::Member::Named(name), syn::Expr::Path(value)) = (&field.member, &field.expr)
            && value.path.is_ident(name)
        {
            field.colon_token = None;
        }
    }

    /// A trait object's or a bound's path is a path like any other.
    fn visit_trait_bound_mut(&mut self, bound: &mut syn::TraitBound) {
        self.visit_path_mut(&mut bound.path);
    }
}
