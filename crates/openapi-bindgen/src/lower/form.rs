//! Forms: pairs, and parts.

use super::content::TEXT;
use super::{At, Lowering};
use crate::ir::{Access, Field, Format, Kind, Map, Media, Multipart, Part, PartKind, Shape, Style};
use crate::ir::{Struct, TypeKind};
use crate::names::{Scope, pascal, snake};

impl<'s> Lowering<'s> {
    /// A form of pairs. Where nothing is said of them they are texts.
    pub(super) fn form(&mut self, at: &At<'s>, hint: &str) -> (Media, Shape) {
        let schema = at.get("schema");
        let shape = schema.map(|schema| self.shape(&schema, hint));
        let shape = shape
            .filter(|shape| shape.kind != Kind::Any)
            .unwrap_or(Shape {
                kind: Kind::Map(Box::new(Map {
                    values: TEXT,
                    min: None,
                    max: None,
                })),
                nullable: false,
            });
        let mut styles = Vec::new();
        for (name, encoding) in self.fields(at, "encoding") {
            let explode = encoding.get("explode").and_then(|flag| flag.node.as_bool());
            let style = match (encoding.text("style").as_deref(), explode) {
                (Some("deepObject"), _) => Style::Deep,
                (Some("spaceDelimited"), None | Some(false)) => Style::Spaces,
                (Some("pipeDelimited"), None | Some(false)) => Style::Pipes,
                (_, Some(false)) => Style::Commas,
                _ if says_json(&encoding) => Style::Json,
                _ => continue,
            };
            styles.push((name.to_owned(), style));
        }
        self.add_styles(&shape, &mut styles);
        (Media::Form(styles), shape)
    }

    /// The styles of properties that no pair carries as they are: what has properties of its own is told by them.
    fn add_styles(&self, shape: &Shape, styles: &mut Vec<(String, Style)>) {
        let Some(object) = self.object_of(shape) else {
            return;
        };
        for field in &object.fields {
            let known = styles.iter().any(|(name, _)| *name == field.wire);
            if !known && !self.is_flat(&field.shape, &mut Vec::new()) {
                styles.push((field.wire.clone(), Style::Deep));
            }
        }
    }

    /// A form with parts. Where nothing is said of them it is bytes, whose sender says where its parts end.
    pub(super) fn multipart(&mut self, at: &At<'s>, hint: &str) -> (Media, Shape) {
        let schema = at.get("schema");
        let shape = schema.map(|schema| self.shape(&schema, &format!("{hint} form")));
        let Some(shape) = shape else {
            return (Media::Open, TEXT);
        };
        let Some(object) = self.object_of(&shape).cloned() else {
            return (Media::Open, TEXT);
        };
        let encodings = self.fields(at, "encoding");
        // What its writer and its reader call their own.
        let mut names = Scope::reserving(&["call", "parts", "request"]);
        let constants = object.constants.iter().map(|constant| Part {
            wire: constant.wire.clone(),
            field: names.claim(snake(&constant.wire)),
            docs: None,
            required: constant.required,
            default: None,
            kind: PartKind::Constant(constant.value.clone()),
            shape: TEXT,
        });
        let mut parts: Vec<_> = constants.collect();
        let fields = object.fields.iter();
        for field in fields.filter(|field| field.access != Access::ReadOnly) {
            let mut encodings = encodings.iter();
            let encoding = encodings.find(|(name, _)| *name == field.wire);
            parts.push(Part {
                wire: field.wire.clone(),
                field: names.claim(snake(&field.wire)),
                docs: field.docs.clone(),
                // A part cannot say null.
                required: field.required && !field.shape.nullable,
                default: field.default.clone(),
                kind: self.part_kind(field, encoding.map(|(_, at)| at)),
                shape: Shape {
                    nullable: false,
                    ..field.shape.clone()
                },
            });
        }
        let multipart = Multipart {
            name: self.type_names.claim(pascal(&format!("{hint} parts"))),
            parts,
        };
        // Its struct is the multipart's own.
        (Media::Multipart(multipart), TEXT)
    }

    fn part_kind(&self, field: &Field, encoding: Option<&At<'s>>) -> PartKind {
        let said = encoding.and_then(|encoding| encoding.text("contentType"));
        // Several, or a range of them, say what is allowed and not what it is.
        let said = said.filter(|said| !said.contains([',', '*']));
        let media_type = said.unwrap_or_else(|| "application/octet-stream".to_owned());
        match &field.shape.kind {
            kind if self.is_binary(kind) => PartKind::File(media_type),
            Kind::List(list) if self.is_binary(&list.items.kind) => PartKind::Files(media_type),
            _ if encoding.is_some_and(says_json) => PartKind::Json,
            _ if self.is_flat(&field.shape, &mut Vec::new()) => PartKind::Text,
            _ => PartKind::Json,
        }
    }

    fn is_binary(&self, kind: &Kind) -> bool {
        match kind {
            Kind::Text(text) => text.format == Some(Format::Binary),
            Kind::Named(id) => match self.type_kind(*id) {
                Some(TypeKind::Alias(shape)) => self.is_binary(&shape.kind),
                _ => false,
            },
            _ => false,
        }
    }

    /// The object that a shape is, maybe under another name.
    pub(super) fn object_of(&self, shape: &Shape) -> Option<&Struct> {
        match shape.kind {
            Kind::Named(id) => self.struct_of(id),
            _ => None,
        }
    }
}

fn says_json(encoding: &At<'_>) -> bool {
    let media_type = encoding.text("contentType").unwrap_or_default();
    super::content::is_json(&super::content::essence(&media_type))
}
