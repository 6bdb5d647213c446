//! The programs that are measured, built with optimizations, and what measures them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, ensure};
use serde::Deserialize;

use crate::background::Background;
use crate::program::optimised;

/// The key that all servers accept.
pub(super) const KEY: &str = "llx-bench-key-of-nobody";
const GREETING: &str = "chat is listening on http://";

/// Creates a session.
pub(super) const PATH: &str = "/api/v1/chat?project_id=6ba7b810-9dad-11d1-80b4-00c04fd430c8";
pub(super) const BODY: &str = r#"{"index_ids":["idx-abc123","idx-def456"]}"#;

/// The release builds.
pub(super) struct Rig {
    chat: PathBuf,
    rig: PathBuf,
}

/// How a load went.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Load {
    /// How many requests a second were answered.
    pub(super) rate: f64,
    /// How many they were.
    pub(super) requests: u64,
    /// The median of how long they took, in microseconds.
    pub(super) micros: f64,
}

impl Rig {
    /// Builds them.
    pub(super) fn build(root: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            chat: optimised(root, "chat")?,
            rig: optimised(root, "bench-rig")?,
        })
    }

    /// `chat serve`, about to be started, with nothing of the caller's own configuration.
    pub(super) fn chat(&self, data: &Path) -> Command {
        let mut command = Command::new(&self.chat);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CHAT_") {
                command.env_remove(name);
            }
        }
        command
            .args(["serve", "--api-key", KEY])
            .arg("--data-dir")
            .arg(data)
            .env("CHAT_LOG", "error");
        command
    }

    /// Starts `chat serve`; its `url` is a host and a port.
    pub(super) fn serve(&self, data: &Path) -> anyhow::Result<Background> {
        self.start(&mut self.chat(data))
    }

    /// Starts what [`Self::chat`] gave.
    pub(super) fn start(&self, chat: &mut Command) -> anyhow::Result<Background> {
        Background::start(chat.args(["--listen", "127.0.0.1:0"]), GREETING)
    }

    /// A part of the rig, about to be run.
    pub(super) fn part(&self, name: &str) -> Command {
        let mut command = Command::new(&self.rig);
        command.arg(name);
        command
    }

    /// What gets a path of a server for some seconds, or posts to it, about to be run by [`loaded`]; `more` is what else
    /// `bench-rig load` takes.
    pub(super) fn load(&self, address: &str, path: &str, more: &[&str]) -> Command {
        let mut load = self.part("load");
        load.args([address, path]).args(more);
        load
    }
}

/// Runs a load.
pub(super) fn loaded(load: &mut Command) -> anyhow::Result<Load> {
    Ok(serde_json::from_str(&printed(load)?)?)
}

/// What a command prints, which has to succeed.
pub(super) fn printed(command: &mut Command) -> anyhow::Result<String> {
    let Output { status, stdout, .. } = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot run {:?}", command.get_program()))?;
    ensure!(status.success(), "{command:?} failed: {status}");
    Ok(String::from_utf8(stdout)?)
}
