//! The chat API's server: the generated trait, implemented over a session store.
//!
//! [`ChatServer`] gives the operations their meaning and knows neither HTTP nor SQL. [`KeyRing`] says whose key a
//! caller holds. [`app`] puts both behind the generated router, and [`serve()`] serves it within limits until it is
//! told to stop.

mod app;
mod keys;
mod meaning;
mod serve;
pub mod store;

pub use app::{Limits, app};
pub use keys::{KeyError, KeyRing, Principal, new_key};
pub use meaning::ChatServer;
pub use serve::{Connections, serve};
