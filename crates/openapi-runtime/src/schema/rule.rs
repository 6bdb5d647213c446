//! What is demanded of a value besides what its kind says.

use super::Schema;

/// A demand on a value besides what its kind says: the keywords of JSON Schema that hold one schema against another.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Rule {
    /// `not`: the value is not this.
    Not(&'static Schema),
    /// `if`, `then` and `else`: a value that is the first is the second as well, and any other is the third.
    If(&'static Schema, &'static Schema, &'static Schema),
    /// `allOf`: the value is all of these.
    All(&'static [Schema]),
    /// `anyOf`: the value is at least one of these.
    Any(&'static [Schema]),
    /// `oneOf`: the value is exactly one of these.
    One(&'static [Schema]),
    /// `enum` and `const`: the value is one of these, each of them JSON.
    Equal(&'static [&'static str]),
    /// What is said of values of one kind alone: `minLength` without `type` says nothing of a number.
    OfKind(&'static Schema),
    /// `contains`: so many items of an array are this, at least and at most.
    Contains(&'static Schema, u64, Option<u64>),
    /// `prefixItems` and `items`: the first items of an array are these, and all others are this.
    Prefix(&'static [Schema], &'static Schema),
    /// `propertyNames`: the name of each property is this.
    Names(&'static Schema),
    /// `patternProperties`: a property whose name matches a pattern is what stands beside it.
    #[cfg(feature = "patterns")]
    Patterns(&'static [(&'static str, Schema)]),
    /// `additionalProperties` beside `patternProperties`: a property that neither is declared nor has a name that
    /// matches a pattern is this; `None`: there is none.
    #[cfg(feature = "patterns")]
    Others {
        /// The declared names.
        declared: &'static [&'static str],
        /// The patterns.
        patterns: &'static [&'static str],
        /// What the others are.
        schema: Option<&'static Schema>,
    },
}

impl Schema {
    /// No value at all.
    pub const NEVER: Self = Self::ANY.with(&[Rule::Not(&Self::ANY)]);

    /// What is demanded besides.
    #[must_use]
    pub const fn with(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }
}
