//! Full-text indexes of local folders, and the agent that answers by quoting them.

mod add;
mod agent;
mod answer;
mod cache;
mod engine;
mod error;
mod folder;
mod guard;
mod html;
mod indexes;
mod manifest;
mod markdown;
mod name;
mod passages;
mod pdf;
mod plain;
mod progress;
mod query;
mod read;
mod words;

pub use agent::RetrievalAgent;
pub use error::IndexError;
pub use guard::READER_THREAD;
pub use indexes::{IndexSummary, Indexes};
pub use progress::{FileOutcome, Progress, Report, SkipReason, Skipped};
