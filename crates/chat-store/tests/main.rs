//! The store: what both engines promise, and what is of one of them alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking, in its helpers too"
)]

mod common;
mod engine;
mod lists;
mod postgres;
mod servers;
mod sessions;
mod sqlite;
mod transfer;
mod turns;
