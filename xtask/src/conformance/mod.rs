//! `cargo xtask conformance`: the vendor's own SDKs, and requests made from openapi.yaml, as the judges of the server.
//!
//! What they need is fetched by name from PyPI and npm into the target folder; nothing of it is committed.

mod background;
mod cases;
mod command;
mod node;
mod place;
mod python;
mod run;
mod schemathesis;
mod sdk_tests;
mod server;
mod tally;

pub(crate) use run::conformance;
