//! What is wrong with a request, and where.

mod wording;

use serde::Serialize;
use serde_json::Value;

/// The part of a request that a fault is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A parameter in the path.
    Path,
    /// A parameter in the query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The body.
    Body,
}

impl Place {
    /// The place's name, as `loc` begins with it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}

/// One step from a place to a fault: a name, or an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Step {
    /// A parameter or a property.
    Name(String),
    /// An item of an array, or an offset in malformed text.
    Index(usize),
}

/// One fault of a request: where, what, and the value that was given.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fault {
    /// The part of the request.
    pub place: Place,
    /// The way from there.
    pub path: Vec<Step>,
    /// What is wrong.
    pub kind: FaultKind,
    /// What was given, where that is known and small enough to say back.
    pub input: Option<Value>,
}

/// How much a fault says back to the caller: every value counts one, and so do 16 bytes of a text or of a name.
const ECHO_LIMIT: usize = 256;

impl Fault {
    /// A fault at a place, with the value that was given there.
    pub fn new(place: Place, path: Vec<Step>, kind: FaultKind, input: Option<&Value>) -> Self {
        Self {
            place,
            path,
            kind,
            input: input
                .filter(|value| small(value, &mut { ECHO_LIMIT }))
                .cloned(),
        }
    }
}

/// Whether a value is small enough to say back; `budget` is what is left of it.
fn small(value: &Value, budget: &mut usize) -> bool {
    let own = match value {
        Value::String(text) => 1 + text.len() / 16,
        Value::Object(fields) => 1 + fields.keys().map(|name| name.len() / 16).sum::<usize>(),
        Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => 1,
    };
    let Some(rest) = budget.checked_sub(own) else {
        return false;
    };
    *budget = rest;
    match value {
        Value::Array(items) => items.iter().all(|item| small(item, budget)),
        Value::Object(fields) => fields.values().all(|field| small(field, budget)),
        _ => true,
    }
}

/// A text that a caller chose, short enough to say back.
#[cfg_attr(not(feature = "server"), allow(dead_code))]
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(ECHO_LIMIT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What is wrong with a value.
///
/// The names and sentences are those of pydantic 2, which FastAPI documents answer with; programs that read the
/// `type` of a fault find the ones they know.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum FaultKind {
    /// A required parameter, property or body is absent.
    Missing,
    /// A value of another JSON type stands where an object with known properties belongs.
    NotAnObject,
    /// A value of another JSON type stands where a map belongs.
    NotAMap,
    /// A value of another JSON type stands where an array belongs.
    NotAList,
    /// A value of another JSON type stands where a string belongs.
    NotAString,
    /// A value of another JSON type stands where a boolean belongs.
    NotABoolean,
    /// A parameter's text is no boolean.
    BooleanParsing,
    /// A value of another JSON type stands where an integer belongs.
    NotAnInteger,
    /// A number with a fraction stands where an integer belongs.
    Fraction,
    /// A parameter's text is no integer.
    IntegerParsing,
    /// A value of another JSON type stands where a number belongs.
    NotANumber,
    /// A parameter's text is no number.
    NumberParsing,
    /// A value stands where only null belongs.
    NotNull,
    /// An integer does not fit the width that its format declares.
    IntegerRange(&'static str),
    /// The text is shorter than `minLength`.
    TextTooShort(u64),
    /// The text is longer than `maxLength`.
    TextTooLong(u64),
    /// The text does not match `pattern`.
    Pattern(&'static str),
    /// The array has fewer items than `minItems`.
    TooFewItems {
        /// The declared bound.
        least: u64,
        /// The items given.
        actual: usize,
    },
    /// The array has more items than `maxItems`.
    TooManyItems {
        /// The declared bound.
        most: u64,
        /// The items given.
        actual: usize,
    },
    /// Two items of an array with `uniqueItems` are the same.
    RepeatedItem,
    /// The object has fewer properties than `minProperties`.
    TooFewProperties {
        /// The declared bound.
        least: u64,
        /// The properties given.
        actual: usize,
    },
    /// The object has more properties than `maxProperties`.
    TooManyProperties {
        /// The declared bound.
        most: u64,
        /// The properties given.
        actual: usize,
    },
    /// A property that `additionalProperties: false` forbids.
    UnknownProperty,
    /// The number is below `minimum`.
    LessThanMinimum(f64),
    /// The number is not above `exclusiveMinimum`.
    NotAboveMinimum(f64),
    /// The number is above `maximum`.
    MoreThanMaximum(f64),
    /// The number is not below `exclusiveMaximum`.
    NotBelowMaximum(f64),
    /// The number is no multiple of `multipleOf`.
    NotAMultiple(f64),
    /// The value is what `not` excludes.
    Excluded,
    /// The array has fewer items that are what `contains` says than `minContains`, or than one.
    TooFewMatches {
        /// The declared bound.
        least: u64,
        /// The items that are.
        actual: usize,
    },
    /// The array has more items that are what `contains` says than `maxContains`.
    TooManyMatches {
        /// The declared bound.
        most: u64,
        /// The items that are.
        actual: usize,
    },
    /// The value equals none of the listed ones, each of them JSON.
    NotEqual(&'static [&'static str]),
    /// The value is none of the listed ones.
    NotListed(&'static [&'static str]),
    /// The number is none of the listed ones.
    NumberNotListed(&'static [i64]),
    /// The text is not a UUID, and why.
    Uuid(String),
    /// The text does not have the declared format.
    Format {
        /// The format, as the document names it.
        format: &'static str,
    },
    /// The value matches none of the alternatives.
    NoAlternative,
    /// The value matches more than one of alternatives that exclude each other.
    SeveralAlternatives,
    /// The discriminator is absent, or names no alternative.
    Discriminator {
        /// The property that tells the alternatives apart.
        property: &'static str,
        /// What it may say.
        expected: &'static [&'static str],
    },
    /// The body is not JSON, and why.
    MalformedJson(String),
    /// The value passed its checks and could still not be read.
    Unreadable(String),
}
