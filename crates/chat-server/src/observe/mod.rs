//! What a running server lets be seen: its log, its figures, its health.

mod health;
mod metrics;
mod operation;
mod request;
mod store;

pub(crate) use health::health;
pub(crate) use metrics::{Gauged, Metrics, figures};
pub(crate) use request::observed;
pub(crate) use store::Measured;
