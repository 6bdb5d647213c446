//! What a value has to be.

use super::TypeId;

/// What a value has to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Its kind and constraints.
    pub kind: Kind,
    /// Whether null will do as well.
    pub nullable: bool,
}

/// The kind of a value, with what is demanded of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Any value.
    Any,
    /// Null.
    Null,
    /// A boolean.
    Boolean,
    /// A boolean that is always the same.
    Flag(bool),
    /// An integer.
    Integer(Width, Bounds),
    /// A number.
    Number(Bounds),
    /// A string.
    Text(Text),
    /// An array.
    List(Box<List>),
    /// An object with any properties of one shape.
    Map(Box<Map>),
    /// A named type.
    Named(TypeId),
}

/// How wide an integer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Signed, 64 bits.
    Int64,
    /// Signed, 32 bits.
    Int32,
    /// Unsigned, 64 bits.
    Uint64,
    /// Unsigned, 32 bits.
    Uint32,
    /// Signed, 16 bits.
    Int16,
    /// Unsigned, 16 bits.
    Uint16,
    /// Signed, 8 bits.
    Int8,
    /// Unsigned, 8 bits.
    Uint8,
}

/// What is demanded of a number.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bounds {
    /// `minimum`.
    pub minimum: Option<f64>,
    /// `exclusiveMinimum`.
    pub above: Option<f64>,
    /// `maximum`.
    pub maximum: Option<f64>,
    /// `exclusiveMaximum`.
    pub below: Option<f64>,
    /// `multipleOf`.
    pub multiple_of: Option<f64>,
}

/// What is demanded of a string.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// A format that the server checks.
    pub format: Option<Format>,
    /// `pattern`.
    pub pattern: Option<String>,
    /// `minLength`.
    pub min: Option<u64>,
    /// `maxLength`.
    pub max: Option<u64>,
}

/// A format of strings that the server checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `uuid`.
    Uuid,
    /// `date`.
    Date,
    /// `date-time`.
    DateTime,
    /// `time`.
    Time,
    /// `duration`.
    Duration,
    /// `byte`, or `contentEncoding: base64`.
    Byte,
    /// `ip`: either of the two that follow.
    Ip,
    /// `ipv4`.
    Ipv4,
    /// `ipv6`.
    Ipv6,
    /// `hostname`.
    Hostname,
    /// `email`.
    Email,
    /// `uri`.
    Uri,
    /// `uri-reference`.
    UriReference,
    /// `iri`.
    Iri,
    /// `iri-reference`.
    IriReference,
    /// `json-pointer`.
    JsonPointer,
    /// `regex`.
    Regex,
    /// `binary`: no text at all, but a file. In JSON, where there are none, any text.
    Binary,
}

impl Width {
    /// The least and the most of it.
    pub fn range(self) -> (i128, i128) {
        match self {
            Self::Int64 => (i64::MIN.into(), i64::MAX.into()),
            Self::Int32 => (i32::MIN.into(), i32::MAX.into()),
            Self::Int16 => (i16::MIN.into(), i16::MAX.into()),
            Self::Int8 => (i8::MIN.into(), i8::MAX.into()),
            Self::Uint64 => (0, u64::MAX.into()),
            Self::Uint32 => (0, u32::MAX.into()),
            Self::Uint16 => (0, u16::MAX.into()),
            Self::Uint8 => (0, u8::MAX.into()),
        }
    }
}

impl Format {
    /// Whether its strings have a type of their own, which reads no other.
    pub fn is_typed(self) -> bool {
        matches!(
            self,
            Self::Uuid
                | Self::Date
                | Self::DateTime
                | Self::Byte
                | Self::Ip
                | Self::Ipv4
                | Self::Ipv6
        )
    }
}

/// What is demanded of an array.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// What its items have to be.
    pub items: Shape,
    /// `minItems`.
    pub min: Option<u64>,
    /// `maxItems`.
    pub max: Option<u64>,
    /// `uniqueItems`.
    pub unique: bool,
}

/// What is demanded of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// What its values have to be.
    pub values: Shape,
    /// `minProperties`.
    pub min: Option<u64>,
    /// `maxProperties`.
    pub max: Option<u64>,
}
