//! What a router holds.

use std::sync::Arc;

use axum::extract::Request;

use super::{Call, ErrorFormat, Limits};
use crate::Operation;

/// What a router holds: an implementation of the operations, and who verifies credentials for it.
#[derive(Debug)]
pub struct Service<A, V> {
    api: Arc<A>,
    verifier: Arc<V>,
    format: ErrorFormat,
    limits: Limits,
}

impl<A, V> Service<A, V> {
    /// Puts the two together.
    pub fn new(api: Arc<A>, verifier: Arc<V>, format: ErrorFormat, limits: Limits) -> Self {
        Self {
            api,
            verifier,
            format,
            limits,
        }
    }

    /// The implementation of the operations.
    pub fn api(&self) -> &A {
        &self.api
    }

    /// Who verifies credentials.
    pub fn verifier(&self) -> &V {
        &self.verifier
    }

    /// Takes up a request.
    pub fn call(&self, operation: &'static Operation, request: Request) -> Call {
        Call::new(operation, self.format, self.limits, request)
    }
}

impl<A, V> Clone for Service<A, V> {
    fn clone(&self) -> Self {
        Self {
            api: Arc::clone(&self.api),
            verifier: Arc::clone(&self.verifier),
            format: self.format,
            limits: self.limits,
        }
    }
}
