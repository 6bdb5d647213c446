//! Create Session in memory, each server with a core of its own and its load on the other one.

use anyhow::Context as _;
use std::fs;

use super::figure::{Figure, Must};
use super::process::on_core;
use super::rig::{BODY, PATH, Rig, loaded};
use crate::background::Background;

const ROUNDS: usize = 5;
const GREETING: &str = "listening on http://";

/// How [`compare`] measures.
pub(super) const HOW: &str = "32 connections that each create one session after another, 3 s, each server kept to one core \
    and the load to the other, where it never sleeps, so that neither server has it to wake; medians of 5 rounds, the two in turn. On a busy machine the lines by processor time say more than \
    the first; and most of the generated router's is the kernel's, for sockets, which the third line leaves out. \
    Profiled, a request takes the generated router two system calls, one to read it and one to answer, \
    and these are 6 to 7 of its 10 to 11 µs";

/// The generated router over a map.
pub(super) fn generated(rig: &Rig) -> anyhow::Result<Background> {
    Background::start(&mut on_core(0, &rig.part("memory")), GREETING)
}

/// Where a server is: its address and its process.
#[derive(Debug, Clone, Copy)]
pub(super) struct Server<'a>(pub(super) &'a str, pub(super) u32);

/// Creates sessions on two servers in turn.
pub(super) fn compare(
    rig: &Rig,
    ours: Server<'_>,
    against: &str,
    theirs: Server<'_>,
    must: f64,
) -> anyhow::Result<[Figure; 3]> {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        rounds.push((creates(rig, ours)?, creates(rig, theirs)?));
    }
    let figure = |what: &str, of: fn(&Creates) -> f64| {
        let rounds = rounds.iter().map(|(ours, theirs)| (of(ours), of(theirs)));
        let rounds: Vec<_> = rounds.collect();
        Figure::of_rounds(what.to_owned(), against, &rounds, Must::AtLeast(must))
    };
    Ok([
        figure("creates a second", |creates| creates.a_second),
        figure("creates a second of its processor's time", |creates| {
            creates.a_busy_second
        }),
        figure(
            "the same, without what the kernel takes for sockets",
            |creates| creates.a_user_second,
        ),
    ])
}

/// How many sessions a server created.
struct Creates {
    a_second: f64,
    /// A second that its process had, which others on the machine take nothing from.
    a_busy_second: f64,
    /// A second of that outside the kernel.
    a_user_second: f64,
}

fn creates(rig: &Rig, Server(address, process): Server<'_>) -> anyhow::Result<Creates> {
    let [user, system] = busy(process)?;
    let load = ["--body", BODY, "--connections", "32", "--spin"];
    let load = rig.load(address, PATH, &load);
    let load = loaded(&mut on_core(1, &load))?;
    let after = busy(process)?;
    let (user, system) = (after[0] - user, after[1] - system);
    let requests = load.requests as f64;
    Ok(Creates {
        a_second: load.rate,
        a_busy_second: requests / (user + system),
        a_user_second: requests / user,
    })
}

/// How many seconds a process has run, outside the kernel and in it, which the system counts in hundredths.
fn busy(process: u32) -> anyhow::Result<[f64; 2]> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // After the name, which may have spaces in it.
    let fields = stat.rsplit(") ").next().unwrap_or_default();
    let mut fields = fields.split(' ').skip(11);
    let mut seconds = || {
        let ticks: f64 = fields.next().context("the system does not say")?.parse()?;
        anyhow::Ok(ticks / 100.0)
    };
    Ok([seconds()?, seconds()?])
}
