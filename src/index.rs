//! `chat index`.

mod add;
mod list;
mod remove;

use clap::Subcommand;

use crate::agent::indexes;
use crate::data_dir::DataDir;

/// Make, list and remove the indexes that answers are looked for in.
///
/// Indexes are kept in the data folder, where `chat serve` finds them: a change is seen by the next question.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Arguments),
    List(list::Arguments),
    Remove(remove::Arguments),
}

/// Does what is to be done with an index. It waits for the disk, and nothing else has to go on meanwhile.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Add(arguments) => add::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Remove(arguments) => remove::run(&arguments),
    }
}
