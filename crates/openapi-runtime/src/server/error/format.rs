//! The shapes of the answers that a server gives by itself, by their statuses.

use axum::extract::Request;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::problem::{PROBLEM, problem};
use super::{ErrorBody, Said};
use crate::Operation;
use crate::fault::Fault;
use crate::server::{Refusal, respond};

const JSON: &str = "application/json";

/// The shape of the answers that the server gives by itself: refusals, unknown paths, failures.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum ErrorFormat {
    /// `{"detail": …}`: a list of faults for a faulty request, a sentence for the rest. What FastAPI documents declare.
    Detail,
    /// Problem details (RFC 9457), for documents that declare no shape of their own.
    Problem,
    /// What the document declares.
    Declared(&'static ErrorBody),
}

impl ErrorFormat {
    /// The answer to a request with faults, every one of them in it.
    pub fn faults(self, status: StatusCode, faults: &[Fault]) -> Response {
        self.answer(&Said {
            status,
            sentence: "The request does not match its declaration.",
            faults,
            path: "/",
        })
    }

    /// The answer to a request that is refused, or fails, as a whole.
    pub fn status(self, status: StatusCode, sentence: &str) -> Response {
        self.answer(&Said {
            status,
            sentence,
            faults: &[],
            path: "/",
        })
    }

    /// The answer to a request for a path that no operation has.
    pub fn not_found(self, request: &Request) -> Refusal {
        self.unrouted(StatusCode::NOT_FOUND, request)
    }

    /// The answer to a request with a method that its path does not have. The router adds `Allow`.
    pub fn method_not_allowed(self, request: &Request) -> Refusal {
        self.unrouted(StatusCode::METHOD_NOT_ALLOWED, request)
    }

    fn unrouted(self, status: StatusCode, request: &Request) -> Refusal {
        let answer = self.answer(&Said {
            status,
            sentence: status.canonical_reason().unwrap_or_default(),
            faults: &[],
            path: request.uri().path(),
        });
        Refusal::new(answer).unread(request.version(), request.body())
    }

    pub(in crate::server) fn answer(self, said: &Said<'_>) -> Response {
        let status = said.status.as_u16();
        match self {
            Self::Detail if said.faults.is_empty() => {
                respond::json(status, JSON, &json!({ "detail": said.sentence }))
            }
            Self::Detail => {
                let detail: Vec<_> = said.faults.iter().map(Fault::to_detail).collect();
                respond::json(status, JSON, &json!({ "detail": detail }))
            }
            Self::Problem => respond::json(status, PROBLEM, &problem(said)),
            Self::Declared(body) => body.answer(said),
        }
    }
}

/// The answers to some operations that look different from those to all others.
#[derive(Debug)]
pub struct OperationErrors {
    operations: &'static [&'static str],
    pub(in crate::server) faults: StatusCode,
    declared: &'static [(&'static [u16], ErrorFormat)],
}

impl OperationErrors {
    /// The answers to an operation that declares none of its own.
    pub(in crate::server) const COMMON: Self = Self::new(&[], 422, &[]);

    /// The ids of the operations, the status of a request with faults, and the formats of the statuses whose answers
    /// look different.
    pub const fn new(
        operations: &'static [&'static str],
        faults: u16,
        declared: &'static [(&'static [u16], ErrorFormat)],
    ) -> Self {
        let faults = match faults {
            400 => StatusCode::BAD_REQUEST,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self {
            operations,
            faults,
            declared,
        }
    }

    pub(in crate::server) fn is_of(&self, operation: &Operation) -> bool {
        self.operations.contains(&operation.id)
    }

    /// How an answer of this status looks; `common` where nothing is said of it.
    pub(in crate::server) fn format(&self, status: StatusCode, common: ErrorFormat) -> ErrorFormat {
        let mut declared = self.declared.iter();
        let found = declared.find(|(statuses, _)| statuses.contains(&status.as_u16()));
        found.map_or(common, |(_, format)| *format)
    }
}
