//! What `cargo xtask bench` measures with: it is built with optimizations, which the chores are not.

mod commits;
mod creates;
mod fill;
mod load;
mod memory;
mod silent;
mod streams;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// What `cargo xtask bench` measures with.
#[derive(Debug, Parser)]
enum Rig {
    /// Write sessions to a new SQLite file in a plain loop of grouped commits, and print how many a second.
    Commits {
        path: PathBuf,
        batch: usize,
        seconds: u64,
    },
    /// Print how many transactions have been committed to a SQLite file that somebody has open.
    Committed { path: PathBuf },
    /// Create sessions in a new SQLite file through the store, and print how many a second, and how many shared a commit.
    Creates {
        path: PathBuf,
        callers: usize,
        seconds: u64,
    },
    /// Copy the only session of a server's SQLite file until there are so many.
    Fill { path: PathBuf, sessions: u64 },
    /// Make requests one after the other on each of some connections, and print how that went as JSON.
    Load(load::Arguments),
    /// Serve Create Session from a map, on one thread, by the generated router.
    Memory,
    /// Serve sessions whose answers never come.
    Silent { folder: PathBuf, sessions: usize },
    /// Open a stream in each session of `silent`, and hold them until stdin ends.
    Streams { address: String, streams: usize },
}

/// As `chat` has it.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The key that the servers accept.
const KEY: &str = "llx-bench-key-of-nobody";

fn main() -> ExitCode {
    let outcome = match Rig::parse() {
        Rig::Commits {
            path,
            batch,
            seconds,
        } => commits::run(&path, batch, seconds),
        Rig::Committed { path } => creates::committed(&path),
        Rig::Creates {
            path,
            callers,
            seconds,
        } => creates::run(&path, callers, seconds),
        Rig::Fill { path, sessions } => fill::run(&path, sessions),
        Rig::Load(arguments) => load::run(arguments),
        Rig::Memory => memory::run(),
        Rig::Silent { folder, sessions } => silent::run(&folder, sessions),
        Rig::Streams { address, streams } => streams::run(&address, streams),
    };
    outcome.map_or_else(
        |error| {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}
