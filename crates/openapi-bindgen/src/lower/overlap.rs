//! Alternatives that exclude each other in the document, and in no value that a type could have.

use std::collections::HashMap;

use super::Lowering;
use crate::ir::{Additional, Kind, Shape, Struct, TypeDef, TypeKind};

/// How many properties are compared for one union: alternatives of a document that has more are taken as they are written.
const MOST_COMPARED: usize = 1_000_000;

impl Lowering<'_> {
    /// Takes `oneOf` for `anyOf` where all that one of its structs can say is allowed by another one as well: to the
    /// letter such an alternative allows nothing, and every request that means it would be refused.
    pub(super) fn relax_overlaps(&mut self, types: &mut [TypeDef]) {
        let overlapping: Vec<_> = (0..types.len())
            .filter(|index| overlaps(types, &types[*index].kind))
            .collect();
        for index in overlapping {
            if let TypeKind::Union(union) = &mut types[index].kind {
                union.exclusive = false;
            }
            if let Some(at) = self.find(&types[index].pointer) {
                self.warn(
                    &at,
                    "overlapping-one-of",
                    "all that one of these alternatives says is allowed by another one, so that nothing fits it alone: \
                     `oneOf` is taken for `anyOf`"
                        .into(),
                    "write `anyOf`, or let a required property, a constant or `additionalProperties: false` tell them \
                     apart",
                );
            }
        }
    }
}

fn overlaps(types: &[TypeDef], kind: &TypeKind) -> bool {
    let TypeKind::Union(union) = kind else {
        return false;
    };
    if !union.exclusive {
        return false;
    }
    let alternatives = union.variants.iter();
    let alternatives: Vec<_> = alternatives
        .filter_map(|variant| Alternative::of(types, &variant.shape))
        .collect();
    let widest = alternatives.iter().map(|one| one.properties.len()).max();
    let work = alternatives.len().pow(2) * widest.unwrap_or(0);
    let indices = 0..alternatives.len();
    let mut pairs = indices
        .clone()
        .flat_map(|narrow| indices.clone().map(move |wide| (narrow, wide)));
    work <= MOST_COMPARED
        && pairs.any(|(narrow, wide)| {
            narrow != wide && alternatives[wide].includes(types, &alternatives[narrow])
        })
}

/// A struct that is an alternative.
struct Alternative<'t> {
    object: &'t Struct,
    /// Whether the struct says all that is demanded of its values.
    is_exact: bool,
    properties: HashMap<&'t str, Property<'t>>,
}

struct Property<'t> {
    required: bool,
    says: Says<'t>,
}

enum Says<'t> {
    Any(&'t Shape),
    Always(&'t str),
}

impl<'t> Alternative<'t> {
    fn of(types: &'t [TypeDef], shape: &Shape) -> Option<Self> {
        let mut shape = shape;
        // As many names as there are types: some lead to themselves.
        for _ in 0..types.len() {
            let Kind::Named(id) = shape.kind else {
                return None;
            };
            let def = types.get(id.0)?;
            match &def.kind {
                TypeKind::Struct(object) => return Some(Self::new(object, def.rules.is_empty())),
                TypeKind::Alias(target) if def.rules.is_empty() => shape = target,
                _ => return None,
            }
        }
        None
    }

    fn new(object: &'t Struct, has_no_rules: bool) -> Self {
        let fields = object.fields.iter().map(|field| {
            let (required, says) = (field.required, Says::Any(&field.shape));
            (field.wire.as_str(), Property { required, says })
        });
        let constants = object.constants.iter().map(|constant| {
            let (required, says) = (constant.required, Says::Always(&constant.value));
            (constant.wire.as_str(), Property { required, says })
        });
        Self {
            object,
            is_exact: has_no_rules && object.min.is_none() && object.max.is_none(),
            properties: fields.chain(constants).collect(),
        }
    }

    /// Whether all that another one can say is allowed by this.
    fn includes(&self, types: &[TypeDef], narrow: &Self) -> bool {
        let is_open = match &self.object.additional {
            Additional::Kept(_, shape) if shape.kind == Kind::Any => true,
            Additional::Tolerated => true,
            _ => {
                let mut names = narrow.properties.keys();
                names.all(|name| self.properties.contains_key(name))
            }
        };
        let fit = |(name, wide): (&&str, &Property)| match narrow.properties.get(*name) {
            Some(own) => {
                (own.required || !wide.required)
                    && match (&wide.says, &own.says) {
                        (Says::Any(wide), Says::Any(own)) => allows(types, wide, own),
                        (Says::Any(wide), Says::Always(_)) => is_any_text(wide),
                        (Says::Always(wide), Says::Always(own)) => wide == own,
                        (Says::Always(_), Says::Any(_)) => false,
                    }
            }
            None => !wide.required,
        };
        // What is kept without being declared may say what this forbids.
        let says_no_more = !matches!(narrow.object.additional, Additional::Kept(..));
        self.is_exact && is_open && says_no_more && self.properties.iter().all(fit)
    }
}

/// Whether all values of a shape are surely values of another.
fn allows(types: &[TypeDef], wide: &Shape, narrow: &Shape) -> bool {
    if narrow.nullable && !wide.nullable && wide.kind != Kind::Any {
        return false;
    }
    let is_listed = match narrow.kind {
        Kind::Named(id) => matches!(types[id.0].kind, TypeKind::Listed(_)),
        _ => matches!(narrow.kind, Kind::Text(_)),
    };
    wide.kind == Kind::Any || wide.kind == narrow.kind || is_listed && is_any_text(wide)
}

fn is_any_text(shape: &Shape) -> bool {
    match &shape.kind {
        Kind::Any => true,
        Kind::Text(text) => *text == Default::default(),
        _ => false,
    }
}
