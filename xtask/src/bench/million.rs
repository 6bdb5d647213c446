//! Whether the server stays as fast with very many sessions.

use std::path::Path;

use super::figure::{Figure, Measured, Must};
use super::rig::{BODY, PATH, Rig, loaded, printed};
use crate::background::Background;

const FEW: &str = "1000";
const MANY: &str = "1000000";
const ROUNDS: usize = 7;

pub(super) fn measure(root: &Path) -> anyhow::Result<Measured> {
    let rig = Rig::build(root)?;
    let folder = tempfile::tempdir_in(root.join("target"))?;
    let few = filled(&rig, &folder.path().join("few"), FEW)?;
    let many = filled(&rig, &folder.path().join("many"), MANY)?;
    let get = PATH.replace("chat?", "chat/ses-{}?");
    let list = format!("{PATH}&page_size=50");
    let mut figures = Vec::new();
    for (what, path) in [("get", get), ("list, a page of 50", list)] {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let few = loaded(&mut rig.load(&few.url, &path, &["--below", FEW]))?.micros;
            let many = loaded(&mut rig.load(&many.url, &path, &["--below", MANY]))?.micros;
            rounds.push((many, few));
        }
        let (what, must) = (format!("{what}, µs"), Must::AtMost(1.3));
        figures.push(Figure::of_rounds(what, "1,000 sessions", &rounds, must));
    }
    Ok(Measured {
        how: format!(
            "`chat serve` over SQLite files with 1,000,000 and with 1,000 sessions of one project, written by SQL; one client, \
             the median latency of 3 s of requests, of random sessions where one is got, of the first page where they are \
             listed. Medians of {ROUNDS} rounds, the two in turn."
        ),
        versions: vec![format!("chat {}", env!("CARGO_PKG_VERSION"))],
        figures,
    })
}

/// A server over a file with so many sessions.
fn filled(rig: &Rig, data: &Path, sessions: &str) -> anyhow::Result<Background> {
    let server = rig.serve(data)?;
    loaded(&mut rig.load(&server.url, PATH, &["--body", BODY, "--seconds", "0"]))?;
    printed(rig.part("fill").arg(data.join("chat.db")).arg(sessions))?;
    Ok(server)
}
