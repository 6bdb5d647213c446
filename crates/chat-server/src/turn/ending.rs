//! How a turn ends.

use std::time::Duration;

use chat_agent::{AgentError, Usage};
use chat_api::types::{self, Event, StopEvent};

use crate::store::{Run, StoreError};

/// Why a turn ended before its agent was done. What it displays is fit for the caller, and for the session's history.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The agent said why.
    #[error(transparent)]
    Agent(#[from] AgentError),
    /// The agent is at fault.
    #[error("the agent failed")]
    Panic,
    /// Whoever asked is gone.
    #[error("the caller disconnected before the answer was complete")]
    Disconnected,
    /// Whoever asked has stopped reading.
    #[error("the caller did not read on for {} s", .0.as_secs())]
    Stalled(Duration),
    /// This server ends.
    #[error("the server was stopped before the answer was complete")]
    Stopped,
    /// The server that ran it has ended without a word.
    #[error("the server that ran this turn is gone")]
    Abandoned,
    /// The turn is no longer this server's.
    #[error("the session was deleted")]
    Gone,
    /// It could not be recorded.
    #[error("the answer could not be recorded")]
    Store(#[from] StoreError),
}

/// What a turn used until it ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spent {
    pub(super) duration: Duration,
    /// `None` where the agent did not come to say it.
    pub(super) usage: Option<Usage>,
}

/// A turn's last event, and what its session then shows of it.
pub(super) fn ending(failure: Option<&Failure>, spent: Spent) -> (Event, Run) {
    let usage = spent.usage.unwrap_or(Usage {
        turns: 1,
        input_tokens: None,
        output_tokens: None,
    });
    let run = Run {
        duration_ms: spent.duration.as_secs_f64() * 1000.0,
        turns: usage.turns,
        error: failure.map(ToString::to_string),
        input_tokens: usage.input_tokens,
        output_tokens: usage.output_tokens,
        export_config_ids: None,
    };
    let stop = StopEvent {
        usage: types::Usage {
            duration_ms: run.duration_ms,
            turns: run.turns,
            total_input_tokens: run.input_tokens,
            total_output_tokens: run.output_tokens,
        },
        is_error: run.error.is_some(),
        error: run.error.clone(),
    };
    (Event::Stop(stop), run)
}
