//! A client for LlamaCloud's chat sessions, with retries and readable errors.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use chat_client::types::Event;
//!
//! let client = chat_client::Client::from_env()?;
//! let session = client.create_session().index_ids(["handbook"]).send().await?;
//! let mut events = client.stream(&session.session_id, "Summarise the handbook").await?;
//! while let Some(event) = events.try_next().await? {
//!     match event {
//!         Event::TextDelta(text) => print!("{}", text.content),
//!         Event::Stop(stop) => println!("\n{} ms", stop.usage.duration_ms),
//!         _ => {}
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! * [`Client::create_session`], [`Client::get_session`], [`Client::get_session_summary`], [`Client::delete_session`],
//!   and [`Client::list_sessions`]: one page or, with [`Call::sessions`], a stream over all pages.
//! * [`Client::stream`] sends a message and gives [`Events`], as they arrive. A stream that is cut off is an error.
//! * Every call is a [`Call`]: it takes its settings, and is then sent or simply awaited.
//! * [`Client::from_env`] reads what the vendor's own SDKs read: `LLAMA_CLOUD_API_KEY` (or `LLAMA_PARSE_API_KEY`),
//!   `LLAMA_CLOUD_BASE_URL` and `LLAMA_CLOUD_CUSTOM_HEADERS`. [`Client::builder`] reads nothing.
//! * A call is repeated as those SDKs repeat it; [`ClientBuilder::max_retries`] says when and how often. A stream that
//!   has begun is not.
//! * [`Error`] answers questions such as [`Error::is_unauthorized`] and carries the faults that the server found.
//! * A call that is repeated may have succeeded before, its answer lost on the way, and have created a session that
//!   nobody knows of, or begun a turn: the API has no idempotency key. Turn retries off where that matters.

mod builder;
mod call;
mod client;
mod config_error;
mod create_session;
mod environment;
mod error;
mod events;
mod list_sessions;
mod read_limit;
mod retry;
mod schedule;
mod session;
mod stream_messages;

pub use builder::{ClientBuilder, DEFAULT_BASE_URL};
pub use call::Call;
pub use client::Client;
pub use config_error::ConfigError;
pub use create_session::CreateSession;
pub use error::Error;
pub use events::Events;
pub use list_sessions::{ListSessions, Sessions};
pub use session::{DeleteSession, GetSession, GetSessionSummary};
pub use stream_messages::StreamMessages;

#[doc(no_inline)]
pub use chat_api::{ChatApi, types};
#[doc(no_inline)]
pub use http::StatusCode;
#[doc(no_inline)]
pub use uuid::Uuid;
