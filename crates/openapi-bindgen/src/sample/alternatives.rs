//! A value of each alternative.

use serde_json::Value;

use super::value::{Place, Sampler, Size};
use crate::ir::{Kind, Shape, Tagged, TaggedVariant, TypeKind};

impl Sampler<'_> {
    /// What comes item by item: a value of each alternative that the shape has, in the order of the document, or of the
    /// shape itself where it has none.
    pub fn items(&mut self, shape: &Shape, size: Size) -> Vec<Value> {
        let api = self.api();
        let kind = match shape.kind {
            Kind::Named(id) => Some(&api.type_def(id).kind),
            _ => None,
        };
        let mut sent = |shape| Some(self.value(shape, size, Place::Json)?.sent);
        match kind {
            Some(TypeKind::Alias(target)) => self.items(target, size),
            Some(TypeKind::Union(union)) => {
                let variants = union.variants.iter();
                variants.filter_map(|one| sent(&one.shape)).collect()
            }
            Some(TypeKind::Tagged(tagged)) => {
                let variants = tagged.variants.iter();
                let values = variants.filter_map(|one| self.variant(tagged, one, size));
                values.collect()
            }
            _ => sent(shape).into_iter().collect(),
        }
    }

    /// A value of the alternative that a tag says.
    pub(super) fn variant(
        &mut self,
        tagged: &Tagged,
        variant: &TaggedVariant,
        size: Size,
    ) -> Option<Value> {
        let shape = Shape {
            kind: Kind::Named(variant.id),
            nullable: false,
        };
        let mut value = self.value(&shape, size, Place::Json)?.sent;
        let fields = value.as_object_mut()?;
        fields.insert(tagged.property.clone(), variant.tag.as_str().into());
        Some(value)
    }
}
