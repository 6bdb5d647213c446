//! Rules: what a document demands of values, and no type expresses.

use super::compare::{Comparer, Site};
use super::verdict::Effect;
use crate::ir::{Api, Kind, Rule, Shape, TypeKind};

impl Comparer<'_> {
    /// Compares the rules of a place. Who keeps to more of them keeps to fewer; of two that differ, nothing is known.
    pub(super) fn rules(&mut self, site: &Site<'_>, old: &[&Rule], new: &[&Rule]) {
        let (old_fits, new_fits) = (includes(old, new), includes(new, old));
        let (code, what) = match (old_fits, new_fits) {
            (true, true) => return,
            (true, false) => ("constraint-loosened", "has a rule less"),
            (false, true) => ("constraint-tightened", "has a new rule"),
            (false, false) => ("constraint-changed", "has other rules"),
        };
        let verdicts = site
            .flow
            .verdicts(|direction| Effect::values(direction, old_fits, new_fits));
        let message = format!("{} {what}, beside its type", site.label);
        self.tell(site, code, message, verdicts);
    }
}

/// Whether some rules are among others.
pub(super) fn includes(rules: &[&Rule], others: &[&Rule]) -> bool {
    others.iter().all(|rule| rules.contains(rule))
}

/// The rules of the names that a shape has, until one that is a type of its own.
pub(super) fn of_names<'a>(api: &'a Api, shape: &Shape) -> Vec<&'a Rule> {
    let mut found = Vec::new();
    let mut kind = &shape.kind;
    // A circle of aliases is none that the generator lets through.
    for _ in 0..64 {
        let Kind::Named(id) = kind else { break };
        let def = api.type_def(*id);
        let TypeKind::Alias(target) = &def.kind else {
            break;
        };
        found.extend(&def.rules);
        kind = &target.kind;
    }
    found
}
