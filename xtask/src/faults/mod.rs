//! `cargo xtask faults`: nothing that a client was told is lost, whatever is killed.
//!
//! Rounds of load over real HTTP, each of which ends with a fault at a random moment. What clients were told is written down,
//! and held against what the server shows afterwards.

mod check;
mod client;
mod fault;
mod ledger;
mod place;
mod rounds;

use std::path::Path;
use std::process::ExitCode;

/// How it is tried.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How many faults, on SQLite and on PostgreSQL each.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    kills: u32,
    /// What the moments and the kinds of faults are drawn from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Tries both engines, and prints a table.
pub(crate) fn faults(root: &Path, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Runtime::new()?;
    let mut outcomes = Vec::new();
    let sqlite = place::Place::sqlite(root)?;
    outcomes.push(runtime.block_on(rounds::run(sqlite, arguments.kills, arguments.seed))?);
    // Where there is none, that was said.
    if let Some(server) = test_postgres::server() {
        let postgres = place::Place::postgres(root, server)?;
        outcomes.push(runtime.block_on(rounds::run(postgres, arguments.kills, arguments.seed))?);
    }
    println!(
        "\n{:<12}{:<56}{:>10}{:>8}{:>8}{:>13}{:>8}",
        "", "faults", "sessions", "turns", "events", "interrupted", "lost"
    );
    for outcome in &outcomes {
        println!("{outcome}");
    }
    let losses: Vec<_> = outcomes
        .iter()
        .flat_map(|outcome| &outcome.losses)
        .collect();
    for loss in &losses {
        println!("{loss}");
    }
    Ok(if losses.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
