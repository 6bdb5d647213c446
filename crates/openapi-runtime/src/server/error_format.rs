//! The shape of the answers that the server gives by itself.

use axum::response::Response;
use http::StatusCode;
use serde_json::{Value, json};

use super::respond;
use crate::fault::{Fault, Place, Step};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// The shape of the answers that the server gives by itself: refusals, unknown paths, failures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorFormat {
    /// `{"detail": …}`: a list of faults for a 422, a sentence for the rest. What FastAPI documents declare.
    Detail,
    /// Problem details (RFC 9457), for documents that declare no shape of their own.
    Problem,
}

impl ErrorFormat {
    /// The answer to a request with faults: 422, every fault in it.
    pub fn faults(self, faults: &[Fault]) -> Response {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        match self {
            Self::Detail => {
                let detail: Vec<_> = faults.iter().map(Fault::to_detail).collect();
                respond::json(status.as_u16(), JSON, &json!({ "detail": detail }))
            }
            Self::Problem => {
                let errors: Vec<_> = faults.iter().map(problem_error).collect();
                let mut problem = problem(status, "The request does not match its declaration.");
                problem["errors"] = errors.into();
                respond::json(status.as_u16(), PROBLEM, &problem)
            }
        }
    }

    /// The answer to a request that is refused, or fails, as a whole.
    pub fn status(self, status: StatusCode, detail: &str) -> Response {
        match self {
            Self::Detail => respond::json(status.as_u16(), JSON, &json!({ "detail": detail })),
            Self::Problem => respond::json(status.as_u16(), PROBLEM, &problem(status, detail)),
        }
    }

    /// The answer to a path that no operation has.
    pub fn not_found(self) -> Response {
        self.status(StatusCode::NOT_FOUND, "Not Found")
    }

    /// The answer to a method that a path does not have. The router adds `Allow`.
    pub fn method_not_allowed(self) -> Response {
        self.status(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
    }
}

fn problem(status: StatusCode, detail: &str) -> Value {
    json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("Error"),
        "status": status.as_u16(),
        "detail": detail,
    })
}

/// A fault as RFC 9457's own example has it: a JSON pointer into the body, or the parameter's name.
fn problem_error(fault: &Fault) -> Value {
    let mut error = json!({"code": fault.kind.code(), "detail": fault.kind.message()});
    if fault.place == Place::Body {
        let pointer: String = fault
            .path
            .iter()
            .map(|step| match step {
                Step::Name(name) => format!("/{}", name.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => format!("/{index}"),
            })
            .collect();
        error["pointer"] = format!("#{pointer}").into();
    } else if let Some(Step::Name(name)) = fault.path.first() {
        error["in"] = fault.place.as_str().into();
        error["parameter"] = name.as_str().into();
    }
    error
}
