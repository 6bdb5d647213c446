//! How text becomes the words that are searched.
//!
//! Words are runs of letters and digits, in lower case, without accents, and reduced to their English stem: what that
//! does to other languages, it does to both sides of a comparison. Scripts that put no spaces between words are
//! searched by their characters.

use std::str::CharIndices;
use std::sync::LazyLock;

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, Stemmer, StopWordFilter,
    TextAnalyzer, Token, TokenStream, Tokenizer,
};

/// Words longer than this, in bytes, are none.
const LONGEST: usize = 80;

/// Words that say nothing of what a question is about. They are indexed like others, and searched when a question has
/// no other words.
const STOP_WORDS: &str = "a about am an and any are as at be been but by can could did do does for from had has have he \
    her his how i if in into is it its me my no not of on or our please she should so such tell than that the their \
    them then there these they this those to us was we were what when where which who whom whose why will with would \
    you your";

static INDEXED: LazyLock<TextAnalyzer> = LazyLock::new(|| {
    TextAnalyzer::builder(Words::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build()
});

static ASKED: LazyLock<TextAnalyzer> = LazyLock::new(|| {
    TextAnalyzer::builder(Words::default())
        .filter(RemoveLongFilter::limit(LONGEST))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(StopWordFilter::remove(
            STOP_WORDS.split_whitespace().map(str::to_owned),
        ))
        .filter(Stemmer::new(Language::English))
        .build()
});

/// What makes the words of a passage.
pub(crate) fn indexed() -> TextAnalyzer {
    INDEXED.clone()
}

/// The words of a passage, in their order.
pub(crate) fn of_passage(text: &str) -> Vec<String> {
    words(&mut INDEXED.clone(), text)
}

/// The words that a question is about, each once.
pub(crate) fn of_question(text: &str) -> Vec<String> {
    let mut asked = words(&mut ASKED.clone(), text);
    if asked.is_empty() {
        asked = of_passage(text);
    }
    asked.sort();
    asked.dedup();
    asked
}

fn words(analyzer: &mut TextAnalyzer, text: &str) -> Vec<String> {
    let mut words = Vec::new();
    analyzer
        .token_stream(text)
        .process(&mut |token| words.push(token.text.clone()));
    words
}

#[derive(Clone, Default)]
struct Words(Token);

struct WordStream<'a> {
    text: &'a str,
    chars: CharIndices<'a>,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.0.reset();
        WordStream {
            text,
            chars: text.char_indices(),
            token: &mut self.0,
        }
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((from, first)) = self.chars.find(|(_, c)| c.is_alphanumeric()) else {
            return false;
        };
        let mut rest = self.chars.clone();
        if !is_unspaced(first) {
            while let Some((_, c)) = rest.next()
                && ((c.is_alphanumeric() && !is_unspaced(c)) || is_mark(c))
            {
                self.chars = rest.clone();
            }
        }
        let to = self.chars.offset();
        self.token.offset_from = from;
        self.token.offset_to = to;
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        self.token.text.push_str(&self.text[from..to]);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Whether a character is of a script without spaces: Thai to Burmese, Khmer, kana, Chinese.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Whether a character only changes the one before it, as accents do in decomposed text.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lower_case_stems_without_accents() {
        assert_eq!(
            of_passage("The pump's WARRANTIES, Café_read_timeout=30"),
            [
                "the", "pump", "s", "warranti", "cafe", "read", "timeout", "30"
            ]
        );
    }

    #[test]
    fn scripts_without_spaces_are_searched_by_character() {
        assert_eq!(
            of_passage("保証は2年 ok"),
            ["保", "証", "は", "2", "年", "ok"]
        );
    }

    #[test]
    fn a_question_is_about_its_rare_words() {
        assert_eq!(
            of_question("What is the warranty of the warranty?"),
            ["warranti"]
        );
        assert_eq!(
            of_question("To be, or not to be"),
            ["be", "not", "or", "to"]
        );
        assert!(of_question(" \"( ) :* ").is_empty());
    }
}
