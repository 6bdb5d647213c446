//! Numbers, compared without the loss of a digit.

use std::cmp::Ordering;

use serde_json::Number;
#[cfg(feature = "server")]
use serde_json::Value;

/// A number without a fraction, whichever way it is written: 1.0 is an integer (JSON Schema, section 6.1.1).
///
/// One that is beyond every integer type becomes the outermost value of this one.
pub(super) fn whole(number: &Number) -> Option<i128> {
    exact(number).or_else(|| {
        let float = number.as_f64().filter(|float| float.fract() == 0.0)?;
        // An integer below the least of 64 bits is read as a double, and the nearest one may be that least itself.
        let below = float == i64::MIN as f64;
        Some(float as i128 - i128::from(below))
    })
}

fn exact(number: &Number) -> Option<i128> {
    let signed = number.as_i64().map(i128::from);
    signed.or_else(|| number.as_u64().map(i128::from))
}

/// Where a number stands beside a bound.
pub(super) fn compare(number: &Number, bound: f64) -> Ordering {
    let rounded = number.as_f64().and_then(|float| float.partial_cmp(&bound));
    match (rounded, exact(number)) {
        // Two integers beyond 2^53 may share their nearest double.
        (Some(Ordering::Equal), Some(exact)) => exact.cmp(&(bound as i128)),
        (rounded, _) => rounded.unwrap_or(Ordering::Equal),
    }
}

/// Whether a number is a multiple of `factor`.
pub(super) fn is_multiple(number: &Number, factor: f64) -> bool {
    if let (Some(exact), true) = (exact(number), factor.fract() == 0.0) {
        return exact.checked_rem(factor as i128) == Some(0);
    }
    // A quotient of decimals such as 0.3 / 0.1 is a whole number only up to the rounding of both.
    number.as_f64().is_some_and(|float| {
        let quotient = float / factor;
        (quotient - quotient.round()).abs() <= 2.0 * f64::EPSILON * quotient.abs()
    })
}

/// Writes whole numbers as integers, the only way in which integer types read them.
#[cfg(feature = "server")]
pub(crate) fn settle(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            if let Some(integer) = whole(number).and_then(Number::from_i128) {
                *number = integer;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(settle),
        Value::Object(fields) => fields.values_mut().for_each(settle),
        _ => {}
    }
}

#[cfg(test)]
#[cfg(feature = "server")]
mod tests {
    use super::{compare, is_multiple, settle, whole};
    use serde_json::{Number, json};

    fn number(text: &str) -> Number {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn multiples_are_told_up_to_rounding_alone() {
        for (text, factor, holds) in [
            ("0.3", 0.1, true),
            ("19.99", 0.01, true),
            ("0.0075", 0.0001, true),
            ("0.00751", 0.0001, false),
            ("1e-12", 0.01, false),
            ("0", 0.01, true),
            ("10000000001", 2.0, false),
            ("9007199254740993", 2.0, false),
            ("9007199254740994", 2.0, true),
            ("18446744073709551615", 5.0, true),
            ("-9223372036854775808", -1.0, true),
            ("12391239123", 1e-8, true),
            ("7", 1e300, false),
            ("1e308", 1e-10, false),
            ("7", 0.0, false),
        ] {
            assert_eq!(is_multiple(&number(text), factor), holds, "{text} {factor}");
        }
    }

    #[test]
    fn large_integers_are_not_rounded_before_they_are_compared() {
        let bound = 9_007_199_254_740_992.0;
        for (text, less, more) in [
            ("9007199254740993", false, true),
            ("9007199254740992", false, false),
            ("9007199254740991", true, false),
            ("9007199254740992.0", false, false),
            ("18446744073709551615", false, true),
            ("-1e300", true, false),
        ] {
            let order = compare(&number(text), bound);
            assert_eq!((order.is_lt(), order.is_gt()), (less, more), "{text}");
        }
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        let least = i128::from(i64::MIN);
        for (text, expected) in [
            ("1.0", Some(1)),
            ("1.5", None),
            ("-2e2", Some(-200)),
            ("18446744073709551615", Some(i128::from(u64::MAX))),
            ("18446744073709551616", Some(1 << 64)),
            ("-9223372036854775808", Some(least)),
            ("-9223372036854775809", Some(least - 1)),
            ("1e300", Some(i128::MAX)),
        ] {
            assert_eq!(whole(&number(text)), expected, "{text}");
        }
    }

    #[test]
    fn whole_numbers_are_written_as_integers() {
        let mut value = json!({"a": [1.0, -2.0, 1.5, 1e300, 1e19], "b": "1.0"});
        settle(&mut value);
        let text = r#"{"a":[1,-2,1.5,1e+300,10000000000000000000],"b":"1.0"}"#;
        assert_eq!(value.to_string(), text);
    }
}
