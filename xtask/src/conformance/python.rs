//! A virtual environment with what the judges in Python need.

use std::path::PathBuf;
use std::process::Command;

use super::place::Place;
use crate::command::run;

const NEEDED: &str =
    "install Python 3.10 or newer with its venv module (Debian: apt-get install python3-venv)";
const FETCHED: &str = "see what pip says above; packages come from PyPI by name";

/// A virtual environment.
pub(super) struct Python {
    pub(super) interpreter: PathBuf,
}

impl Python {
    /// The environment of xtask/conformance/requirements.txt, made if it is not there.
    pub(super) fn environment(place: &Place) -> anyhow::Result<Self> {
        let folder = place.work.join("venv");
        let python = Self {
            interpreter: folder.join("bin/python"),
        };
        // Without its pip it was not made to the end; without its interpreter, which is a link, that was moved away.
        if !folder.join("bin/pip").exists() || !python.interpreter.exists() {
            run(
                Command::new("python3")
                    .args(["-m", "venv", "--clear"])
                    .arg(&folder),
                NEEDED,
            )?;
        }
        let requirements = place.scripts.join("requirements.txt");
        run(
            python.pip("install").arg("--requirement").arg(requirements),
            FETCHED,
        )?;
        Ok(python)
    }

    /// Fetches a package's source into the folder that is worked in.
    pub(super) fn fetch_source(&self, package: &str, place: &Place) -> anyhow::Result<()> {
        let only_source = ["--no-deps", "--no-binary", ":all:"];
        run(
            self.pip("download")
                .args(only_source)
                .arg(package)
                .current_dir(&place.work),
            FETCHED,
        )
    }

    fn pip(&self, verb: &str) -> Command {
        let mut command = Command::new(&self.interpreter);
        command.args(["-m", "pip", verb, "--quiet", "--disable-pip-version-check"]);
        command
    }
}
