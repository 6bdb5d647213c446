//! Turns: begun, run, recorded and ended.

mod ending;
mod event;
mod lease;
mod run;
mod turns;

pub(crate) use turns::{Start, Turns};
