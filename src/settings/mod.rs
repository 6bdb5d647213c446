//! What the program is told: by flags first, then variables, then a file, then the defaults.
//!
//! A setting is declared once, as a flag with a variable. The file's keys are the names of those flags, and their values are
//! read by the flags' own parsers.

mod faults;
mod file;
mod known;
mod parse;

pub(crate) use faults::Faults;
pub(crate) use parse::{InForce, command, parse};
