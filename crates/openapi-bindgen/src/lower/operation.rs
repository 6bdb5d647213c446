//! Operations: their requests and responses.

use super::content::Direction;
use super::hooks::Caller;
use super::response::{accept_header, is_negotiable};
use std::collections::HashSet;

use super::{At, Lowering};
use crate::diagnostic::Severity;
use crate::ir::{Body, Operation, OperationErrors, OperationName, Scheme, route};
use crate::names::{Scope, pascal, snake};

/// The methods that have a place of their own in a path item.
pub(super) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Where an operation stands.
pub(super) struct Site<'a, 's> {
    pub(super) id: &'a str,
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) item: &'a At<'s>,
    /// Whether it is a webhook or a callback.
    pub(super) is_hook: bool,
}

/// What was read of the operations.
pub(super) struct Found<'s> {
    pub(super) operations: Vec<Operation>,
    /// The first tag of each.
    pub(super) first_tags: Vec<Option<String>>,
    /// Those with callbacks.
    pub(super) callers: Vec<Caller<'s>>,
}

/// The most operations that a document may have.
const MAX_OPERATIONS: usize = 20_000;

impl<'s> Lowering<'s> {
    /// The operations, in the order of the document.
    pub(super) fn operations(
        &mut self,
        root: &At<'s>,
        schemes: &[Scheme],
        names: &mut OperationNames,
    ) -> Found<'s> {
        let help = "an API has operations: `paths: {/things: {get: …}}`";
        // Since 3.1 a document may have webhooks or components alone.
        let is_old = root
            .text("openapi")
            .is_some_and(|version| version.starts_with("3.0"));
        let is_complete = root.get("x-webhooks").is_some()
            || !is_old && (root.get("webhooks").is_some() || root.get("components").is_some());
        if root.get("paths").is_none() && !is_complete {
            self.warn(root, "missing-key", "`paths` is missing".into(), help);
        }
        let (mut operations, mut first_tags) = (Vec::new(), Vec::new());
        let mut callers = Vec::new();
        for (path, at) in self.fields(root, "paths") {
            if path.starts_with("x-") {
                continue;
            }
            let (item, causes) =
                self.isolate(Severity::Refusal, &at, |lowering| lowering.path(path, &at));
            let Some(item) = item else {
                self.operations.total += 1;
                self.operations.refuse(path, &causes);
                continue;
            };
            self.refuse_methods(path, &item);
            self.warn_of_own_servers(&item, &format!("the path `{path}`"));
            for (method, at) in item.entries() {
                if !METHODS.contains(&method) {
                    continue;
                }
                let id = at.text("operationId");
                let id = id.unwrap_or_else(|| format!("{method} {path}"));
                let tags = at.get("tags").map_or(Vec::new(), |tags| tags.items());
                let tags = tags.iter().filter_map(|tag| tag.node.as_str());
                let first_tag = tags.clone().next();
                if !self.include.wants(&id, tags) {
                    continue;
                }
                self.operations.total += 1;
                self.unnamed += usize::from(at.get("operationId").is_none());
                let site = Site {
                    id: &id,
                    method,
                    path,
                    item: &item,
                    is_hook: false,
                };
                let (operation, inner) = self.isolate(Severity::Refusal, &at, |lowering| {
                    lowering.operation(&site, &at, schemes, names)
                });
                match operation {
                    Some(operation) if causes.is_empty() && inner.is_empty() => {
                        if at.get("callbacks").is_some() {
                            callers.push((operations.len(), at));
                        }
                        operations.push(operation);
                        first_tags.push(first_tag.map(str::to_owned));
                    }
                    _ => {
                        let causes = [causes.as_slice(), &inner].concat();
                        self.operations.refuse(&id, &causes);
                    }
                }
            }
        }
        if self.operations.total == 0 && self.is_sound() && !is_complete {
            let paths = root.get("paths").unwrap_or_else(|| root.clone());
            self.warn(
                &paths,
                "no-operations",
                "there is no operation here".into(),
                help,
            );
        }
        Found {
            operations,
            first_tags,
            callers,
        }
    }

    /// Notes the operations whose methods no router here knows (OpenAPI 3.2).
    fn refuse_methods(&mut self, path: &str, item: &At<'s>) {
        let query = item.get("query").map(|at| ("query", at));
        let additional = self.leniently(item, |lowering| {
            lowering.fields(item, "additionalOperations")
        });
        for (method, at) in query.into_iter().chain(additional) {
            let refusal = |lowering: &mut Self| {
                lowering.mistake(
                    &at,
                    "unsupported-method",
                    format!("the method `{method}` is not supported"),
                    "use one of those that OpenAPI 3.1 has: get, put, post, delete, options, head, patch, trace",
                );
            };
            let ((), causes) = self.isolate(Severity::Refusal, &at, refusal);
            let id = at.text("operationId");
            self.operations.total += 1;
            let id = id.unwrap_or_else(|| format!("{method} {path}"));
            self.operations.refuse(&id, &causes);
        }
    }

    pub(super) fn operation(
        &mut self,
        site: &Site<'_, 's>,
        at: &At<'s>,
        schemes: &[Scheme],
        names: &mut OperationNames,
    ) -> Option<Operation> {
        names.claimed += 1;
        if names.claimed > MAX_OPERATIONS {
            self.too_large(
                at,
                format!("there are more than {MAX_OPERATIONS} operations"),
            );
            return None;
        }
        if !names.ids.insert(site.id.to_owned()) {
            let place = at.get("operationId").unwrap_or_else(|| at.clone());
            self.warn(
                &place,
                "duplicate-operation-id",
                format!(
                    "`{}` is another operation's id too, and a number tells them apart",
                    site.id
                ),
                "give each operation an id of its own",
            );
        }
        let route = (site.method.to_owned(), route(site.path));
        // A receiver says itself where it takes webhooks and callbacks.
        if !site.is_hook && !names.routes.insert(route) {
            self.mistake(
                at,
                "ambiguous-path",
                format!(
                    "`{}` is another path with its parameters renamed",
                    site.path
                ),
                "keep one of the two operations",
            );
        }
        self.warn_of_own_servers(at, &format!("`{}`", site.id));
        let name = names.claim(site.id);
        for suffix in ["Request", "Response"] {
            // A component of that name keeps it; the operation's type is in a module of its own.
            self.type_names.claim(format!("{}{suffix}", name.pascal));
        }
        // What the builder of a call and the reader of a request call their own.
        let mut fields = Scope::reserving(&["call", "new", "send"]);
        let body = at
            .get("requestBody")
            .map(|body| self.body(&body, &name, &mut fields));
        let mut parameters = self.parameters(site.item, at, site.path, &name.pascal, &mut fields);
        let responses = self.responses(at, site.method, &name);
        if is_negotiable(&responses) {
            let accept = fields.claim("accept".into());
            parameters.push(accept_header(accept));
            parameters.sort_by_key(|parameter| parameter.location);
        }
        let security = if site.is_hook && at.get("security").is_none() {
            // What the API asks for is not what its receivers ask for.
            Vec::new()
        } else {
            self.security(at, schemes)
        };
        Some(Operation {
            security,
            summary: at.text("summary"),
            description: at.description(),
            deprecated: self.flag(at, "deprecated"),
            method: site.method.to_uppercase(),
            path: site.path.to_owned(),
            parameters,
            body: body.flatten(),
            responses,
            errors: OperationErrors::default(),
            id: site.id.to_owned(),
            name,
        })
    }

    fn body(&mut self, at: &At<'s>, name: &OperationName, fields: &mut Scope) -> Option<Body> {
        let at = self.resolve(at)?;
        let content = self.demand(
            &at,
            "content",
            "a body has a media type: `content: {application/json: …}`",
        )?;
        let hint = format!("{} body", name.pascal);
        let contents = self.contents(&content, &hint, Direction::Request)?;
        if contents.is_empty() {
            return None;
        }
        Some(Body {
            field: fields.claim("body".into()),
            docs: at.text("description"),
            required: self.flag(&at, "required"),
            name: match contents.len() {
                1 => String::new(),
                _ => self.type_names.claim(pascal(&hint)),
            },
            contents,
        })
    }
}

