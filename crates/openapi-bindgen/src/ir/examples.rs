//! What a document gives for examples.

use std::collections::HashMap;

use serde_json::Value;

use super::TypeId;

/// A value that a document gives for an example.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its name among several; empty where it has none.
    pub name: String,
    /// The value.
    pub value: Value,
}

/// What a document gives for examples, of bodies and of the parts of them. They are no part of the API: nothing that is
/// said or understood depends on them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Examples {
    /// Those of parameters, by the places of the operation and the parameter.
    pub parameters: HashMap<(usize, usize), Value>,
    /// Those of bodies of requests, by the places of the operation and the body.
    pub requests: HashMap<(usize, usize), Vec<Example>>,
    /// Those of bodies of responses, by the places of the operation, the response and the body.
    pub bodies: HashMap<(usize, usize, usize), Vec<Example>>,
    /// Those of headers of responses, by the places of the operation, the response and the header.
    pub headers: HashMap<(usize, usize, usize), Value>,
    /// Those of types.
    pub types: HashMap<TypeId, Value>,
    /// Those of properties, by their types and their names on the wire.
    pub fields: HashMap<(TypeId, String), Value>,
}

impl Examples {
    /// The examples of a request's body, in the order of the document.
    pub fn of_request(&self, operation: usize, body: usize) -> &[Example] {
        let examples = self.requests.get(&(operation, body));
        examples.map_or(&[], Vec::as_slice)
    }

    /// The examples of a response's body, in the order of the document.
    pub fn of_body(&self, operation: usize, response: usize, body: usize) -> &[Example] {
        let examples = self.bodies.get(&(operation, response, body));
        examples.map_or(&[], Vec::as_slice)
    }
}
