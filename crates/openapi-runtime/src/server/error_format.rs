//! The shape of the answers that the server gives by itself.

use axum::extract::Request;
use axum::response::Response;
use http::StatusCode;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Refusal, respond};
use crate::fault::{Fault, FaultKind, Place, Step};

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

    /// The answer to a request for a path that no operation has.
    pub fn not_found(self, request: &Request) -> Refusal {
        self.unrouted(StatusCode::NOT_FOUND, request)
    }

    /// The answer to a request with a method that its path does not have. The router adds `Allow`.
    pub fn method_not_allowed(self, request: &Request) -> Refusal {
        self.unrouted(StatusCode::METHOD_NOT_ALLOWED, request)
    }

    fn unrouted(self, status: StatusCode, request: &Request) -> Refusal {
        let detail = status.canonical_reason().unwrap_or_default();
        Refusal::new(self.status(status, detail)).unread(request.version(), request.body())
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

/// What the fragment of a URI does not carry as it is (RFC 3986, section 3.5).
const OUTSIDE_FRAGMENTS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A fault as RFC 9457's own example has it: a JSON pointer into the body (RFC 6901, section 6), or the parameter's
/// name.
fn problem_error(fault: &Fault) -> Value {
    let mut error = json!({"code": fault.kind.code(), "detail": fault.kind.message()});
    match (fault.place, &fault.kind, fault.path.as_slice()) {
        // Text that is no JSON has no inside to point at.
        (Place::Body, FaultKind::MalformedJson(why), path @ ([] | [Step::Index(_)])) => {
            error["reason"] = why.as_str().into();
            if let [Step::Index(offset)] = path {
                error["offset"] = (*offset).into();
            }
        }
        (Place::Body, _, path) => error["pointer"] = pointer(path).into(),
        (place, _, [Step::Name(name), inside @ ..]) => {
            error["in"] = place.as_str().into();
            error["parameter"] = name.as_str().into();
            match inside {
                [] => {}
                [Step::Index(index)] => error["index"] = (*index).into(),
                inside => error["pointer"] = pointer(inside).into(),
            }
        }
        _ => {}
    }
    error
}

fn pointer(path: &[Step]) -> String {
    let mut pointer = "#".to_owned();
    for step in path {
        pointer.push('/');
        match step {
            Step::Name(name) => {
                let name = name.replace('~', "~0").replace('/', "~1");
                pointer.extend(utf8_percent_encode(&name, OUTSIDE_FRAGMENTS));
            }
            Step::Index(index) => pointer.push_str(&index.to_string()),
        }
    }
    pointer
}
