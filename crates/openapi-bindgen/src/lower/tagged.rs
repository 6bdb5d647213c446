//! Unions with a discriminator, and the properties that always say the same.
//!
//! A union may be read before its alternatives are: its tags are settled once they are known.

use super::{At, Lowering};
use crate::diagnostic::Severity;
use crate::ir::{Kind, Shape, Struct, Tagged, TaggedVariant, TypeId, TypeKind, Union, Variant};
use crate::names::{Scope, pascal};

/// A union whose tags are not settled.
pub(super) struct Unsettled<'s> {
    at: At<'s>,
    discriminator: At<'s>,
    alternatives: Vec<(TypeId, At<'s>)>,
    mapping: Vec<Mapped<'s>>,
}

/// An entry of a mapping.
struct Mapped<'s> {
    tag: String,
    at: At<'s>,
    /// The schema that it leads to, by its pointer.
    target: String,
}

impl<'s> Lowering<'s> {
    /// What a property always says: a constant, or the only value of an enum. Null besides makes it none.
    pub(super) fn constant(&mut self, at: &At<'s>) -> Option<String> {
        let beyond = |keyword: &&str| at.get(keyword).is_some();
        if ["$ref", "allOf", "anyOf", "oneOf"].iter().any(beyond)
            || at.get("nullable").is_some()
            || matches!(at.get("type"), Some(said) if said.node.as_str() != Some("string"))
        {
            return None;
        }
        let value = match (at.get("const"), at.get("enum")) {
            (Some(value), _) => value,
            (None, Some(list)) => match list.items().as_slice() {
                [only] => only.clone(),
                _ => return None,
            },
            (None, None) => return None,
        };
        let text = value.node.as_str()?.to_owned();
        if let Some(default) = at.get("default")
            && default.node.as_str() != Some(&text)
        {
            self.warn(
                &default,
                "unsupported-default",
                format!("the default is not {text:?}, which is all that can be said here"),
                "leave the default out, or let it be the only value there is",
            );
        }
        Some(text)
    }

