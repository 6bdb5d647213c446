//! Formats of strings.

use std::net::{Ipv4Addr, Ipv6Addr};

use uuid::Uuid;

use super::Format;
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
        Format::Ipv4 => (text.parse::<Ipv4Addr>().is_ok(), "ipv4"),
        Format::Ipv6 => (text.parse::<Ipv6Addr>().is_ok(), "ipv6"),
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

fn full_time(time: &[u8]) -> bool {
    let Some((clock, rest)) = time.split_at_checked(8) else {
        return false;
    };
    let [h1, h2, b':', m1, m2, b':', s1, s2] = clock else {
        return false;
    };
    let in_range = digits(&[*h1, *h2]).is_some_and(|hour| hour < 24)
        && digits(&[*m1, *m2]).is_some_and(|minute| minute < 60)
        && digits(&[*s1, *s2]).is_some_and(|second| second <= 60);
    let zone = match rest {
        [b'.', fraction @ ..] => {
            let end = fraction.iter().take_while(|b| b.is_ascii_digit()).count();
            if end == 0 {
                return false;
            }
            &fraction[end..]
        }
        zone => zone,
    };
    let zone = match zone {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', h1, h2, b':', m1, m2] => {
            digits(&[*h1, *h2]).is_some_and(|hour| hour < 24)
                && digits(&[*m1, *m2]).is_some_and(|minute| minute < 60)
        }
        _ => false,
    };
    in_range && zone
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
