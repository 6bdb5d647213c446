//! The examples of a document, each with the Rust type that it is a value of: what shows whether generated types keep
//! what a document's own author writes.

mod meaning;

use proc_macro2::TokenStream;
use serde_json::Value;

pub use crate::lower::typed_examples as collect;
pub use meaning::difference;

use crate::emit;
use crate::ir::{Api, Shape};

/// A value that a document gives for an example.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedExample {
    /// Where the document has it, as a JSON pointer.
    pub pointer: String,
    /// Where its schema is, as a JSON pointer.
    pub schema: String,
    /// What it has to be.
    pub shape: Shape,
    /// The value.
    pub value: Value,
}

impl TypedExample {
    /// The Rust type of its values, in a crate of that name, as code has it.
    pub fn rust_type(&self, api: &Api, library: &str) -> String {
        let module: TokenStream = format!("{library}::types::").parse().unwrap_or_default();
        emit::type_of(api, &self.shape, &module).to_string()
    }
}
