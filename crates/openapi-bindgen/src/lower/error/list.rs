//! Lists of faults, and the ways to them.

use super::fill::{Filler, Place, Property, says, summarise};
use super::role::Role;
use super::scalar::is_free;
use crate::ir::{Filling, Kind, List, TypeKind};

/// The most faults that a server tells (`Faults::MOST` of the runtime).
const MOST: u64 = 100;

impl<'t> Filler<'t> {
    pub(super) fn list(
        &self,
        list: &'t List,
        property: &Property<'t>,
        place: Place,
    ) -> Option<Filling> {
        if place.of_fault
            && property.is(Role::Way)
            && list.min.is_none()
            && list.max.is_none()
            && !list.unique
        {
            match &list.items.kind {
                Kind::Text(text) if is_free(text) => return Some(Filling::Way(true)),
                Kind::Named(id) if is_step(&self.types[id.0].kind) => {
                    return Some(Filling::Way(false));
                }
                _ => {}
            }
        }
        let faults = !place.of_fault && (property.is(Role::Faults) || property.is_nameless());
        let faults = faults.then(|| self.faults(list, false)).flatten();
        let empty = || {
            (property.required && list.min.is_none_or(|least| least == 0))
                .then_some(Filling::Nothing)
        };
        faults.or_else(empty)
    }

    /// A list with an item for each fault.
    pub(super) fn faults(&self, list: &'t List, always: bool) -> Option<Filling> {
        let least = list.min.unwrap_or(0);
        let most = list.max.unwrap_or(MOST).min(MOST);
        if least > 1 || most == 0 {
            return None;
        }
        let of_fault = Place {
            of_fault: true,
            depth: 0,
        };
        let mut item = self.shape(&Property::nameless(&list.items), of_fault)?;
        let is_place = |filling: &Filling| {
            matches!(
                filling,
                Filling::Name | Filling::Pointer | Filling::Way(_) | Filling::Anything
            )
        };
        let has_place = says(&item, &is_place);
        if !has_place {
            summarise(&mut item);
        }
        let told = says(&item, &|filling| {
            matches!(
                filling,
                Filling::Sentence
                    | Filling::Summary
                    | Filling::Word
                    | Filling::Anything
                    | Filling::Chosen(..)
            )
        });
        // Two faults may read the same where neither says where it is.
        let distinct = !list.unique
            || has_place
            || says(&item, &|filling| matches!(filling, Filling::Summary));
        (told && distinct).then(|| Filling::Faults(Box::new(item), most, always || least == 1))
    }
}

pub(super) fn is_list_of_texts(list: &List) -> bool {
    let bounds = list.min.is_none_or(|least| least <= 1) && list.max.is_none() && !list.unique;
    bounds && matches!(&list.items.kind, Kind::Text(text) if is_free(text))
}

/// Whether a value may be a name or an index.
fn is_step(kind: &TypeKind) -> bool {
    let TypeKind::Union(union) = kind else {
        return false;
    };
    let mut kinds = union.variants.iter().map(|variant| &variant.shape.kind);
    let texts = kinds
        .clone()
        .any(|kind| matches!(kind, Kind::Text(text) if is_free(text)));
    texts && kinds.any(|kind| matches!(kind, Kind::Integer(..)))
}
