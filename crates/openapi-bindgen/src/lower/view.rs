//! What requests carry of a type, and what responses do: `readOnly` and `writeOnly`.
//!
//! A type that both carry, and that is not the same in both, becomes two: the response's keeps the name, and the request's
//! is called `…Input`. What nothing carries stays as it was read.

use super::usage::below;
use crate::ir::{
    Access, Additional, Api, Kind, Literal, Media, Shape, Struct, TypeDef, TypeId, TypeKind,
};
use crate::names::{Scope, pascal};

/// Gives requests and responses their own types where these differ.
pub(super) fn split(api: &mut Api, names: &mut Scope) {
    let differs = differing(&api.types);
    let mut inputs = Inputs(vec![None; api.types.len()]);
    let mut copies = Vec::new();
    for (index, def) in api.types.iter().enumerate() {
        if differs[index] && def.in_requests && def.in_responses {
            inputs.0[index] = Some(TypeId(api.types.len() + copies.len()));
            let note = format!("What requests carry of `{}`.", def.name);
            let docs = def.docs.iter().cloned().chain([note]);
            copies.push(TypeDef {
                docs: Some(docs.collect::<Vec<_>>().join("\n\n")),
                name: names.claim(pascal(&format!("{} input", def.name))),
                in_responses: false,
                in_headers: false,
                ..def.clone()
            });
        }
    }
    for (index, def) in api.types.iter_mut().enumerate() {
        def.in_requests &= inputs.0[index].is_none();
    }
    api.types.append(&mut copies);
    for def in &mut api.types {
        if def.in_requests {
            inputs.replace_in(&mut def.kind);
        }
        if let TypeKind::Struct(object) = &mut def.kind {
            match (def.in_requests, def.in_responses) {
                (true, false) => leave_out(object, Access::ReadOnly),
                (false, true) => leave_out(object, Access::WriteOnly),
                _ => {}
            }
        }
    }
    let hooks = api.hooks.iter_mut().flat_map(|hooks| &mut hooks.operations);
    for operation in api.operations.iter_mut().chain(hooks) {
        for parameter in &mut operation.parameters {
            inputs.replace(&mut parameter.shape);
            inputs.replace_in_default(&mut parameter.default);
        }
        let bodies = operation.body.iter_mut();
        for content in bodies.flat_map(|body| &mut body.contents) {
            inputs.replace(&mut content.shape);
            if let Media::Multipart(form) = &mut content.media {
                for part in &mut form.parts {
                    inputs.replace(&mut part.shape);
                    inputs.replace_in_default(&mut part.default);
                }
            }
        }
    }
}

/// Whether each of the types is not the same in requests and in responses.
fn differing(types: &[TypeDef]) -> Vec<bool> {
    let mut differs: Vec<_> = types
        .iter()
        .map(|def| match &def.kind {
            TypeKind::Struct(object) => {
                let mut fields = object.fields.iter();
                fields.any(|field| field.access != Access::Both)
            }
            _ => false,
        })
        .collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    for (index, def) in types.iter().enumerate() {
        for TypeId(used) in below(&def.kind) {
            users[used].push(index);
        }
    }
    let mut waiting: Vec<_> = (0..types.len()).filter(|index| differs[*index]).collect();
    while let Some(index) = waiting.pop() {
        for user in &users[index] {
            if !std::mem::replace(&mut differs[*user], true) {
                waiting.push(*user);
            }
        }
    }
    differs
}

/// Takes the fields of one access out of an object. Where all properties are kept they are kept as well, and may be absent.
fn leave_out(object: &mut Struct, access: Access) {
    let keeps = matches!(object.additional, Additional::Kept(..));
    for field in &mut object.fields {
        if field.access == access {
            field.required = false;
            if !keeps {
                object.ignored.push(field.wire.clone());
            }
        }
    }
    if !keeps {
        object.fields.retain(|field| field.access != access);
    }
}

/// The types that requests have in place of others, by their places.
struct Inputs(Vec<Option<TypeId>>);

impl Inputs {
    fn replace_id(&self, id: &mut TypeId) {
        if let Some(input) = self.0.get(id.0).copied().flatten() {
            *id = input;
        }
    }

    fn replace(&self, shape: &mut Shape) {
        match &mut shape.kind {
            Kind::Named(id) => self.replace_id(id),
            Kind::List(list) => self.replace(&mut list.items),
            Kind::Map(map) => self.replace(&mut map.values),
            _ => {}
        }
    }

    fn replace_in(&self, kind: &mut TypeKind) {
        match kind {
            TypeKind::Struct(object) => {
                for field in &mut object.fields {
                    self.replace(&mut field.shape);
                    self.replace_in_default(&mut field.default);
                }
                if let Additional::Kept(_, shape) = &mut object.additional {
                    self.replace(shape);
                }
            }
            TypeKind::Union(union) => {
                for variant in &mut union.variants {
                    self.replace(&mut variant.shape);
                }
            }
            TypeKind::Tagged(tagged) => {
                for variant in &mut tagged.variants {
                    self.replace_id(&mut variant.id);
                }
            }
            TypeKind::Tuple(shapes) => shapes.iter_mut().for_each(|shape| self.replace(shape)),
            TypeKind::Alias(shape) => self.replace(shape),
            TypeKind::Listed(_) | TypeKind::Numbered(_) => {}
        }
    }

    fn replace_in_default(&self, default: &mut Option<Literal>) {
        if let Some(literal) = default {
            self.replace_in_literal(literal);
        }
    }

    fn replace_in_literal(&self, literal: &mut Literal) {
        match literal {
            Literal::Listed(id, _) => self.replace_id(id),
            Literal::Variant(id, _, inner) => {
                self.replace_id(id);
                self.replace_in_literal(inner);
            }
            Literal::Struct(id, fields) => {
                self.replace_id(id);
                let literals = fields
                    .iter_mut()
                    .filter_map(|(_, literal)| literal.as_mut());
                literals.for_each(|literal| self.replace_in_literal(literal));
            }
            Literal::Map(entries) => {
                let literals = entries.iter_mut().map(|(_, literal)| literal);
                literals.for_each(|literal| self.replace_in_literal(literal));
            }
            Literal::List(items) => items
                .iter_mut()
                .for_each(|item| self.replace_in_literal(item)),
            _ => {}
        }
    }
}
