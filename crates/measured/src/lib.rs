//! Create Session, generated and written by hand: its server in memory, and a call of it over a socket.
//!
//! `cargo xtask bench` measures them by the program of this crate, `cargo bench --package measured` by Criterion.

pub mod by_hand;
pub mod call;
pub mod generated;
pub mod handler;
