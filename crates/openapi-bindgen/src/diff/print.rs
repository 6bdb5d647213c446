//! A comparison, written for people and for programs. The last line says the step of the version.

use serde_json::json;

use super::change::{Change, Code, Place, Verdicts, Wire};
use super::compare::Comparison;
use super::semver::Step;

/// How a comparison is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For a changelog.
    Markdown,
    /// For programs: a JSON object a line.
    Json,
    /// For GitHub Actions: a workflow command a line, which it shows beside the new document.
    Github,
}

/// Writes a comparison, a line break at its end.
pub fn print(comparison: &Comparison, format: Format) -> String {
    match format {
        Format::Text => text(comparison),
        Format::Markdown => markdown(comparison),
        Format::Json => json(comparison),
        Format::Github => github(comparison),
    }
}

fn text(comparison: &Comparison) -> String {
    let mut text = String::new();
    for change in &comparison.changes {
        let Verdicts {
            wire,
            caller,
            implementor,
        } = change.verdicts;
        let kind = if change.is_breaking() {
            "breaking"
        } else {
            "change"
        };
        text.push_str(&format!(
            "{kind}[{}]: {}\n  old: {}\n  new: {}\n  wire: {}\n  caller: {}\n  implementor: {}\n\n",
            change.code,
            change.message,
            place(&change.old),
            place(&change.new),
            understood(wire),
            compiles(caller),
            compiles(implementor),
        ));
    }
    text + &format!("semver: {}\n", sum(comparison))
}

fn markdown(comparison: &Comparison) -> String {
    let mut text = String::new();
    for (title, is_breaking) in [("Breaking", true), ("Changed", false)] {
        let changes = comparison.changes.iter();
        let mut changes = changes
            .filter(|change| change.is_breaking() == is_breaking)
            .peekable();
        if changes.peek().is_none() {
            continue;
        }
        text.push_str(&format!("### {title}\n\n"));
        for change in changes {
            text.push_str(&format!(
                "- {}. *{}.*\n",
                capitalized(&change.message),
                capitalized(&verdicts(change.verdicts))
            ));
        }
        text.push('\n');
    }
    text + &format!("Semver: {}\n", sum(comparison))
}

fn json(comparison: &Comparison) -> String {
    let changes = comparison.changes.iter();
    let lines = changes.filter_map(|change| serde_json::to_string(change).ok());
    let step = comparison.step;
    let last = json!({"semver": step, "before_one": step.before_one()}).to_string();
    let lines = lines.chain([last]).map(|line| line + "\n");
    lines.collect()
}

fn github(comparison: &Comparison) -> String {
    let changes = comparison.changes.iter().map(|change| {
        let Place { file, position, .. } = &change.new;
        format!(
            "::{} file={},line={},col={},title={}::{}\n",
            level(change),
            property(file),
            position.line,
            position.column,
            change.code,
            data(&format!(
                "{} ({})",
                change.message,
                verdicts(change.verdicts)
            )),
        )
    });
    let last = format!("::notice title=semver::{}\n", data(&sum(comparison)));
    changes.chain([last]).collect()
}

/// How loud a change is.
fn level(change: &Change) -> &'static str {
    let Verdicts {
        wire,
        caller,
        implementor,
    } = change.verdicts;
    if change.is_breaking() {
        "error"
    } else if !wire.new_client || caller.max(implementor) == Code::Differs {
        "warning"
    } else {
        "notice"
    }
}

/// The message of a workflow command, its signs escaped.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25");
    text.replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a workflow command, its signs escaped.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

fn place(place: &Place) -> String {
    let Place {
        file,
        position,
        pointer,
    } = place;
    let pointer = if pointer.is_empty() {
        "the document"
    } else {
        pointer
    };
    format!("{file}:{}:{} {pointer}", position.line, position.column)
}

fn verdicts(verdicts: Verdicts) -> String {
    let Verdicts {
        wire,
        caller,
        implementor,
    } = verdicts;
    format!(
        "wire: {}; caller: {}; implementor: {}",
        understood(wire),
        compiles(caller),
        compiles(implementor)
    )
}

fn understood(wire: Wire) -> &'static str {
    match (wire.old_client, wire.new_client) {
        (true, true) => "old and new understand each other",
        (true, false) => "a new client cannot call an old server",
        (false, true) => "an old client cannot call a new server",
        (false, false) => "old and new do not understand each other",
    }
}

fn compiles(code: Code) -> &'static str {
    match code {
        Code::Same => "the same",
        Code::Differs => "compiles, and behaves differently",
        Code::MayBreak => "does not compile where every field or variant is named",
        Code::Breaks => "does not compile",
    }
}

fn sum(comparison: &Comparison) -> String {
    let Comparison { changes, step } = comparison;
    let breaking = changes.iter().filter(|change| change.is_breaking()).count();
    let changes = match (changes.len(), step) {
        (0, Step::None) => "nothing changed".to_owned(),
        (0, _) => "nothing changed but descriptions, order or spelling".to_owned(),
        (1, _) => format!("1 change, {breaking} breaking"),
        (count, _) => format!("{count} changes, {breaking} breaking"),
    };
    let before_one = step.before_one();
    if before_one == *step {
        format!("{step} ({changes})")
    } else {
        format!("{step}, or {before_one} before 1.0 ({changes})")
    }
}

fn capitalized(text: &str) -> String {
    let mut signs = text.chars();
    match signs.next() {
        Some(first) => first.to_uppercase().chain(signs).collect(),
        None => String::new(),
    }
}
