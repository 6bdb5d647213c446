//! The settings that there are: the flags of `chat serve` that have a variable.

use std::any::TypeId;
use std::error::Error as _;
use std::num::{NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize};

use clap::builder::{OsStr, Resettable};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use toml::de::DeValue;

/// The settings, by the command that takes all of them.
pub(crate) struct Known {
    /// `chat serve`, deaf to variables.
    serve: Command,
    args: Vec<Arg>,
}

impl Known {
    /// The settings of a program.
    pub(crate) fn new(program: &Command) -> Self {
        let serve = program.find_subcommand("serve").cloned();
        let serve = serve.unwrap_or_else(|| Command::new("serve"));
        let args = serve.get_arguments();
        let args = args.filter(|arg| arg.get_env().is_some() && arg.get_long().is_some());
        Self {
            args: args.cloned().collect(),
            serve: deaf(serve).no_binary_name(true),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arg> {
        self.args.iter()
    }

    /// The setting of a key, which is the name of its flag.
    pub(crate) fn find(&self, key: &str) -> Option<&Arg> {
        self.args.iter().find(|arg| arg.get_long() == Some(key))
    }

    /// Whether a command's argument is a setting.
    pub(crate) fn has(&self, arg: &Arg) -> bool {
        arg.get_long().is_some_and(|long| self.find(long).is_some())
    }

    /// Why there is no setting of that name, and which may be meant.
    pub(super) fn unknown(&self, key: &str) -> String {
        let refused = self
            .serve
            .clone()
            .try_get_matches_from([format!("--{key}=")]);
        let suggested =
            refused
                .err()
                .and_then(|error| match error.get(ContextKind::SuggestedArg)? {
                    ContextValue::String(flag) => Some(flag.trim_start_matches('-').to_owned()),
                    _ => None,
                });
        match suggested.filter(|key| self.find(key).is_some()) {
            Some(meant) => format!("there is no setting `{key}`: is `{meant}` meant?"),
            None => format!(
                "there is no setting `{key}`: a key is the name of one of the flags that `chat serve --help` lists"
            ),
        }
    }

    /// Why a setting cannot have a value; nothing when it can.
    pub(super) fn refusal(&self, setting: &Arg, texts: &[String]) -> Option<String> {
        let flag = setting.get_long()?;
        let flags = texts.iter().map(|text| format!("--{flag}={text}"));
        let error = self.serve.clone().try_get_matches_from(flags).err()?;
        let why = match (error.kind(), error.get(ContextKind::ValidValue)) {
            (ErrorKind::InvalidValue, Some(ContextValue::Strings(valid))) => {
                format!("it is one of {}", valid.join(", "))
            }
            (ErrorKind::ValueValidation, _) => error.source()?.to_string(),
            // It is a matter of several settings: what is said of the whole says it better.
            _ => return None,
        };
        Some(explained(setting, &why))
    }
}

/// What is wrong with a setting, and what it is for: the first sentence of its help.
fn explained(setting: &Arg, why: &str) -> String {
    let help = setting.get_help().map(ToString::to_string);
    let help = help.unwrap_or_default();
    let purpose = help.split(". ").next().unwrap_or_default();
    format!("{why}. {purpose}")
}

/// A command that hears no variables.
pub(super) fn deaf(command: Command) -> Command {
    command
        .mut_subcommands(deaf)
        .mut_args(|arg| arg.env(Resettable::<OsStr>::Reset))
}

/// The value of a file as a flag would have it.
///
/// # Errors
/// The sentence that says what would be of the right type.
pub(super) fn texts(setting: &Arg, value: &DeValue<'_>) -> Result<Vec<String>, String> {
    let number = is_number(setting);
    let one = |value: &DeValue<'_>| match value {
        DeValue::String(text) if !number => Some(text.to_string()),
        DeValue::Float(float) if number => Some(float.as_str().to_owned()),
        DeValue::Integer(integer) if number => Some(
            i128::from_str_radix(integer.as_str(), integer.radix())
                .map_or_else(|_| integer.to_string(), |integer| integer.to_string()),
        ),
        _ => None,
    };
    let (texts, wanted) = match (setting.get_action(), value) {
        (ArgAction::Append, DeValue::Array(items)) => {
            let items = items.iter().map(|item| one(item.get_ref()));
            (items.collect(), "a list of strings")
        }
        (ArgAction::Append, _) => (None, "a list of strings"),
        (ArgAction::SetTrue, DeValue::Boolean(value)) => (Some(vec![value.to_string()]), ""),
        (ArgAction::SetTrue, _) => (None, "true or false"),
        _ if number => (one(value).map(|text| vec![text]), "a number"),
        _ => (one(value).map(|text| vec![text]), "a string"),
    };
    texts.ok_or_else(|| explained(setting, &format!("it is {wanted}, not {}", named(value))))
}

fn is_number(setting: &Arg) -> bool {
    let numbers = [
        TypeId::of::<u16>(),
        TypeId::of::<u32>(),
        TypeId::of::<u64>(),
        TypeId::of::<usize>(),
        TypeId::of::<NonZeroU16>(),
        TypeId::of::<NonZeroU32>(),
        TypeId::of::<NonZeroU64>(),
        TypeId::of::<NonZeroUsize>(),
        TypeId::of::<f64>(),
    ];
    let found = setting.get_value_parser().type_id();
    numbers.iter().any(|number| found == *number)
}

fn named(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "such a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Known;

    #[test]
    fn every_flag_of_the_server_is_a_setting() {
        let program = crate::Arguments::command();
        let known = Known::new(&program);
        let serve = program.find_subcommand("serve").unwrap();
        for arg in serve.get_arguments() {
            assert!(known.has(arg), "{arg} has no variable");
        }
        for setting in known.iter() {
            let key = setting.get_long().unwrap();
            let variable = format!("CHAT_{}", key.to_uppercase().replace('-', "_"));
            assert_eq!(setting.get_env().unwrap(), variable.as_str(), "{key}");
        }
    }
}
