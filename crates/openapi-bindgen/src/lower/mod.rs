//! A document's values, turned into the IR once for every emitter.
//!
//! OpenAPI 3.0 and 3.1 are read side by side: where they differ (`nullable`, exclusive bounds, `type` as a list), both
//! ways of saying a thing end in the same IR.

mod array;
mod at;
mod choice;
mod combine;
mod condition;
mod constraint;
mod content;
mod default;
mod error;
mod examples;
mod expression;
mod form;
mod group;
mod hooks;
mod inexact;
mod isolation;
mod object;
mod operation;
mod overlap;
mod parameter;
mod path;
mod reference;
mod response;
mod rule;
mod schema;
mod security;
mod server;
mod share;
mod stream;
mod tagged;
mod typed;
mod typed_examples;
mod usage;
mod view;

use std::collections::{HashMap, HashSet};

use at::At;
pub use examples::examples;
pub use typed_examples::typed_examples;

use crate::Include;
use crate::diagnostic::{Diagnostics, Severity};
use crate::ir::{Api, Errors, Scheme, TypeDef, TypeId};
use crate::names::Scope;
use crate::report::{Operations, Report, Schemas};
use crate::source::{NodeKind, Source};

/// Reads a document into the IR.
///
/// # Errors
/// [`Diagnostics`] when the document as a whole is of no use.
pub fn lower(source: &Source, include: &Include) -> Result<(Api, Report), Diagnostics> {
    let mut lowering = Lowering::new(source, include);
    let api = lowering.api();
    let mut report = Report {
        operations: lowering.operations,
        webhooks: lowering.webhook_counts,
        callbacks: lowering.callback_counts,
        unnamed: lowering.unnamed,
        schemas: lowering.schemas,
        diagnostics: Diagnostics::default(),
    };
    report.operations.generated = api.operations.len();
    report.schemas.total = lowering.declared.len();
    report.schemas.typed = report.schemas.total - report.schemas.loose.len();
    let mut diagnostics = lowering.diagnostics;
    for warning in source.warnings.iter() {
        diagnostics.push(warning.clone());
    }
    diagnostics.sort();
    report.diagnostics = diagnostics.clone();
    diagnostics.unless_worse(Some(Severity::Refusal), (api, report))
}

/// The state of one pass over a document.
struct Lowering<'s> {
    source: &'s Source,
    include: &'s Include,
    diagnostics: Diagnostics,
    /// Whether the document is of 3.1 or later: there, what stands beside a reference counts.
    is_modern: bool,
    /// The types so far; `None` while one is being read.
    types: Vec<Option<TypeDef>>,
    /// The types that references lead to, by the pointers of their schemas.
    known: HashMap<String, TypeId>,
    type_names: Scope,
    /// The types that inline schemas may share.
    shared: share::Shared,
    /// What is being read, one inside of the other.
    reading: Vec<isolation::Part>,
    /// The schemas that declare something, by their pointers.
    declared: HashSet<String>,
    operations: Operations,
    webhook_counts: Operations,
    callback_counts: Operations,
    /// How many operations have no id.
    unnamed: usize,
    schemas: Schemas,
    /// The unions with a discriminator whose tags are not settled, by the pointers of their discriminators.
    unsettled: HashMap<String, tagged::Unsettled<'s>>,
    /// How many values were read, those behind references as often as they were read.
    values_read: usize,
    /// Whether it was told that the document is too large.
    is_too_large: bool,
    /// The places that have a name of their own, by file.
    anchors: HashMap<usize, HashMap<String, At<'s>>>,
}

impl<'s> Lowering<'s> {
    fn new(source: &'s Source, include: &'s Include) -> Self {
        Self {
            source,
            include,
            diagnostics: Diagnostics::default(),
            is_modern: false,
            types: Vec::new(),
            known: HashMap::new(),
            // What the generated modules import, and what the prelude would lose its meaning by.
            type_names: Scope::reserving(&[
                "Box",
                "Default",
                "Error",
                "Nullable",
                "None",
                "Ok",
                "Option",
                "Result",
                "Some",
                "String",
                "Uuid",
                "Value",
                "Vec",
                "BTreeMap",
                "Err",
                "Serialize",
                "Deserialize",
                "From",
            ]),
            shared: share::Shared::default(),
            reading: Vec::new(),
            declared: HashSet::new(),
            operations: Operations::default(),
            webhook_counts: Operations::default(),
            callback_counts: Operations::default(),
            unnamed: 0,
            schemas: Schemas::default(),
            unsettled: HashMap::new(),
            values_read: 0,
            is_too_large: false,
            anchors: HashMap::new(),
        }
    }

