//! Words of others: a server, a model, a file. A terminal must not be steered by them.

use std::borrow::Cow;

/// The text without what a terminal would obey. Line feeds and tabs stay, carriage returns go, and of every other
/// control character only a mark is left.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let without_returns = text.chars().filter(|c| *c != '\r');
    Cow::Owned(
        without_returns
            .map(|c| if obeyed(c) { '\u{fffd}' } else { c })
            .collect(),
    )
}

/// The same on one line.
pub(crate) fn line(text: &str) -> String {
    harmless(text).replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_to_obey() {
        for (text, expected) in [
            ("plain, ü, 保証\n\ttext", "plain, ü, 保証\n\ttext"),
            (
                "\u{1b}[2J\u{1b}]0;title\u{7}",
                "\u{fffd}[2J\u{fffd}]0;title\u{fffd}",
            ),
            ("one\r\ntwo\rthree", "one\ntwothree"),
            (
                "back\u{8}space \u{7f} \u{9b}31m",
                "back\u{fffd}space \u{fffd} \u{fffd}31m",
            ),
        ] {
            assert_eq!(harmless(text), expected);
        }
    }

    #[test]
    fn a_line_is_one() {
        assert_eq!(line("one\r\ntwo\tthree\u{1b}"), "one two three\u{fffd}");
    }
}
