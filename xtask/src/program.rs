//! The programs of this workspace that are judged, tried and measured.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::command::run;

/// The cargo that runs this.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Builds the program of a package, and says where it is.
pub(crate) fn built(root: &Path, package: &str) -> anyhow::Result<PathBuf> {
    build(root, &["--package", package])?;
    // Beside this one, wherever that is.
    Ok(std::env::current_exe()?.with_file_name(file_name(package)))
}

/// Builds it as it is shipped: times are to mean something.
pub(crate) fn optimised(root: &Path, package: &str) -> anyhow::Result<PathBuf> {
    build(root, &["--release", "--package", package])?;
    // This program is in a folder of the target folder, wherever that is.
    let here = std::env::current_exe()?;
    let target = here.parent().and_then(Path::parent);
    let target = target.context("this program is in no target folder")?;
    Ok(target.join("release").join(file_name(package)))
}

fn build(root: &Path, what: &[&str]) -> anyhow::Result<()> {
    run(
        cargo()
            .args(["build", "--quiet"])
            .args(what)
            .current_dir(root),
        "the program has to build first",
    )
}

fn file_name(package: &str) -> String {
    format!("{package}{}", std::env::consts::EXE_SUFFIX)
}
