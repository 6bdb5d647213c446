//! The answers that a server gives by itself, and how they look.

mod filled;
mod filling;
mod format;
mod problem;

pub use filling::{ErrorBody, Filling, Member};
pub use format::{ErrorFormat, OperationErrors};

use http::StatusCode;

use crate::Fault;

/// What there is to say of a request that is refused, or of a call that failed.
pub(super) struct Said<'a> {
    pub(super) status: StatusCode,
    /// What is wrong, in a sentence.
    pub(super) sentence: &'a str,
    /// What is wrong in particular.
    pub(super) faults: &'a [Fault],
    /// The path of the request, where it is known.
    pub(super) path: &'a str,
}
