//! What a document says, every reference resolved and every Rust name settled.
//!
//! There are no tokens here and nothing of OpenAPI's own structure: emitters read this and nothing else.
mod content;
mod error;
mod examples;
mod hooks;
mod operation;
mod rule;
mod security;
mod server;
mod shape;
mod types;

pub use content::{Content, EventNames, Media, Multipart, Part, PartKind};
pub use error::{ErrorBody, ErrorShape, Errors, Filling, Member, OperationErrors};
pub use examples::{Example, Examples};
pub use hooks::{CallbackUrl, HookKind, Hooks, UrlPiece};
pub use operation::{
    Body, Location, Operation, OperationName, Parameter, Response, Status, Style, is_parameter,
    pattern, route,
};
pub use rule::{Condition, ConditionKind, ConditionList, ConditionObject, Rule};
pub use security::{Requirement, Scheme, SchemeKind};
pub use server::{Server, ServerChoice, ServerPiece, ServerTemplate, ServerVariable};
pub use shape::{Bounds, Format, Kind, List, Map, Shape, Text, Width};
pub use types::{
    Access, Additional, Constant, Field, ListedValue, Literal, NumberedValue, Struct, Tagged,
    TaggedVariant, TypeDef, TypeId, TypeKind, Union, Variant,
};

/// A whole API.
#[derive(Debug, Clone, PartialEq)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.description`, or its summary.
    pub description: Option<String>,
    /// `info.version`.
    pub version: String,
    /// The servers that the document names.
    pub servers: Vec<Server>,
    /// The security schemes, in the order of the document.
    pub schemes: Vec<Scheme>,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// The groups of the operations, by their tags; none where they are few.
    pub groups: Vec<Group>,
    /// What goes the other way: the webhooks, then the callbacks.
    pub hooks: Vec<Hooks>,
    /// The named types: components first, then the inline schemas that needed a name.
    pub types: Vec<TypeDef>,
    /// The shape of the answers that the server gives by itself.
    pub errors: Errors,
}

impl Api {
    /// The type behind an id.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// The struct behind an id, by whatever other names; `None` where there is something else.
    pub fn structure(&self, id: TypeId) -> Option<(&TypeDef, &Struct)> {
        let mut id = id;
        // As many names as there are types: some lead to themselves.
        for _ in 0..self.types.len() {
            let def = self.type_def(id);
            match &def.kind {
                TypeKind::Struct(object) => return Some((def, object)),
                TypeKind::Alias(Shape {
                    kind: Kind::Named(next),
                    ..
                }) => id = *next,
                _ => return None,
            }
        }
        None
    }

    /// All operations, whichever way they go.
    pub fn every_operation(&self) -> impl Iterator<Item = &Operation> {
        let hooks = self.hooks.iter().flat_map(|hooks| &hooks.operations);
        self.operations.iter().chain(hooks)
    }

    /// What a 401 says is wanted: the HTTP schemes of the operation. A key and a certificate have none, and names by which
    /// they are known.
    pub fn challenge(&self, operation: &Operation) -> String {
        let mut challenges: Vec<String> = Vec::new();
        for requirement in operation.security.iter().flatten() {
            let scheme = self
                .schemes
                .iter()
                .find(|scheme| scheme.key == requirement.scheme);
            let challenge = match scheme.map(|scheme| &scheme.kind) {
                Some(SchemeKind::Basic) => "Basic realm=\"api\"".to_owned(),
                Some(SchemeKind::Http(name)) => name.clone(),
                Some(SchemeKind::Key(..)) => "ApiKey".to_owned(),
                Some(SchemeKind::Certificate) => "ClientCertificate".to_owned(),
                Some(SchemeKind::Bearer) | None => "Bearer".to_owned(),
            };
            if !challenges.contains(&challenge) {
                challenges.push(challenge);
            }
        }
        if challenges.is_empty() {
            challenges.push("Bearer".to_owned());
        }
        challenges.join(", ")
    }

    /// What else a query may say, for a parameter that takes whatever it says besides: the names of the other parameters,
    /// and those of keys.
    pub fn beside<'a>(
        &'a self,
        operation: &'a Operation,
        parameter: &Parameter,
    ) -> Option<Vec<&'a str>> {
        if !parameter.is_rest() {
            return None;
        }
        let mut names = Vec::new();
        let others = operation.parameters.iter();
        for other in others.filter(|other| other.location == Location::Query && !other.is_rest()) {
            let kind = match other.shape.kind {
                Kind::Named(id) if other.style == Style::Default => Some(&self.type_def(id).kind),
                _ => None,
            };
            // The properties of an object stand for themselves.
            if let Some(TypeKind::Struct(object)) = kind {
                names.extend(object.fields.iter().map(|field| field.wire.as_str()));
                names.extend(object.constants.iter().map(|known| known.wire.as_str()));
            } else {
                names.push(other.wire.as_str());
            }
        }
        let asked = |key: &str| {
            let mut asked = operation.security.iter().flatten();
            asked.any(|asked| asked.scheme == key)
        };
        for scheme in self.schemes.iter().filter(|scheme| asked(&scheme.key)) {
            if let SchemeKind::Key(Location::Query, name) = &scheme.kind {
                names.push(name);
            }
        }
        Some(names)
    }

    /// The API that is made of the operations that go the other way.
    pub fn turned(&self, hooks: &Hooks) -> Self {
        Self {
            operations: hooks.operations.clone(),
            groups: hooks.groups.clone(),
            errors: hooks.errors.clone(),
            hooks: Vec::new(),
            ..self.clone()
        }
    }
}

/// Operations that belong together: a trait of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The stem of the trait's name.
    pub name: String,
    /// What the document says about the tag.
    pub docs: Option<String>,
    /// The operations, by their places among all.
    pub operations: Vec<usize>,
}
