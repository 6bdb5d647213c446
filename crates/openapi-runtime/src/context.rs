//! What a server knows about a call beside its request, and why a caller was not let in.

use std::time::Duration;

use http::Extensions;

/// What a server knows about a call beside its request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Context<P> {
    /// Who is calling, as the verifier of the credentials said.
    pub principal: P,
    /// What the layers in front of the router left for the implementation: a request id, a peer address.
    pub extensions: Extensions,
}

impl<P> Context<P> {
    /// The context of a call made by `principal`, as a program in the same process makes it.
    pub fn new(principal: P) -> Self {
        Self {
            principal,
            extensions: Extensions::new(),
        }
    }
}

/// Why a caller was not let in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// The request carries no credential that the operation takes: 401.
    #[error("Not authenticated")]
    Missing,
    /// The credential is not valid, and this is what the caller is told: 401.
    #[error("{0}")]
    Invalid(String),
    /// The credential is valid and not sufficient, and this is what the caller is told: 403.
    #[error("{0}")]
    Forbidden(String),
    /// The credential is valid and was used too often: 429, with a `Retry-After`.
    #[error("Too many requests. Wait as long as Retry-After says.")]
    TooOften {
        /// When to try again: in whole seconds, at least one.
        retry_after: Duration,
    },
    /// The credential could not be verified: an opaque 500. The cause is logged, never sent.
    #[error("the credential could not be verified")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}
