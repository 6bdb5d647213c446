//! JSON or YAML text, as a tree of values that know where they stand, and the files that it refers to.

mod load;
mod node;
mod scalar;
mod uri;
mod yaml;

pub use load::{File, Source};
pub use node::{Node, NodeKind};
pub(crate) use uri::unescape;
