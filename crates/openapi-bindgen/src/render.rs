//! Rust items, as text.
//!
//! Every item is printed on its own by prettyplease, with a blank line between items, so that the text is the same on
//! any machine and needs no formatter.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::EmitError;

/// A file of Rust code.
#[derive(Debug)]
pub(crate) struct RustFile {
    /// The first line of the module's documentation.
    pub(crate) docs: String,
    /// Its `use` declarations.
    pub(crate) imports: TokenStream,
    /// Its items.
    pub(crate) items: Vec<TokenStream>,
}

/// The text of a file: who made it, what it is, its items.
pub(crate) fn file(command: &str, file: &RustFile) -> Result<String, EmitError> {
    let mut text = format!("// Made from the OpenAPI document by `{command}`. Do not edit.\n\n");
    for line in file.docs.lines() {
        text.push_str(format!("//! {line}").trim_end());
        text.push('\n');
    }
    let imports = print(&file.imports)?;
    if !imports.is_empty() {
        text.push('\n');
        text.push_str(&imports);
    }
    for item in &file.items {
        text.push('\n');
        text.push_str(&print(item)?);
    }
    Ok(text)
}

fn print(tokens: &TokenStream) -> Result<String, EmitError> {
    let file = syn::parse2::<syn::File>(tokens.clone())
        .map_err(|error| EmitError::new(format!("{error} in `{tokens}`")))?;
    Ok(spaced(&prettyplease::unparse(&file)))
}

/// The text with a blank line in front of every method and inner item, as one writes by hand.
fn spaced(text: &str) -> String {
    const BEGINNINGS: &[&str] = &[
        "///",
        "#[",
        "fn ",
        "pub fn ",
        "async fn ",
        "pub async fn ",
        "impl",
        "mod ",
        "pub mod ",
    ];
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut spaced = String::with_capacity(text.len());
    let mut previous = "";
    for line in text.lines() {
        let begins = BEGINNINGS
            .iter()
            .any(|beginning| line.trim_start().starts_with(beginning));
        if begins && previous.ends_with(['}', ';']) && indent(previous) == indent(line) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        previous = line;
    }
    spaced
}

/// Documentation, in the document's own words. Blank parts are left out.
pub(crate) fn docs<'a>(parts: impl IntoIterator<Item = &'a str>) -> TokenStream {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(part_lines(part));
    }
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// The lines of a text. rustdoc would take code without a language, and text set in by four spaces, for Rust to be
/// tested: the one is called text, the other moved to the margin.
fn part_lines(part: &str) -> Vec<String> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in part.lines() {
        let content = line.trim();
        if content.starts_with("```") {
            fenced = !fenced;
            let bare = fenced && content == "```";
            lines.push(if bare {
                "```text".to_owned()
            } else {
                content.to_owned()
            });
        } else if fenced {
            lines.push(line.trim_end().to_owned());
        } else if content.is_empty() {
            lines.push(String::new());
        } else {
            lines.extend(wrap(content));
        }
    }
    if fenced {
        lines.push("```".to_owned());
    }
    lines
}

/// A line, broken at spaces near the hundredth column. Tables and headings are left whole.
fn wrap(line: &str) -> Vec<String> {
    const WIDTH: usize = 100;
    if line.starts_with(['|', '#']) {
        return vec![line.to_owned()];
    }
    let mut lines = vec![String::new()];
    for word in line.split_whitespace() {
        let last = lines.len() - 1;
        let current = &mut lines[last];
        // A word that would begin a list or a heading stays on the line it is on.
        let markup = word.starts_with(['-', '*', '+', '#', '>', '|', '='])
            || word.ends_with(['.', ')']) && word.len() < 4;
        if current.is_empty() {
            current.push_str(word);
        } else if current.chars().count() + 1 + word.chars().count() > WIDTH && !markup {
            lines.push(word.to_owned());
        } else {
            current.push(' ');
            current.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::part_lines;

    #[test]
    fn nothing_in_a_description_becomes_a_doc_test() {
        let text = "Use it:\n```\ncurl x\n```\n    indented\n```json\n{}";
        let expected = [
            "Use it:", "```text", "curl x", "```", "indented", "```json", "{}", "```",
        ];
        assert_eq!(part_lines(text), expected);
    }

    #[test]
    fn long_lines_are_broken_at_spaces() {
        let text = "word ".repeat(40);
        let lines = part_lines(&text);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.len() <= 100), "{lines:?}");
        assert_eq!(lines.join(" "), text.trim());
    }
}
