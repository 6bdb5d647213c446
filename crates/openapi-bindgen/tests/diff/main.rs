//! What a change of a document means: one small edit of `base.yaml` each, and what is to be said of it.

#![allow(clippy::unwrap_used, clippy::panic)]

mod bodies;
mod common;
mod nothing;
mod operations;
mod parameters;
mod places;
mod print;
mod program;
mod properties;
mod property_types;
mod responses;
mod rules;
mod schemas;
mod security;
mod values;
