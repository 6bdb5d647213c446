//! What a declared body of an error is filled with.

use super::list::is_list_of_texts;
use super::role::{Role, plain};
use super::scalar::{flag, is_free, status};
use crate::ir::{Field, Filling, Kind, Member, Shape, Struct, TypeDef, TypeKind};

/// How deep one object may stand in another.
const DEEPEST: usize = 4;

/// What a body of this shape is filled with. `None` where something has to be in it that nothing is known of, or where
/// it would say nothing.
pub(super) fn body(types: &[TypeDef], shape: &Shape) -> Option<Filling> {
    let whole = Place {
        of_fault: false,
        depth: 0,
    };
    let mut filling = match &shape.kind {
        Kind::List(list) => Filler { types }.faults(list, true)?,
        _ => Filler { types }.shape(&Property::nameless(shape), whole)?,
    };
    if !says(&filling, &|filling| {
        matches!(filling, Filling::Faults(..) | Filling::Named(_))
    }) {
        summarise(&mut filling);
    } else if !says(&filling, &|filling| matches!(filling, Filling::Sentence)) {
        tell_each(&mut filling);
    }
    let worth = |filling: &Filling| {
        matches!(
            filling,
            Filling::Sentence
                | Filling::Summary
                | Filling::Word
                | Filling::Reason
                | Filling::Chosen(..)
                | Filling::Faults(..)
                | Filling::Named(_)
                | Filling::Anything
        )
    };
    says(&filling, &worth).then_some(filling)
}

/// Where in an error something stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Whether it is within the list of faults.
    pub(super) of_fault: bool,
    pub(super) depth: usize,
}

/// A property, and what stands beside it.
pub(super) struct Property<'a> {
    pub(super) name: String,
    pub(super) shape: &'a Shape,
    pub(super) required: bool,
    pub(super) object: Option<&'a Struct>,
}

impl<'a> Property<'a> {
    pub(super) fn nameless(shape: &'a Shape) -> Self {
        Self {
            name: String::new(),
            shape,
            required: true,
            object: None,
        }
    }

    pub(super) fn is(&self, role: Role) -> bool {
        role.has(&self.name)
    }

    /// Whether it is the whole body, or a whole item.
    pub(super) fn is_nameless(&self) -> bool {
        self.object.is_none()
    }

    pub(super) fn has_beside(&self, wanted: impl Fn(&str, &Shape) -> bool) -> bool {
        let fields = self.object.iter().flat_map(|object| &object.fields);
        let mut fields = fields.map(|field| (plain(&field.wire), &field.shape));
        fields.any(|(name, shape)| name != self.name && wanted(&name, shape))
    }
}

pub(super) struct Filler<'t> {
    pub(super) types: &'t [TypeDef],
}

impl<'t> Filler<'t> {
    pub(super) fn shape(&self, property: &Property<'t>, place: Place) -> Option<Filling> {
        if place.depth > DEEPEST {
            return None;
        }
        match &property.shape.kind {
            Kind::Named(id) => self.named(&self.types[id.0], property, place),
            Kind::Text(text) => self.text(text, property, place),
            Kind::Integer(_, bounds) | Kind::Number(bounds) => status(bounds, property),
            Kind::Boolean => flag(property),
            Kind::Flag(value) => Some(Filling::Flag(*value)),
            Kind::List(list) => self.list(list, property, place),
            Kind::Map(map) => {
                if property.is_nameless() {
                    return (matches!(map.values.kind, Kind::Any)
                        && map.min.is_none()
                        && map.max.is_none())
                    .then_some(Filling::Anything);
                }
                let free = map.min.is_none() && map.max.is_none();
                if free && !place.of_fault && property.is(Role::Faults) {
                    match &map.values.kind {
                        Kind::Text(text) if is_free(text) => return Some(Filling::Named(false)),
                        Kind::List(list) if is_list_of_texts(list) => {
                            return Some(Filling::Named(true));
                        }
                        _ => {}
                    }
                }
                (property.required && map.min.is_none()).then(|| Filling::Object(Vec::new()))
            }
            Kind::Any if property.is_nameless() => Some(Filling::Anything),
            Kind::Any if self.is_sentence(property) => Some(Filling::Sentence),
            Kind::Any => property.required.then_some(Filling::Null),
            Kind::Null => property.required.then_some(Filling::Null),
        }
    }

