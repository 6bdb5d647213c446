//! The title that a session gets from its first message.

use unicode_segmentation::UnicodeSegmentation;

/// The most characters of the prompt that a title has.
const LENGTH: usize = 60;

/// The beginning of a prompt, on one line: cut between two words, and never inside of what a reader takes for one
/// character. `None` where there is nothing to read.
pub(crate) fn title(prompt: &str) -> Option<String> {
    let spaced = prompt.replace(char::is_control, " ");
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return None;
    }
    let Some((end, _)) = line.grapheme_indices(true).nth(LENGTH) else {
        return Some(line);
    };
    // The last boundary that leaves something; a word longer than the title is cut where it has to be.
    let boundary = line
        .split_word_bound_indices()
        .map(|(index, _)| index)
        .take_while(|index| *index <= end)
        .map(|index| line[..index].trim_end_matches(|c: char| !c.is_alphanumeric()))
        .filter(|kept| !kept.is_empty())
        .last();
    Some(format!("{}...", boundary.unwrap_or(&line[..end])))
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_short_prompt_is_its_own_title() {
        for (prompt, expected) in [
            (
                "What were the main findings in Q3?",
                "What were the main findings in Q3?",
            ),
            (
                "  two\n\tlines\r\n and\u{0}control\u{7f} ",
                "two lines and control",
            ),
            (
                "What does it say on the cover?\u{2028}And inside?",
                "What does it say on the cover? And inside?",
            ),
        ] {
            assert_eq!(title(prompt).as_deref(), Some(expected));
        }
        let sixty = "x".repeat(60);
        assert_eq!(title(&sixty), Some(sixty));
    }

    #[test]
    fn nothing_to_read_is_no_title() {
        for prompt in ["", " ", "\n\t\u{0}\u{3000}"] {
            assert_eq!(title(prompt), None, "{prompt:?}");
        }
    }

    #[test]
    fn a_long_prompt_is_cut_between_words() {
        assert_eq!(
            title("Compare the warranty terms of the pump with those of the compressor, and list all that differs")
                .unwrap(),
            "Compare the warranty terms of the pump with those of the..."
        );
        // The sixtieth character is the last of a word.
        let prompt = format!("{} {} more", "a".repeat(29), "b".repeat(30));
        assert_eq!(
            title(&prompt).unwrap(),
            format!("{} {}...", "a".repeat(29), "b".repeat(30))
        );
        // No punctuation is left before the dots.
        let prompt = format!("{}, {}", "a".repeat(50), "b".repeat(30));
        assert_eq!(title(&prompt).unwrap(), format!("{}...", "a".repeat(50)));
    }

    #[test]
    fn no_character_is_split() {
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(
            title(&family.repeat(70)).unwrap(),
            format!("{}...", family.repeat(60))
        );
        let accents = "e\u{301}".repeat(80);
        assert_eq!(
            title(&accents).unwrap(),
            format!("{}...", "e\u{301}".repeat(60))
        );
        assert_eq!(
            title(&"保証期間".repeat(20)).unwrap(),
            format!("{}...", "保証期間".repeat(15))
        );
    }
}
