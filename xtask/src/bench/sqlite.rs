//! Durable creates over SQLite, beside the disk's own limit.

use std::path::Path;

use anyhow::{Context, ensure};

use super::figure::{Figure, Measured, Must, median};
use super::rig::{BODY, PATH, Rig, loaded, printed};

const ROUNDS: usize = 11;
const SECONDS: &str = "1";
const CLIENTS: &str = "64";

pub(super) fn measure(root: &Path) -> anyhow::Result<Measured> {
    let rig = Rig::build(root)?;
    let (mut rounds, mut batches) = (vec![], vec![]);
    let (mut alone, mut batches_alone) = (vec![], vec![]);
    for _ in 0..ROUNDS {
        // Both on the file system of the target folder: a temporary one may be in memory.
        let folder = tempfile::tempdir_in(root.join("target"))?;
        let folder = folder.path();
        let server = rig.serve(folder)?;
        let create = || {
            let load = ["--body", BODY, "--connections", CLIENTS];
            loaded(
                rig.load(&server.url, PATH, &load)
                    .args(["--seconds", SECONDS]),
            )
        };
        // The first second does not count, here as there: a log that grows costs more than one that is used again.
        create()?;
        let before = commits(&rig, folder)?;
        let load = create()?;
        let commits = f64::from(commits(&rig, folder)?.wrapping_sub(before));
        drop(server);
        ensure!(commits > 0.0, "nothing was committed");
        let batch = load.requests as f64 / commits;
        rounds.push((load.rate, plain(&rig, &folder.join("plain.db"), batch)?));
        batches.push(batch);

        let mut store = rig.part("creates");
        store.arg(folder.join("alone.db")).args([CLIENTS, SECONDS]);
        let store = printed(&mut store)?;
        let figures = store.split_once(' ').context("no two figures")?;
        let (rate, batch) = (figures.0.parse()?, figures.1.trim().parse()?);
        let beside = folder.join("beside-alone.db");
        alone.push((rate, plain(&rig, &beside, batch)?));
        batches_alone.push(batch);
    }
    let (batch, batch_alone) = (median(batches), median(batches_alone));
    Ok(Measured {
        how: format!(
            "`chat serve` over SQLite with `synchronous = FULL`, {CLIENTS} clients that each create one session after another, \
             {SECONDS} s after a first one; then as long a loop of grouped commits of the same rows on the same file system, with nothing \
             around it, as many rows a commit as the server reached ({batch:.0}); and once more for as many callers of the store in one \
             process, without a server ({batch_alone:.0} rows a commit). Medians of {ROUNDS} such rounds, each on \
             new files; the clients run on the same cores as the server. Profiled, it is the processor that bounds it and not \
             the disk: a create takes 36 µs of the two cores, of which the clients have 9, the server's sockets 8, the rest of \
             the server 11 and the thread that writes 8, while the loop has a core to itself and does nothing but write."
        ),
        versions: vec![format!("chat {}", env!("CARGO_PKG_VERSION"))],
        figures: [
            ("creates a second", rounds),
            (
                "the same by the store alone, 64 callers in its process",
                alone,
            ),
        ]
        .map(|(what, rounds)| {
            Figure::of_rounds(what.to_owned(), "plain loop", &rounds, Must::AtLeast(0.8))
        })
        .into(),
    })
}

/// How many rows a second a loop writes that commits so many at once.
fn plain(rig: &Rig, file: &Path, batch: f64) -> anyhow::Result<f64> {
    let mut plain = rig.part("commits");
    plain.arg(file).args([&format!("{batch:.0}"), SECONDS]);
    Ok(printed(&mut plain)?.trim().parse()?)
}

/// How many transactions a server has committed.
fn commits(rig: &Rig, data: &Path) -> anyhow::Result<u32> {
    let mut committed = rig.part("committed");
    let committed = printed(committed.arg(data.join("chat.db")))?;
    Ok(committed.trim().parse()?)
}
