//! Diagnostics, drawn as a compiler draws them: with the line that they are about.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::Source;

/// A longer line is no line for people, and is not shown.
const MAX_LINE: usize = 400;

/// Draws diagnostics, and their sum. `styled` is for terminals that know colours; without a source no line is shown.
pub fn draw(diagnostics: &Diagnostics, source: Option<&Source>, styled: bool) -> String {
    let renderer = if styled {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut lines = Lines::default();
    let mut text = String::new();
    for diagnostic in diagnostics.iter() {
        let line = source.and_then(|source| lines.line(source, diagnostic));
        text.push_str(&renderer.render(&[group(diagnostic, line)]));
        text.push_str("\n\n");
    }
    text.push_str(&diagnostics.sum());
    text
}

fn group<'a>(diagnostic: &'a Diagnostic, line: Option<&'a str>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Refusal => Level::ERROR.with_name("refusal"),
        Severity::Loose => Level::WARNING.with_name("loose"),
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let position = diagnostic.position;
    let group = match line {
        Some(line) => {
            let begin = line
                .char_indices()
                .nth(position.column.saturating_sub(1))
                .map_or(line.len(), |(index, _)| index);
            let snippet = Snippet::source(line)
                .path(diagnostic.file.as_str())
                .line_start(position.line)
                .annotation(AnnotationKind::Primary.span(begin..begin + token(&line[begin..])));
            title.element(snippet)
        }
        None => {
            let place = Origin::path(diagnostic.file.as_str()).line(position.line);
            title.element(place.char_column(position.column))
        }
    };
    let pointer = if diagnostic.pointer.is_empty() {
        "the document"
    } else {
        &diagnostic.pointer
    };
    group
        .element(Level::NOTE.with_name("at").message(pointer))
        .element(Level::HELP.message(diagnostic.help.as_str()))
}

/// How long the value or the key is that a text begins with.
fn token(text: &str) -> usize {
    let quote = text
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''));
    let end = match quote {
        Some(quote) => text[1..].find(quote).map(|index| index + 2),
        None => text.find([',', '}', ']', '#', ':']),
    };
    let token = text[..end.unwrap_or(text.len())].trim_end();
    token.len().max(1).min(text.len())
}

/// The lines of the files, found once.
#[derive(Default)]
struct Lines<'a> {
    files: Vec<(&'a str, Vec<&'a str>)>,
}

impl<'a> Lines<'a> {
    fn line(&mut self, source: &'a Source, diagnostic: &Diagnostic) -> Option<&'a str> {
        let known = self
            .files
            .iter()
            .position(|(name, _)| *name == diagnostic.file);
        let index = known.or_else(|| {
            let mut others = source.others.iter();
            let (name, text) = if source.name == diagnostic.file {
                (&source.name, &source.text)
            } else {
                let file = others.find(|file| file.name == diagnostic.file)?;
                (&file.name, &file.text)
            };
            self.files.push((name, text.lines().collect()));
            Some(self.files.len() - 1)
        })?;
        let lines = &self.files[index].1;
        let line = *lines.get(diagnostic.position.line.checked_sub(1)?)?;
        (line.len() <= MAX_LINE).then_some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::source::Source;

    #[test]
    fn a_diagnostic_is_drawn_with_its_line() {
        let text = "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths:\n  /a: {get: {operationId: a, responses: [1]}}\n";
        let source = Source::parse("a.yaml", text.to_owned()).unwrap();
        let (_, report) = crate::lower(&source).unwrap();
        let expected = "refusal[wrong-kind]: `responses` is an array
 --> a.yaml:4:41
  |
4 |   /a: {get: {operationId: a, responses: [1]}}
  |                                         ^^
  |
  = at: /paths/~1a/get/responses
  = help: write an object

1 refusal";
        assert_eq!(draw(&report.diagnostics, Some(&source), false), expected);
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out() {
        let long = "x".repeat(1_000);
        let text = format!(
            "{{\"openapi\": \"3.1.0\", \"info\": {{\"title\": \"{long}\", \"version\": \"1\"}}, \"paths\": 5}}"
        );
        // The last but one.
        let column = text.len() - 1;
        let source = Source::parse("a.json", text).unwrap();
        let error = crate::lower(&source).unwrap_err();
        let drawn = draw(&error, Some(&source), false);
        assert!(!drawn.contains("xxxx"), "{drawn}");
        assert!(
            drawn.contains(&format!("--> a.json:1:{column}\n")),
            "{drawn}"
        );
    }
}
