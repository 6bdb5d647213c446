//! Programs that run while others work.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, bail};

/// A running program that said where it listens. It ends with this.
pub(crate) struct Background {
    child: Child,
    /// What it says later has to go somewhere.
    _out: BufReader<ChildStdout>,
    pub(crate) url: String,
}

impl Background {
    /// Starts a program whose first line is `greeting` and a URL.
    pub(crate) fn start(command: &mut Command, greeting: &str) -> anyhow::Result<Self> {
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {:?}", command.get_program()))?;
        let Some(out) = child.stdout.take() else {
            bail!("{:?} has no output", command.get_program());
        };
        let mut background = Self {
            child,
            _out: BufReader::new(out),
            url: String::new(),
        };
        let mut line = String::new();
        background._out.read_line(&mut line)?;
        let Some(url) = line.trim_end().strip_prefix(greeting) else {
            bail!(
                "{:?} did not say where it listens, but {line:?}",
                command.get_program()
            );
        };
        background.url = url.to_owned();
        Ok(background)
    }
}

impl Background {
    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it with SIGKILL, which it does not hear. One that has ended stays so.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // It holds nothing that has to be ended in order.
        self.kill();
    }
}
