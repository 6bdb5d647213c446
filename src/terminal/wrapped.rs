//! Text on a terminal, where no word is cut at the edge.

use std::io::{self, Write};

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Writes text as it comes, and begins a new line where a word would go over the edge.
///
/// So a word is written when it is complete. Characters that are two columns wide are words of their own, as they are in
/// Chinese and Japanese. A line that is continued begins as it began: with its indent and its marks of quotation.
pub(crate) struct Wrapped<W> {
    out: W,
    style: Style,
    /// [`None`] where there is no edge: then text is written as it is.
    width: Option<usize>,
    /// The columns of the line that are written.
    column: usize,
    /// What the line began with; and whether that is still to be seen.
    lead: String,
    leading: bool,
    /// What is not written yet: blanks, and a word after them.
    blanks: String,
    word: String,
}

impl<W: Write> Wrapped<W> {
    pub(crate) fn new(out: W, width: Option<usize>, style: Style) -> Self {
        Self {
            out,
            style,
            width,
            column: 0,
            lead: String::new(),
            leading: true,
            blanks: String::new(),
            word: String::new(),
        }
    }

    /// Writes the next piece of a text.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        if self.width.is_none() {
            if let Some(last) = text.rsplit('\n').next() {
                self.column = if last.len() < text.len() {
                    0
                } else {
                    self.column
                } + last.width();
            }
            return self.put(text);
        }
        for c in text.chars() {
            match c {
                '\n' => self.new_line()?,
                ' ' | '\t' if self.leading => self.lead(" ")?,
                '>' if self.leading => self.lead(">")?,
                ' ' | '\t' => {
                    self.word()?;
                    self.blanks.push(' ');
                }
                c => {
                    self.leading = false;
                    self.word.push(c);
                    if c.width() == Some(2) {
                        self.word()?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Ends the line, if one has begun.
    pub(crate) fn end_line(&mut self) -> io::Result<()> {
        self.word()?;
        if self.column > 0 {
            self.new_line()?;
        }
        Ok(())
    }

    /// Writes an empty line, after the one that has begun.
    pub(crate) fn blank_line(&mut self) -> io::Result<()> {
        self.end_line()?;
        self.new_line()
    }

    /// What the text is written to. Only between two lines.
    pub(crate) fn inner(&mut self) -> &mut W {
        &mut self.out
    }

    /// Shows what is complete.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn lead(&mut self, piece: &str) -> io::Result<()> {
        self.lead.push_str(piece);
        self.column += 1;
        self.put(piece)
    }

    fn new_line(&mut self) -> io::Result<()> {
        self.word()?;
        self.blanks.clear();
        self.lead.clear();
        self.leading = true;
        self.column = 0;
        self.out.write_all(b"\n")
    }

    /// Writes the word that has begun, on a line where it fits.
    fn word(&mut self) -> io::Result<()> {
        if self.word.is_empty() {
            return Ok(());
        }
        let mut piece = std::mem::take(&mut self.blanks);
        piece.push_str(&self.word);
        let begun = self.column > self.lead.len();
        if begun
            && self
                .width
                .is_some_and(|width| self.column + piece.width() > width)
        {
            self.out.write_all(b"\n")?;
            piece = format!("{}{}", self.lead, self.word);
            self.column = piece.width();
        } else {
            self.column += piece.width();
        }
        self.word.clear();
        self.put(&piece)
    }

    /// With its style around each piece, so that nothing is left on when writing ends.
    fn put(&mut self, piece: &str) -> io::Result<()> {
        let style = self.style;
        write!(self.out, "{style}{piece}{style:#}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(width: Option<usize>, pieces: &[&str]) -> String {
        let mut out = Vec::new();
        let mut wrapped = Wrapped::new(&mut out, width, Style::new());
        for piece in pieces {
            wrapped.text(piece).unwrap();
        }
        wrapped.end_line().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_word_is_cut() {
        for (text, expected) in [
            ("", ""),
            ("one two", "one two\n"),
            ("one two three", "one two\nthree\n"),
            // Exactly as wide as the terminal.
            ("four seven", "four seven\n"),
            ("four sevens", "four\nsevens\n"),
            // A word that is wider than any line has to be cut by the terminal.
            ("a incomprehensible b", "a\nincomprehensible\nb\n"),
            ("one\n\ntwo  three", "one\n\ntwo  three\n"),
            ("one \ntwo", "one\ntwo\n"),
        ] {
            assert_eq!(wrapped(Some(10), &[text]), expected, "{text:?}");
        }
    }

    #[test]
    fn how_it_comes_makes_no_difference() {
        let text = "> one two three four\n>\n> — `a.md`\n\n    indented lines go on\n";
        let whole = wrapped(Some(12), &[text]);
        let pieces: Vec<String> = text.chars().map(String::from).collect();
        let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
        assert_eq!(wrapped(Some(12), &pieces), whole);
        assert_eq!(
            whole,
            "> one two\n> three four\n>\n> — `a.md`\n\n    indented\n    lines go\n    on\n"
        );
    }

    #[test]
    fn wide_characters_may_stand_at_any_edge() {
        assert_eq!(wrapped(Some(6), &["保証期間は"]), "保証期\n間は\n");
        assert_eq!(wrapped(Some(6), &["abc 保証"]), "abc 保\n証\n");
    }

    #[test]
    fn without_a_terminal_text_is_as_it_is() {
        let text = "a  long line\twith all that is in it \n  and another";
        assert_eq!(wrapped(None, &[text]), format!("{text}\n"));
        assert_eq!(wrapped(None, &["ends\n"]), "ends\n");
        assert_eq!(wrapped(None, &["a", "b\n", "c"]), "ab\nc\n");
    }

    #[test]
    fn every_piece_turns_its_style_off() {
        let mut out = Vec::new();
        let mut wrapped = Wrapped::new(&mut out, Some(80), Style::new().bold());
        // The second word is not complete.
        wrapped.text("one two").unwrap();
        drop(wrapped);
        assert_eq!(String::from_utf8(out).unwrap(), "\u{1b}[1mone\u{1b}[0m");
    }
}