    fn api(&mut self) -> Api {
        let root = self.root();
        let mut api = Api {
            title: String::new(),
            description: None,
            version: String::new(),
            servers: Vec::new(),
            schemes: Vec::new(),
            operations: Vec::new(),
            groups: Vec::new(),
            hooks: Vec::new(),
            types: Vec::new(),
            errors: Errors::default(),
        };
        if !self.version(&root) {
            return api;
        }
        self.leniently(&root, |lowering| lowering.info(&root, &mut api));
        api.servers = self.leniently(&root, |lowering| lowering.servers(&root));
        api.schemes = self.leniently(&root, |lowering| lowering.schemes(&root));
        // A schema that no wanted operation needs is not wanted either.
        if self.include.is_everything() {
            self.leniently(&root, |lowering| lowering.components(&root));
        }
        let mut names = operation::OperationNames::new();
        let found = self.operations(&root, &api.schemes, &mut names);
        api.operations = found.operations;
        api.groups = self.groups(&root, &found.first_tags);
        let webhooks = self.webhooks(&root, &api, &mut names);
        let callbacks = self.callbacks(&root, &found.callers, &api, &mut names);
        api.hooks = webhooks.into_iter().chain(callbacks).collect();
        self.settle_tags();
        self.loosen_circles();
        self.name_shared();
        api.types = std::mem::take(&mut self.types)
            .into_iter()
            .flatten()
            .collect();
        usage::spread_null(&mut api.types);
        usage::mark(&mut api);
        view::split(&mut api, &mut self.type_names);
        usage::box_cycles(&mut api.types);
        inexact::relax(&mut api.types, &self.diagnostics);
        api.errors = self.settle_errors(&api.types, &mut api.operations);
        for mut hooks in std::mem::take(&mut api.hooks) {
            hooks.errors = self.settle_errors(&api.types, &mut hooks.operations);
            api.hooks.push(hooks);
        }
        self.relax_overlaps(&mut api.types);
        api
    }

    /// Whether the document is one that this generator reads.
    fn version(&mut self, root: &At<'s>) -> bool {
        if let Some(swagger) = root.get("swagger") {
            self.mistake(
                &swagger,
                "swagger-2",
                "this is a Swagger 2.0 document".into(),
                "convert it to OpenAPI 3 first, for example with `npx swagger2openapi`",
            );
            return false;
        }
        let Some(version) = root.get("openapi") else {
            self.mistake(
                root,
                "no-version",
                "this is no OpenAPI document: `openapi` is missing".into(),
                "begin the document with `openapi: 3.1.0`",
            );
            return false;
        };
        let text = match &version.node.kind {
            NodeKind::Number(number) => {
                self.warn(
                    &version,
                    "version-as-number",
                    "the version is a number, and is taken for a text".into(),
                    "write it in quotes, with all of its parts: '3.1.0'",
                );
                number.to_string()
            }
            _ => version.node.as_str().unwrap_or_default().to_owned(),
        };
        let mut parts = text.split('.');
        if let (Some("3"), Some(minor @ ("0" | "1" | "2"))) = (parts.next(), parts.next()) {
            self.is_modern = minor != "0";
            return true;
        }
        self.mistake(
            &version,
            "unsupported-version",
            format!("OpenAPI {} is not supported", version.node.to_json()),
            "write the document in OpenAPI 3.0, 3.1 or 3.2, the version in quotes",
        );
        false
    }

    fn info(&mut self, root: &At<'s>, api: &mut Api) {
        let Some(info) = self.demand(
            root,
            "info",
            "an API has a title and a version: `info: {title: …, version: …}`",
        ) else {
            return;
        };
        for (key, slot) in [("title", &mut api.title), ("version", &mut api.version)] {
            match info.text(key) {
                Some(text) => *slot = text,
                None => self.mistake(
                    &info,
                    "missing-key",
                    format!("`{key}` is missing, or no text"),
                    "write it, in quotes",
                ),
            }
        }
        let description = info.text("description").or_else(|| info.text("summary"));
        api.description = root.words(description);
    }

    /// Makes the types loose that are nothing but themselves.
    fn loosen_circles(&mut self) {
        for id in usage::endless(&self.types) {
            let pointer = self.types[id.0].as_ref().map(|def| def.pointer.clone());
            let Some(at) = pointer.and_then(|pointer| self.find(&pointer)) else {
                continue;
            };
            let circle = |lowering: &mut Self| {
                lowering.mistake(
                    &at,
                    "endless-type",
                    "the schema leads back to itself without an object in between".into(),
                    "let an object with properties be a part of the circle",
                );
            };
            let ((), causes) = self.isolate(Severity::Loose, &at, circle);
            self.loosen(id, &at, &causes);
        }
    }

    /// The value below `key`, or a mistake where there is none.
    fn demand(&mut self, at: &At<'s>, key: &str, help: &str) -> Option<At<'s>> {
        let found = at.get(key);
        if found.is_none() {
            self.mistake(at, "missing-key", format!("`{key}` is missing"), help);
        }
        found
    }
}

/// The scheme with a key.
fn scheme<'a>(schemes: &'a [Scheme], key: &str) -> Option<&'a Scheme> {
    schemes.iter().find(|scheme| scheme.key == key)
}
