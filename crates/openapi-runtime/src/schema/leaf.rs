//! Strings and numbers, held against what is demanded of them.

use serde_json::Number;

use super::{Bounds, Integer, Text, Width, format, number, pattern};
use crate::fault::FaultKind;

impl Text {
    /// Whether nothing is wrong with a string. Most are under no rule at all.
    #[cfg(feature = "server")]
    pub(super) fn holds(&self, text: &str) -> bool {
        matches!(
            self,
            Self {
                format: None,
                pattern: None,
                min: None,
                max: None
            }
        ) || self.faults(text).next().is_none()
    }

    /// What is wrong with a string.
    pub(super) fn faults(&self, text: &str) -> impl Iterator<Item = FaultKind> {
        let (mut short, mut long) = (None, None);
        if self.min.is_some() || self.max.is_some() {
            // A string's length is its number of characters (JSON Schema Validation, section 6.3).
            let length = text.chars().count() as u64;
            short = self
                .min
                .filter(|least| length < *least)
                .map(FaultKind::TextTooShort);
            long = self
                .max
                .filter(|most| length > *most)
                .map(FaultKind::TextTooLong);
        }
        let pattern = self
            .pattern
            .filter(|pattern| !pattern::matches(pattern, text));
        let format = self
            .format
            .and_then(|format| format::check(format, text).err());
        [short, long, pattern.map(FaultKind::Pattern), format]
            .into_iter()
            .flatten()
    }
}

impl Integer {
    /// What is wrong with an integer.
    pub(super) fn faults(&self, number: &Number) -> impl Iterator<Item = FaultKind> {
        let kind = match number::whole(number) {
            Some(whole) => self.width.excludes(whole).map(FaultKind::IntegerRange),
            None => Some(FaultKind::Fraction),
        };
        let fits = kind.is_none();
        kind.into_iter()
            .chain(self.bounds.faults(number).filter(move |_| fits))
    }
}

impl Width {
    /// The format's name, where the number does not fit it.
    fn excludes(self, whole: i128) -> Option<&'static str> {
        let (fits, name) = match self {
            Self::Int64 => (i64::try_from(whole).is_ok(), "int64"),
            Self::Uint64 => (u64::try_from(whole).is_ok(), "uint64"),
            Self::Int32 => (i32::try_from(whole).is_ok(), "int32"),
            Self::Uint32 => (u32::try_from(whole).is_ok(), "uint32"),
            Self::Int16 => (i16::try_from(whole).is_ok(), "int16"),
            Self::Uint16 => (u16::try_from(whole).is_ok(), "uint16"),
            Self::Int8 => (i8::try_from(whole).is_ok(), "int8"),
            Self::Uint8 => (u8::try_from(whole).is_ok(), "uint8"),
        };
        (!fits).then_some(name)
    }
}

impl Bounds {
    /// What is wrong with a number.
    pub(super) fn faults(&self, number: &Number) -> impl Iterator<Item = FaultKind> {
        let beside = |bound: &f64| number::compare(number, *bound);
        [
            self.minimum
                .filter(|bound| beside(bound).is_lt())
                .map(FaultKind::LessThanMinimum),
            self.exclusive_minimum
                .filter(|bound| beside(bound).is_le())
                .map(FaultKind::NotAboveMinimum),
            self.maximum
                .filter(|bound| beside(bound).is_gt())
                .map(FaultKind::MoreThanMaximum),
            self.exclusive_maximum
                .filter(|bound| beside(bound).is_ge())
                .map(FaultKind::NotBelowMaximum),
            self.multiple_of
                .filter(|factor| !number::is_multiple(number, *factor))
                .map(FaultKind::NotAMultiple),
        ]
        .into_iter()
        .flatten()
    }
}