/// The names of the operations, so far.
pub(super) struct OperationNames {
    /// How many operations there are.
    claimed: usize,
    ids: HashSet<String>,
    /// What a router tells apart: methods and paths.
    routes: HashSet<(String, String)>,
    snake: Scope,
    pascal: Scope,
}

impl OperationNames {
    pub(super) fn new() -> Self {
        Self {
            claimed: 0,
            ids: HashSet::new(),
            routes: HashSet::new(),
            // What the generated modules and the client call their own.
            snake: Scope::reserving(&[
                "router",
                "router_with",
                "routing",
                "client",
                "server",
                "builder",
                "new",
                "base_url",
                "errors",
                "path_of",
            ]),
            pascal: Scope::reserving(&[
                "Client", "Error", "Err", "None", "Ok", "Option", "Result", "Some", "String",
                "TryInto", "Vec",
            ]),
        }
    }

    /// The name of a function that belongs to an operation.
    pub(super) fn claim_function(&mut self, operation: &str, what: &str) -> String {
        self.snake.claim(snake(&format!("{operation} {what}")))
    }

    fn claim(&mut self, id: &str) -> OperationName {
        let snake = self.snake.claim(snake(id));
        let pascal = self.pascal.claim(pascal(&snake));
        OperationName { snake, pascal }
    }
}
