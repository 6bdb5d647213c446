//! Alternatives: the first that can be filled, and what is surely of no other.

use super::fill::{Filler, Place, Property};
use crate::ir::{Filling, Kind, Shape, TypeKind, Union};

impl<'t> Filler<'t> {
    /// The first alternative that can be filled, where no other takes it too.
    pub(super) fn union(
        &self,
        union: &'t Union,
        property: &Property<'t>,
        place: Place,
    ) -> Option<Filling> {
        union
            .variants
            .iter()
            .enumerate()
            .find_map(|(index, variant)| {
                let shape = &variant.shape;
                let filling = self.shape(
                    &Property {
                        name: property.name.clone(),
                        shape,
                        ..*property
                    },
                    place,
                )?;
                let mut others = union
                    .variants
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != index);
                let alone = !union.exclusive
                    || others.all(|(_, other)| self.excludes(&other.shape, &filling));
                alone.then_some(filling)
            })
    }

    /// Whether a shape surely does not take what is filled in.
    fn excludes(&self, shape: &Shape, filling: &Filling) -> bool {
        let members = match filling {
            Filling::Object(members) => Some(members),
            _ => None,
        };
        match &shape.kind {
            Kind::Any => false,
            Kind::Null => *filling != Filling::Null,
            Kind::Boolean | Kind::Flag(_) => !matches!(filling, Filling::Flag(_)),
            Kind::Integer(..) | Kind::Number(_) => !matches!(filling, Filling::Status),
            Kind::List(_) => !matches!(
                filling,
                Filling::Faults(..) | Filling::Nothing | Filling::Way(_)
            ),
            Kind::Map(_) => !matches!(
                filling,
                Filling::Named(_) | Filling::Anything | Filling::Object(_)
            ),
            Kind::Text(_) => matches!(
                filling,
                Filling::Object(_)
                    | Filling::Named(_)
                    | Filling::Anything
                    | Filling::Faults(..)
                    | Filling::Nothing
                    | Filling::Way(_)
                    | Filling::Status
                    | Filling::Flag(_)
                    | Filling::Null
            ),
            Kind::Named(id) => match (&self.types[id.0].kind, members) {
                (TypeKind::Alias(shape), _) => self.excludes(shape, filling),
                (TypeKind::Struct(object), Some(members)) => {
                    let absent = |name: &str| members.iter().all(|member| member.name != name);
                    object
                        .fields
                        .iter()
                        .any(|field| field.required && absent(&field.wire))
                        || object
                            .constants
                            .iter()
                            .any(|constant| constant.required && absent(&constant.wire))
                }
                (TypeKind::Struct(_), None) => {
                    !matches!(filling, Filling::Named(_) | Filling::Anything)
                }
                _ => false,
            },
        }
    }
}
