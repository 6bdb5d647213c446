//! Operations: their requests and responses.

use super::{At, Lowering};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Body, Operation, OperationName, Response, Scheme, Shape};
use crate::names::{Scope, pascal, snake};
use crate::report::Refused;

const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Where an operation stands.
struct Site<'a, 's> {
    id: &'a str,
    method: &'a str,
    path: &'a str,
    item: &'a At<'s>,
}

impl<'s> Lowering<'s> {
    /// The operations, in the order of the document.
    pub(super) fn operations(&mut self, root: &At<'s>, schemes: &[Scheme]) -> Vec<Operation> {
        let help = "an API has operations: `paths: {/things: {get: …}}`";
        if root.get("paths").is_none() {
            self.warn(root, "missing-key", "`paths` is missing".into(), help);
        }
        let mut names = OperationNames::new();
        let mut templates: Vec<String> = Vec::new();
        let mut operations = Vec::new();
        for (path, at) in self.fields(root, "paths") {
            if path.starts_with("x-") {
                continue;
            }
            let (item, causes) = self.isolate(Severity::Refusal, &at, |lowering| {
                lowering.path(path, &at, &mut templates)
            });
            let Some(item) = item else {
                self.operations.total += 1;
                self.refuse(path.to_owned(), &causes);
                continue;
            };
            for (method, at) in item.entries() {
                if !METHODS.contains(&method) {
                    continue;
                }
                self.operations.total += 1;
                let id = at.text("operationId");
                let id = id.unwrap_or_else(|| format!("{method} {path}"));
                let site = Site {
                    id: &id,
                    method,
                    path,
                    item: &item,
                };
                let (operation, inner) = self.isolate(Severity::Refusal, &at, |lowering| {
                    lowering.operation(&site, &at, schemes, &mut names)
                });
                match operation {
                    Some(operation) if causes.is_empty() && inner.is_empty() => {
                        operations.push(operation);
                    }
                    _ => self.refuse(id, &[causes.as_slice(), &inner].concat()),
                }
            }
        }
        if self.operations.total == 0 && self.is_sound() {
            let paths = root.get("paths").unwrap_or_else(|| root.clone());
            self.warn(
                &paths,
                "no-operations",
                "there is no operation here".into(),
                help,
            );
        }
        operations
    }

    /// Notes that an operation is not generated.
    fn refuse(&mut self, operation: String, causes: &[Diagnostic]) {
        let refused = causes.first().map(|cause| Refused::new(operation, cause));
        self.operations.refused.extend(refused);
    }

