//! Dates, as strings of the formats `date` and `date-time`.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the calendar: a string of the format `date`, such as `2024-02-29`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Date(civil::Date);

/// A moment: a string of the format `date-time`, such as `2024-02-29T12:00:00Z`.
///
/// It is written in UTC, whatever offset it was read with. One without an offset is read as UTC: many servers leave it
/// out, though RFC 3339 has none without. A server of these bindings refuses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DateTime(Timestamp);

impl Date {
    /// A day, as a constant.
    ///
    /// # Panics
    /// When there is no such day. In a constant, that is an error of the compiler's.
    pub const fn constant(year: i16, month: i8, day: i8) -> Self {
        Self(civil::Date::constant(year, month, day))
    }
}

impl DateTime {
    /// A moment by the seconds since 1970 and the nanoseconds since the last of them, as a constant.
    ///
    /// # Panics
    /// When that is more than ten thousand years away. In a constant, that is an error of the compiler's.
    pub const fn constant(seconds: i64, nanoseconds: i32) -> Self {
        Self(Timestamp::constant(seconds, nanoseconds))
    }

    /// This very moment.
    pub fn now() -> Self {
        Self(Timestamp::now())
    }
}

impl FromStr for Date {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // jiff would take the date out of a longer text.
        if text.len() != "2024-02-29".len() {
            return Err(jiff::Error::from_args(format_args!(
                "a date is written as 2024-02-29"
            )));
        }
        text.parse().map(Self)
    }
}

impl FromStr for DateTime {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let moment = text.parse::<Timestamp>();
        // A date alone is no moment.
        if moment.is_ok() || !matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' ')) {
            return moment.map(Self);
        }
        let local = text.parse::<civil::DateTime>()?;
        local
            .to_zoned(TimeZone::UTC)
            .map(|zoned| Self(zoned.timestamp()))
    }
}

/// What both are beside their own: the value inside, a text, and JSON.
macro_rules! text_value {
    ($name:ident, $inner:ty, $format:literal) => {
        impl Deref for $name {
            type Target = $inner;

            fn deref(&self) -> &$inner {
                &self.0
            }
        }

        impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "format": $format})
            }
        }
    };
}

text_value!(Date, civil::Date, "date");
text_value!(DateTime, Timestamp, "date-time");

#[cfg(test)]
mod tests {
    use super::{Date, DateTime};

    #[test]
    fn a_moment_is_the_same_however_it_is_written() {
        for (text, written) in [
            ("2026-04-22T12:34:41Z", "2026-04-22T12:34:41Z"),
            (
                "2026-04-22t14:34:41.342245+02:00",
                "2026-04-22T12:34:41.342245Z",
            ),
            ("2026-04-22 12:34:41Z", "2026-04-22T12:34:41Z"),
            ("2026-04-22T12:34:41.5", "2026-04-22T12:34:41.5Z"),
            ("1969-12-31T23:59:59-00:01", "1970-01-01T00:00:59Z"),
        ] {
            let read: DateTime = serde_json::from_value(text.into()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), written, "{text}");
        }
        for text in ["2026-04-22", "12:34:41Z", "", "2026-04-31T12:34:41Z"] {
            assert!(text.parse::<DateTime>().is_err(), "{text}");
        }
        assert_eq!(
            DateTime::constant(-1, 0).to_string(),
            "1969-12-31T23:59:59Z"
        );
    }

    #[test]
    fn a_day_is_no_more_than_a_day() {
        let day: Date = serde_json::from_str("\"2024-02-29\"").unwrap();
        assert_eq!((day.year(), day.month(), day.day()), (2024, 2, 29));
        assert_eq!(day, Date::constant(2024, 2, 29));
        assert_eq!(serde_json::to_string(&day).unwrap(), "\"2024-02-29\"");
        for text in [
            "2023-02-29",
            "2024-02-29T12:00:00Z",
            "2024-2-9",
            "20240229",
            "",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
