//! What can be seen of a server while it runs.

mod figures;
mod health;
mod ids;
mod lines;
#[cfg(feature = "otel")]
mod traces;
