//! openapi-to-rust, the widest of the generators in Rust, as its users install it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

use crate::program::cargo;

/// The version that figures are of.
pub(super) const VERSION: &str = "0.23.0";

/// The program, installed below the target folder where it is not there yet.
pub(super) fn install(root: &Path) -> anyhow::Result<PathBuf> {
    let folder = root.join("target/peers");
    let program = folder.join(format!(
        "bin/openapi-to-rust{}",
        std::env::consts::EXE_SUFFIX
    ));
    if !program.exists() {
        let status = cargo()
            .args([
                "install",
                "--quiet",
                "openapi-to-rust",
                "--version",
                VERSION,
            ])
            .arg("--root")
            .arg(&folder)
            .arg("--target-dir")
            .arg(folder.join("build"))
            .status()
            .context("cannot run cargo")?;
        ensure!(status.success(), "openapi-to-rust cannot be installed");
    }
    Ok(program)
}

/// What makes the client of a document, and writes it to a folder.
pub(super) fn command(program: &Path, document: &Path, out: &Path) -> anyhow::Result<Command> {
    let text = |path: &Path| serde_json::to_string(&path.to_string_lossy());
    let document = text(&std::path::absolute(document)?)?;
    let generated = text(&out.join("generated"))?;
    let settings = format!(
        "[generator]\nspec_path = {document}\noutput_dir = {generated}\nmodule_name = \"api\"\n\n\
         [features]\nenable_async_client = true\n"
    );
    let file = out.join("openapi-to-rust.toml");
    std::fs::write(&file, settings)?;
    let mut command = Command::new(program);
    command
        .args(["generate", "--config"])
        .arg(&file)
        .current_dir(out)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    Ok(command)
}
