//! What generated code stands on, tested without generated code and without a network.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod call;
mod client;
mod common;
mod numbers;
mod parameters;
mod parts;
mod problem;
mod properties;
mod records;
mod rules;
mod schema;
mod streams;
mod tagged;
