//! Responses: their statuses, headers and bodies.

use super::change::{Code, Verdicts};
use super::compare::{Comparer, Site};
use super::pairing::paired;
use super::verdict::Effect;
use crate::emit::spelling;
use crate::ir::{Operation, Response, Status, Style};

impl<'a> Comparer<'a> {
    /// Compares the responses of an operation.
    pub(super) fn responses(&mut self, site: &Site<'a>, old: &Operation, new: &Operation) {
        let pairs = paired(&old.responses, &new.responses, |one, other| {
            one.status == other.status
        });
        for pair in pairs {
            let Some(known) = pair.1.or(pair.0) else {
                continue;
            };
            let status = key(known.status);
            let label = format!("the response {status} of {}", site.label);
            let here = site.below(label, &["responses", &status]);
            match pair {
                (Some(one), Some(other)) => self.response(&here, one, other),
                (None, Some(response)) => {
                    let known = is_error(response) || is_covered(response, &old.responses);
                    // The enum of the responses has one more variant.
                    let verdicts = Verdicts::of((known, true), Code::MayBreak, Code::Same);
                    let message = format!("{} is new", here.label);
                    self.tell(&here, "response-added", message, verdicts);
                }
                (Some(response), None) => {
                    let known = is_error(response) || is_covered(response, &new.responses);
                    let verdicts = Verdicts::of((true, known), Code::Breaks, Code::Breaks);
                    let message = format!("{} is gone", here.label);
                    self.tell(&here, "response-removed", message, verdicts);
                }
                (None, None) => {}
            }
        }
    }

    fn response(&mut self, site: &Site<'a>, old: &Response, new: &Response) {
        let told = self.changes.len();
        for pair in paired(&old.headers, &new.headers, |one, other| {
            one.wire.eq_ignore_ascii_case(&other.wire)
        }) {
            let Some(known) = pair.1.or(pair.0) else {
                continue;
            };
            let label = format!("the header `{}` of {}", known.wire, site.label);
            let here = Site {
                as_text: known.style != Style::Json,
                ..site.below(label, &["headers", &known.wire])
            };
            match pair {
                (Some(one), Some(other)) => self.header(&here, one, other),
                (None, Some(header)) => {
                    let effect = Effect::of(!header.required, true, Code::Breaks, Code::MayBreak);
                    let need = if header.required {
                        "required"
                    } else {
                        "optional"
                    };
                    let message = format!("{} is new, and {need}", here.label);
                    let verdicts = here.flow.verdicts(|_| effect);
                    self.tell(&here, "header-added", message, verdicts);
                }
                (Some(header), None) => {
                    let effect = Effect::of(true, !header.required, Code::Breaks, Code::Breaks);
                    let message = format!("{} is gone", here.label);
                    let verdicts = here.flow.verdicts(|_| effect);
                    self.tell(&here, "header-removed", message, verdicts);
                }
                (None, None) => {}
            }
        }
        let form = |fields: bool| if fields { "fields" } else { "a tuple" };
        self.settle_name(
            told,
            site,
            form(spelling::has_fields(old)),
            form(spelling::has_fields(new)),
        );
        let body = Site {
            label: format!("the body of {}", site.label),
            ..site.clone()
        };
        match (old.bodies.as_slice(), new.bodies.as_slice()) {
            ([], []) => {}
            ([], _) => {
                // What was not there cannot be read, and what is there need not be.
                let effect = Effect::of(false, true, Code::Breaks, Code::Breaks);
                let here = body.below(String::new(), &["content"]);
                let message = format!("{} is new", body.label);
                self.tell(&here, "body-added", message, site.flow.verdicts(|_| effect));
            }
            (_, []) => {
                let effect = Effect::of(true, false, Code::Breaks, Code::Breaks);
                let here = body.below(String::new(), &["content"]);
                let message = format!("{} is gone", body.label);
                self.tell(
                    &here,
                    "body-removed",
                    message,
                    site.flow.verdicts(|_| effect),
                );
            }
            (one, other) => {
                let told = self.changes.len();
                self.contents(&body, one, other);
                let form = |count: usize| if count > 1 { "an enum" } else { "its type" };
                self.settle_name(told, &body, form(one.len()), form(other.len()));
            }
        }
    }
}

/// A status, as the document writes it.
fn key(status: Status) -> String {
    match status {
        Status::Exact(status) => status.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Any => "default".into(),
    }
}

/// Whether a client has an error anyway where this response comes.
fn is_error(response: &Response) -> bool {
    match response.status {
        Status::Exact(status) => status >= 400,
        Status::Class(class) => class >= 4,
        Status::Any => true,
    }
}

/// Whether other responses are declared for all statuses of this one.
fn is_covered(response: &Response, others: &[Response]) -> bool {
    others
        .iter()
        .any(|other| match (other.status, response.status) {
            (Status::Any, _) => true,
            (Status::Class(class), Status::Exact(status)) => status / 100 == class,
            _ => false,
        })
}
