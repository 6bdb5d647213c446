//! Turns: begun, run, recorded and ended.

mod ending;
mod event;
mod run;
mod turns;

pub(crate) use turns::{Start, Turns};
