//! Patterns, compiled once each.

use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

use fancy_regex::Regex;

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
    let regex = Regex::new(pattern).ok();
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
