//! What is called: operations, their parameters and their responses.

use super::{Content, Kind, Literal, OperationErrors, Requirement, Shape};

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Its id in the document.
    pub id: String,
    /// Its names in Rust.
    pub name: OperationName,
    /// Its method, in capitals.
    pub method: String,
    /// Its path, as the document writes it.
    pub path: String,
    /// The first line of its documentation.
    pub summary: Option<String>,
    /// The rest of its documentation.
    pub description: Option<String>,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// The alternatives of schemes that let a caller in; empty: anyone.
    pub security: Vec<Vec<Requirement>>,
    /// The parameters, path before query before header before cookie.
    pub parameters: Vec<Parameter>,
    /// The body of its request.
    pub body: Option<Body>,
    /// The responses, in the order of their statuses.
    pub responses: Vec<Response>,
    /// How the answers look that the server gives by itself.
    pub errors: OperationErrors,
}

impl Operation {
    /// What a server answers that has nothing else to say: the first declared response that tells of a success, or else
    /// the first, with its status.
    pub fn usual(&self) -> Option<(usize, u16)> {
        let succeeds = |response: &Response| {
            matches!(
                response.status,
                Status::Exact(200..=299) | Status::Class(2) | Status::Any
            )
        };
        let index = self.responses.iter().position(succeeds).unwrap_or_default();
        let status = match self.responses.get(index)?.status {
            Status::Exact(status) => status,
            Status::Class(class) => class * 100,
            Status::Any => 200,
        };
        Some((index, status))
    }

    /// Whether a segment of the path has text beside its parameters, which a router does not look at.
    pub fn has_mixed_segments(&self) -> bool {
        let mut segments = self.path.split('/');
        segments.any(|segment| segment.contains('{') && !is_parameter(segment))
    }
}

/// A path as a router tells it apart: a segment with a parameter in it is `{}`.
pub fn route(path: &str) -> String {
    let segments = path
        .split('/')
        .map(|segment| if segment.contains('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

/// A path as axum's router reads it.
pub fn pattern(path: &str) -> String {
    let segments = path.split('/').enumerate().map(|(index, segment)| {
        if segment.contains('{') && !is_parameter(segment) {
            format!("{{segment_{index}}}")
        } else {
            segment.to_owned()
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Whether a segment of a path is nothing but a parameter.
pub fn is_parameter(segment: &str) -> bool {
    let inner = segment
        .strip_prefix('{')
        .and_then(|inner| inner.strip_suffix('}'));
    inner.is_some_and(|name| !name.contains(['{', '}']))
}

/// What an operation is called in Rust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationName {
    /// `create_session`: the method and the module.
    pub snake: String,
    /// `CreateSession`: the stem of its types.
    pub pascal: String,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl Location {
    /// What documents and faults call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How the value of a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// As the location has it by default.
    Default,
    /// `key=value` for the properties of an object, in a path or a header.
    SimpleExploded,
    /// After a dot, in a path.
    Label,
    /// Each item after a dot, in a path.
    LabelExploded,
    /// After a semicolon and the name, in a path.
    Matrix,
    /// Each item after a semicolon and the name, in a path.
    MatrixExploded,
    /// Each item under the name, in a query or cookies.
    Repeated,
    /// Separated by commas, in a query.
    Commas,
    /// Separated by spaces, in a query.
    Spaces,
    /// Separated by `|`, in a query.
    Pipes,
    /// Each property under the name and its own in brackets, in a query.
    Deep,
    /// As JSON.
    Json,
}

/// A parameter outside the body.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name on the wire.
    pub wire: String,
    /// Its field in the request.
    pub field: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// Whether the document advises against it.
    pub deprecated: bool,
    /// Where it goes.
    pub location: Location,
    /// How its value is written.
    pub style: Style,
    /// Whether reserved characters stand in it as they are.
    pub reserved: bool,
    /// Whether it is taken for absent where its text is empty.
    pub empty: bool,
    /// Whether it has to be there.
    pub required: bool,
    /// What it is when it is absent.
    pub default: Option<Literal>,
    /// What it has to be. A parameter cannot say null, so this is never nullable.
    pub shape: Shape,
}

impl Parameter {
    /// Whether it is a map whose properties stand in the query under their own names, beside the other parameters.
    pub fn is_rest(&self) -> bool {
        let is_map = matches!(self.shape.kind, Kind::Map(_));
        is_map && self.location == Location::Query && self.style == Style::Default
    }
}

/// The body of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Its field in the request.
    pub field: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// Whether it has to be there.
    pub required: bool,
    /// What it may be: one of its media types.
    pub contents: Vec<Content>,
    /// The name of the enum of its media types, where there are several.
    pub name: String,
}

/// A declared response.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Its status, or its statuses.
    pub status: Status,
    /// Its variant in the response enum.
    pub variant: String,
    /// What the document says about it.
    pub docs: String,
    /// Its headers.
    pub headers: Vec<Parameter>,
    /// Its body: none, one, or one of several.
    pub bodies: Vec<Content>,
    /// The name of the enum of its bodies, where there are several.
    pub body_name: String,
}

/// The statuses that a response is declared for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One: `404`.
    Exact(u16),
    /// All of a class that are not declared by themselves: 4 for `4XX`.
    Class(u16),
    /// All that are not declared: `default`.
    Any,
}
