//! A server of a document, without code: its requests are read and checked as those of a generated server are, and its
//! answers are the document's examples, or values made up.
//!
//! What a generated server has for constants is made of the IR here when the mock starts, for the rest of the program;
//! all that is done with them is the runtime's.

mod answer;
mod answers;
mod errors;
mod leak;
mod operation;
mod preference;
mod request;
mod router;
mod rules;
mod schemas;
mod security;

pub use router::router;
