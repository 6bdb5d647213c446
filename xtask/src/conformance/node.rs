//! The packages of npm: the vendor's, and what drives a browser.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context;

use super::place::Place;
use crate::command::run;

const NEEDED: &str = "install Node.js 18 or newer with npm (Debian: apt-get install nodejs npm); the packages come from npm by name";
/// A module finds packages beside itself, so the scripts go where the packages are.
const SCRIPTS: &[&str] = &[
    "package.json",
    "driver.mjs",
    "cases.mjs",
    "page.mjs",
    "refusals.json",
];

/// A folder with the scripts and the packages that they call.
pub(super) struct Node {
    folder: PathBuf,
}

impl Node {
    /// Makes the folder, or brings it up to date.
    pub(super) fn folder(place: &Place) -> anyhow::Result<Self> {
        let folder = place.work.join("npm");
        fs::create_dir_all(&folder)?;
        for name in SCRIPTS {
            fs::copy(place.scripts.join(name), folder.join(name))
                .with_context(|| format!("cannot copy {name}"))?;
        }
        let install = "install --silent --no-audit --no-fund --no-package-lock";
        run(
            Command::new("npm")
                .args(install.split(' '))
                .current_dir(&folder),
            NEEDED,
        )?;
        Ok(Self { folder })
    }

    /// A script, about to be run.
    pub(super) fn script(&self, name: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(name).current_dir(&self.folder);
        command
    }
}
