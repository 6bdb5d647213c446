//! What a row found.

use std::fmt;

/// What a row found.
#[derive(Debug)]
pub(super) struct Measured {
    /// How it was measured, in a sentence or a few.
    pub(super) how: String,
    /// What ran, each with its version.
    pub(super) versions: Vec<String>,
    /// One or more of them.
    pub(super) figures: Vec<Figure>,
}

/// Two figures, and how they have to compare.
#[derive(Debug)]
pub(super) struct Figure {
    /// What is measured, with its unit.
    pub(super) what: String,
    /// What this project does.
    pub(super) ours: f64,
    /// What it is held against.
    pub(super) against: String,
    /// What that does, in the same unit.
    pub(super) theirs: f64,
    /// `ours / theirs`, or the other way round where that reads better.
    pub(super) ratio: f64,
    /// What the ratio has to be.
    pub(super) must: Must,
}

impl Figure {
    /// The figure of rounds in which both have their turn: the medians, and that of the ratios of each round.
    pub(super) fn of_rounds(
        what: String,
        against: &str,
        rounds: &[(f64, f64)],
        must: Must,
    ) -> Self {
        let of = |one: fn(&(f64, f64)) -> f64| median(rounds.iter().map(one).collect());
        Self {
            what,
            ours: of(|(ours, _)| *ours),
            against: against.to_owned(),
            theirs: of(|(_, theirs)| *theirs),
            ratio: of(|(ours, theirs)| ours / theirs),
            must,
        }
    }
}

/// A bound for a ratio.
#[derive(Debug, Clone, Copy)]
pub(super) enum Must {
    AtLeast(f64),
    AtMost(f64),
}

impl Must {
    fn holds(self, ratio: f64) -> bool {
        match self {
            Self::AtLeast(bound) => ratio >= bound,
            Self::AtMost(bound) => ratio <= bound,
        }
    }
}

impl fmt::Display for Must {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(bound) => write!(f, "≥ {bound}"),
            Self::AtMost(bound) => write!(f, "≤ {bound}"),
        }
    }
}

/// A line of a table.
impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            what,
            against,
            ratio,
            must,
            ..
        } = self;
        let (ours, theirs) = (short(self.ours), short(self.theirs));
        let verdict = if must.holds(*ratio) { "yes" } else { "**no**" };
        write!(
            f,
            "| {what} | {ours} | {against}: {theirs} | {} | {must} | {verdict} |",
            short(*ratio)
        )
    }
}

/// Three digits or all before the point, whichever are more: what is behind them is noise.
fn short(figure: f64) -> String {
    let decimals = match figure.abs() {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    format!("{figure:.decimals$}")
}

/// The middle one.
pub(super) fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
