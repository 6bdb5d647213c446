//! A document, served without code, over a real socket.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;
mod credentials;
mod examples;
mod preferences;
mod program;
mod same_as_generated;
mod streams;
mod validation;
mod values;
