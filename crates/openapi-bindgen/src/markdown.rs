//! A document's descriptions, as documentation of Rust code.
//!
//! They are Markdown for people who read the document, not for rustdoc: nothing in them may become a test, a link to a
//! Rust item, or an HTML tag.

use proc_macro2::TokenStream;
use quote::quote;

/// Documentation, in the document's own words. Blank parts are left out.
pub(crate) fn docs<'a>(parts: impl IntoIterator<Item = &'a str>) -> TokenStream {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        let part = self::lines(part);
        if !lines.is_empty() && !part.is_empty() {
            lines.push(String::new());
        }
        lines.extend(part);
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
pub(crate) fn lines(text: &str) -> Vec<String> {
    let mut fence = None;
    let mut paragraph = Vec::new();
    let mut lines = Vec::new();
    for line in text.trim().lines() {
        let content = line.trim();
        match (&fence, Fence::read(content)) {
            (Some(open), Some(close)) if close.closes(open) => {
                lines.push(close.mark);
                fence = None;
            }
            (Some(_), _) => lines.push(line.trim_end().to_owned()),
            (None, Some(open)) => {
                end_paragraph(&mut paragraph, &mut lines);
                lines.push(format!("{}{}", open.mark, open.harmless_language()));
                fence = Some(open);
            }
            (None, None) if content.is_empty() => {
                end_paragraph(&mut paragraph, &mut lines);
                lines.push(String::new());
            }
            (None, None) => paragraph.push(content),
        }
    }
    end_paragraph(&mut paragraph, &mut lines);
    lines.extend(fence.map(|open| open.mark));
    lines
}

fn end_paragraph(paragraph: &mut Vec<&str>, lines: &mut Vec<String>) {
    let text = escaped(&paragraph.join("\n"));
    lines.extend(text.lines().flat_map(wrap));
    paragraph.clear();
}

/// The beginning or the end of a block of code.
struct Fence {
    mark: String,
    language: String,
}

impl Fence {
    fn read(line: &str) -> Option<Self> {
        let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let language = line.trim_start_matches(sign);
        let mark = &line[..line.len() - language.len()];
        // Code within a line has its end on it.
        (mark.len() >= 3 && !(sign == '`' && language.contains('`'))).then(|| Self {
            mark: mark.to_owned(),
            language: language.trim().to_owned(),
        })
    }

    fn closes(&self, open: &Self) -> bool {
        self.language.is_empty() && self.mark.starts_with(&open.mark)
    }

    /// The language, unless rustdoc would test the code.
    fn harmless_language(&self) -> &str {
        const OTHERS: &[&str] = &[
            "json",
            "yaml",
            "http",
            "bash",
            "sh",
            "shell",
            "console",
            "text",
            "xml",
            "html",
            "toml",
            "python",
            "javascript",
            "typescript",
            "graphql",
            "sql",
            "curl",
            "mermaid",
        ];
        if OTHERS.contains(&self.language.as_str()) {
            &self.language
        } else {
            "text"
        }
    }
}

/// A paragraph, with a backslash in front of what rustdoc would see more in.
fn escaped(paragraph: &str) -> String {
    let mut text = String::with_capacity(paragraph.len());
    let mut rest = paragraph;
    while let Some(first) = rest.chars().next() {
        let mut taken = first.len_utf8();
        if first == '`' {
            taken = code(rest);
            text.push_str(&rest[..taken]);
        } else if let Some(address) = address(rest) {
            taken = address.len();
            if text.ends_with(['<', '(', '"', '\'']) {
                text.push_str(address);
            } else {
                text.push_str(&format!("<{address}>"));
            }
        } else if first == '\\' {
            // What it escapes stays escaped.
            taken += rest[1..].chars().next().map_or(0, char::len_utf8);
            text.push_str(&rest[..taken]);
        } else {
            let link = first == '[' && !is_link(rest);
            let tag = first == '<' && address(&rest[1..]).is_none();
            if link || tag {
                text.push('\\');
            }
            text.push(first);
        }
        rest = &rest[taken..];
    }
    text
}

/// How long the code is that a text begins with: up to as many backticks as began it, or else the backticks alone.
fn code(text: &str) -> usize {
    let ticks = |text: &str| text.len() - text.trim_start_matches('`').len();
    let open = ticks(text);
    let mut end = open;
    while let Some(next) = text[end..].find('`') {
        let close = ticks(&text[end + next..]);
        end += next + close;
        if close == open {
            return end;
        }
    }
    open
}

/// The address of a page that a text begins with.
fn address(text: &str) -> Option<&str> {
    let path = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    if !path.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let end = text
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '`' | '"' | '\\')
        })
        .unwrap_or(text.len());
    Some(text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']))
}

/// Whether `[words](https://…)` stands at the beginning: a link that needs no Rust item.
fn is_link(text: &str) -> bool {
    let target = text.split_once("](").map(|(words, target)| {
        !words[1..].contains(['[', ']'])
            && (address(target).is_some() || target.starts_with("mailto:"))
    });
    target == Some(true)
}

/// A line, broken at spaces near the hundredth column. Tables and headings are left whole.
fn wrap(line: &str) -> Vec<String> {
    const WIDTH: usize = 100;
    if line.starts_with(['|', '#']) {
        return vec![line.to_owned()];
    }
    let begins_item = line.starts_with(['-', '*', '+']) && line[1..].starts_with(' ');
    let mut lines = vec![String::new()];
    for word in line.split_whitespace() {
        let last = lines.len() - 1;
        let current = &mut lines[last];
        // A word that would begin a list or a heading stays on the line it is on.
        let markup = word.starts_with(['-', '*', '+', '#', '>', '|', '=', '`', '~'])
            || word.ends_with(['.', ')']) && word.len() < 4;
        if current.is_empty() {
            current.push_str(word);
        } else if current.chars().count() + 1 + word.chars().count() > WIDTH && !markup {
            let indent = if begins_item { "  " } else { "" };
            lines.push(format!("{indent}{word}"));
        } else {
            current.push(' ');
            current.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn nothing_in_a_description_becomes_a_doc_test() {
        let text = "Use it:\n```\ncurl x\n```\n    indented\n~~~rust\nfn f() {}\n~~~\n```json\n{}";
        let expected = [
            "Use it:",
            "```text",
            "curl x",
            "```",
            "indented",
            "~~~text",
            "fn f() {}",
            "~~~",
            "```json",
            "{}",
            "```",
        ];
        assert_eq!(lines(text), expected);
    }

    #[test]
    fn nothing_in_a_description_becomes_a_link_or_a_tag() {
        for (text, expected) in [
            ("a [b] c", r"a \[b] c"),
            ("a [b](https://b.example) c", "a [b](https://b.example) c"),
            ("a [b](#section) c", r"a \[b](#section) c"),
            ("<b>bold</b>", r"\<b>bold\</b>"),
            ("x < y", r"x \< y"),
            ("`[b] <b>` [c]", r"`[b] <b>` \[c]"),
            ("see https://a.example/b.", "see <https://a.example/b>."),
            ("see <https://a.example>", "see <https://a.example>"),
            (r"\[b\]", r"\[b\]"),
            ("an `open [b]", r"an `open \[b]"),
            ("``a ` [b]`` [c]", r"``a ` [b]`` \[c]"),
        ] {
            assert_eq!(lines(text), [expected], "{text}");
        }
    }

    #[test]
    fn long_lines_are_broken_at_spaces() {
        let text = "word ".repeat(40);
        let lines = lines(&text);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.len() <= 100), "{lines:?}");
        assert_eq!(lines.join(" "), text.trim());
    }
}
