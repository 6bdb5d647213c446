//! What an operation is called and where it is found.

use http::Method;

/// An operation of an API, as both ends know it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// Its `operationId`, or the name made for it where the document gives none.
    pub id: &'static str,
    /// Its HTTP method.
    pub method: Method,
    /// Its path as the document writes it, with `{name}` for a path parameter.
    pub path: &'static str,
    /// The ways in: one of the alternatives must be met, and an alternative is met by all of its schemes together.
    /// An alternative without schemes lets anyone in, and a credential that is there is used all the same.
    /// Empty: the operation is open to anyone (OpenAPI 3.1, section 4.8.30, Security Requirement Object).
    pub security: &'static [&'static [&'static str]],
}

impl Operation {
    /// Names an operation that is open to anyone.
    pub const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            security: &[],
        }
    }

    /// The same operation, guarded by one of `alternatives`.
    #[must_use]
    pub const fn secured(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.security = alternatives;
        self
    }

    /// The alternatives that ask for something.
    #[cfg(any(feature = "client", feature = "server"))]
    pub(crate) fn guards(&self) -> impl Iterator<Item = &'static [&'static str]> {
        let alternatives = self.security.iter().copied();
        alternatives.filter(|schemes| !schemes.is_empty())
    }

    /// Whether a request without credentials is let in: nothing is asked for, or an alternative asks for nothing. The
    /// order of alternatives says nothing, so credentials that are there are used all the same.
    #[cfg(feature = "server")]
    pub(crate) fn is_open(&self) -> bool {
        self.security.is_empty() || self.security.iter().any(|schemes| schemes.is_empty())
    }
}
