//! `cargo xtask conformance`: the vendor's own SDKs, and requests made from openapi.yaml, as the judges of the server;
//! all of the Python SDK's own tests judge the mock of the document as well, and a browser the page at /docs.
//!
//! What they need is fetched by name from PyPI and npm into the target folder; nothing of it is committed.

mod cases;
mod mock;
mod node;
mod page;
mod place;
mod python;
mod run;
mod schemathesis;
mod sdk_tests;
mod server;
mod tally;

pub(crate) use run::conformance;
