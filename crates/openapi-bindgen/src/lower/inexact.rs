//! Alternatives that are not known exactly cannot be held to exclude each other.

use std::collections::HashSet;

use super::usage::below;
use crate::diagnostic::{Diagnostics, Severity};
use crate::ir::{TypeDef, TypeId, TypeKind};

/// Lets alternatives of a `oneOf` overlap where something in them takes more than the document says: else a value that
/// fits one of them in truth would fit two, and be refused.
pub(super) fn relax(types: &mut [TypeDef], diagnostics: &Diagnostics) {
    let lax = diagnostics
        .iter()
        .filter(|known| matches!(known.severity, Severity::Loose | Severity::Warning))
        .flat_map(|known| prefixes(&known.pointer))
        .collect::<HashSet<_>>();
    let inexact: Vec<_> = types
        .iter()
        .map(|def| lax.contains(def.pointer.as_str()))
        .collect();
    if !inexact.contains(&true) {
        return;
    }
    for index in 0..types.len() {
        let is_exclusive = matches!(&types[index].kind, TypeKind::Union(union) if union.exclusive);
        if is_exclusive
            && reaches(types, TypeId(index), &inexact)
            && let TypeKind::Union(union) = &mut types[index].kind
        {
            union.exclusive = false;
        }
    }
}

/// A pointer, and those that lead to what it is in.
fn prefixes(pointer: &str) -> impl Iterator<Item = &str> {
    let parents = pointer
        .match_indices('/')
        .map(|(index, _)| &pointer[..index]);
    parents.chain([pointer])
}

fn reaches(types: &[TypeDef], from: TypeId, wanted: &[bool]) -> bool {
    let mut seen = vec![false; types.len()];
    let mut ids = vec![from];
    while let Some(TypeId(index)) = ids.pop() {
        if wanted[index] {
            return true;
        }
        if !std::mem::replace(&mut seen[index], true) {
            ids.extend(below(&types[index].kind));
        }
    }
    false
}
