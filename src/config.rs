//! `chat config`.

mod check;

use clap::{CommandFactory, Subcommand};

/// Look at the configuration of `chat serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Arguments),
}

/// Does what is to be done with the configuration of `P`.
pub(crate) fn run<P: CommandFactory>(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Check(arguments) => check::run::<P>(&arguments),
    }
}
