//! What the generated tests send, and what has to arrive: the cases of each operation, as data.
//!
//! A request is written here by the specification's rules and by nothing that generated code is made of. The tests
//! (crate `openapi-testing`) send it through a generated router whose implementation is the generated client, and hold
//! what the client sends on, and the answer that comes back, against what is written here. So a disagreement of the two
//! ends shows, and so does a mistake that both of them make.

mod answer;
mod body;
mod case;
mod credential;
mod example;
mod target;

pub use answer::answer;
pub use case::{Group, cases};
