//! Formats of strings.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

#[cfg(feature = "patterns")]
use email_address::EmailAddress;
#[cfg(feature = "patterns")]
use fancy_regex::Regex;
#[cfg(feature = "patterns")]
use iri_string::types::{IriReferenceStr, IriStr, UriReferenceStr, UriStr};
use uuid::Uuid;

use super::Format;
use crate::encoded::Base64;
use crate::fault::FaultKind;

/// Whether `text` has the format, or what is wrong with it.
pub(super) fn check(format: Format, text: &str) -> Result<(), FaultKind> {
    let (holds, name) = match format {
        Format::Uuid => {
            return Uuid::parse_str(text)
                .map(drop)
                .map_err(|error| FaultKind::Uuid(error.to_string()));
        }
        Format::Date => (date(text), "date"),
        Format::DateTime => (date_time(text), "date-time"),
        Format::Time => (time(text), "time"),
        Format::Duration => (duration(text), "duration"),
        Format::Byte => (text.parse::<Base64>().is_ok(), "byte"),
        Format::Ip => (text.parse::<IpAddr>().is_ok(), "ip"),
        Format::Ipv4 => (text.parse::<Ipv4Addr>().is_ok(), "ipv4"),
        Format::Ipv6 => (text.parse::<Ipv6Addr>().is_ok(), "ipv6"),
        Format::Hostname => (hostname(text), "hostname"),
        #[cfg(feature = "patterns")]
        Format::Email => (EmailAddress::is_valid(text), "email"),
        #[cfg(feature = "patterns")]
        Format::Uri => (UriStr::new(text).is_ok(), "uri"),
        #[cfg(feature = "patterns")]
        Format::UriReference => (UriReferenceStr::new(text).is_ok(), "uri-reference"),
        #[cfg(feature = "patterns")]
        Format::Iri => (IriStr::new(text).is_ok(), "iri"),
        #[cfg(feature = "patterns")]
        Format::IriReference => (IriReferenceStr::new(text).is_ok(), "iri-reference"),
        Format::JsonPointer => (json_pointer(text), "json-pointer"),
        #[cfg(feature = "patterns")]
        Format::Regex => (Regex::new(text).is_ok(), "regex"),
    };
    if holds {
        Ok(())
    } else {
        Err(FaultKind::Format { format: name })
    }
}

/// RFC 3339, section 5.6, full-date.
fn date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (
        digits(&bytes[..4]),
        digits(&bytes[5..7]),
        digits(&bytes[8..]),
    ) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// RFC 3339, section 5.6, date-time. A space may stand for the `T`, as the RFC's note allows.
fn date_time(text: &str) -> bool {
    let Some((day, time)) = text.split_at_checked(10) else {
        return false;
    };
    let Some(time) = time.strip_prefix(['T', 't', ' ']) else {
        return false;
    };
    date(day) && full_time(time.as_bytes())
}

/// RFC 3339, section 5.6, full-time. Many write a time of the day without an offset, which is a partial-time there.
fn time(text: &str) -> bool {
    clock(text.as_bytes()).is_some_and(|rest| rest.is_empty() || zone(rest))
}

fn full_time(text: &[u8]) -> bool {
    clock(text).is_some_and(zone)
}

/// What follows the time of the day, where there is one.
fn clock(text: &[u8]) -> Option<&[u8]> {
    let (clock, rest) = text.split_at_checked(8)?;
    let [h1, h2, b':', m1, m2, b':', s1, s2] = clock else {
        return None;
    };
    let in_range =
        digits(&[*h1, *h2])? < 24 && digits(&[*m1, *m2])? < 60 && digits(&[*s1, *s2])? <= 60;
    let rest = match rest {
        [b'.', fraction @ ..] => {
            let end = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            if end == 0 {
                return None;
            }
            &fraction[end..]
        }
        rest => rest,
    };
    in_range.then_some(rest)
}

fn zone(text: &[u8]) -> bool {
    match text {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => {
            digits(&[*h1, *h2]).is_some_and(|hour| hour < 24)
                && digits(&[*m1, *m2]).is_some_and(|minute| minute < 60)
        }
        _ => false,
    }
}

/// RFC 3339, appendix A: weeks, or any of the other units in their order. The last may have a fraction, as ISO 8601
/// allows.
fn duration(text: &str) -> bool {
    let Some(text) = text.strip_prefix('P') else {
        return false;
    };
    let (days, clock) = match text.split_once('T') {
        Some((days, clock)) => (days, Some(clock)),
        None => (text, None),
    };
    if let Some(weeks) = days.strip_suffix('W') {
        return clock.is_none() && amounts(days, &['W']) && !weeks.is_empty();
    }
    let holds = amounts(days, &['Y', 'M', 'D']);
    match clock {
        Some(clock) => holds && !clock.is_empty() && amounts(clock, &['H', 'M', 'S']),
        None => holds && !days.is_empty(),
    }
}

