//! The chat API's server: the generated trait, implemented over a session store and an agent.
//!
//! [`ChatServer`] gives the operations their meaning and knows neither HTTP nor SQL. A [`Store`](store::Store) keeps the
//! sessions, and an [`Agent`](chat_agent::Agent) answers. [`KeyRing`] says whose key a caller holds. [`app`] puts both behind the generated router, and [`serve()`] serves it within limits until it is
//! told to stop.

mod app;
mod docs;
mod document;
mod framing;
mod guard;
mod keys;
mod meaning;
mod observe;
mod page_token;
mod refusal;
mod serve;
pub mod store;
mod title;
mod turn;
mod view;

pub use app::{Limits, Options, app, metrics};
pub use guard::{RateLimit, RateLimitError};
pub use keys::{KeyError, KeyRing, Principal, new_key};
pub use meaning::ChatServer;
pub use serve::{Connections, serve};

pub(crate) use meaning::now;
