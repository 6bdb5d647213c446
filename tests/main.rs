//! The real client against the real server, over real sockets and real files.

#![allow(clippy::unwrap_used, clippy::panic)] // that is how a test fails

mod answers;
mod keys;
mod limits;
mod lists;
mod program;
mod rates;
mod readme;
mod restart;
mod seen;
mod servers;
mod support;
mod three_ways;
mod transcripts;
mod trust;
mod turns;
mod types;
