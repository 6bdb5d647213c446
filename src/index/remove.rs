//! `chat index remove`.

use std::io::Write;

use serde_json::json;

use super::{DataDir, indexes};
use crate::terminal::json;

/// Remove an index.
///
/// The folder that it was made from stays as it is.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The index.
    name: String,
    /// Print what was removed as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data_dir: DataDir,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let name = &arguments.name;
    indexes(arguments.data_dir.path()).remove(name)?;
    if arguments.json {
        return json(&json!({"removed": name}));
    }
    writeln!(anstream::stdout(), "removed {name}")?;
    Ok(())
}
