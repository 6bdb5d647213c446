//! `chat completions`.

use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::settings;

/// Print what makes a shell complete this program's commands.
///
/// For example, with bash: `chat completions bash > ~/.local/share/bash-completion/completions/chat`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The shell.
    shell: Shell,
}

/// Prints the completions of `P`.
pub(crate) fn run<P: CommandFactory>(arguments: &Arguments) -> anyhow::Result<()> {
    // Written by ourselves: what writes directly panics where nobody reads on.
    let mut script = Vec::new();
    let mut program = settings::command::<P>();
    clap_complete::generate(arguments.shell, &mut program, "chat", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(())
}
