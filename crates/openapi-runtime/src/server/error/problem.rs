//! Problem details (RFC 9457).

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::Said;
use crate::fault::{Fault, FaultKind, Place, Step};

/// The media type of problem details.
pub(super) const PROBLEM: &str = "application/problem+json";

pub(super) fn problem(said: &Said<'_>) -> Value {
    let mut problem = json!({
        "type": "about:blank",
        "title": said.reason(),
        "status": said.status.as_u16(),
        "detail": said.sentence,
    });
    if !said.faults.is_empty() {
        let errors: Vec<_> = said.faults.iter().map(problem_error).collect();
        problem["errors"] = errors.into();
    }
    problem
}

impl Said<'_> {
    /// What the status means.
    pub(super) fn reason(&self) -> &'static str {
        self.status.canonical_reason().unwrap_or("Error")
    }
}

/// A fault as RFC 9457's own example has it: a JSON pointer into the body (RFC 6901, section 6), or the parameter's
/// name.
pub(super) fn problem_error(fault: &Fault) -> Value {
    let mut error = json!({"code": fault.kind.code(), "detail": fault.kind.message()});
    match (fault.place, &fault.kind, fault.path.as_slice()) {
        // Text that is no JSON has no inside to point at.
        (Place::Body, FaultKind::MalformedJson(why), path @ ([] | [Step::Index(_)])) => {
            error["reason"] = why.as_str().into();
            if let [Step::Index(offset)] = path {
                error["offset"] = (*offset).into();
            }
        }
        (Place::Body, _, path) => error["pointer"] = fragment(path).into(),
        (place, _, [Step::Name(name), inside @ ..]) => {
            error["in"] = place.as_str().into();
            error["parameter"] = name.as_str().into();
            match inside {
                [] => {}
                [Step::Index(index)] => error["index"] = (*index).into(),
                inside => error["pointer"] = fragment(inside).into(),
            }
        }
        _ => {}
    }
    error
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

/// A JSON pointer, as the fragment of a URI (RFC 6901, section 6).
pub(super) fn fragment(path: &[Step]) -> String {
    let pointer = pointer(path);
    format!("#{}", utf8_percent_encode(&pointer, OUTSIDE_FRAGMENTS))
}

/// A JSON pointer (RFC 6901, section 3).
pub(super) fn pointer(path: &[Step]) -> String {
    let mut pointer = String::new();
    for step in path {
        pointer.push('/');
        match step {
            Step::Name(name) => pointer.push_str(&name.replace('~', "~0").replace('/', "~1")),
            Step::Index(index) => pointer.push_str(&index.to_string()),
        }
    }
    pointer
}
