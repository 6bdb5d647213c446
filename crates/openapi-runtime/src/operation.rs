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
    /// The scopes that the alternatives ask for: a scheme and its scopes, for each alternative that names any.
    pub scopes: &'static [(&'static str, &'static [&'static str])],
    /// What a 401 says is wanted, as `WWW-Authenticate` has it.
    #[cfg_attr(not(feature = "server"), allow(dead_code))]
    pub(crate) challenge: &'static str,
}

impl Operation {
    /// Names an operation that is open to anyone.
    pub const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            security: &[],
            scopes: &[],
            challenge: "Bearer",
        }
    }

    /// The same operation, guarded by one of `alternatives`.
    #[must_use]
    pub const fn secured(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.security = alternatives;
        self
    }

    /// The same operation, whose alternatives ask for scopes.
    #[must_use]
    pub const fn scoped(
        mut self,
        scopes: &'static [(&'static str, &'static [&'static str])],
    ) -> Self {
        self.scopes = scopes;
        self
    }

    /// The same operation, whose callers are asked for other credentials than bearer tokens.
    #[must_use]
    pub const fn challenged(mut self, challenge: &'static str) -> Self {
        self.challenge = challenge;
        self
    }

    /// The scopes that a credential of `scheme` has to have: all of a list, and any of the lists will do. None at all:
    /// any credential of the scheme will.
    pub fn scopes(&self, scheme: &str) -> impl Iterator<Item = &'static [&'static str]> {
        let scopes = self
            .scopes
            .iter()
            .filter(move |(known, _)| *known == scheme);
        scopes.map(|(_, scopes)| *scopes)
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
