//! What passed and what did not.

use std::fmt;
use std::ops::AddAssign;

/// How many cases passed, and how many did not.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

impl Tally {
    /// Counts a case.
    pub(super) fn count(&mut self, passed: bool) {
        *(if passed {
            &mut self.passed
        } else {
            &mut self.failed
        }) += 1;
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tallies_add_up_to_one_line() {
        let mut tally = Tally {
            passed: 60,
            failed: 0,
        };
        tally += Tally {
            passed: 2000,
            failed: 2,
        };
        tally.count(true);
        tally.count(false);
        assert_eq!(tally.to_string(), "2061 passed, 3 failed");
    }
}
