//! A value of each alternative.

use serde_json::Value;

use super::value::{Place, Sampler, Size};
use crate::ir::{Kind, Shape, TypeKind};

impl Sampler<'_> {
    /// What comes item by item: a value of each alternative that the shape has, in the order of the document, or of the
    /// shape itself where it has none.
    pub fn items(&mut self, shape: &Shape, size: Size) -> Vec<Value> {
        let api = self.api();
        let kind = match shape.kind {
            Kind::Named(id) => Some(&api.type_def(id).kind),
            _ => None,
        };
        let shapes: Vec<(Shape, Option<(&str, &str)>)> = match kind {
            Some(TypeKind::Alias(target)) => return self.items(target, size),
            Some(TypeKind::Union(union)) => {
                let variants = union.variants.iter();
                variants.map(|one| (one.shape.clone(), None)).collect()
            }
            Some(TypeKind::Tagged(tagged)) => {
                let variants = tagged.variants.iter().map(|one| {
                    let shape = Shape {
                        kind: Kind::Named(one.id),
                        nullable: false,
                    };
                    (shape, Some((tagged.property.as_str(), one.tag.as_str())))
                });
                variants.collect()
            }
            _ => vec![(shape.clone(), None)],
        };
        let items = shapes.into_iter().filter_map(|(shape, tag)| {
            let mut item = self.value(&shape, size, Place::Json)?.sent;
            if let (Some((property, tag)), Some(fields)) = (tag, item.as_object_mut()) {
                fields.insert(property.to_owned(), tag.into());
            }
            Some(item)
        });
        items.collect()
    }
}
