//! Markdown: its text without the marks, told by the headings that it is under.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::passages::{Block, Place, UNDER};

pub(crate) fn blocks(source: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut page = Page::default();
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        page.take(event, || line(source, range.start));
    }
    page.end_block();
    page.blocks
}

/// The line that an offset is on, the first being 1.
fn line(source: &str, offset: usize) -> usize {
    source[..offset]
        .bytes()
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

#[derive(Default)]
struct Page {
    blocks: Vec<Block>,
    /// The headings that what follows is under, outermost first.
    headings: Vec<(HeadingLevel, String)>,
    /// Where the open block began, while it is under no heading.
    line: usize,
    text: String,
    /// How many lists and quotes are open: they stay together as one block.
    depth: usize,
    /// Within what is about the file and not of it.
    metadata: bool,
}

impl Page {
    fn take(&mut self, event: Event<'_>, line: impl Fn() -> usize) {
        match event {
            Event::Start(tag) => self.start(&tag, line),
            Event::End(tag) => self.end(tag),
            _ if self.metadata => {}
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            Event::TaskListMarker(done) => self.text.push_str(if done { "[x] " } else { "[ ] " }),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, line: impl Fn() -> usize) {
        match tag {
            Tag::MetadataBlock(_) => self.metadata = true,
            Tag::Item => {
                self.new_line();
                self.text.push_str("- ");
            }
            Tag::List(_) | Tag::BlockQuote(_) => {
                self.begin_block(line);
                self.depth += 1;
            }
            Tag::Heading { .. }
            | Tag::Paragraph
            | Tag::CodeBlock(_)
            | Tag::Table(_)
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_) => self.begin_block(line),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::MetadataBlock(_) => self.metadata = false,
            TagEnd::Heading(level) => {
                let heading = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
                self.text.clear();
                self.headings.retain(|(outer, _)| *outer < level);
                if !heading.is_empty() {
                    self.headings.push((level, heading));
                }
            }
            TagEnd::TableCell => self.text.push_str(" | "),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.text.truncate(self.text.trim_end_matches(" | ").len());
                self.new_line();
            }
            TagEnd::List(_) | TagEnd::BlockQuote(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.new_line();
            }
            _ => {}
        }
    }

    /// Begins a block, unless a list or a quote holds it together with what came before.
    fn begin_block(&mut self, line: impl Fn() -> usize) {
        if self.depth > 0 {
            // The first paragraph of an item stands beside its mark.
            if !self.text.ends_with("- ") {
                self.new_line();
            }
            return;
        }
        self.end_block();
        if self.headings.is_empty() {
            self.line = line();
        }
    }

    fn end_block(&mut self) {
        let text = self.text.trim();
        if !text.is_empty() {
            let place = if self.headings.is_empty() {
                Place::Line(self.line)
            } else {
                let headings: Vec<_> = self
                    .headings
                    .iter()
                    .map(|(_, heading)| heading.as_str())
                    .collect();
                Place::Section(headings.join(UNDER))
            };
            let text = text.to_owned();
            self.blocks.push(Block { place, text });
        }
        self.text.clear();
    }

    fn new_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_by_its_headings() {
        let source = "---\ntitle: x\n---\nBefore *all*\nheadings.\n\n# Guide\n\nHello [there](http://x).\n\n\
            ## Pumps `P1`\n\n- one\n- two\n  1. deep\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n# Other\n\n```sh\nrun  it\n```\n";
        let blocks: Vec<_> = blocks(source)
            .into_iter()
            .map(|block| (block.place.to_string(), block.text))
            .collect();
        let blocks: Vec<_> = blocks
            .iter()
            .map(|(place, text)| (place.as_str(), text.as_str()))
            .collect();
        assert_eq!(
            blocks,
            [
                ("line 4", "Before all headings."),
                ("Guide", "Hello there."),
                ("Guide > Pumps P1", "- one\n- two\n- deep"),
                ("Guide > Pumps P1", "a | b\n1 | 2"),
                ("Other", "run  it"),
            ]
        );
    }
}
