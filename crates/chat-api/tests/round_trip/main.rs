// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! Every operation, there and back: what a caller sends arrives at the implementation as it was sent, what the
//! implementation answers arrives at the caller, and what breaks a demand of the document arrives nowhere.
//!
//! The cases are the JSON files beside this one.

#![cfg(all(feature = "client", feature = "server"))]

#[rustfmt::skip]
mod operations;
