//! The program `chat`, as a user runs it.

mod asking;
mod completions;
mod configuration;
pub(crate) mod desk;
#[cfg(unix)]
mod files;
mod health;
mod indexes;
mod interrupted;
mod killed;
mod mistakes;
mod model;
mod moving;
mod output;
mod repl;
mod servers;
mod serving;
mod sessions;
#[cfg(unix)]
mod terminal;
