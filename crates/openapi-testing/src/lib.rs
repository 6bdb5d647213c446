//! What the tests that `openapi-bindgen generate --tests` writes call, and what the stand-in is made of that `--mock`
//! writes: see [`mock`].
//!
//! A generated test sends the requests of its case file through *two* routers, each in front of the generated client:
//!
//! ```text
//! case ──► router ─► client ──► router ─► client ──► tape
//! ```
//!
//! The tape keeps what the last client sent, and answers with the responses of the case file. Both are written from the
//! document by the rules of the specification alone, so what arrives at either end has to mean what the file says.

mod case;
mod compare;
mod front;
mod message;
pub mod mock;
mod play;
mod upstream;

pub use axum::Router;
pub use front::front;
pub use play::round_trip;
pub use upstream::Upstream;
