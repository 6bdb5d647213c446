//! Where things are.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// The folders that the judges work in.
pub(super) struct Place {
    /// The root of the workspace.
    pub(super) root: PathBuf,
    /// The scripts and what they are configured with.
    pub(super) scripts: PathBuf,
    /// What is fetched and made.
    pub(super) work: PathBuf,
}

impl Place {
    pub(super) fn new(root: &Path) -> anyhow::Result<Self> {
        let work = root.join("target/conformance");
        fs::create_dir_all(&work).with_context(|| format!("cannot make {}", work.display()))?;
        Ok(Self {
            root: root.to_path_buf(),
            scripts: root.join("xtask/conformance"),
            work,
        })
    }
}
