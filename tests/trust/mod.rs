//! What nobody gets away with.

mod bodies;
mod others;
mod paths;
mod raw;
mod secrets;
mod smuggling;
