//! Patterns, compiled once each.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use fancy_regex::{Regex, RegexBuilder};

/// How often one match may step back: some milliseconds. Patterns without look-around and back-references never do.
const MOST_STEPS_BACK: usize = 100_000;

/// The compiled patterns, by their text. Patterns come from generated constants alone, so the map is bounded.
static COMPILED: LazyLock<RwLock<HashMap<&'static str, Option<Regex>>>> =
    LazyLock::new(RwLock::default);

/// Whether `text` matches `pattern` somewhere (JSON Schema Validation, section 6.3.3: not anchored).
///
/// A pattern that cannot be compiled is reported when the bindings are generated; here it holds for every text.
pub(super) fn matches(pattern: &'static str, text: &str) -> bool {
    let compiled = COMPILED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = compiled.get(pattern) {
        return holds(regex.as_ref(), text);
    }
    drop(compiled);
    let mut builder = RegexBuilder::new(pattern);
    let regex = builder.backtrack_limit(MOST_STEPS_BACK).build().ok();
    let outcome = holds(regex.as_ref(), text);
    COMPILED
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(pattern, regex);
    outcome
}

/// A match that runs into the engine's limit on backtracking does not hold: the text is refused, not waited for.
fn holds(regex: Option<&Regex>, text: &str) -> bool {
    regex.is_none_or(|regex| regex.is_match(text).unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_are_not_anchored_and_know_look_around() {
        for (pattern, text, holds) in [
            ("b+", "abc", true),
            ("^b+$", "abc", false),
            ("^(?!.*secret).{8,}$", "harmless", true),
            ("^(?!.*secret).{8,}$", "my secret", false),
            (r"(\w)\1$", "book", false),
            (r"(\w)\1$", "tree", true),
            ("^.$", "é", true),
            ("(", "cannot be compiled", true),
        ] {
            // Once to compile it, once as it is kept.
            assert_eq!(matches(pattern, text), holds, "{pattern} {text}");
            assert_eq!(matches(pattern, text), holds, "{pattern} {text}");
        }
    }

    #[test]
    fn a_long_text_is_matched_whole() {
        let text = "a".repeat(1_000_000);
        assert!(matches("^(?!.*secret).{8,}$", &text));
        assert!(matches("^(a+)+$", &text));
    }

    #[test]
    fn a_runaway_match_is_ended_and_does_not_hold() {
        let text = "a".repeat(60) + "!";
        assert!(!matches("^(?:(a|aa)(?!c))+$", &text));
    }
}
