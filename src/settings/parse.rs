//! Flags, variables, the file and the defaults, brought together.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::builder::{OsStr, Resettable, Str, ValueParser};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory, Parser, ValueHint};

use super::Faults;
use super::file::File;
use super::known::{Known, deaf};

/// The name of the flag that names the file.
const CONFIG: &str = "config";
/// The variable that names the file.
const CONFIG_VARIABLE: &str = "CHAT_CONFIG";

/// The program's arguments. Ends the program where clap does: for help, and for wrong usage.
///
/// # Errors
/// Every fault of the variables and the file.
pub(crate) fn parse<P: Parser>() -> Result<P, Faults> {
    let known = Known::new(&P::command());
    let alone = deaf(dressed(P::command(), &known, None)).ignore_errors(true);
    let flags = alone.try_get_matches();
    // Help is wanted, or the version: that of the program as it is.
    let flags = flags.unwrap_or_else(|_| command::<P>().get_matches());
    let flags = innermost(&flags);

    let heard = |id: &str| match flags.try_contains_id(id) {
        Ok(false) => true,
        Ok(true) => flags.value_source(id) != Some(ValueSource::CommandLine),
        Err(_) => false,
    };
    let mut faults = wrong_variables(&known, heard);
    let path = flags.try_get_one::<PathBuf>(CONFIG);
    // A command that has no settings needs no file.
    let path = path.map_or(None, |flag| flag.cloned().or_else(named_by_variable));
    let file = path.map(|path| File::read(&path, &known)).transpose();
    let file = file.unwrap_or_else(|wrong| {
        faults.extend(wrong);
        None
    });
    Faults::none_of(faults)?;

    let matches = dressed(P::command(), &known, file.as_ref()).get_matches();
    Ok(P::from_arg_matches(&matches).unwrap_or_else(|error| error.exit()))
}

/// The program's commands, with `--config` at those that have settings.
pub(crate) fn command<P: CommandFactory>() -> Command {
    dressed(P::command(), &Known::new(&P::command()), None)
}

/// What `chat serve` would work with, started without flags.
pub(crate) struct InForce {
    known: Known,
    file: Option<File>,
    matches: ArgMatches,
}

/// Where a value comes from.
pub(crate) enum Source {
    Variable(String),
    /// A place in the file.
    File(String),
    Default,
}

impl InForce {
    /// Reads the variables and a file.
    ///
    /// # Errors
    /// Every fault of them.
    pub(crate) fn read<P: CommandFactory>(path: Option<&Path>) -> Result<Self, Faults> {
        let known = Known::new(&P::command());
        let file = path.map(|path| File::read(path, &known)).transpose();
        let mut faults = wrong_variables(&known, |_| true);
        let file = file.unwrap_or_else(|wrong| {
            faults.extend(wrong);
            None
        });
        Faults::none_of(faults)?;
        let program = dressed(P::command(), &known, file.as_ref());
        let matches = program.try_get_matches_from(["chat", "serve"]);
        let matches = matches.map_err(|error| Faults::one(anyhow!("{error}")))?;
        Ok(Self {
            matches: innermost(&matches).clone(),
            known,
            file,
        })
    }

    /// What `chat serve` parses.
    pub(crate) fn matches(&self) -> &ArgMatches {
        &self.matches
    }

    /// Each setting, with its values as they were written, and where they come from.
    pub(crate) fn settings(&self) -> impl Iterator<Item = (&Arg, Vec<String>, Source)> {
        self.known.iter().map(|setting| {
            let id = setting.get_id().as_str();
            let values = self.matches.get_raw(id).into_iter().flatten();
            let values = values.map(|value| value.to_string_lossy().into_owned());
            let key = setting.get_long().unwrap_or_default();
            let place = self.file.as_ref().and_then(|file| file.place(key));
            let source = match (self.matches.value_source(id), place) {
                (Some(ValueSource::EnvVariable), _) => Source::Variable(variable(setting)),
                (_, Some(place)) => Source::File(place),
                _ => Source::Default,
            };
            (setting, values.collect(), source)
        })
    }

    /// The variables that look like one of a setting, and are none.
    pub(crate) fn strange_variables(&self) -> Vec<String> {
        let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        let strange = names.filter(|name| {
            name.starts_with("CHAT_")
                && name != CONFIG_VARIABLE
                && self.known.iter().all(|setting| variable(setting) != *name)
        });
        let mut strange: Vec<_> = strange.collect();
        strange.sort();
        strange
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => f.write_str(name),
            Self::File(place) => f.write_str(place),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A command and those in it: what the file says is their default, `--config` is there where something can be said, and a
/// variable that is set to nothing is not set.
fn dressed(command: Command, known: &Known, file: Option<&File>) -> Command {
    let command = command
        .mut_subcommands(|command| dressed(command, known, file))
        .mut_args(|arg| {
            let texts = file.zip(arg.get_long());
            let texts = texts.and_then(|(file, key)| file.texts(key));
            let arg = match texts {
                Some(texts) => arg.default_values(texts.iter().map(OsString::from)),
                None => arg,
            };
            match arg.get_env().map(env::var_os) {
                Some(Some(value)) if value.is_empty() => arg.env(Resettable::<OsStr>::Reset),
                _ => arg,
            }
        });
    if command.get_arguments().any(|arg| known.has(arg)) {
        command.arg(config())
    } else {
        command
    }
}

fn config() -> Arg {
    Arg::new(CONFIG)
        .long(CONFIG)
        .env(CONFIG_VARIABLE)
        .value_name("FILE")
        .value_hint(ValueHint::FilePath)
        .value_parser(ValueParser::path_buf())
        .help_heading(Resettable::<Str>::Reset)
        .display_order(0)
        .help(
            "A TOML file that gives settings by the names of their flags. A flag comes before a variable, that before the file",
        )
}

/// What is wrong with the variables of the settings for which they are heard.
fn wrong_variables(known: &Known, heard: impl Fn(&str) -> bool) -> Vec<anyhow::Error> {
    let settings = known.iter().filter(|arg| heard(arg.get_id().as_str()));
    let wrong = settings.filter_map(|setting| {
        let name = variable(setting);
        let value = env::var(&name).ok().filter(|value| !value.is_empty())?;
        let why = known.refusal(setting, &[value])?;
        Some(anyhow!("{name}: {why}"))
    });
    wrong.collect()
}

fn variable(setting: &Arg) -> String {
    let name = setting.get_env().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn named_by_variable() -> Option<PathBuf> {
    let path = env::var_os(CONFIG_VARIABLE).filter(|path| !path.is_empty());
    path.map(PathBuf::from)
}

/// What the innermost command was given.
fn innermost(matches: &ArgMatches) -> &ArgMatches {
    let mut matches = matches;
    while let Some((_, inner)) = matches.subcommand() {
        matches = inner;
    }
    matches
}
