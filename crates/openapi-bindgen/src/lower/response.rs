//! Responses: their statuses, headers and bodies.

use super::content::Direction;
use super::{At, Lowering};
use crate::ir::{Kind, Location, OperationName, Parameter, Response, Shape, Status, Style, Text};
use crate::names::{Scope, pascal, snake};

impl<'s> Lowering<'s> {
    /// The responses of an operation, the most precise first.
    pub(super) fn responses(
        &mut self,
        operation: &At<'s>,
        method: &str,
        name: &OperationName,
    ) -> Vec<Response> {
        let mut responses = Vec::new();
        let mut variants = Scope::default();
        for (key, at) in self.fields(operation, "responses") {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = status(key) else {
                self.mistake(
                    &at,
                    "unsupported-status",
                    format!("a response for `{key}` is not supported"),
                    "name a status from 100 to 599, a class such as `4XX`, or `default`",
                );
                continue;
            };
            let variant = variants.claim(variant_name(status));
            let response = self.response(&at, status, variant, method, name);
            responses.extend(response);
        }
        if responses.is_empty() && self.is_sound() {
            let at = operation.get("responses");
            self.warn(
                at.as_ref().unwrap_or(operation),
                "no-responses",
                "the operation declares no response, and any is taken, without its body".into(),
                "declare at least one: `responses: {'204': {description: …}}`",
            );
            responses.push(Response {
                status: Status::Any,
                variant: variants.claim(variant_name(Status::Any)),
                docs: "Any response.".into(),
                headers: Vec::new(),
                bodies: Vec::new(),
                body_name: String::new(),
            });
        }
        responses.sort_by_key(|response| response.status);
        responses
    }

    fn response(
        &mut self,
        at: &At<'s>,
        status: Status,
        variant: String,
        method: &str,
        name: &OperationName,
    ) -> Option<Response> {
        let at = self.resolve(at)?;
        let hint = format!("{} {variant}", name.pascal);
        let bodies = match at.get("content") {
            Some(content) if has_body(method, status) => {
                self.contents(&content, &hint, Direction::Response)?
            }
            _ => Vec::new(),
        };
        let body_name = match bodies.as_slice() {
            [] | [_] => String::new(),
            _ => self.type_names.claim(pascal(&format!("{hint} body"))),
        };
        Some(Response {
            status,
            docs: at.text("description").unwrap_or_default(),
            headers: self.response_headers(&at, &hint),
            variant,
            bodies,
            body_name,
        })
    }

    fn response_headers(&mut self, response: &At<'s>, hint: &str) -> Vec<Parameter> {
        // What the variant calls its own.
        let mut names = Scope::reserving(&["status", "body", "response"]);
        let mut headers = Vec::new();
        for (wire, at) in self.fields(response, "headers") {
            // The body says this one, and a header for it is to be ignored (section 4.8.17.1).
            if wire.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let Some(at) = self.resolve(&at) else {
                continue;
            };
            // A response without it still says the most of what it has to say.
            let header = self.leniently(&at, |lowering| lowering.header(&at, wire, hint));
            if let Some(header) = header {
                headers.push(Parameter {
                    field: names.claim(snake(wire)),
                    ..header
                });
            }
        }
        headers
    }
}

/// The status that a key of `responses` says.
pub(super) fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Any);
    }
    if key.len() != 3 {
        return None;
    }
    if let Some(class) = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
        let class = class.parse().ok()?;
        return (1..=5).contains(&class).then_some(Status::Class(class));
    }
    let status = key.parse().ok()?;
    (100..=599)
        .contains(&status)
        .then_some(Status::Exact(status))
}

/// Whether a response can have a body at all (RFC 9110, section 6.4.1).
fn has_body(method: &str, status: Status) -> bool {
    method != "head"
        && !matches!(
            status,
            Status::Exact(100..=199 | 204 | 304) | Status::Class(1)
        )
}

/// A status by its reason phrase (RFC 9110, section 15), and a class by its name there.
fn variant_name(status: Status) -> String {
    let status = match status {
        Status::Exact(status) => status,
        Status::Class(class) => {
            let names = [
                "Informational",
                "Success",
                "Redirection",
                "ClientError",
                "ServerError",
            ];
            return names[usize::from(class.clamp(1, 5) - 1)].into();
        }
        Status::Any => return "Default".into(),
    };
    let phrase = http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    match phrase {
        Some(phrase) => pascal(phrase),
        None => format!("Status{status}"),
    }
}

/// Whether a caller may choose what it gets: a success has several bodies.
pub(super) fn is_negotiable(responses: &[Response]) -> bool {
    responses.iter().any(|response| {
        let succeeds = matches!(
            response.status,
            Status::Exact(200..=299) | Status::Class(2) | Status::Any
        );
        succeeds && response.bodies.len() > 1
    })
}

/// The header by which a caller chooses. No document declares it, for a parameter of that name is to be ignored.
pub(super) fn accept_header(field: String) -> Parameter {
    let docs = "The media types that the caller takes, the first of them rather than the others; all that are declared \
                when absent.";
    Parameter {
        wire: "Accept".into(),
        field,
        deprecated: false,
        docs: Some(docs.into()),
        location: Location::Header,
        style: Style::Default,
        reserved: false,
        empty: false,
        required: false,
        default: None,
        shape: Shape {
            kind: Kind::Text(Text::default()),
            nullable: false,
        },
    }
}
