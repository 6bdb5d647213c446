//! The programs of this workspace that are judged and tried.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::run;

/// Builds the program of a package, and says where it is.
pub(crate) fn built(root: &Path, package: &str) -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    run(
        Command::new(cargo)
            .args(["build", "--quiet", "--package", package])
            .current_dir(root),
        "the program has to build first",
    )?;
    // Beside this one, wherever that is.
    let name = format!("{package}{}", std::env::consts::EXE_SUFFIX);
    Ok(std::env::current_exe()?.with_file_name(name))
}
