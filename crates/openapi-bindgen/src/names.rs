//! Rust names, each decided once.

use std::collections::{HashMap, HashSet};

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

/// The names taken in one scope, in capitals: two types may not share the name of a constant either.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
    /// The last number behind a name: a document may give thousands of them one name, and those before are taken.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// A scope in which some names are taken from the start.
    pub(crate) fn reserving(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|name| screaming(name)).collect(),
            numbers: HashMap::new(),
        }
    }

    /// `wanted`, or `wanted` with the first free number behind it.
    pub(crate) fn claim(&mut self, wanted: String) -> String {
        if self.taken.insert(screaming(&wanted)) {
            return wanted;
        }
        let number = self.numbers.entry(wanted.clone()).or_insert(1);
        loop {
            *number += 1;
            let name = format!("{wanted}{number}");
            if self.taken.insert(screaming(&name)) {
                return name;
            }
        }
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
    if name == "gen" {
        // A keyword since the edition of 2024, and none for progenitor, which would drop a `_` behind it.
        "gen_value".to_owned()
    } else if is_keyword(&name) {
        format!("{name}_")
    } else {
        name
    }
}

/// `CreateSession` as `CREATE_SESSION`.
pub(crate) fn screaming(text: &str) -> String {
    text.to_shouty_snake_case()
}

/// `HTTPValidationError` and `http_validation_error` as `HttpValidationError`.
pub(crate) fn pascal(text: &str) -> String {
    let mut name = spelled(text).to_pascal_case();
    // `A_B` is `AB` at first and `Ab` at second sight; progenitor looks twice.
    for _ in 0..8 {
        name = name.to_pascal_case();
    }
    match name.chars().next() {
        None => "Empty".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        Some(_) if name == "Self" => "SelfValue".to_owned(),
        Some(_) => name,
    }
}

/// The name of a document's trait: its title and `Api`, which is not said twice.
pub fn trait_name(title: &str) -> String {
    let name = pascal(title);
    let stem = name.strip_suffix("Api").unwrap_or(&name);
    format!("{stem}Api")
}

/// Whether a name can be given to a trait: it begins with a capital, and is not one of the prelude's.
pub fn is_type_name(name: &str) -> bool {
    const TAKEN: &[&str] = &[
        "Client",
        "Credentials",
        "Authenticate",
        "Context",
        "Error",
        "Self",
        "Send",
        "Sync",
        "Future",
        "Result",
        "Into",
        "Box",
        "Arc",
        "Router",
        "Call",
        "Decode",
        "ErrorFormat",
        "Implementation",
        "Limits",
        "Operation",
        "Refusal",
        "Request",
        "Response",
        "Service",
        "State",
        "Transport",
    ];
    let capital = name.starts_with(|c: char| c.is_ascii_uppercase());
    capital && is_identifier(name) && !TAKEN.contains(&name)
}

fn is_identifier(name: &str) -> bool {
    name != "_" && syn::parse_str::<syn::Ident>(name).is_ok()
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
    !is_identifier(name)
}

#[cfg(test)]
mod tests {
    use super::{Scope, pascal, snake, trait_name};

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
            ("self", "self_", "SelfValue"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("2fa-code", "n2fa_code", "N2faCode"),
            ("", "empty", "Empty"),
            (">", "greater", "Greater"),
            ("größe", "gr_e", "GrE"),
            ("日", "u65e5", "U65e5"),
            ("x-rate limit", "x_rate_limit", "XRateLimit"),
            ("gen", "gen_value", "Gen"),
            ("plan_A_B", "plan_a_b", "PlanAb"),
        ] {
            assert_eq!(snake(text), expected_snake, "{text}");
            assert_eq!(pascal(text), expected_pascal, "{text}");
        }
    }

    #[test]
    fn a_title_names_the_trait() {
        for (title, expected) in [
            ("LlamaCloud Chat", "LlamaCloudChatApi"),
            ("Pet store API", "PetStoreApi"),
            ("api", "Api"),
            ("", "EmptyApi"),
            ("3D & more (beta)", "N3dMoreBetaApi"),
            ("日本", "U65e5U672cApi"),
        ] {
            assert_eq!(trait_name(title), expected, "{title}");
            assert!(super::is_type_name(expected));
        }
    }

    #[test]
    fn names_that_share_a_constant_collide() {
        let mut scope = Scope::default();
        assert_eq!(scope.claim("Ab1".into()), "Ab1");
        assert_eq!(scope.claim("AB".into()), "AB");
        assert_eq!(scope.claim("Ab".into()), "Ab2");
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
