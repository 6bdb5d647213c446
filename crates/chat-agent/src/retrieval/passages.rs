//! Blocks of a file, packed into passages.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;

/// A passage that has this many characters, about 80 English words, is long enough.
const ENOUGH: usize = 480;

/// No passage has more characters than this, about 200 English words.
const MOST: usize = 1200;

/// The headings that a place is under are put together with this.
pub(crate) const UNDER: &str = " > ";

/// Where in a file something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Under headings, outermost first.
    Section(String),
    /// From a line on, the first being 1.
    Line(usize),
    /// From a paragraph on, the first being 1.
    Paragraph(usize),
    /// On a page, the first being 1.
    Page(u32),
}

impl Place {
    /// What the place says of what is there.
    pub(crate) fn heading(&self) -> &str {
        match self {
            Self::Section(headings) => headings,
            Self::Line(_) | Self::Paragraph(_) | Self::Page(_) => "",
        }
    }

    /// Whether one passage may hold what is here and what follows there.
    fn goes_on_at(&self, next: &Self) -> bool {
        match (self, next) {
            (Self::Line(_), Self::Line(_)) | (Self::Paragraph(_), Self::Paragraph(_)) => true,
            (here, there) => here == there,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Section(headings) => f.write_str(headings),
            Self::Line(line) => write!(f, "line {line}"),
            Self::Paragraph(paragraph) => write!(f, "paragraph {paragraph}"),
            Self::Page(page) => write!(f, "page {page}"),
        }
    }
}

/// A piece of a file that its author kept together: a paragraph, a list, a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) place: Place,
    pub(crate) text: String,
}

/// Packs a file's blocks into passages: small ones of one place together, large ones cut between sentences.
pub(crate) fn pack(blocks: Vec<Block>) -> Vec<Block> {
    let mut passages: Vec<Block> = Vec::new();
    // The characters of the last passage; none when nothing may be added to it.
    let mut last: Option<usize> = None;
    for block in blocks {
        for piece in cut(&block.text) {
            let size = piece.chars().count();
            match (last, passages.last_mut()) {
                (Some(have), Some(passage))
                    if have < ENOUGH
                        && have + size <= MOST
                        && passage.place.goes_on_at(&block.place) =>
                {
                    passage.text.push_str("\n\n");
                    passage.text.push_str(piece);
                    last = Some(have + size);
                }
                _ => {
                    passages.push(Block {
                        place: block.place.clone(),
                        text: piece.to_owned(),
                    });
                    last = Some(size);
                }
            }
        }
    }
    passages
}

/// Cuts a text into pieces that fit a passage.
fn cut(text: &str) -> Vec<&str> {
    if text.chars().count() <= MOST {
        return vec![text];
    }
    let sentences = text
        .split_sentence_bound_indices()
        .flat_map(|(at, sentence)| {
            hard_cut(sentence).map(move |(offset, part)| (at + offset, part))
        });
    let mut pieces = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (at, sentence) in sentences {
        let more = sentence.chars().count();
        // Twice enough leaves a piece room on both sides of what a passage should be.
        if size > 0 && (size + more > MOST || size >= 2 * ENOUGH) {
            pieces.push(&text[start..at]);
            (start, size) = (at, 0);
        }
        size += more;
    }
    pieces.push(&text[start..]);
    pieces
        .into_iter()
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .collect()
}

/// Cuts a sentence that fits no passage: between words, or anywhere if it has none.
fn hard_cut(sentence: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    std::iter::from_fn(move || {
        let rest = &sentence[offset..];
        if rest.is_empty() {
            return None;
        }
        let end = match rest.char_indices().nth(MOST) {
            None => rest.len(),
            Some((most, _)) => match rest[..most].rfind(char::is_whitespace) {
                Some(space) if space > 0 => space,
                _ => most,
            },
        };
        let part = (offset, &rest[..end]);
        offset += end;
        Some(part)
    })
}

/// The sentences of a text, without the space around them.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_sentence_bounds()
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(place: Place, text: impl Into<String>) -> Block {
        Block {
            place,
            text: text.into(),
        }
    }

    #[test]
    fn small_paragraphs_are_packed_and_places_kept_apart() {
        let section = |name: &str| Place::Section(name.to_owned());
        let passages = pack(vec![
            block(section("A"), "one"),
            block(section("A"), "two"),
            block(section("B"), "three"),
            block(Place::Line(9), "x".repeat(ENOUGH)),
            block(Place::Line(12), "four"),
            block(Place::Line(14), "five"),
        ]);
        assert_eq!(
            passages,
            [
                block(section("A"), "one\n\ntwo"),
                block(section("B"), "three"),
                block(Place::Line(9), "x".repeat(ENOUGH)),
                block(Place::Line(12), "four\n\nfive"),
            ]
        );
    }

    #[test]
    fn a_long_paragraph_is_cut_between_sentences_and_loses_nothing() {
        let sentence = "The pump is covered for two years from the day of purchase. ";
        let text = sentence.repeat(100);
        let passages = pack(vec![block(Place::Line(1), text.trim())]);
        assert!(passages.len() > 4);
        for passage in &passages {
            assert!(passage.text.chars().count() <= MOST);
            assert!(passage.text.starts_with("The pump") && passage.text.ends_with("purchase."));
        }
        let together: Vec<_> = passages
            .iter()
            .map(|passage| passage.text.as_str())
            .collect();
        assert_eq!(together.join(" "), text.trim());
    }

    #[test]
    fn what_has_neither_sentences_nor_words_is_cut_anywhere() {
        for text in [
            "é".repeat(5 * MOST + 7),
            "保".repeat(2 * MOST),
            "word ".repeat(MOST),
        ] {
            let passages = pack(vec![block(Place::Line(1), text.clone())]);
            assert!(
                passages
                    .iter()
                    .all(|passage| passage.text.chars().count() <= MOST)
            );
            let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
            assert_eq!(
                passages
                    .iter()
                    .map(|passage| count(&passage.text))
                    .sum::<usize>(),
                count(&text)
            );
        }
    }
}
