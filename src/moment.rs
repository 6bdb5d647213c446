//! Moments and spans of time, as people read them.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};

use crate::terminal::line;

/// A moment of the server's to the second; as it was said where it is none.
pub(crate) fn exact(moment: &str) -> String {
    match read(moment) {
        Some(moment) => format!("{} UTC", moment.strftime("%Y-%m-%d %H:%M:%S")),
        None => line(moment),
    }
}

/// How long ago a moment of the server's is; its day where that is long ago.
pub(crate) fn ago(moment: &str, now: Timestamp) -> String {
    let Some(moment) = read(moment) else {
        return line(moment);
    };
    let minutes = now.duration_since(moment).as_secs() / 60;
    match minutes {
        // A server's clock may be ahead of ours.
        ..1 => "just now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..1440 => format!("{} h ago", minutes / 60),
        1440..43_200 => format!("{} d ago", minutes / 1440),
        _ => moment.strftime("%Y-%m-%d").to_string(),
    }
}

/// The form that the API has says nothing of a zone, and means UTC.
fn read(moment: &str) -> Option<Timestamp> {
    let zoned = moment.parse::<Timestamp>();
    let utc = || {
        Some(
            moment
                .parse::<DateTime>()
                .ok()?
                .to_zoned(TimeZone::UTC)
                .ok()?
                .timestamp(),
        )
    };
    let moment = zoned.ok().or_else(utc)?;
    moment.round(Unit::Second).ok()
}

/// How long something took.
pub(crate) fn span(milliseconds: f64) -> String {
    if milliseconds < 1000.0 {
        format!("{milliseconds:.0} ms")
    } else {
        format!("{:.1} s", milliseconds / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_with_and_without_a_zone() {
        for (moment, expected) in [
            ("2026-04-22T12:34:41.342245", "2026-04-22 12:34:41 UTC"),
            ("2026-04-22T12:34:41Z", "2026-04-22 12:34:41 UTC"),
            ("2026-04-22T14:34:41.9+02:00", "2026-04-22 12:34:42 UTC"),
            ("yesterday\u{1b}[2J", "yesterday\u{fffd}[2J"),
        ] {
            assert_eq!(exact(moment), expected);
        }
    }

    #[test]
    fn how_long_ago_is_said_roughly() {
        let now = "2026-04-22T12:34:41Z".parse().unwrap();
        for (moment, expected) in [
            ("2026-04-22T12:35:41", "just now"),
            ("2026-04-22T12:34:00", "just now"),
            ("2026-04-22T12:33:00", "1 min ago"),
            ("2026-04-22T11:34:42", "59 min ago"),
            ("2026-04-22T11:34:41", "1 h ago"),
            ("2026-04-21T12:34:42", "23 h ago"),
            ("2026-04-20T12:34:41", "2 d ago"),
            ("2026-03-01T00:00:00", "2026-03-01"),
            ("soon", "soon"),
        ] {
            assert_eq!(ago(moment, now), expected, "{moment}");
        }
    }

    #[test]
    fn spans_have_the_unit_that_suits_them() {
        assert_eq!(span(0.4), "0 ms");
        assert_eq!(span(412.3), "412 ms");
        assert_eq!(span(12_345.6), "12.3 s");
    }
}
