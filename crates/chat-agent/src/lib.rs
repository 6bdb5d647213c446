//! Who answers a turn of a chat session.
//!
//! An [`Agent`] takes a [`Turn`] (the prompt, what was said before, the indexes that the session is bound to) and gives
//! a stream of [`Output`]: text as it comes, the tools that it calls and what they gave, and at the end what it used.
//!
//! Without features this is the trait and its types alone, which is all that a server needs. Two agents come with it:
//!
//! * `retrieval`: `RetrievalAgent` searches full-text indexes of local folders, and answers by quoting what it found. It
//!   needs no network. `Indexes` makes, updates and searches the indexes.
//! * `model`: `ModelAgent` asks a model behind any OpenAI-compatible endpoint, and lets it search through a [`Search`].

mod agent;
mod error;
#[cfg(feature = "model")]
mod model;
mod output;
#[cfg(feature = "retrieval")]
mod retrieval;
mod search;
#[cfg(any(feature = "model", feature = "retrieval"))]
mod tool;
mod turn;

pub use agent::Agent;
pub use error::AgentError;
#[cfg(feature = "model")]
pub use model::{ApiKey, ModelAgent, ModelOptions, ModelOptionsError};
pub use output::{Output, Usage};
#[cfg(feature = "retrieval")]
pub use retrieval::{
    FileOutcome, IndexError, IndexSummary, Indexes, Progress, READER_THREAD, Report,
    RetrievalAgent, SkipReason, Skipped,
};
pub use search::{Found, Passage, Search, SearchError};
pub use turn::{Message, Role, Turn};
