//! Where the servers are, and what keeps their sessions.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::ensure;
use tempfile::TempDir;

use crate::background::Background;
use crate::program;

pub(super) const KEY: &str = "llx-faults";

/// The database of the server that is used.
const DATABASE: &str = "postgres";

/// A data folder with an index in it, and the database.
pub(super) struct Place {
    program: PathBuf,
    folder: TempDir,
    pub(super) postgres: Option<test_postgres::Server>,
}

impl Place {
    pub(super) fn sqlite(root: &Path) -> anyhow::Result<Self> {
        let place = Self {
            program: program::built(root, "chat")?,
            folder: tempfile::tempdir()?,
            postgres: None,
        };
        let index = place
            .chat()
            .args(["index", "add", "handbook"])
            .arg(root.join("xtask/conformance/handbook"))
            .stdout(Stdio::null())
            .status()?;
        ensure!(index.success(), "the index was not made: {index}");
        Ok(place)
    }

    pub(super) fn postgres(root: &Path, server: test_postgres::Server) -> anyhow::Result<Self> {
        Ok(Self {
            postgres: Some(server),
            ..Self::sqlite(root)?
        })
    }

    pub(super) fn name(&self) -> &'static str {
        match self.postgres {
            Some(_) => "PostgreSQL",
            None => "SQLite",
        }
    }

    /// Starts a server, which is killed with SIGKILL when it is dropped.
    pub(super) fn serve(&self) -> anyhow::Result<Background> {
        let mut command = self.chat();
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--api-key", KEY])
            // Turns that fail are logged, and many have to.
            .env("CHAT_LOG", "off");
        if let Some(server) = &self.postgres {
            command.env("CHAT_DATABASE_URL", server.url(DATABASE));
        }
        Background::start(&mut command, "chat is listening on ")
    }

    /// Cuts all connections to the database.
    pub(super) fn cut_connections(&self) {
        if let Some(server) = &self.postgres {
            server.cut_connections(DATABASE);
        }
    }

    /// The program, with nothing of the caller's own configuration.
    fn chat(&self) -> Command {
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CHAT_") {
                command.env_remove(name);
            }
        }
        command.env("CHAT_DATA_DIR", self.folder.path());
        command
    }
}
