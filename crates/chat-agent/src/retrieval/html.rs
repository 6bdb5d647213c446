//! HTML: the text that a reader sees, told by the headings that it is under.

use ego_tree::iter::Edge;
use scraper::{Html, Node};

use super::passages::{Block, Place, UNDER};

pub(crate) fn blocks(source: &str) -> Vec<Block> {
    let document = Html::parse_document(source);
    let mut page = Page::default();
    for edge in document.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => page.open(element.name()),
                Node::Text(text) => page.text(text),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    page.close(element.name());
                }
            }
        }
    }
    page.end_block();
    page.blocks
}

#[derive(Default)]
struct Page {
    blocks: Vec<Block>,
    title: String,
    /// The headings that what follows is under, outermost first.
    headings: Vec<(u8, String)>,
    paragraphs: usize,
    text: String,
    /// How many elements are open whose text nobody sees.
    hidden: usize,
    /// How many elements are open whose lines and spaces are as written.
    preformatted: usize,
}

impl Page {
    fn open(&mut self, name: &str) {
        match name {
            _ if is_hidden(name) => self.hidden += 1,
            "br" => self.text.push('\n'),
            "td" | "th" if !self.text.trim().is_empty() && !self.text.ends_with('\n') => {
                self.text.push_str(" | ")
            }
            _ if is_block(name) => self.end_block(),
            _ => {}
        }
        if name == "pre" {
            self.preformatted += 1;
        }
    }

    fn close(&mut self, name: &str) {
        if name == "title" && self.title.is_empty() {
            self.title = line(&self.text);
            self.text.clear();
        } else if is_hidden(name) {
            self.hidden = self.hidden.saturating_sub(1);
        } else if let Some(level) = level(name) {
            let heading = line(&self.text);
            self.text.clear();
            self.headings.retain(|(outer, _)| *outer < level);
            if !heading.is_empty() {
                self.headings.push((level, heading));
            }
        } else if is_block(name) {
            self.end_block();
        }
        if name == "pre" {
            self.preformatted = self.preformatted.saturating_sub(1);
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden > 0 {
            return;
        }
        if self.preformatted > 0 {
            self.text.push_str(text);
            return;
        }
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            self.text.push_str(word);
            if word.len() < piece.len() && !self.text.ends_with(char::is_whitespace) {
                self.text.push(' ');
            }
        }
    }

    fn end_block(&mut self) {
        let text = self.text.trim();
        if !text.is_empty() {
            self.paragraphs += 1;
            let headings: Vec<_> = self
                .headings
                .iter()
                .map(|(_, heading)| heading.as_str())
                .collect();
            let place = if !headings.is_empty() {
                Place::Section(headings.join(UNDER))
            } else if !self.title.is_empty() {
                Place::Section(self.title.clone())
            } else {
                Place::Paragraph(self.paragraphs)
            };
            let text = text.to_owned();
            self.blocks.push(Block { place, text });
        }
        self.text.clear();
    }
}

/// A text as one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "nav"
            | "iframe"
            | "object"
            | "select"
    )
}

fn is_block(name: &str) -> bool {
    level(name).is_some()
        || matches!(
            name,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "body"
                | "caption"
                | "dd"
                | "details"
                | "dialog"
                | "div"
                | "dl"
                | "dt"
                | "fieldset"
                | "figcaption"
                | "figure"
                | "footer"
                | "form"
                | "head"
                | "header"
                | "hr"
                | "html"
                | "li"
                | "main"
                | "ol"
                | "p"
                | "pre"
                | "section"
                | "summary"
                | "table"
                | "tr"
                | "ul"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(source: &str) -> Vec<(String, String)> {
        blocks(source)
            .into_iter()
            .map(|block| (block.place.to_string(), block.text))
            .collect()
    }

    fn pair(place: &str, text: &str) -> (String, String) {
        (place.to_owned(), text.to_owned())
    }

    #[test]
    fn only_what_a_reader_sees_is_kept() {
        let page = "<!doctype html><title> My\n page </title><style>p{}</style><nav>Home</nav><p>Intro &amp; <b>more</b>.\
            <script>let x = '<p>no</p>';</script><h1>Guide</h1><p>One<br>two<h2>Deep</h2><ul><li>a<li>b</ul>\
            <table><tr><th>k<th>v<tr><td>1<td>2</table><pre>x\n  y</pre>";
        assert_eq!(
            pairs(page),
            [
                pair("My page", "Intro & more."),
                pair("Guide", "One\ntwo"),
                pair("Guide > Deep", "a"),
                pair("Guide > Deep", "b"),
                pair("Guide > Deep", "k | v"),
                pair("Guide > Deep", "1 | 2"),
                pair("Guide > Deep", "x\n  y"),
            ]
        );
    }

    #[test]
    fn without_any_heading_paragraphs_are_counted() {
        assert_eq!(
            pairs("<p>a</p><p>b"),
            [pair("paragraph 1", "a"), pair("paragraph 2", "b")]
        );
    }

    #[test]
    fn nesting_without_end_is_no_danger() {
        let page = "<div>".repeat(3_000) + "deep";
        assert_eq!(pairs(&page), [pair("paragraph 1", "deep")]);
    }
}
