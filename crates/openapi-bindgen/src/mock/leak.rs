//! Values for the rest of the program, as the runtime takes what generated code has for constants. A mock makes them once.

/// A value.
pub(super) fn one<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// Some values.
pub(super) fn all<T>(values: impl IntoIterator<Item = T>) -> &'static [T] {
    Box::leak(values.into_iter().collect())
}

/// A text.
pub(super) fn text(text: &str) -> &'static str {
    Box::leak(text.into())
}

/// Some texts.
pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> &'static [&'static str] {
    all(texts.into_iter().map(|known| text(known)))
}
