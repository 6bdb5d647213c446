//! JSON for programs.

use std::io::{self, Write};

use serde::Serialize;

/// Writes one JSON document to stdout.
pub(crate) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    write(&serde_json::to_string_pretty(value)?)
}

/// Writes one line of JSON to stdout, at once.
pub(crate) fn json_line(value: &impl Serialize) -> anyhow::Result<()> {
    write(&serde_json::to_string(value)?)
}

fn write(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", escaped(text))?;
    out.flush()?;
    Ok(())
}

/// JSON may have DEL and the second set of control characters as they are, and a terminal would obey them.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}'..='\u{9f}' => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn no_control_character_is_left_and_the_value_is_the_same() {
        let value = "\u{1b}[31m \u{7f} \u{9b}31m ü 保証";
        let json = escaped(&serde_json::to_string(value).unwrap());
        assert!(!json.contains(char::is_control), "{json:?}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), value);
    }
}
