//! What is demanded of a value besides its type.

use super::{Bounds, Text, Width};

/// A demand on a value that no type expresses.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// `not`.
    Not(Condition),
    /// `if`, `then` and `else`.
    If(Condition, Condition, Condition),
    /// `allOf`.
    All(Vec<Condition>),
    /// `anyOf`.
    Any(Vec<Condition>),
    /// `oneOf`.
    One(Vec<Condition>),
    /// `enum` and `const`: JSON texts.
    Equal(Vec<String>),
    /// What is said of values of one kind alone.
    OfKind(Condition),
    /// `contains`, `minContains` and `maxContains`.
    Contains(Condition, u64, Option<u64>),
    /// `prefixItems`, and `items` for the rest.
    Prefix(Vec<Condition>, Condition),
    /// `propertyNames`.
    Names(Condition),
    /// `patternProperties`.
    Patterns(Vec<(String, Condition)>),
    /// `additionalProperties` beside `patternProperties`.
    Others {
        /// The declared names.
        declared: Vec<String>,
        /// The patterns.
        patterns: Vec<String>,
        /// What the others are; `None`: there is none.
        condition: Option<Condition>,
    },
}

/// A schema that values are held against, and that makes no type.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What kind of value it is, with the demands that go with it.
    pub kind: ConditionKind,
    /// Whether null will do as well.
    pub nullable: bool,
    /// What is demanded besides.
    pub rules: Vec<Rule>,
}

/// What kind of value a condition asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum ConditionKind {
    /// Any value.
    Any,
    /// No value at all.
    Never,
    /// Null.
    Null,
    /// A boolean.
    Boolean,
    /// An integer.
    Integer(Width, Bounds),
    /// A number.
    Number(Bounds),
    /// A string.
    Text(Text),
    /// One of some strings.
    Listed(Vec<String>),
    /// An array.
    List(Box<ConditionList>),
    /// An object.
    Object(Box<ConditionObject>),
    /// A value of one of several kinds.
    Kinds(Vec<Condition>),
}

/// What a condition demands of an array.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionList {
    /// What its items have to be.
    pub items: Condition,
    /// `minItems`.
    pub min: Option<u64>,
    /// `maxItems`.
    pub max: Option<u64>,
    /// `uniqueItems`.
    pub unique: bool,
}

/// What a condition demands of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionObject {
    /// The properties, whether they have to be there, and what they are.
    pub properties: Vec<(String, bool, Condition)>,
    /// What the others are; `None`: there is none.
    pub additional: Option<Condition>,
    /// `minProperties`.
    pub min: Option<u64>,
    /// `maxProperties`.
    pub max: Option<u64>,
}

impl Condition {
    /// Any value.
    pub const ANY: Self = Self {
        kind: ConditionKind::Any,
        nullable: false,
        rules: Vec::new(),
    };

    /// Whether it demands nothing.
    pub fn is_any(&self) -> bool {
        *self == Self::ANY
    }
}

impl From<ConditionKind> for Condition {
    fn from(kind: ConditionKind) -> Self {
        Self { kind, ..Self::ANY }
    }
}
