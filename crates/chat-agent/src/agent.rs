//! The trait that every agent implements.

use futures_core::stream::BoxStream;

use crate::error::AgentError;
use crate::output::Output;
use crate::turn::Turn;

/// Answers the turns of chat sessions.
pub trait Agent: Send + Sync + 'static {
    /// Answers one turn.
    ///
    /// The stream ends after [`Output::Usage`], or after the first error. Nothing is done before it is polled, and
    /// dropping it cancels what is under way.
    fn run(&self, turn: Turn) -> BoxStream<'static, Result<Output, AgentError>>;
}
