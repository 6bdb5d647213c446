//! Values that a shape allows, and values that break one of its demands: what generated tests send.
//!
//! They come from the IR alone and share nothing with the constants that generated code checks values by, so that a
//! mistake in those shows.

mod accepts;
mod alternatives;
mod condition;
mod literal;
mod number;
mod reading;
mod text;
mod value;
mod violation;

pub(crate) use accepts::accepts;
pub(crate) use literal::literal;
pub(crate) use reading::read_default;
pub use value::{Place, Sample, Sampler, Size};
pub use violation::{Violation, violations};
