//! A call of Create Session, beside the same call written by hand with reqwest.

use std::path::Path;
use std::process::Command;

use super::figure::{Figure, Measured, Must};
use super::once::{Many, seconds};
use super::process::on_core;
use super::report::version;
use crate::background::Background;
use crate::program::optimised;

const CALLS: u32 = 20_000;
const ROUNDS: usize = 21;
/// Under callgrind everything takes fifty times as long.
const COUNTED_CALLS: u32 = 2_000;

pub(super) fn measure(root: &Path) -> anyhow::Result<Measured> {
    let program = optimised(root, "measured")?;
    let mut server = Command::new(&program);
    server.arg("serve");
    let server = Background::start(&mut on_core(0, &server), "")?;
    let after = [&*server.url];
    let call = |which| Many {
        program: &program,
        before: ["call", which],
        after: &after,
    };
    let all = [call("generated"), call("chat-client"), call("reqwest")];
    let micros = seconds(all, CALLS, ROUNDS)?.map(|seconds| seconds * 1e6);
    let [generated, client, by_hand] = micros;
    let counted = all.map(|call| call.instructions(COUNTED_CALLS));
    let [counted_generated, counted_client, counted_by_hand] = counted;
    let counted_by_hand = counted_by_hand?;
    let figures = [
        (
            "the generated client, µs of processor a call",
            generated,
            by_hand,
        ),
        ("chat-client, µs of processor a call", client, by_hand),
        (
            "the generated client, instructions a call",
            counted_generated?,
            counted_by_hand,
        ),
        (
            "chat-client, instructions a call",
            counted_client?,
            counted_by_hand,
        ),
    ];
    let figures = figures.map(|(what, ours, theirs)| Figure {
        what: what.to_owned(),
        ours,
        against: "reqwest by hand".to_owned(),
        theirs,
        ratio: ours / theirs,
        must: Must::AtMost(1.03),
    });
    Ok(Measured {
        how: format!(
            "One connection to a server in a process of its own that answers at once; what counts is the caller's process, and \
             the kernel's part in it. Both are kept to one core: on two, half of what the caller takes is to wake the other. By \
             hand there is reqwest, serde and the same types, and nothing else. The generated client \
             does the same over the same pool, and parses its base URL once. chat-client puts its own around that: a copy of each \
             request, to send it again, a clock for a server that falls silent, and answers read to their end before they are \
             trusted. Instructions are callgrind's, without the kernel's; why fewer of them take the generated client no less \
             time was not found: its system calls are the same, and no function of its own stands out. The median of {ROUNDS} rounds."
        ),
        versions: vec![
            version("rustc", &["--version"]),
            version("valgrind", &["--version"]),
        ],
        figures: figures.into(),
    })
}
