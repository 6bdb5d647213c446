// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! The operations: their requests and responses.

#[cfg_attr(not(any(feature = "client", feature = "server")), allow(dead_code))]
mod create_session;
pub use create_session::{CREATE_SESSION, CreateSessionRequest, CreateSessionResponse};
