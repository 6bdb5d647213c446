//! An answer made of quotations.

use super::passages::sentences;
use super::words;
use crate::search::{Found, Passage};

/// The most passages that are quoted.
const PASSAGES: usize = 3;

/// The most sentences that are quoted of each.
const SENTENCES: usize = 3;

/// A passage is quoted only if its score is at least this part of the best one's.
const WORTH: f32 = 0.5;

/// What is said in a session without indexes.
pub(crate) fn unbound() -> String {
    "No index is bound to this session, so there is nothing to search.".to_owned()
}

/// Quotes the best of what was found, or says that nothing was.
pub(crate) fn answer(question: &str, found: &Found) -> String {
    let mut paragraphs = Vec::new();
    if found.passages.is_empty() {
        paragraphs.push("I found nothing about this in what I can search.".to_owned());
    }
    let asked = words::of_question(question);
    let best = found.passages.first().map_or(0.0, |passage| passage.score);
    let worth = found
        .passages
        .iter()
        .filter(|passage| passage.score >= best * WORTH);
    for passage in worth.take(PASSAGES) {
        paragraphs.push(quotation(&asked, passage));
    }
    match found.missing.as_slice() {
        [] => {}
        [name] => paragraphs.push(format!(
            "The index `{name}` does not exist, so it was not searched."
        )),
        names => paragraphs.push(format!(
            "The indexes {} do not exist, so they were not searched.",
            names
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ")
        )),
    }
    paragraphs.join("\n\n")
}

/// The sentences of a passage that have most of the words that were asked for, best first, and where they are.
fn quotation(asked: &[String], passage: &Passage) -> String {
    let mut ranked: Vec<(usize, usize, &str)> = sentences(&passage.text)
        .enumerate()
        .map(|(at, sentence)| (matches(asked, sentence), at, sentence))
        .collect();
    ranked.sort_by_key(|&(matches, at, _)| (std::cmp::Reverse(matches), at));
    // What was found by its headings alone may have no such sentence: its first one stands for it.
    let fitting = ranked
        .iter()
        .take_while(|(matches, ..)| *matches > 0)
        .count()
        .max(1);
    ranked.truncate(fitting.min(SENTENCES));

    let mut quotation = String::from(">");
    let mut last: Option<usize> = None;
    for (_, at, sentence) in ranked {
        if last.is_some_and(|last| last + 1 != at) {
            quotation.push_str(" …");
        }
        for word in sentence.split_whitespace() {
            quotation.push(' ');
            quotation.push_str(word);
        }
        last = Some(at);
    }
    let Passage {
        index, file, place, ..
    } = passage;
    format!("{quotation}\n>\n> — `{file}`, {place} (index `{index}`)")
}

/// How many of the words that were asked for a sentence has.
fn matches(asked: &[String], sentence: &str) -> usize {
    let words = words::of_passage(sentence);
    asked.iter().filter(|word| words.contains(word)).count()
}

/// A text in the pieces that it is streamed in: words with the space after them.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let space = rest[word..]
            .find(|c: char| !c.is_whitespace())
            .unwrap_or(rest.len() - word);
        let (piece, left) = rest.split_at(word + space);
        rest = left;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(file: &str, score: f32, text: &str) -> Passage {
        Passage {
            index: "handbook".to_owned(),
            file: file.to_owned(),
            place: "Pumps > Warranty".to_owned(),
            score,
            text: text.to_owned(),
        }
    }

    #[test]
    fn the_sentences_that_fit_best_come_first() {
        let found = Found {
            passages: vec![
                passage(
                    "a.md",
                    2.0,
                    "Pumps are blue. Nothing else.\nThe warranty of pumps is two years. Keep the bill.",
                ),
                passage("weak.md", 0.9, "A warranty."),
            ],
            missing: vec!["old".to_owned()],
        };
        assert_eq!(
            answer("What is the warranty of a pump?", &found),
            "> The warranty of pumps is two years. … Pumps are blue.\n>\n> — `a.md`, Pumps > Warranty (index `handbook`)\
             \n\nThe index `old` does not exist, so it was not searched."
        );
    }

    #[test]
    fn nothing_found_is_said() {
        let found = Found {
            passages: Vec::new(),
            missing: vec!["a".to_owned(), "b".to_owned()],
        };
        assert_eq!(
            answer("anything", &found),
            "I found nothing about this in what I can search.\n\n\
             The indexes `a`, `b` do not exist, so they were not searched."
        );
    }

    #[test]
    fn the_pieces_make_the_text() {
        for text in ["", " ", "a", " a  b\n\nc ", "保証 は\u{3000}ok"] {
            assert_eq!(words(text).collect::<String>(), text);
            assert!(words(text).all(|piece| !piece.is_empty()));
        }
        assert_eq!(
            words("> One two").collect::<Vec<_>>(),
            ["> ", "One ", "two"]
        );
    }
}
