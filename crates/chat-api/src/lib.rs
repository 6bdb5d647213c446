// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! LlamaCloud Chat, version 0.1.0.
//!
//! Chat sessions over indexed documents, as the LlamaCloud platform serves them.
//!
//! * [`ChatApi`]: the operations, a method each.
//! * [`types`]: what requests and responses carry.
//! * `client` (feature `client`): the operations, called over HTTP.
//! * `server` (feature `server`): a router over an implementation of the operations.
//! * `mock` (feature `mock`): a stand-in for tests of what calls the API.

#[rustfmt::skip]
pub mod api;

#[rustfmt::skip]
pub mod operations;

#[rustfmt::skip]
pub mod security;

#[rustfmt::skip]
pub mod types;

#[cfg(feature = "client")]
#[rustfmt::skip]
pub mod client;

#[cfg(feature = "server")]
#[rustfmt::skip]
pub mod server;

#[cfg(feature = "mock")]
#[rustfmt::skip]
pub mod mock;

#[allow(
    dead_code,
    reason = "the server reads them, but for those of files, which nothing is held against"
)]
#[rustfmt::skip]
mod schemas;

#[doc(inline)]
pub use api::ChatApi;

#[doc(inline)]
pub use operations::*;

#[doc(inline)]
pub use security::{Authenticate, Credentials};

/// The document that all of this is made from, as JSON.
pub const OPENAPI: &str = include_str!("openapi.json");

/// The base URLs that the document names.
pub const SERVERS: &[&str] = &[
    "https://api.cloud.llamaindex.ai",
    "https://api.cloud.eu.llamaindex.ai",
];
