//! Who may call.

use super::Location;

/// A way to say who is calling.
#[derive(Debug, Clone, PartialEq)]
pub struct Scheme {
    /// Its name in the document.
    pub key: String,
    /// Its field in Rust.
    pub field: String,
    /// What the document says about it.
    pub docs: Option<String>,
    /// What kind of credential it takes.
    pub kind: SchemeKind,
}

/// What kind of credential a scheme takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// `Authorization`, after the name of another scheme.
    Http(String),
    /// A key of that name in a header, the query or a cookie.
    Key(Location, String),
    /// A certificate of the connection's: nothing in the request.
    Certificate,
}

/// What an alternative asks for of one scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The scheme's key.
    pub scheme: String,
    /// What the credential has to be good for.
    pub scopes: Vec<String>,
}
