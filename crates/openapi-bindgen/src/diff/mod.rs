//! What a change of a document means: for the wire, for who calls, and for who implements.
//!
//! The two documents are lowered, and their IRs compared: references, order, descriptions and the version of OpenAPI are
//! gone by then, and what is generated is known. `pairing` finds what is the same thing in both; the modules named after
//! parts of a document compare those; `verdict` says what a change means, given the way that its value goes.
mod bodies;
mod change;
mod compare;
mod constraints;
mod enums;
mod fingerprint;
mod fits;
mod objects;
mod operations;
mod pairing;
mod parameters;
mod place;
mod print;
mod responses;
mod rules;
mod security;
mod semver;
mod shapes;
mod types;
mod verdict;

pub use change::{Change, Code, Place, Verdicts, Wire};
pub use compare::{Comparison, compare};
pub use print::{Format, print};
pub use semver::Step;
