//! What is said in a conversation, line by line.

use std::io::{self, IsTerminal};
use std::thread;

use anyhow::Context;
use rustyline::DefaultEditor;
use rustyline::config::Config;
use rustyline::error::ReadlineError;
use tokio::sync::mpsc;

use crate::terminal::line;

/// Where questions come from.
pub(super) enum Prompts {
    /// From somebody at a terminal, who can edit them.
    Edited(Box<DefaultEditor>),
    /// From a pipe or a file.
    Piped(mpsc::Receiver<io::Result<String>>),
}

/// What comes next.
pub(super) enum Next {
    Prompt(String),
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D, or the end of the file.
    End,
}

impl Prompts {
    /// They are edited where stdin and stdout are a terminal.
    pub(super) fn open() -> anyhow::Result<Self> {
        if io::stdin().is_terminal() && io::stdout().is_terminal() {
            let config = Config::builder().auto_add_history(true).build();
            let editor = DefaultEditor::with_config(config)?;
            return Ok(Self::Edited(Box::new(editor)));
        }
        // On a thread of its own, which nobody has to wait for: reading cannot be broken off.
        let (sender, receiver) = mpsc::channel(1);
        thread::spawn(move || {
            for line in io::stdin().lines() {
                if sender.blocking_send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Self::Piped(receiver))
    }

    pub(super) fn are_edited(&self) -> bool {
        matches!(self, Self::Edited(_))
    }

    /// Lets the arrow keys find what was said before.
    pub(super) fn remember(&mut self, prompts: &[String]) -> anyhow::Result<()> {
        if let Self::Edited(editor) = self {
            for prompt in prompts {
                editor.add_history_entry(line(prompt))?;
            }
        }
        Ok(())
    }

    /// The next question that is not blank.
    pub(super) async fn next(&mut self) -> anyhow::Result<Next> {
        loop {
            match self.line().await? {
                Next::Prompt(prompt) if prompt.trim().is_empty() => {}
                next => return Ok(next),
            }
        }
    }

    async fn line(&mut self) -> anyhow::Result<Next> {
        match self {
            // Nothing else has to go on in this task meanwhile.
            Self::Edited(editor) => match editor.readline("> ") {
                Ok(prompt) => Ok(Next::Prompt(prompt)),
                Err(ReadlineError::Interrupted) => Ok(Next::Interrupted),
                Err(ReadlineError::Eof) => Ok(Next::End),
                Err(error) => Err(error).context("cannot read from the terminal"),
            },
            Self::Piped(lines) => tokio::select! {
                biased;
                Ok(()) = tokio::signal::ctrl_c() => Ok(Next::Interrupted),
                line = lines.recv() => match line {
                    Some(Ok(prompt)) => Ok(Next::Prompt(prompt)),
                    Some(Err(error)) => Err(error).context("cannot read from stdin"),
                    None => Ok(Next::End),
                },
            },
        }
    }
}
