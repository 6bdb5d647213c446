//! What is written for people, and what for programs.

mod harmless;
mod json;
mod say;
mod style;
mod table;
mod wrapped;

pub(crate) use harmless::{harmless, line};
pub(crate) use json::{json, json_line};
pub(crate) use say::{error, note, skipped};
pub(crate) use style::{BOLD, DIM, ERROR, width};
pub(crate) use table::{Align, Row, table, truncated};
pub(crate) use wrapped::Wrapped;
