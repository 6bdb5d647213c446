//! Numbers that a schema allows.

use rand::RngExt as _;
use serde_json::Number;

use super::value::{Sampler, Size};
use crate::ir::{Bounds, Width};

impl Sampler<'_> {
    pub(super) fn integer(&mut self, width: Width, bounds: &Bounds, size: Size) -> Option<Number> {
        let (low, high) = integers(width, bounds);
        let step = bounds.multiple_of.map_or(1, |step| step as i128);
        // Multiples that are no integers are rare: others have to do.
        let step = step.max(1);
        let low = multiple_from(low, step);
        let high = high.div_euclid(step) * step;
        if low > high {
            return None;
        }
        let value = match size {
            Size::Least => low,
            Size::Most => high,
            Size::Plain => multiple_from(low.max(1), step).min(high),
            Size::Any => {
                let near = low.max(0).min(high);
                let reach = ((high - near) / step).min(1000);
                near + self.rng.random_range(0..=reach) * step
            }
        };
        Number::from_i128(value)
    }

    pub(super) fn number(&mut self, bounds: &Bounds, size: Size) -> Option<Number> {
        let low = bounds.minimum.or(bounds.above.map(|above| above + 0.25));
        let high = bounds.maximum.or(bounds.below.map(|below| below - 0.25));
        let (low, high) = match (low, high) {
            (Some(low), Some(high)) => (low, high),
            (Some(low), None) => (low, low.max(0.0) + 1000.5),
            (None, Some(high)) => (high.min(0.0) - 1000.5, high),
            (None, None) => (-1000.5, 1000.5),
        };
        // Between bounds that are close to each other.
        let (low, high) = if low > high {
            let middle = f64::midpoint(low, high);
            (middle, middle)
        } else {
            (low, high)
        };
        if let Some(step) = bounds.multiple_of.filter(|step| *step > 0.0) {
            let (first, last) = ((low / step).ceil(), (high / step).floor());
            let count = match size {
                Size::Least => first,
                Size::Most => last,
                Size::Plain => first.max(1.0).min(last),
                Size::Any => self
                    .rng
                    .random_range(first as i64..=(last as i64).max(first as i64))
                    as f64,
            };
            return Number::from_f64(count * step);
        }
        Number::from_f64(match size {
            Size::Least => low,
            Size::Most => high,
            Size::Plain => 1.5_f64.clamp(low, high),
            // Quarters are written exactly.
            Size::Any => (low + (high - low) * f64::from(self.rng.random_range(0..=4u8)) / 4.0)
                .clamp(low, high),
        })
    }
}

/// The least and the greatest integer.
pub(super) fn integers(width: Width, bounds: &Bounds) -> (i128, i128) {
    let (mut low, mut high) = width.range();
    if let Some(minimum) = bounds.minimum {
        low = low.max(minimum.ceil() as i128);
    }
    if let Some(above) = bounds.above {
        low = low.max(above.floor() as i128 + 1);
    }
    if let Some(maximum) = bounds.maximum {
        high = high.min(maximum.floor() as i128);
    }
    if let Some(below) = bounds.below {
        high = high.min(below.ceil() as i128 - 1);
    }
    (low, high)
}

/// The least multiple of a step that is not below a number.
pub(super) fn multiple_from(low: i128, step: i128) -> i128 {
    -((-low).div_euclid(step)) * step
}
