//! Rust names, each decided once.

use std::collections::HashSet;

use heck::{ToPascalCase, ToSnakeCase};

/// The names taken in one scope.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which some names are taken from the start.
    pub(crate) fn reserving(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// `wanted`, or `wanted` with the first free number behind it.
    pub(crate) fn claim(&mut self, wanted: String) -> String {
        let mut name = wanted.clone();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        name
    }
}

/// `createSession`, `create-session` and `CreateSession` as `create_session`.
pub(crate) fn snake(text: &str) -> String {
    let name = spelled(text).to_snake_case();
    let name = match name.chars().next() {
        None => "empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("n{name}"),
        Some(_) => name,
    };
    if is_keyword(&name) {
        format!("{name}_")
    } else {
        name
    }
}

/// `HTTPValidationError` and `http_validation_error` as `HttpValidationError`.
pub(crate) fn pascal(text: &str) -> String {
    let name = spelled(text).to_pascal_case();
    match name.chars().next() {
        None => "Empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        Some(_) if name == "Self" => "Self_".to_owned(),
        Some(_) => name,
    }
}

/// The text with signs that carry a meaning spelled out and all others made a gap, where nothing else would be left.
fn spelled(text: &str) -> String {
    let gaps: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    if !gaps.trim().is_empty() && !text.starts_with(['-', '+']) {
        return gaps;
    }
    let words = text.chars().map(|c| match c {
        '+' => " plus ".to_owned(),
        '-' => " minus ".to_owned(),
        '*' => " star ".to_owned(),
        '/' => " slash ".to_owned(),
        '<' => " less ".to_owned(),
        '>' => " greater ".to_owned(),
        '=' => " equal ".to_owned(),
        '!' => " not ".to_owned(),
        '.' => " dot ".to_owned(),
        '_' => " underscore ".to_owned(),
        '$' => " dollar ".to_owned(),
        '@' => " at ".to_owned(),
        '%' => " percent ".to_owned(),
        '&' => " and ".to_owned(),
        '|' => " or ".to_owned(),
        '#' => " hash ".to_owned(),
        c if c.is_ascii_alphanumeric() => c.to_string(),
        c if c.is_ascii() => " ".to_owned(),
        c => format!(" u{:x} ", u32::from(c)),
    });
    words.collect()
}

fn is_keyword(name: &str) -> bool {
    // What is no identifier on its own is a keyword here: all other letters are fine by now.
    syn::parse_str::<syn::Ident>(name).is_err()
}

#[cfg(test)]
mod tests {
    use super::{Scope, pascal, snake};

    #[test]
    fn names_are_idiomatic_identifiers() {
        for (text, expected_snake, expected_pascal) in [
            ("create_session", "create_session", "CreateSession"),
            (
                "HTTPValidationError",
                "http_validation_error",
                "HttpValidationError",
            ),
            ("type", "type_", "Type"),
            ("self", "self_", "Self_"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("2fa-code", "n2fa_code", "N2faCode"),
            ("", "empty", "Empty"),
            (">", "greater", "Greater"),
            ("größe", "gr_e", "GrE"),
            ("日", "u65e5", "U65e5"),
            ("x-rate limit", "x_rate_limit", "XRateLimit"),
        ] {
            assert_eq!(snake(text), expected_snake, "{text}");
            assert_eq!(pascal(text), expected_pascal, "{text}");
        }
    }

    #[test]
    fn collisions_are_numbered() {
        let mut scope = Scope::reserving(&["body"]);
        let names: Vec<_> = ["body", "id", "id", "id2"]
            .map(|n| scope.claim(n.into()))
            .into();
        assert_eq!(names, ["body2", "id", "id2", "id22"]);
    }
}
