//! Parameters in the path, the query, headers and cookies.

use super::{At, Lowering};
use crate::ir::{Kind, Location, Parameter, Shape, Style, TypeId, TypeKind};
use crate::names::{Scope, snake};

impl<'s> Lowering<'s> {
    /// The parameters of an operation: its own, and those of its path that it does not override.
    pub(super) fn parameters(
        &mut self,
        path_item: &At<'s>,
        operation: &At<'s>,
        path: &str,
        hint: &str,
        fields: &mut Scope,
    ) -> Vec<Parameter> {
        let mut found: Vec<(Parameter, At<'s>)> = Vec::new();
        for owner in [path_item, operation] {
            let inherited = found.len();
            for at in self.list(owner, "parameters") {
                let Some(at) = self.resolve(&at) else {
                    continue;
                };
                let Some(parameter) = self.parameter(&at, hint) else {
                    continue;
                };
                let known = found
                    .iter()
                    .position(|(known, _)| is_same(known, &parameter));
                match known {
                    Some(index) if index >= inherited && found[index].0 == parameter => self.warn(
                        &at,
                        "repeated-parameter",
                        format!(
                            "the parameter `{}` is declared twice in the same way",
                            parameter.wire
                        ),
                        "remove one of the two",
                    ),
                    Some(index) if index >= inherited => self.mistake(
                        &at,
                        "duplicate-parameter",
                        format!("the parameter `{}` is declared twice", parameter.wire),
                        "remove one of the two, or rename it",
                    ),
                    Some(index) => found[index] = (parameter, at),
                    None => found.push((parameter, at)),
                }
            }
        }
        self.fit_to_path(operation, path, &mut found);
        self.refuse_second_rest(&found);
        found.sort_by_key(|(parameter, _)| parameter.location);
        let mut parameters: Vec<_> = found.into_iter().map(|(parameter, _)| parameter).collect();
        for parameter in &mut parameters {
            parameter.field = fields.claim(snake(&parameter.wire));
        }
        parameters
    }

    /// Refuses a second parameter that takes whatever the query says besides.
    fn refuse_second_rest(&mut self, found: &[(Parameter, At<'s>)]) {
        let mut rests = found.iter().filter(|(parameter, _)| parameter.is_rest());
        let Some((first, _)) = rests.next() else {
            return;
        };
        for (_, at) in rests {
            self.mistake(
                at,
                "ambiguous-parameter",
                format!(
                    "the parameter `{}` takes what the query says besides, and so does this one",
                    first.wire
                ),
                "write `style: deepObject` for one of the two",
            );
        }
    }

    fn parameter(&mut self, at: &At<'s>, hint: &str) -> Option<Parameter> {
        let wire = self.demand(at, "name", "a parameter has a name")?;
        let Some(wire) = wire.node.as_str().map(str::to_owned) else {
            self.wrong_kind(&wire, "name", "a text");
            return None;
        };
        let place = self.demand(
            at,
            "in",
            "say where the parameter goes: `path`, `query`, `header` or `cookie`",
        )?;
        let location = match place.node.as_str() {
            Some("path") => Location::Path,
            Some("query") => Location::Query,
            Some("header") => Location::Header,
            Some("cookie") => Location::Cookie,
            _ => {
                self.mistake(
                    &place,
                    "unknown-location",
                    format!("a parameter cannot be in {}", place.node.to_json()),
                    "write `path`, `query`, `header` or `cookie`",
                );
                return None;
            }
        };
        // These headers are described elsewhere, and a parameter for them is to be ignored (section 4.8.12.1).
        let reserved = ["accept", "content-type", "authorization"];
        if location == Location::Header && reserved.contains(&wire.to_ascii_lowercase().as_str()) {
            return None;
        }
        self.located(at, wire, location, hint)
    }

    /// A header of a response.
    pub(super) fn header(&mut self, at: &At<'s>, wire: &str, hint: &str) -> Option<Parameter> {
        let header = self.located(at, wire.to_owned(), Location::Header, hint)?;
        Some(Parameter {
            default: None,
            ..header
        })
    }

    /// A parameter or a header whose name and place are known.
    fn located(
        &mut self,
        at: &At<'s>,
        wire: String,
        location: Location,
        hint: &str,
    ) -> Option<Parameter> {
        if location == Location::Header && http::HeaderName::from_bytes(wire.as_bytes()).is_err() {
            self.mistake(
                at,
                "malformed-header",
                format!("`{wire}` cannot be the name of a header"),
                "write it with letters, digits and `-`",
            );
            return None;
        }
        let (schema, style) = match at.get("content") {
            Some(content) => self.described(&content)?,
            None => (
                self.demand(at, "schema", "describe the value with `schema`")?,
                None,
            ),
        };
        let mut shape = self.shape(&schema, &format!("{hint} {wire}"));
        let default = self.default(&schema, &shape);
        shape.nullable = false;
        let style = match style {
            Some(style) => style,
            None => self.style(at, location, &shape)?,
        };
        // An empty text is a text like any other.
        let empty = self.flag(at, "allowEmptyValue") && !matches!(shape.kind, Kind::Text(_));
        Some(Parameter {
            field: String::new(),
            docs: at.docs(),
            deprecated: self.flag(at, "deprecated"),
            location,
            style,
            reserved: self.flag(at, "allowReserved") && location == Location::Query,
            empty: empty && location == Location::Query,
            required: self.flag(at, "required") || location == Location::Path,
            default,
            shape,
            wire,
        })
    }

    /// The schema of a value that is described by its media type, and how it is written: JSON, or a text as it is.
    fn described(&mut self, content: &At<'s>) -> Option<(At<'s>, Option<Style>)> {
        let entries = content.entries();
        let [(media_type, at)] = entries.as_slice() else {
            self.mistake(
                content,
                "malformed-parameter-content",
                "a parameter is described by one media type".into(),
                "write `content: {application/json: {schema: …}}`",
            );
            return None;
        };
        let schema = self.demand(at, "schema", "describe the value with `schema`")?;
        let json = super::content::is_json(&super::content::essence(media_type));
        Some((schema, json.then_some(Style::Json)))
    }

    fn style(&mut self, at: &At<'s>, location: Location, shape: &Shape) -> Option<Style> {
        let explode = at
            .node
            .get("explode")
            .and_then(crate::source::Node::as_bool);
        let said = at.text("style");
        let style = match (location, said.as_deref(), explode) {
            (Location::Query, None | Some("form"), None | Some(true)) => Style::Default,
            (Location::Query, None | Some("form"), Some(false)) => Style::Commas,
            (Location::Query, Some("spaceDelimited"), None | Some(false)) => Style::Spaces,
            (Location::Query, Some("pipeDelimited"), None | Some(false)) => Style::Pipes,
            // Exploded, these are `form` (section 4.8.12.2).
            (Location::Query, Some("spaceDelimited" | "pipeDelimited"), Some(true)) => {
                Style::Default
            }
            (Location::Query, Some("deepObject"), _) => return Some(Style::Deep),
            (Location::Path, Some("label"), Some(true)) => Style::LabelExploded,
            (Location::Path, Some("label"), _) => Style::Label,
            (Location::Path, Some("matrix"), Some(true)) => Style::MatrixExploded,
            (Location::Path, Some("matrix"), _) => Style::Matrix,
            (Location::Path | Location::Header, None | Some("simple"), Some(true)) => {
                Style::SimpleExploded
            }
            (Location::Path | Location::Header, None | Some("simple"), _) => Style::Default,
            // A list in cookies has no name of its own for each item.
            (Location::Cookie, None | Some("form"), None | Some(true))
                if self.object_of(shape).is_some() =>
            {
                Style::Repeated
            }
            (Location::Cookie, None | Some("form"), _) => Style::Default,
            _ => {
                let said = said.unwrap_or_default();
                self.mistake(
                    at,
                    "unsupported-parameter-style",
                    format!("the style `{said}` is not supported here"),
                    "leave `style` and `explode` out",
                );
                return None;
            }
        };
        let explodes = matches!(style, Style::Default | Style::Repeated)
            && matches!(location, Location::Query | Location::Cookie);
        if self.is_flat(shape, &mut Vec::new()) {
            // For scalars and lists the two are the same.
            return Some(match style {
                Style::SimpleExploded => Style::Default,
                style => style,
            });
        }
        if self.is_flat_object(shape, location, explodes) {
            return Some(style);
        }
        self.mistake(
            at,
            "unsupported-parameter-shape",
            "no text of this style carries an object within an object, or a list within a list"
                .into(),
            "let the parameter be a scalar, a list or an object of scalars, or write `style: deepObject`",
        );
        None
    }

    /// Whether a value is an object whose properties are scalars; `lists` says whether they may be lists too.
    fn is_flat_object(&self, shape: &Shape, location: Location, lists: bool) -> bool {
        let is_carried = |shape: &Shape| {
            let mut seen = Vec::new();
            if lists {
                self.is_flat(shape, &mut seen)
            } else {
                self.is_scalar(shape, &mut seen)
            }
        };
        match (&shape.kind, self.object_of(shape)) {
            (_, Some(object)) => object.fields.iter().all(|field| is_carried(&field.shape)),
            // Exploded, the properties of a map are whatever no other parameter of the query is called.
            (Kind::Map(map), None) => {
                (!lists || location == Location::Query) && is_carried(&map.values)
            }
            _ => false,
        }
    }

    /// Whether a value can be written as one text, or as a list of them. `seen` are the types that it is made of.
    pub(super) fn is_flat(&self, shape: &Shape, seen: &mut Vec<TypeId>) -> bool {
        match &shape.kind {
            Kind::List(list) => self.is_scalar(&list.items, seen),
            Kind::Named(id) if !seen.contains(id) => match self.type_kind(*id) {
                Some(TypeKind::Alias(target)) => {
                    seen.push(*id);
                    self.is_flat(target, seen)
                }
                Some(TypeKind::Union(union)) => {
                    seen.push(*id);
                    let mut variants = union.variants.iter();
                    variants.all(|variant| self.is_flat(&variant.shape, seen))
                }
                _ => self.is_scalar(shape, seen),
            },
            _ => self.is_scalar(shape, seen),
        }
    }

    fn is_scalar(&self, shape: &Shape, seen: &mut Vec<TypeId>) -> bool {
        match &shape.kind {
            Kind::Any
            | Kind::Null
            | Kind::Boolean
            | Kind::Flag(_)
            | Kind::Integer(..)
            | Kind::Number(_)
            | Kind::Text(_) => true,
            Kind::List(_) | Kind::Map(_) => false,
            // What is made of itself is told where it is declared.
            Kind::Named(id) if seen.contains(id) => true,
            Kind::Named(id) => {
                seen.push(*id);
                match self.type_kind(*id) {
                    Some(TypeKind::Alias(target)) => self.is_scalar(target, seen),
                    Some(TypeKind::Listed(_) | TypeKind::Numbered(_)) => true,
                    Some(TypeKind::Union(union)) => union
                        .variants
                        .iter()
                        .all(|variant| self.is_scalar(&variant.shape, seen)),
                    Some(TypeKind::Struct(_) | TypeKind::Tagged(_) | TypeKind::Tuple(_)) | None => {
                        false
                    }
                }
            }
        }
    }
}

/// Whether two parameters are the same one: they have their place and their name in common.
fn is_same(one: &Parameter, other: &Parameter) -> bool {
    let same_name = if one.location == Location::Header {
        one.wire.eq_ignore_ascii_case(&other.wire)
    } else {
        one.wire == other.wire
    };
    same_name && one.location == other.location
}
