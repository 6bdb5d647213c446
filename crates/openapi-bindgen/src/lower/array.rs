//! Arrays whose items are not all alike.

use super::schema::{ANY, Structure};
use super::{At, Lowering};
use crate::ir::{Kind, List, Shape, TypeKind, Union, Variant};
use crate::names::{Scope, pascal};
use crate::source::NodeKind;

impl<'s> Lowering<'s> {
    /// `prefixItems`, or a list of `items` as it was written before: a tuple where there is one value for each of them,
    /// and else a list of any of them, with a rule that says which stands where.
    pub(super) fn tuple(&mut self, at: &At<'s>, hint: &str) -> Option<Structure> {
        let (prefix, rest) = match (at.get("prefixItems"), at.get("items")) {
            (Some(_), rest) => {
                let rest = rest.or_else(|| at.get("unevaluatedItems"));
                (self.list(at, "prefixItems"), rest)
            }
            (None, Some(items)) if matches!(items.node.kind, NodeKind::Array(_)) => {
                (items.items(), at.get("additionalItems"))
            }
            _ => return None,
        };
        let count = prefix.len() as u64;
        let (min, max) = (self.count(at, "minItems"), self.count(at, "maxItems"));
        let closed = rest
            .as_ref()
            .is_some_and(|rest| rest.node.as_bool() == Some(false));
        let shapes = prefix
            .iter()
            .enumerate()
            .map(|(index, item)| self.shape(item, &format!("{hint} item {}", index + 1)));
        let shapes: Vec<_> = shapes.collect();
        // Rust's own traits go as far as twelve.
        if min == Some(count) && (closed || max == Some(count)) && (1..=12).contains(&count) {
            return Some(Structure::Type(TypeKind::Tuple(shapes)));
        }
        let rest = rest.filter(|rest| rest.node.as_bool() != Some(false));
        let rest = rest.map(|rest| self.shape(&rest, &format!("{hint} item")));
        let items = self.any_shape(at, shapes.into_iter().chain(rest).collect(), hint);
        Some(Structure::Plain(Kind::List(Box::new(List {
            items,
            min,
            max,
            unique: self.flag(at, "uniqueItems"),
        }))))
    }

    /// What is any of some shapes.
    fn any_shape(&mut self, at: &At<'s>, shapes: Vec<Shape>, hint: &str) -> Shape {
        let nullable = shapes.iter().any(|shape| shape.nullable);
        let mut names = Scope::default();
        let mut variants: Vec<Variant> = Vec::new();
        for shape in shapes {
            let shape = Shape {
                nullable: false,
                ..shape
            };
            if variants.iter().all(|known| known.shape != shape) {
                variants.push(Variant {
                    name: names.claim(self.variant_name(&shape)),
                    shape,
                });
            }
        }
        if variants.len() <= 1 {
            let only = variants.pop().map_or(ANY, |variant| variant.shape);
            return Shape { nullable, ..only };
        }
        let name = self.type_names.claim(pascal(&format!("{hint} item")));
        let id = self.reserve();
        let union = Union {
            variants,
            exclusive: false,
        };
        self.define(id, name, at, nullable, TypeKind::Union(union));
        Shape {
            kind: Kind::Named(id),
            nullable,
        }
    }
}