    /// `oneOf` or `anyOf` with a discriminator.
    pub(super) fn tagged(
        &mut self,
        at: &At<'s>,
        discriminator: &At<'s>,
        alternatives: &[At<'s>],
        hint: &str,
    ) -> TypeKind {
        let shapes = alternatives.iter().enumerate().map(|(index, at)| {
            let shape = self.shape(at, &format!("{hint} variant {}", index + 1));
            (shape, at.clone())
        });
        let shapes: Vec<_> = shapes.collect();
        let named = shapes.iter().map(|(shape, at)| match shape.kind {
            Kind::Named(id) => Some((id, at.clone())),
            _ => None,
        });
        match named.collect::<Option<Vec<_>>>() {
            Some(alternatives) => {
                TypeKind::Tagged(self.tagged_structs(at, discriminator, alternatives))
            }
            None => {
                let place = discriminator.clone();
                self.leniently(&place, |lowering| lowering.refuse_alternative(&place));
                let shapes = shapes.into_iter().map(|(shape, _)| shape);
                TypeKind::Union(self.untagged(shapes.collect()))
            }
        }
    }

    /// Alternatives that are told apart by what they look like.
    fn untagged(&self, shapes: Vec<Shape>) -> Union {
        let mut names = Scope::default();
        let variants = shapes.into_iter().map(|shape| Variant {
            name: names.claim(self.variant_name(&shape)),
            shape: Shape {
                nullable: false,
                ..shape
            },
        });
        Union {
            variants: variants.collect(),
            exclusive: false,
        }
    }

    /// Objects that are told apart by a discriminator.
    pub(super) fn tagged_structs(
        &mut self,
        at: &At<'s>,
        discriminator: &At<'s>,
        alternatives: Vec<(TypeId, At<'s>)>,
    ) -> Tagged {
        let help = "name the property: `discriminator: {propertyName: type}`";
        let property = self.demand(discriminator, "propertyName", help);
        let property = property.and_then(|name| {
            let text = name.node.as_str();
            if text.is_none() {
                self.wrong_kind(&name, "propertyName", "a property's name");
            }
            text
        });
        let mut mapping = Vec::new();
        for (tag, at) in self.fields(discriminator, "mapping") {
            if let Some(target) = self.mapped(&at) {
                mapping.push(Mapped {
                    tag: tag.to_owned(),
                    at,
                    target,
                });
            }
        }
        let pointer = discriminator.pointer.clone();
        let unsettled = Unsettled {
            at: at.clone(),
            discriminator: discriminator.clone(),
            alternatives,
            mapping,
        };
        self.unsettled.insert(pointer.clone(), unsettled);
        Tagged {
            property: property.unwrap_or_default().to_owned(),
            pointer,
            variants: Vec::new(),
        }
    }

    /// Where a mapping leads: a schema's name, or a reference to one.
    fn mapped(&mut self, at: &At<'s>) -> Option<String> {
        let Some(text) = at.node.as_str() else {
            self.wrong_kind(at, "mapping", "`'#/components/schemas/…'`");
            return None;
        };
        let component = self
            .root()
            .follow("/components/schemas")
            .and_then(|list| list.get(text));
        let target = component.or_else(|| self.follow(at.file, text).ok().flatten());
        if target.is_none() {
            self.mistake(
                at,
                "unresolved-reference",
                format!("`{text}` leads nowhere"),
                "write `'#/components/schemas/…'`, or a schema's name alone",
            );
        }
        target.map(|target| target.pointer)
    }

    fn refuse_alternative(&mut self, at: &At<'s>) {
        self.mistake(
            at,
            "unsupported-discriminator",
            "an alternative beside a `discriminator` is no object with properties".into(),
            "describe it under components, as an object with the discriminator among its properties",
        );
    }

    /// Settles the tags of the unions that were read.
    pub(super) fn settle_tags(&mut self) {
        for index in 0..self.types.len() {
            let Some(Some(TypeKind::Tagged(tagged))) = self
                .types
                .get(index)
                .map(|def| def.as_ref().map(|def| &def.kind))
            else {
                continue;
            };
            let (property, pointer) = (tagged.property.clone(), tagged.pointer.clone());
            let Some(unsettled) = self.unsettled.remove(&pointer) else {
                continue;
            };
            let at = unsettled.at.clone();
            let ids: Vec<_> = unsettled.alternatives.iter().map(|(id, _)| *id).collect();
            let (variants, causes) = self.isolate(Severity::Warning, &at, |lowering| {
                lowering.variants(&property, unsettled)
            });
            let settled = if causes.is_empty() {
                None
            } else {
                // They are told apart by what they look like then.
                let named = ids.into_iter().map(|id| Shape {
                    kind: Kind::Named(id),
                    nullable: false,
                });
                Some(self.untagged(named.collect()))
            };
            if let Some(def) = &mut self.types[index] {
                match (settled, &mut def.kind) {
                    (Some(union), kind) => *kind = TypeKind::Union(union),
                    (None, TypeKind::Tagged(tagged)) => tagged.variants = variants,
                    (None, _) => {}
                }
            }
        }
    }

    /// The schemas that are made of one with a discriminator and no alternatives: what stands where it is asked for is
    /// one of them. `None` where there are none, and it is a schema like any other.
    pub(super) fn inherited(&mut self, at: &At<'s>, hint: &str) -> Option<TypeKind> {
        let discriminator = at.get("discriminator")?;
        let mut heirs: Vec<At<'s>> = Vec::new();
        for (_, entry) in self.fields(&discriminator, "mapping") {
            let text = entry.node.as_str()?;
            let component = self.root().follow("/components/schemas");
            let component = component.and_then(|list| list.get(text));
            let target = component.or_else(|| self.follow(entry.file, text).ok().flatten())?;
            if heirs.iter().all(|known| known.pointer != target.pointer) {
                heirs.push(target);
            }
        }
        let components = self.root().follow("/components/schemas");
        for (_, schema) in components.map_or_else(Vec::new, |list| list.entries()) {
            let parts = schema
                .get("allOf")
                .map_or_else(Vec::new, |parts| parts.items());
            let is_heir = parts.iter().any(|part| {
                let reference = part.text("$ref");
                let target =
                    reference.and_then(|text| self.follow(part.file, &text).ok().flatten());
                target.is_some_and(|target| target.pointer == at.pointer)
            });
            if is_heir && heirs.iter().all(|known| known.pointer != schema.pointer) {
                heirs.push(schema);
            }
        }
        if heirs.is_empty() {
            return None;
        }
        let alternatives = heirs.into_iter().map(|heir| {
            let id = if heir.pointer == at.pointer {
                let hint = format!("{hint} itself");
                let object = self.object(at, &hint);
                let name = self.type_names.claim(pascal(&hint));
                let id = self.reserve();
                self.define(id, name, at, false, TypeKind::Struct(object));
                id
            } else {
                self.component(&heir)
            };
            (id, heir)
        });
        let alternatives = alternatives.collect();
        Some(TypeKind::Tagged(self.tagged_structs(
            at,
            &discriminator,
            alternatives,
        )))
    }

    fn variants(&mut self, property: &str, union: Unsettled<'s>) -> Vec<TaggedVariant> {
        let mut variants: Vec<TaggedVariant> = Vec::new();
        // The variant for a tag that is not listed.
        let mut names = Scope::reserving(&["Unknown"]);
        let mut used = vec![false; union.mapping.len()];
        for (id, at) in &union.alternatives {
            let Some(object) = self.struct_of(*id) else {
                self.refuse_alternative(at);
                continue;
            };
            let said = said(self, object, property);
            let reference = at.get("$ref");
            let component = match reference {
                Some(reference) => self.target(&reference),
                None => Some(at.clone()).filter(is_component),
            };
            let mut tags: Vec<(String, At<'s>)> = Vec::new();
            for (entry, used) in union.mapping.iter().zip(&mut used) {
                let pointer = component.as_ref().map_or(&at.pointer, |c| &c.pointer);
                if entry.target == *pointer {
                    *used = true;
                    tags.push((entry.tag.clone(), entry.at.clone()));
                }
            }
            match (tags.is_empty(), &said, &component) {
                (true, Some(values), _) => {
                    tags.extend(values.iter().map(|value| (value.clone(), at.clone())));
                }
                // A schema's own name is its tag, where nothing else is said.
                (true, None, Some(component)) => {
                    tags.push((component.last_name(), at.clone()));
                }
                (true, None, None) => self.mistake(
                    at,
                    "no-tag",
                    format!("nothing says what `{property}` is in this alternative"),
                    "let the property be a constant: `{const: …}`",
                ),
                (false, ..) => {}
            }
            for (tag, at) in tags {
                let fits = said.as_ref().is_none_or(|values| values.contains(&tag));
                let taken = variants.iter().any(|variant| variant.tag == tag);
                if !fits || taken {
                    let why = if taken {
                        format!("{tag:?} names two alternatives")
                    } else {
                        format!("the alternative's `{property}` is never {tag:?}")
                    };
                    let help = "give each alternative what its own property says";
                    self.mistake(&at, "discriminator-mismatch", why, help);
                    continue;
                }
                variants.push(TaggedVariant {
                    name: names.claim(pascal(&tag)),
                    tag,
                    id: *id,
                });
            }
        }
        for (entry, used) in union.mapping.iter().zip(used) {
            if !used {
                let why = format!("{:?} leads to none of the alternatives", entry.tag);
                let help = "list the schema among the alternatives, or take the entry out";
                self.mistake(&entry.at, "discriminator-mismatch", why, help);
            }
        }
        if variants.is_empty() && self.is_sound() {
            let why = "no alternative has a tag".to_owned();
            self.mistake(
                &union.discriminator,
                "no-tag",
                why,
                "list alternatives that are objects",
            );
        }
        variants
    }

    /// The struct that a type is, maybe under another name.
    pub(super) fn struct_of(&self, id: TypeId) -> Option<&Struct> {
        let mut id = id;
        for _ in 0..64 {
            match self.type_kind(id)? {
                TypeKind::Struct(object) => return Some(object),
                TypeKind::Alias(shape) => match shape.kind {
                    Kind::Named(next) => id = next,
                    _ => return None,
                },
                _ => return None,
            }
        }
        None
    }

    /// The tags of a union's items, where a type is one.
    pub(super) fn tags(&self, id: TypeId) -> Option<Vec<&str>> {
        match self.type_kind(id)? {
            TypeKind::Tagged(tagged) => {
                let tags = tagged.variants.iter().map(|variant| variant.tag.as_str());
                Some(tags.collect())
            }
            TypeKind::Alias(shape) => match shape.kind {
                Kind::Named(next) if next != id => self.tags(next),
                _ => None,
            },
            _ => None,
        }
    }
}

/// What a struct's property can say; `None` where that is any text, or where there is no such property.
fn said(lowering: &Lowering<'_>, object: &Struct, property: &str) -> Option<Vec<String>> {
    if let Some(constant) = object.constants.iter().find(|known| known.wire == property) {
        return Some(vec![constant.value.clone()]);
    }
    let field = object.fields.iter().find(|known| known.wire == property)?;
    match field.shape.kind {
        Kind::Named(id) => match lowering.type_kind(id)? {
            TypeKind::Listed(values) => {
                Some(values.iter().map(|value| value.wire.clone()).collect())
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether a schema is one of the components.
pub(super) fn is_component(at: &At<'_>) -> bool {
    let name = at.pointer.strip_prefix("/components/schemas/");
    name.is_some_and(|name| !name.contains('/'))
}
