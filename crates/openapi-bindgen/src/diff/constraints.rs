//! Constraints: a change of one lets fewer values through, or more.

use heck::ToKebabCase;

use super::compare::{Comparer, Site};
use super::fits::{at_least, at_most, is_multiple};
use super::verdict::Effect;
use crate::ir::{Bounds, List, Map, Struct, Text};

impl Comparer<'_> {
    pub(super) fn list_limits(&mut self, site: &Site<'_>, old: &List, new: &List) {
        self.count(
            site,
            ["minItems", "maxItems"],
            (old.min, old.max),
            (new.min, new.max),
        );
        self.limit(
            site,
            "uniqueItems",
            (old.unique.then_some(true), new.unique.then_some(true)),
            |one, other| other.is_none() || one.is_some(),
        );
    }

    pub(super) fn map_limits(&mut self, site: &Site<'_>, old: &Map, new: &Map) {
        let keywords = ["minProperties", "maxProperties"];
        self.count(site, keywords, (old.min, old.max), (new.min, new.max));
    }

    pub(super) fn object_limits(&mut self, site: &Site<'_>, old: &Struct, new: &Struct) {
        let keywords = ["minProperties", "maxProperties"];
        self.count(site, keywords, (old.min, old.max), (new.min, new.max));
    }

    pub(super) fn text_limits(&mut self, site: &Site<'_>, old: &Text, new: &Text) {
        let equal = |one: Option<&String>, other: Option<&String>| other.is_none() || one == other;
        self.count(
            site,
            ["minLength", "maxLength"],
            (old.min, old.max),
            (new.min, new.max),
        );
        self.limit(
            site,
            "pattern",
            (old.pattern.as_ref(), new.pattern.as_ref()),
            equal,
        );
        // `DateTime` as the document writes it.
        let name = |text: &Text| {
            text.format
                .map(|format| format!("{format:?}").to_kebab_case())
        };
        let (old, new) = (name(old), name(new));
        self.limit(site, "format", (old.as_ref(), new.as_ref()), equal);
    }

    pub(super) fn bounds(&mut self, site: &Site<'_>, old: &Bounds, new: &Bounds) {
        self.limit(site, "minimum", (old.minimum, new.minimum), at_least);
        self.limit(site, "exclusiveMinimum", (old.above, new.above), at_least);
        self.limit(site, "maximum", (old.maximum, new.maximum), at_most);
        self.limit(site, "exclusiveMaximum", (old.below, new.below), at_most);
        let multiples = (old.multiple_of, new.multiple_of);
        self.limit(site, "multipleOf", multiples, is_multiple);
    }

    fn count(
        &mut self,
        site: &Site<'_>,
        [least, most]: [&'static str; 2],
        old: (Option<u64>, Option<u64>),
        new: (Option<u64>, Option<u64>),
    ) {
        self.limit(site, least, (old.0, new.0), at_least);
        self.limit(site, most, (old.1, new.1), at_most);
    }

    /// One keyword; `keeps` says whether what keeps to one value of it keeps to another.
    fn limit<T: PartialEq + Clone + std::fmt::Display>(
        &mut self,
        site: &Site<'_>,
        keyword: &'static str,
        (old, new): (Option<T>, Option<T>),
        keeps: impl Fn(Option<T>, Option<T>) -> bool,
    ) {
        let message = match (&old, &new) {
            _ if old == new => return,
            (Some(old), Some(new)) => format!("is {new}, and was {old}"),
            (None, Some(new)) => format!("is {new}, and there was none"),
            (Some(old), None) => format!("is gone, and was {old}"),
            (None, None) => return,
        };
        let old_fits = keeps(old.clone(), new.clone());
        let new_fits = keeps(new, old);
        let code = match (old_fits, new_fits) {
            (true, _) => "constraint-loosened",
            (false, true) => "constraint-tightened",
            (false, false) => "constraint-changed",
        };
        let verdicts = site
            .flow
            .verdicts(|direction| Effect::values(direction, old_fits, new_fits));
        let here = Site {
            old: site.old.below(&[keyword]),
            new: site.new.below(&[keyword]),
            ..site.clone()
        };
        let message = format!("`{keyword}` of {} {message}", site.label);
        self.tell(&here, code, message, verdicts);
    }
}
