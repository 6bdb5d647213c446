//! Texts that a schema allows.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::RngExt as _;
use rand::rngs::ChaCha8Rng;
use regex_syntax::hir::{Hir, HirKind};

use super::accepts::matches;
use super::value::{Place, Size};
use crate::ir::{Format, Text};

/// What a text may have in it and still has to arrive as it is.
const AWKWARD: &str = "Zoë & <b>\"50 %\"</b> + 1/2 = ½; {a,b}?#~'\\|\u{1F980}";

/// What a header or a cookie carries.
const VISIBLE: &str = "plain-text_0123456789.abc~XYZ";

/// What people read without asking what it means.
const PLAIN: &str = "text ";

/// The longest text that is made where a longer one would do.
const LONGEST: u64 = 60;

/// How often a pattern repeats at most where it does not say.
const REPEATS: u32 = 8;

/// A text; `None` where none was found.
pub(super) fn sample(
    text: &Text,
    size: Size,
    place: Place,
    rng: &mut ChaCha8Rng,
) -> Option<String> {
    let format = text.format.filter(|format| *format != Format::Binary);
    if let Some(pattern) = &text.pattern {
        // What has a format, too, is sooner met from there.
        let formatted = format.and_then(|format| {
            let mut tries = (0..20).map(|_| formatted(format, rng));
            tries.find(|made| matches(text, made))
        });
        return formatted.or_else(|| matching(pattern, text, rng));
    }
    if let Some(format) = format {
        return Some(formatted(format, rng));
    }
    // Nothing empty is told from nothing in a text.
    let least = text.min.unwrap_or(0).max(u64::from(place != Place::Json));
    let most = text.max.unwrap_or(u64::MAX);
    let length = match size {
        Size::Least => least,
        Size::Most => most.min(LONGEST.max(least)),
        Size::Any => most.min(least.max(8) + rng.random_range(0..8)),
        Size::Plain => most.min(least.max(4)),
    };
    let signs = match (size, place) {
        (Size::Plain, _) => PLAIN,
        (_, Place::Header) => VISIBLE,
        _ => AWKWARD,
    };
    Some(
        signs
            .chars()
            .cycle()
            .take(usize::try_from(length).ok()?)
            .collect(),
    )
}

fn formatted(format: Format, rng: &mut ChaCha8Rng) -> String {
    let year = rng.random_range(2000..2100);
    match format {
        Format::Uuid => {
            let bits: u128 = rng.random();
            let hex = format!("{bits:032x}");
            // Version 4 (RFC 9562, section 5.4).
            format!(
                "{}-{}-4{}-8{}-{}",
                &hex[..8],
                &hex[8..12],
                &hex[13..16],
                &hex[17..20],
                &hex[20..]
            )
        }
        Format::Date => format!("{year}-02-28"),
        Format::DateTime => format!("{year}-02-28T23:59:59.25Z"),
        Format::Time => "23:59:59Z".to_owned(),
        Format::Duration => format!("P{}DT12H", year - 1999),
        Format::Byte => STANDARD.encode(year.to_string()),
        Format::Ip | Format::Ipv4 => format!("192.0.2.{}", rng.random_range(0..=255)),
        Format::Ipv6 => format!("2001:db8::{:x}", rng.random_range(1..=0xffff)),
        Format::Hostname => format!("host-{year}.example.com"),
        Format::Email => format!("user{year}@example.com"),
        Format::Uri | Format::UriReference => format!("https://example.com/{year}?a=b%20c#d"),
        Format::Iri | Format::IriReference => format!("https://example.com/Zoë/{year}"),
        Format::JsonPointer => format!("/a/{year}/b~1c"),
        Format::Regex => "^[a-z]+$".to_owned(),
        Format::Binary => "binary".to_owned(),
    }
}

/// A text that matches a pattern and is as long as it has to be.
fn matching(pattern: &str, text: &Text, rng: &mut ChaCha8Rng) -> Option<String> {
    // Without Unicode's classes `\d` would be a digit of any script: those match, too, and read badly.
    let parsed = regex_syntax::ParserBuilder::new()
        .unicode(true)
        .build()
        .parse(&without_looks(pattern))
        .ok()?;
    let maker = rand_regex::Regex::with_hir(unanchored(parsed), REPEATS).ok()?;
    (0..200).find_map(|_| {
        let mut made: String = rng.sample(&maker);
        // What the pattern leaves open may be filled up.
        let least = usize::try_from(text.min.unwrap_or(0)).ok()?;
        while made.chars().count() < least {
            let more: String = rng.sample(&maker);
            if more.is_empty() {
                break;
            }
            made.push_str(&more);
        }
        let visible = !made.chars().any(char::is_control);
        (visible && matches(text, &made)).then_some(made)
    })
}

/// A pattern without its groups that look ahead or behind: nothing is made by those, and what they forbid is left aside.
fn without_looks(pattern: &str) -> String {
    let mut kept = String::with_capacity(pattern.len());
    let mut signs = pattern.char_indices();
    // How many groups are open inside one that looks, and whether this is in a class.
    let (mut open, mut in_class) = (0, false);
    while let Some((at, sign)) = signs.next() {
        let looks = ["(?=", "(?!", "(?<=", "(?<!"];
        let begins = |look: &&str| pattern[at..].starts_with(*look);
        let mut whole = vec![sign];
        match sign {
            '\\' => whole.extend(signs.next().map(|(_, escaped)| escaped)),
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class && (open > 0 || looks.iter().any(begins)) => open += 1,
            ')' if !in_class && open > 0 => {
                open -= 1;
                continue;
            }
            _ => {}
        }
        if open == 0 {
            kept.extend(whole);
        }
    }
    kept
}

/// The same without anchors: the texts that it makes are matched from their beginning to their end anyway, and those
/// that are not are left aside.
fn unanchored(hir: Hir) -> Hir {
    match hir.into_kind() {
        HirKind::Look(_) | HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(class) => Hir::class(narrowed(class)),
        HirKind::Repetition(mut repetition) => {
            *repetition.sub = unanchored(*repetition.sub);
            Hir::repetition(repetition)
        }
        HirKind::Capture(mut capture) => {
            *capture.sub = unanchored(*capture.sub);
            Hir::capture(capture)
        }
        HirKind::Concat(parts) => Hir::concat(parts.into_iter().map(unanchored).collect()),
        HirKind::Alternation(parts) => {
            Hir::alternation(parts.into_iter().map(unanchored).collect())
        }
    }
}

/// The visible ASCII of a class, where it has any: a header carries no other, and people read it.
fn narrowed(class: regex_syntax::hir::Class) -> regex_syntax::hir::Class {
    use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange};
    let Class::Unicode(mut unicode) = class else {
        return class;
    };
    let whole = unicode.clone();
    unicode.intersect(&ClassUnicode::new([ClassUnicodeRange::new('!', '~')]));
    let is_empty = unicode.ranges().is_empty();
    Class::Unicode(if is_empty { whole } else { unicode })
}

#[cfg(test)]
mod tests {
    use super::without_looks;

    #[test]
    fn what_looks_makes_nothing() {
        assert_eq!(without_looks("^(?![0-9]{2}(a|b)$)^[a-z]+$"), "^^[a-z]+$");
        assert_eq!(without_looks("(?=.*[(?=)])a(b|(?<!c)d)"), "a(b|d)");
        assert_eq!(without_looks(r"\(?!x[(?!]\)"), r"\(?!x[(?!]\)");
    }
}
