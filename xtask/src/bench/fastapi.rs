//! Create Session in memory, beside FastAPI: what the real service is built with.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::figure::Measured;
use super::in_memory::{self, HOW, Server};
use super::process::on_core;
use super::rig::{KEY, Rig, printed};
use crate::background::Background;
use crate::command::run;

const NEEDED: &str =
    "install Python 3.10 or newer with venv (Debian: apt-get install python3-venv)";
const VERSIONS: &str = "import sys, fastapi, uvicorn, pydantic; print(f'Python {sys.version.split()[0]}, FastAPI \
    {fastapi.__version__}, pydantic {pydantic.VERSION}, uvicorn {uvicorn.__version__} with uvloop and httptools')";

pub(super) fn measure(root: &Path) -> anyhow::Result<Measured> {
    let rig = Rig::build(root)?;
    let python = install(root)?;
    let mut peer = Command::new(&python);
    peer.arg(root.join("xtask/bench/create_session.py"))
        .arg(KEY);
    let peer = Background::start(&mut on_core(0, &peer), "listening on http://")?;
    let ours = in_memory::generated(&rig)?;
    let figures = in_memory::compare(
        &rig,
        Server(&ours.url, ours.id()),
        "FastAPI",
        Server(&peer.url, peer.id()),
        20.0,
    )?;
    Ok(Measured {
        how: format!(
            "The generated router, its decoding and its checks, over a map; FastAPI with the same model and checks over a \
             dictionary (`xtask/bench/create_session.py`), one worker. {HOW}."
        ),
        versions: vec![
            format!("chat {}", env!("CARGO_PKG_VERSION")),
            printed(Command::new(&python).args(["-c", VERSIONS]))?
                .trim()
                .to_owned(),
        ],
        figures: figures.into(),
    })
}

/// The interpreter of an environment with the packages.
fn install(root: &Path) -> anyhow::Result<PathBuf> {
    let folder = root.join("target/peers/fastapi");
    run(
        Command::new("python3").args(["-m", "venv"]).arg(&folder),
        NEEDED,
    )?;
    let python = folder.join("bin/python");
    run(
        Command::new(&python).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "fastapi",
            "uvicorn[standard]",
        ]),
        NEEDED,
    )?;
    Ok(python)
}
