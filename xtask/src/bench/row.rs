//! A row of BENCHMARKS.md: something that is measured, beside what a user would pick instead.

use std::path::Path;

use super::figure::Measured;

/// What can be measured, in the order of BENCHMARKS.md. A row is a module with a function that gives [`Measured`], a name
/// here, and a line in each of the two functions below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Row {}

impl Row {
    /// Its heading in BENCHMARKS.md.
    pub(super) fn title(self) -> &'static str {
        match self {}
    }

    /// Measures it, which takes a minute or a few.
    pub(super) fn measure(self, _root: &Path) -> anyhow::Result<Measured> {
        match self {}
    }
}
