//! LlamaCloud's chat sessions on your own machine: a server and a client in one program.

mod agent;
mod create;
mod keys;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// LlamaCloud's chat sessions on your own machine: a server and a client in one program.
#[derive(Debug, Parser)]
#[command(
    name = "chat",
    version,
    after_help = "Exit codes: 0 done, 1 failed, 2 wrong usage.\n\nBegin with `chat serve`; it prints what a client needs."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API.
    Serve(serve::Arguments),
    /// Create a chat session.
    Create(create::Arguments),
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Serve(arguments) => serve::run(arguments).await,
        Command::Create(arguments) => create::run(arguments).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
