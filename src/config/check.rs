//! `chat config check`.

use std::io::{self, Write};
use std::path::PathBuf;

use anstyle::Style;
use clap::{CommandFactory, FromArgMatches, ValueHint};

use crate::serve;
use crate::settings::InForce;
use crate::terminal::{Align, DIM, line, note, table, width};

/// Tell whether a configuration is usable, and what it comes to.
///
/// Reads the variables and the file as `chat serve` does, and shows each setting with its value and where that comes from.
/// What is secret is not shown. Nothing is started, nothing is called, and nothing is left behind.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The file; without it, the variables and the defaults are looked at alone.
    #[arg(env = "CHAT_CONFIG", value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,
}

/// Shows the settings of `P`, and fails when its server could not start with them.
pub(crate) fn run<P: CommandFactory>(arguments: &Arguments) -> anyhow::Result<()> {
    let file = arguments.file.as_deref();
    let file = file.filter(|file| !file.as_os_str().is_empty());
    let in_force = InForce::read::<P>(file)?;
    let rows = in_force.settings().map(|(setting, values, source)| {
        let value = match values.as_slice() {
            [] => String::new(),
            [_] if setting.is_hide_env_values_set() => "(hidden)".to_owned(),
            values if setting.is_hide_env_values_set() => format!("({} hidden)", values.len()),
            values => line(&values.join(", ")),
        };
        let source = match values.is_empty() {
            true => "not set".to_owned(),
            false => line(&source.to_string()),
        };
        let key = setting.get_long().unwrap_or_default().to_owned();
        [(Style::new(), key), (Style::new(), value), (DIM, source)]
    });
    let rows: Vec<_> = rows.collect();
    let mut out = anstream::stdout().lock();
    table(&mut out, [Align::Left; 3], &rows, width(&io::stdout()))?;
    for name in in_force.strange_variables() {
        note(&format!("{name} is the variable of no setting."));
    }
    serve::Arguments::from_arg_matches(in_force.matches())?.check()?;
    writeln!(out, "\nThis configuration can be used.")?;
    Ok(())
}