    /// What stands at a path, when it can be found.
    fn path(&mut self, path: &str, at: &At<'s>, templates: &mut Vec<String>) -> Option<At<'s>> {
        if !path.starts_with('/') || path.contains(['?', '#', ' ']) {
            self.mistake(
                at,
                "malformed-path",
                format!("`{path}` is no path"),
                "write it as `/things/{id}`: a slash, and no `?`, `#` or space",
            );
        }
        let template = template(path);
        if templates.contains(&template) {
            self.mistake(
                at,
                "ambiguous-path",
                format!("`{path}` is another path with its parameters renamed"),
                "put the operations of the two under one path",
            );
        }
        templates.push(template);
        self.resolve(at)
    }

    fn operation(
        &mut self,
        site: &Site<'_, 's>,
        at: &At<'s>,
        schemes: &[Scheme],
        names: &mut OperationNames,
    ) -> Option<Operation> {
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
        let parameters = self.parameters(site.item, at, site.path, &name.pascal, &mut fields);
        let help = "an operation has responses: `responses: {'200': {description: …}}`";
        let responses = self
            .demand(at, "responses", help)
            .map(|list| self.responses(&list, at, &name));
        if let Some(callbacks) = at.get("callbacks") {
            self.mistake(
                &callbacks,
                "unsupported-callbacks",
                "callbacks are not supported".into(),
                "remove `callbacks`, or describe them in a document of their own",
            );
        }
        Some(Operation {
            security: self.security(at, schemes),
            summary: at.text("summary"),
            description: at.text("description"),
            deprecated: self.flag(at, "deprecated"),
            method: site.method.to_uppercase(),
            path: site.path.to_owned(),
            parameters,
            body: body.flatten(),
            responses: responses?,
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
        let (media_type, shape) = self.json_content(&content, &format!("{} body", name.pascal))?;
        Some(Body {
            field: fields.claim("body".into()),
            docs: at.text("description"),
            required: self.flag(&at, "required"),
            media_type,
            shape,
        })
    }

    /// The one JSON media type of a `content`.
    pub(super) fn json_content(&mut self, content: &At<'s>, hint: &str) -> Option<(String, Shape)> {
        let entries = content.entries();
        match entries.as_slice() {
            [(media_type, at)] if is_json(media_type) => {
                let shape = match at.get("schema") {
                    Some(schema) => self.shape(&schema, hint),
                    None => Shape {
                        kind: crate::ir::Kind::Any,
                        nullable: true,
                    },
                };
                Some(((*media_type).to_owned(), shape))
            }
            _ => {
                let names: Vec<_> = entries
                    .iter()
                    .map(|(name, _)| format!("`{name}`"))
                    .collect();
                self.mistake(
                    content,
                    "unsupported-media-type",
                    format!(
                        "a body of {} is not supported",
                        if names.is_empty() {
                            "no media type".into()
                        } else {
                            names.join(" or ")
                        }
                    ),
                    "declare one media type, `application/json` or one that ends in `+json`",
                );
                None
            }
        }
    }

    fn responses(
        &mut self,
        list: &At<'s>,
        operation: &At<'s>,
        name: &OperationName,
    ) -> Vec<Response> {
        let mut responses = Vec::new();
        let mut variants = Scope::default();
        for (key, at) in self.fields(operation, "responses") {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = key
                .parse()
                .ok()
                .filter(|status| key.len() == 3 && (100..=599).contains(status))
            else {
                self.mistake(
                    &at,
                    "unsupported-status",
                    format!("a response for `{key}` is not supported"),
                    "name a status from 100 to 599",
                );
                continue;
            };
            let Some(at) = self.resolve(&at) else {
                continue;
            };
            if let Some(headers) = at.get("headers") {
                self.mistake(
                    &headers,
                    "unsupported-response-headers",
                    "headers of a response are not supported".into(),
                    "leave `headers` out",
                );
            }
            let variant = variant_name(status);
            let body = match at
                .get("content")
                .filter(|content| !content.node.entries().is_empty())
            {
                None => None,
                Some(content) => {
                    let hint = format!("{} {variant}", name.pascal);
                    let Some(body) = self.response_body(&content, &hint) else {
                        continue;
                    };
                    Some(body)
                }
            };
            responses.push(Response {
                status,
                variant: variants.claim(variant),
                docs: at.text("description").unwrap_or_default(),
                body,
            });
        }
        if responses.is_empty() && self.is_sound() {
            self.mistake(
                list,
                "no-responses",
                "the operation declares no response".into(),
                "declare at least one: `'204': {description: …}`",
            );
        }
        responses.sort_by_key(|response| response.status);
        responses
    }
}

/// The names of the operations, so far.
struct OperationNames {
    snake: Scope,
    pascal: Scope,
}

impl OperationNames {
    fn new() -> Self {
        Self {
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
            ]),
            pascal: Scope::reserving(&[
                "Client", "Error", "Err", "None", "Ok", "Option", "Result", "Some", "String",
                "TryInto", "Vec",
            ]),
        }
    }

    fn claim(&mut self, id: &str) -> OperationName {
        let snake = self.snake.claim(snake(id));
        let pascal = self.pascal.claim(pascal(&snake));
        OperationName { snake, pascal }
    }
}

/// Whether a media type is one of JSON (RFC 6839, section 3.1), and can stand in a header.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    let json = essence == "application/json"
        || essence.starts_with("application/") && essence.ends_with("+json");
    json && media_type.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// A path with its parameters' names left out: what a router tells apart.
fn template(path: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if segment.starts_with('{') {
            "{}"
        } else {
            segment
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// A status by its reason phrase (RFC 9110, section 15).
fn variant_name(status: u16) -> String {
    let phrase = http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    match phrase {
        Some(phrase) => crate::names::pascal(phrase),
        None => format!("Status{status}"),
    }
}
