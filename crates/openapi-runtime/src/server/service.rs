//! What a router holds.

use std::sync::Arc;

use axum::extract::Request;

use super::{Call, ErrorFormat, Limits, OperationErrors};
use crate::Operation;

/// What a router holds: an implementation of the operations, and who verifies credentials for it.
#[derive(Debug)]
pub struct Service<A, V> {
    api: Arc<A>,
    verifier: Arc<V>,
    format: ErrorFormat,
    errors: &'static [OperationErrors],
    limits: Limits,
}

impl<A, V> Service<A, V> {
    /// Puts the two together.
    pub fn new(api: Arc<A>, verifier: Arc<V>, format: ErrorFormat, limits: Limits) -> Self {
        Self {
            api,
            verifier,
            format,
            errors: &[],
            limits,
        }
    }

    /// The same, where the errors of some operations differ from what is common to all.
    #[must_use]
    pub fn errors(mut self, errors: &'static [OperationErrors]) -> Self {
        self.errors = errors;
        self
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
        Call::new(operation, self.format, self.limits, request).errors(self.errors)
    }
}

impl<A, V> Clone for Service<A, V> {
    fn clone(&self) -> Self {
        Self {
            api: Arc::clone(&self.api),
            verifier: Arc::clone(&self.verifier),
            format: self.format,
            errors: self.errors,
            limits: self.limits,
        }
    }
}
