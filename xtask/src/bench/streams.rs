//! What a stream costs of which nothing comes.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use anyhow::Context;

use super::figure::{Figure, Measured, Must};
use super::rig::Rig;
use crate::background::Background;

const STREAMS: u32 = 10_000;

/// What a stream may cost.
const KIB: f64 = 24.0;

pub(super) fn measure(root: &Path) -> anyhow::Result<Measured> {
    let rig = Rig::build(root)?;
    let folder = tempfile::tempdir_in(root.join("target"))?;
    let mut silent = rig.part("silent");
    silent.arg(folder.path()).arg(STREAMS.to_string());
    let server = Background::start(&mut silent, "listening on http://")?;
    let before = resident(&server)?;
    let mut streams = rig.part("streams");
    streams
        .args([&server.url, &STREAMS.to_string()])
        .stdin(Stdio::piped());
    let _streams = Background::start(&mut streams, "open ")?;
    let each = (resident(&server)? - before) / f64::from(STREAMS);
    Ok(Measured {
        how: format!(
            "The server's library over SQLite with an agent that never answers, and {STREAMS} sessions with a stream open in \
             each: what the server's resident memory grew by while they were opened, each."
        ),
        versions: vec![format!("chat {}", env!("CARGO_PKG_VERSION"))],
        figures: vec![Figure {
            what: "resident, KiB a stream".to_owned(),
            ours: each,
            against: "the bound".to_owned(),
            theirs: KIB,
            ratio: each / KIB,
            must: Must::AtMost(1.0),
        }],
    })
}

/// A process's resident memory, in KiB.
fn resident(process: &Background) -> anyhow::Result<f64> {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id()))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let figure = line.and_then(|line| line.split_whitespace().next());
    Ok(figure.context("the system does not say")?.parse()?)
}