    fn named(&self, def: &'t TypeDef, property: &Property<'t>, place: Place) -> Option<Filling> {
        // Nobody says by a name what would satisfy `not`, `if` or `dependentRequired`.
        if !def.rules.is_empty() {
            return None;
        }
        let below = Place {
            depth: place.depth + 1,
            ..place
        };
        match &def.kind {
            TypeKind::Alias(shape) => self.shape(
                &Property {
                    name: property.name.clone(),
                    shape,
                    ..*property
                },
                below,
            ),
            TypeKind::Struct(object) => {
                let wanted =
                    property.is_nameless() || property.required || property.is(Role::Inner);
                let filled = wanted.then(|| self.object(object, below))??;
                let empty = matches!(&filled, Filling::Object(members) if members.is_empty());
                (property.required || !empty).then_some(filled)
            }
            TypeKind::Listed(values) => {
                let values: Vec<_> = values.iter().map(|value| value.wire.as_str()).collect();
                self.listed(&values, property, place)
            }
            TypeKind::Union(union) => self.union(union, property, below),
            TypeKind::Tagged(tagged) => {
                let mut filled = tagged.variants.iter().filter_map(|variant| {
                    let def = &self.types[variant.id.0];
                    let Filling::Object(mut members) = self.named(def, property, below)? else {
                        return None;
                    };
                    members.retain(|member| member.name != tagged.property);
                    members.push(Member {
                        name: tagged.property.clone(),
                        filling: Filling::Text(variant.tag.clone()),
                        required: true,
                    });
                    Some(Filling::Object(members))
                });
                filled.next()
            }
            TypeKind::Numbered(_) | TypeKind::Tuple(_) => None,
        }
    }

    fn object(&self, object: &'t Struct, place: Place) -> Option<Filling> {
        let constants = object.constants.iter().map(|constant| Member {
            name: constant.wire.clone(),
            filling: Filling::Text(constant.value.clone()),
            required: true,
        });
        let mut members: Vec<_> = constants.collect();
        for field in &object.fields {
            match self.field(field, object, place) {
                Some(filling) => members.push(Member {
                    name: field.wire.clone(),
                    filling,
                    required: field.required,
                }),
                None if field.required && field.shape.nullable => members.push(Member {
                    name: field.wire.clone(),
                    filling: Filling::Null,
                    required: true,
                }),
                None if field.required => return None,
                None => {}
            }
        }
        let sure = members.iter().filter(|member| member.required).count() as u64;
        let fits = object.min.is_none_or(|least| least <= sure)
            && object.max.is_none_or(|most| members.len() as u64 <= most);
        if !fits {
            return None;
        }
        Some(Filling::Object(members))
    }

    fn field(&self, field: &'t Field, object: &'t Struct, place: Place) -> Option<Filling> {
        let property = Property {
            name: plain(&field.wire),
            shape: &field.shape,
            required: field.required,
            object: Some(object),
        };
        self.shape(&property, place)
    }
}

/// Whether a filling, or anything in it, is what is looked for.
pub(super) fn says(filling: &Filling, wanted: &dyn Fn(&Filling) -> bool) -> bool {
    wanted(filling)
        || match filling {
            Filling::Object(members) => members.iter().any(|member| says(&member.filling, wanted)),
            Filling::Short(inner, _) => says(inner, wanted),
            _ => false,
        }
}

/// Lets every sentence tell all of it.
pub(super) fn summarise(filling: &mut Filling) {
    match filling {
        Filling::Sentence => *filling = Filling::Summary,
        Filling::Short(inner, _) => summarise(inner),
        Filling::Object(members) => members
            .iter_mut()
            .for_each(|member| summarise(&mut member.filling)),
        _ => {}
    }
}

/// Lets every list have an item for a refusal without faults.
fn tell_each(filling: &mut Filling) {
    match filling {
        Filling::Faults(_, _, always) => *always = true,
        Filling::Object(members) => members
            .iter_mut()
            .for_each(|member| tell_each(&mut member.filling)),
        _ => {}
    }
}
