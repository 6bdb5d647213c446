//! What one of many costs: a process that does it many times, less one that does it a few times.

use std::path::Path;
use std::process::Command;

use super::figure::median;
use super::process::{instructions, on_core, run};

/// A program that does something as often as it is told.
#[derive(Clone, Copy)]
pub(super) struct Many<'a> {
    pub(super) program: &'a Path,
    /// Its arguments before the count.
    pub(super) before: [&'a str; 2],
    /// Its arguments after it.
    pub(super) after: &'a [&'a str],
}

impl Many<'_> {
    fn arguments(&self, count: u32) -> Vec<String> {
        let count = count.to_string();
        let before = self.before.into_iter().chain([&*count]);
        let all = before.chain(self.after.iter().copied());
        all.map(str::to_owned).collect()
    }

    /// On the first core.
    fn seconds(&self, count: u32) -> anyhow::Result<f64> {
        let mut command = Command::new(self.program);
        command.args(self.arguments(count));
        Ok(run(&mut on_core(0, &command))?.cpu)
    }

    /// The instructions that one takes.
    pub(super) fn instructions(&self, many: u32) -> anyhow::Result<f64> {
        let count = |count| instructions(self.program, &self.arguments(count));
        each(many, count)
    }
}

/// The seconds of processor that one takes of each of some programs: the median of so many rounds, in each of which all
/// of them have their turn.
pub(super) fn seconds<const N: usize>(
    all: [Many<'_>; N],
    many: u32,
    rounds: usize,
) -> anyhow::Result<[f64; N]> {
    let mut took: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    for _ in 0..rounds {
        for (one, took) in all.iter().zip(&mut took) {
            took.push(each(many, |count| one.seconds(count))?);
        }
    }
    Ok(took.map(median))
}

/// What starting and ending costs is in both, and so in neither.
fn each(many: u32, cost: impl Fn(u32) -> anyhow::Result<f64>) -> anyhow::Result<f64> {
    let few = many / 10;
    Ok((cost(many)? - cost(few)?) / f64::from(many - few))
}
