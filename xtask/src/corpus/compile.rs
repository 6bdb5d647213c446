//! The crates of the corpus, compiled with warnings denied.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::Context;
use openapi_bindgen::Ends;
use openapi_bindgen::package::{Package, Runtime};

use super::document::Row;
use crate::program::cargo;

/// The folder of the crates. They are a workspace's, one at a time, to share what they depend on.
pub(super) struct Scratch {
    folder: PathBuf,
    runtime: PathBuf,
}

/// What came of a crate.
pub(super) struct Compiled {
    pub(super) seconds: f64,
    /// The first thing that the compiler says, when it is not content.
    pub(super) error: Option<String>,
}

impl Scratch {
    /// An empty workspace, with the versions that the project is locked to.
    pub(super) fn new(root: &Path) -> anyhow::Result<Self> {
        let folder = root.join("target/corpus");
        let sources = folder.join("crates");
        if sources.exists() {
            std::fs::remove_dir_all(&sources)?;
        }
        std::fs::create_dir_all(&sources)?;
        std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let runtime = root.join("crates/openapi-runtime");
        Ok(Self { folder, runtime })
    }

    /// The folder of a document's crate.
    pub(super) fn crate_of(&self, name: &str) -> PathBuf {
        self.folder.join("crates").join(crate_name(name))
    }

    pub(super) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = cargo();
        cargo
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_INCREMENTAL", "0")
            .env("RUSTFLAGS", "-Dwarnings");
        cargo
    }

    /// Writes the manifest of a crate whose sources have been written, and makes it the workspace's. Gives its name and
    /// the features that it has.
    pub(super) fn enter(&self, row: &Row, tests: bool) -> anyhow::Result<(String, &'static str)> {
        let sources = self.crate_of(&row.name).join("src");
        let mut hooks = ["webhooks", "callbacks"].iter();
        let has_hooks = hooks.any(|module| sources.join(module).exists());
        let features = if has_hooks {
            "client,server,webhooks"
        } else {
            "client,server"
        };
        let package = Package {
            name: crate_name(&row.name),
            ends: Ends::default(),
            default_features: Vec::new(),
            webhooks: has_hooks,
            tests,
            mock: false,
            // One runtime for all.
            values: Runtime::VALUES.into(),
            runtime: Runtime::Folder(self.runtime.clone()),
        };
        let manifest = self.crate_of(&row.name).join("Cargo.toml");
        std::fs::write(manifest, package.manifest())?;
        let workspace = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/{}\"]\n",
            package.name
        );
        std::fs::write(self.folder.join("Cargo.toml"), workspace)?;
        Ok((package.name, features))
    }

    /// Removes what was built of a crate: all of them together would fill a disk.
    pub(super) fn leave(&self, name: &str) -> anyhow::Result<()> {
        self.cargo(&["clean", "--quiet", "--package", name])
            .status()
            .context("cannot run cargo")?;
        Ok(())
    }

    /// Compiles a crate whose sources have been written, both ends of it.
    pub(super) fn compile(&self, row: &Row) -> anyhow::Result<Compiled> {
        let (name, features) = self.enter(row, false)?;
        let begun = Instant::now();
        let output = self
            .cargo(&["build", "--features", features, "--package", &name])
            .output()
            .context("cannot run cargo")?;
        let seconds = begun.elapsed().as_secs_f64();
        self.leave(&name)?;
        let told = String::from_utf8_lossy(&output.stderr);
        let lines = told.lines();
        let error =
            lines.skip_while(|line| !(line.starts_with("error") || line.starts_with("warning")));
        let error: Vec<_> = error.take(8).collect();
        Ok(Compiled {
            seconds,
            error: (!output.status.success()).then(|| error.join("\n")),
        })
    }
}

pub(super) fn crate_name(document: &str) -> String {
    let stem = document.rsplit_once('.').map_or(document, |(stem, _)| stem);
    let name: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    format!("corpus-{}", name.to_ascii_lowercase())
}
