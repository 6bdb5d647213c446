//! The agent that asks a model behind an OpenAI-compatible endpoint.
//!
//! It speaks the chat-completions protocol itself, with reqwest and sse-stream. `async-openai` (0.43) was looked at and
//! left out: it retries by itself, so that a limit on time is none; a time-out in the middle of a stream, a broken
//! connection and plain nonsense all become the same string; a stream that just ends counts as complete; its types know
//! no thinking and refuse the chunks of endpoints that leave out `id` or `created`; a key that is no header value makes
//! it panic; and what it sends includes OpenAI's own environment variables, whoever the endpoint belongs to.

mod agent;
mod endpoint;
mod options;
mod round;
mod tools;
mod upstream;
mod wire;

pub use agent::ModelAgent;
pub use options::{ApiKey, ModelOptions, ModelOptionsError};
