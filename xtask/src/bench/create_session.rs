//! Create Session as it is generated, beside the same endpoint written by hand on axum.

use std::path::Path;

use super::figure::{Figure, Measured, Must};
use super::once::{Many, seconds};
use super::report::version;
use crate::program::optimised;

const CALLS: u32 = 200_000;
const ROUNDS: usize = 21;
/// Under callgrind everything takes fifty times as long.
const COUNTED_CALLS: u32 = 20_000;

pub(super) fn measure(root: &Path) -> anyhow::Result<Measured> {
    let program = optimised(root, "measured")?;
    let router = |which| Many {
        program: &program,
        before: ["handler", which],
        after: &[],
    };
    let both = [router("generated"), router("by-hand")];
    let [ours, theirs] = seconds(both, CALLS, ROUNDS)?.map(|seconds| 1.0 / seconds);
    let requests = Figure {
        what: "requests a second of one core".to_owned(),
        ours,
        against: "axum and serde by hand".to_owned(),
        theirs,
        ratio: ours / theirs,
        must: Must::AtLeast(0.97),
    };
    let [ours, theirs] = both.map(|router| router.instructions(COUNTED_CALLS));
    let (ours, theirs) = (ours?, theirs?);
    let counted = Figure {
        what: "instructions a request".to_owned(),
        ours,
        against: "axum and serde by hand".to_owned(),
        theirs,
        ratio: ours / theirs,
        must: Must::AtMost(1.05),
    };
    Ok(Measured {
        how: format!(
            "The whole API's router is called in this process, without a socket: a request is made, its key, query, cookie \
             and body are read and checked, the answer is written and read. The other router (`crates/measured/src/by_hand.rs`) \
             has the same routes, limits, checks and statuses, which a test holds the two to, and types of its own; it names the \
             first fault of a request, this one all of them. Requests are those of a second of processor time, the median of \
             {ROUNDS} rounds; instructions are callgrind's, and nearly the same in every run."
        ),
        versions: vec![
            version("rustc", &["--version"]),
            version("valgrind", &["--version"]),
        ],
        figures: vec![requests, counted],
    })
}