/// Whether a text is numbers, each with one of the units behind it, and those in their order.
fn amounts(text: &str, units: &[char]) -> bool {
    let (mut rest, mut units) = (text, units);
    while !rest.is_empty() {
        let number = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let figures = &rest[..rest.len() - number.len()];
        let mut after = number.chars();
        let place = after
            .next()
            .and_then(|unit| units.iter().position(|known| *known == unit));
        let (Some(place), Ok(_)) = (place, figures.parse::<f64>()) else {
            return false;
        };
        units = &units[place + 1..];
        rest = after.as_str();
    }
    true
}

/// RFC 1123, section 2.1: labels of letters, digits and hyphens inside.
fn hostname(text: &str) -> bool {
    let label = |label: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (1..=63).contains(&label.len())
            && label.chars().all(plain)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

/// RFC 6901, section 3.
fn json_pointer(text: &str) -> bool {
    let escapes = |(at, _): (usize, &str)| matches!(text.as_bytes().get(at + 1), Some(b'0' | b'1'));
    (text.is_empty() || text.starts_with('/')) && text.match_indices('~').all(escapes)
}

fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit()
            .then(|| number * 10 + u32::from(byte - b'0'))
    })
}

#[cfg(test)]
mod tests {
    use super::{Format, check};

    #[test]
    fn dates_are_those_of_the_calendar() {
        for (text, holds) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("1900-02-29", false),
            ("2000-02-29", true),
            ("2024-13-01", false),
            ("2024-04-31", false),
            ("24-04-01", false),
            ("2024-04-0a", false),
        ] {
            assert_eq!(check(Format::Date, text).is_ok(), holds, "{text}");
        }
    }

    #[test]
    fn texts_of_every_other_format() {
        for (format, holding, others) in [
            (
                Format::Time,
                &["12:34:41Z", "12:34:41.5+02:00", "23:59:60", "00:00:00.25"][..],
                &["24:00:00Z", "12:34", "12:34:41 Z", "12:34:41.", ""][..],
            ),
            (
                Format::Duration,
                &["P1Y2M3DT4H5M6S", "PT0.5S", "P2W", "P3D", "PT36H"],
                &["P", "PT", "1D", "P1D2Y", "P1W2D", "P1DT", "P1S", "-P1D"],
            ),
            (Format::Byte, &["", "AP8=", "AP8"], &["A", "AP-_", "A P 8"]),
            (Format::Ip, &["10.0.0.1", "::1"], &["10.0.0", "a"]),
            (
                Format::Ipv4,
                &["10.0.0.1"],
                &["::1", "256.0.0.1", "01.0.0.1"],
            ),
            (Format::Ipv6, &["::1", "2001:db8::1"], &["10.0.0.1", ":::"]),
            (
                Format::Hostname,
                &["a.example", "xn--bcher-kva.example", "localhost"],
                &["", "-a.example", "a..b", "a_b.example", "a.example."],
            ),
            (
                Format::Email,
                &["ada@a.example", "\"a b\"@a.example"],
                &["ada", "@a.example", "ada@", "a b@a.example"],
            ),
            (
                Format::Uri,
                &["https://a.example/b?c=d#e", "urn:isbn:1"],
                &[
                    "/b",
                    "a.example",
                    "https://a.example/b c",
                    "https://a.example/é",
                ],
            ),
            (
                Format::UriReference,
                &["/b", "../b?c", "https://a.example", ""],
                &["/b c", "é", "%zz"],
            ),
            (
                Format::Iri,
                &["https://a.example/é"],
                &["/é", "https://a.example/é b"],
            ),
            (Format::IriReference, &["/é", ""], &["/é b"]),
            (
                Format::JsonPointer,
                &["", "/a/b~0c~1d", "/"],
                &["a", "/a~2", "/a~"],
            ),
            (Format::Regex, &["^[a-z]+$", "(?!a)b"], &["(", "[z-a]"]),
            (
                Format::Uuid,
                &["123e4567-e89b-12d3-a456-426614174000"],
                &["123e4567"],
            ),
        ] {
            for text in holding {
                assert!(check(format, text).is_ok(), "{format:?} {text}");
            }
            for text in others {
                assert!(check(format, text).is_err(), "{format:?} {text}");
            }
        }
    }

    #[test]
    fn date_times_need_a_zone() {
        for (text, holds) in [
            ("2026-04-22T12:34:41Z", true),
            ("2026-04-22t12:34:41.342245+02:00", true),
            ("2026-04-22 12:34:60Z", true),
            ("2026-04-22T12:34:41", false),
            ("2026-04-22T24:34:41Z", false),
            ("2026-04-22T12:34:41.Z", false),
            ("2026-04-22T12:34:41+2:00", false),
            ("2026-04-22", false),
            ("2026-04-2é12:34:41Z", false),
        ] {
            assert_eq!(check(Format::DateTime, text).is_ok(), holds, "{text}");
        }
    }
}
