//! The case file of an operation.

use serde::Deserialize;
use serde_json::Value;

/// The cases of an operation.
#[derive(Debug, Deserialize)]
pub(crate) struct Cases {
    /// Its id.
    pub(crate) operation: String,
    /// Requests that are all well.
    pub(crate) requests: Vec<Case<Request>>,
    /// The declared responses.
    pub(crate) responses: Vec<Case<Response>>,
    /// Requests with one fault each.
    pub(crate) violations: Vec<Violation>,
    /// Requests of callers that are let in.
    pub(crate) accepted: Vec<Request>,
    /// Requests of callers that are not.
    pub(crate) refused: Vec<Request>,
}

/// A message, and what it is called.
#[derive(Debug, Deserialize)]
pub(crate) struct Case<T> {
    /// What it is called.
    pub(crate) case: String,
    /// As it is sent.
    pub(crate) sent: T,
    /// As it arrives, where that is something else: defaults are filled in.
    pub(crate) read: Option<T>,
}

impl<T> Case<T> {
    /// As it arrives.
    pub(crate) fn expected(&self) -> &T {
        self.read.as_ref().unwrap_or(&self.sent)
    }
}

/// A request.
#[derive(Debug, Deserialize)]
pub(crate) struct Request {
    /// Its method.
    pub(crate) method: String,
    /// Its path and its query.
    pub(crate) target: String,
    /// Its headers.
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
    /// The certificate of the connection that it comes by.
    pub(crate) certificate: Option<String>,
    /// Its body.
    pub(crate) body: Option<Body>,
}

/// A response.
#[derive(Debug, Deserialize)]
pub(crate) struct Response {
    /// Its status.
    pub(crate) status: u16,
    /// Its headers.
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
    /// Its body.
    pub(crate) body: Option<Body>,
}

/// A body.
#[derive(Debug, Deserialize)]
pub(crate) struct Body {
    /// Its media type.
    #[serde(rename = "type")]
    pub(crate) media_type: String,
    /// What it says.
    #[serde(flatten)]
    pub(crate) content: Content,
}

/// What a body says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Content {
    /// JSON.
    Json(Value),
    /// A text.
    Text(String),
    /// Pairs, percent-encoded.
    Form(Vec<(String, String)>),
    /// The parts of a form.
    Parts(Vec<Part>),
    /// Server-Sent Events of JSON.
    Events(Vec<Event>),
    /// Server-Sent Events of text.
    Texts(Vec<String>),
    /// JSON values, one on each line.
    Lines(Vec<Value>),
}

/// A part of a form.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Part {
    /// Its name.
    pub(crate) name: String,
    /// The name of its file.
    pub(crate) filename: Option<String>,
    /// Its media type.
    #[serde(rename = "type")]
    pub(crate) media_type: Option<String>,
    /// Its text.
    pub(crate) text: Option<String>,
    /// Its JSON.
    pub(crate) json: Option<Value>,
}

/// An event.
#[derive(Debug, Deserialize)]
pub(crate) struct Event {
    /// Its name.
    pub(crate) event: String,
    /// Its data.
    pub(crate) data: Value,
}

/// A request with one fault.
#[derive(Debug, Deserialize)]
pub(crate) struct Violation {
    /// The keyword that it breaks.
    pub(crate) what: String,
    /// The way to the fault: where, then names and indices.
    pub(crate) at: Vec<Value>,
    /// The request.
    pub(crate) sent: Request,
}
