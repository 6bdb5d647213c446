//! LlamaCloud's chat sessions on your own machine: a server and a client in one program.

mod agent;
mod answer;
mod ask;
mod completions;
mod config;
mod create;
mod data_dir;
mod database;
mod delete;
mod export;
mod health;
mod import;
mod index;
mod keys;
mod list;
mod listen;
mod log;
mod migrate;
mod moment;
#[cfg(feature = "otel")]
mod otel;
mod progress;
mod project;
mod repl;
mod serve;
mod session;
mod settings;
mod show;
mod sources;
mod terminal;
mod turn;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::settings::Faults;

/// LlamaCloud's chat sessions on your own machine: a server and a client in one program.
#[derive(Debug, Parser)]
#[command(name = "chat", version, after_help = FIRST_STEPS)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const FIRST_STEPS: &str = "\
First steps:
  chat index add handbook ./docs             make an index of the files in a folder
  chat serve                                 serve the API; it prints what a client needs
  chat create --index-id handbook            create a session that is bound to the index
  chat ask SESSION \"What is the warranty?\"   ask in it
  chat repl --index-id handbook              or have a conversation in a new one

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl-C.";

#[derive(Debug, Subcommand)]
enum Command {
    Serve(Box<serve::Arguments>),
    Config(config::Arguments),
    Health(health::Arguments),
    Index(index::Arguments),
    Create(create::Arguments),
    List(list::Arguments),
    Show(show::Arguments),
    Delete(delete::Arguments),
    Ask(ask::Arguments),
    Repl(repl::Arguments),
    Migrate(migrate::Arguments),
    Export(export::Arguments),
    Import(import::Arguments),
    Completions(completions::Arguments),
}

/// Every request takes some dozens of pieces of memory, on whichever thread: this one is faster at that than the system's,
/// and an idle stream holds less.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match settings::parse::<Arguments>() {
        Ok(arguments) => arguments,
        Err(faults) => return failed(&faults.into()),
    };
    match run(arguments.command).await {
        Ok(code) => code,
        // Whoever read the output has read enough.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

/// Says what went wrong.
fn failed(error: &anyhow::Error) -> ExitCode {
    match error.downcast_ref::<Faults>() {
        Some(faults) => faults.iter().for_each(|fault| terminal::error(fault, None)),
        None => terminal::error(error, project::hint(error)),
    }
    ExitCode::FAILURE
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Ask(arguments) => return ask::run(arguments).await,
        Command::Delete(arguments) => return delete::run(arguments).await,
        Command::Repl(arguments) => return repl::run(arguments).await,
        Command::Serve(arguments) => serve::run(*arguments).await?,
        Command::Health(arguments) => health::run(arguments).await?,
        Command::Config(arguments) => config::run::<Arguments>(arguments)?,
        Command::Export(arguments) => export::run(arguments).await?,
        Command::Import(arguments) => import::run(arguments).await?,
        Command::Migrate(arguments) => migrate::run(arguments).await?,
        Command::Index(arguments) => index::run(arguments)?,
        Command::Create(arguments) => create::run(arguments).await?,
        Command::List(arguments) => list::run(arguments).await?,
        Command::Show(arguments) => show::run(arguments).await?,
        Command::Completions(arguments) => completions::run::<Arguments>(&arguments)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Only of stdout: what goes wrong on the way to a server is an error of its client.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
