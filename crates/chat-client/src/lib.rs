//! A client for LlamaCloud's chat sessions, with retries and readable errors.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = chat_client::Client::from_env()?;
//! let session = client
//!     .create_session()
//!     .index_ids(["idx-abc123", "idx-def456"])
//!     .send()
//!     .await?;
//! println!("{}", session.session_id);
//! # Ok(())
//! # }
//! ```
//!
//! * [`Client::from_env`] reads what the vendor's own SDKs read: `LLAMA_CLOUD_API_KEY` (or `LLAMA_PARSE_API_KEY`),
//!   `LLAMA_CLOUD_BASE_URL` and `LLAMA_CLOUD_CUSTOM_HEADERS`. [`Client::builder`] reads nothing.
//! * A call is repeated as those SDKs repeat it; [`ClientBuilder::max_retries`] says when and how often.
//! * [`Error`] answers questions such as [`Error::is_unauthorized`] and carries the faults that the server found.
//! * A call that is repeated may have succeeded before, its answer lost on the way, and have created a session that
//!   nobody knows of: the API has no idempotency key. Turn retries off where that matters.

mod builder;
mod client;
mod config_error;
mod create_session;
mod environment;
mod error;
mod retry;
mod schedule;

pub use builder::{ClientBuilder, DEFAULT_BASE_URL};
pub use client::Client;
pub use config_error::ConfigError;
pub use create_session::CreateSession;
pub use error::Error;

#[doc(no_inline)]
pub use chat_api::{ChatApi, types};
#[doc(no_inline)]
pub use http::StatusCode;
#[doc(no_inline)]
pub use uuid::Uuid;
