//! The data folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Where everything is kept.
#[derive(Debug, clap::Args)]
pub(crate) struct DataDir {
    /// Where everything is kept: sessions, indexes, and the key that a first start of the server makes.
    #[arg(
        long = "data-dir",
        env = "CHAT_DATA_DIR",
        value_name = "FOLDER",
        default_value = "data",
        value_hint = clap::ValueHint::DirPath
    )]
    path: PathBuf,
}

impl DataDir {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the folder can be written, or made. Nothing is left behind.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        let there = self.path.ancestors().map(|path| match path.as_os_str() {
            empty if empty.is_empty() => Path::new("."),
            _ => path,
        });
        let nearest = there.into_iter().find(|path| path.exists());
        let nearest = nearest.unwrap_or(&self.path);
        let made = tempfile::tempfile_in(nearest);
        made.map(drop).with_context(|| {
            format!(
                "the data folder {} cannot be used, for nothing can be written to {}: choose another with --data-dir",
                self.path.display(),
                nearest.display()
            )
        })
    }

    /// Makes the folder, which nobody but its owner has to look into.
    pub(crate) fn make(&self) -> anyhow::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.path)
            .with_context(|| format!("cannot make the data folder {}", self.path.display()))
    }
}
