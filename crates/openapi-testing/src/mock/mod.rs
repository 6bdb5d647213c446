//! A stand-in for an API: what generated ones are made of.
//!
//! A generated `Mock` implements the operations' trait behind the generated router, with a [`Stub`] for each: so it takes
//! and refuses what a generated server does, and answers what the document declares. What goes wrong on the way is told
//! to a stub as a [`Fault`], and made by [`faulty`], around the router.

mod fault;
mod running;
mod stub;

pub use fault::{Fault, faulty};
pub use running::Running;
pub use stub::{Failed, Stub};
