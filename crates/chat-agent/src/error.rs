//! Why a turn failed, in words that its caller may read.

use std::error::Error;

use crate::search::SearchError;

type Source = Box<dyn Error + Send + Sync>;

/// Why a turn failed.
///
/// What it displays is fit for whoever sent the prompt. Addresses, and what a model's endpoint said, are only in its
/// source, which belongs in a log.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AgentError {
    /// The indexes exist, but cannot be searched.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// No connection to the model came about, or it broke before an answer began.
    #[error("the model cannot be reached")]
    Unreachable(#[source] Source),
    /// The model said nothing for longer than it may.
    #[error("the model did not answer in time")]
    TimedOut(#[source] Source),
    /// The model does not accept this server's key.
    #[error("the model refused this server's credentials (status {status})")]
    Credentials {
        /// The status that it answered with.
        status: u16,
        /// What it said.
        #[source]
        source: Source,
    },
    /// The model is asked more than it allows.
    #[error("the model has too much to do (status 429): try again later")]
    RateLimited(#[source] Source),
    /// The model answered with a status that is no success.
    #[error("the model refused to answer (status {status})")]
    Status {
        /// The status that it answered with.
        status: u16,
        /// What it said.
        #[source]
        source: Source,
    },
    /// The model reported an error in the middle of its answer.
    #[error("the model failed while it answered")]
    Failed(#[source] Source),
    /// The model's answer ended before it was complete.
    #[error("the model's answer was cut off")]
    Cut(#[source] Option<Source>),
    /// What the model sent is not what its protocol allows.
    #[error("the model's answer cannot be read")]
    Malformed(#[source] Source),
    /// The model called tools until no more rounds were left.
    #[error("the model kept searching and gave no answer (after {rounds} rounds)")]
    TooManyRounds {
        /// How many rounds it had.
        rounds: usize,
    },
}
