//! What a document declares about a value, as constants that generated code writes down.
//!
//! A schema is made with constant functions and checked with `Schema::check` (feature `client` or `server`), which names every
//! fault of a value at once.

#[cfg(any(feature = "client", feature = "server"))]
mod check;
#[cfg(any(feature = "client", feature = "server"))]
mod format;
#[cfg(any(feature = "client", feature = "server"))]
mod leaf;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) mod number;
#[cfg(any(feature = "client", feature = "server"))]
#[cfg_attr(not(feature = "patterns"), path = "no_pattern.rs")]
mod pattern;
mod reference;
mod rule;
#[cfg(feature = "server")]
mod stream;
mod tagged;

#[cfg(any(feature = "client", feature = "server"))]
pub use check::Faults;
pub use rule::Rule;

/// What a value has to be.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
    pub(crate) rules: &'static [Rule],
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Any,
    Null,
    Boolean,
    Integer(Integer),
    Number(Bounds),
    Text(Text),
    Listed(&'static [&'static str]),
    Numbers(&'static [i64]),
    Flag(bool),
    Tuple(&'static [Schema]),
    List(List),
    Object(Object),
    AnyOf(&'static [Schema]),
    OneOf(&'static [Schema]),
    Tagged(tagged::Tagged),
    Reference(reference::Target),
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Integer {
    pub(crate) width: Width,
    pub(crate) bounds: Bounds,
}

/// How wide an integer is, as its `format` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// No format, or `int64`: a signed integer of 64 bits.
    Int64,
    /// `int32`: a signed integer of 32 bits.
    Int32,
    /// `uint64`: an unsigned integer of 64 bits.
    Uint64,
    /// `uint32`: an unsigned integer of 32 bits.
    Uint32,
    /// `int16`: a signed integer of 16 bits.
    Int16,
    /// `uint16`: an unsigned integer of 16 bits.
    Uint16,
    /// `int8`: a signed integer of 8 bits.
    Int8,
    /// `uint8`: an unsigned integer of 8 bits.
    Uint8,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) minimum: Option<f64>,
    pub(crate) exclusive_minimum: Option<f64>,
    pub(crate) maximum: Option<f64>,
    pub(crate) exclusive_maximum: Option<f64>,
    pub(crate) multiple_of: Option<f64>,
}

impl Bounds {
    const NONE: Self = Self {
        minimum: None,
        exclusive_minimum: None,
        maximum: None,
        exclusive_maximum: None,
        multiple_of: None,
    };
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    pub(crate) format: Option<Format>,
    pub(crate) pattern: Option<&'static str>,
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
}

/// A format of strings that a server checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// `uuid` (RFC 9562).
    Uuid,
    /// `date` (RFC 3339, full-date).
    Date,
    /// `date-time` (RFC 3339).
    DateTime,
    /// `time` (RFC 3339, full-time). The offset may be left out.
    Time,
    /// `duration` (RFC 3339, appendix A).
    Duration,
    /// `byte`: base64 (RFC 4648, section 4). The padding may be left out.
    Byte,
    /// `ip`: an address of either version.
    Ip,
    /// `ipv4` (RFC 2673, dotted quad).
    Ipv4,
    /// `ipv6` (RFC 4291).
    Ipv6,
    /// `hostname` (RFC 1123, section 2.1).
    Hostname,
    /// `email` (RFC 5321, section 4.1.2).
    #[cfg(feature = "patterns")]
    Email,
    /// `uri` (RFC 3986): an absolute one.
    #[cfg(feature = "patterns")]
    Uri,
    /// `uri-reference` (RFC 3986).
    #[cfg(feature = "patterns")]
    UriReference,
    /// `iri` (RFC 3987): an absolute one.
    #[cfg(feature = "patterns")]
    Iri,
    /// `iri-reference` (RFC 3987).
    #[cfg(feature = "patterns")]
    IriReference,
    /// `json-pointer` (RFC 6901).
    JsonPointer,
    /// `regex` (ECMA-262).
    #[cfg(feature = "patterns")]
    Regex,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct List {
    pub(crate) items: &'static Schema,
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
    pub(crate) unique: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Object {
    pub(crate) properties: &'static [Property],
    /// What a property beside the declared ones has to be; `None`: there may be none.
    pub(crate) additional: Option<&'static Schema>,
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
}

/// A declared property of an object.
#[derive(Debug, Clone, Copy)]
pub struct Property {
    pub(crate) name: &'static str,
    pub(crate) schema: Schema,
    pub(crate) required: bool,
}

impl Property {
    /// A property that may be absent.
    pub const fn optional(name: &'static str, schema: Schema) -> Self {
        Self {
            name,
            schema,
            required: false,
        }
    }

    /// A property that has to be there.
    pub const fn required(name: &'static str, schema: Schema) -> Self {
        Self {
            name,
            schema,
            required: true,
        }
    }
}

impl Schema {
    /// Any value at all.
    pub const ANY: Self = Self::of(Kind::Any);
    /// Null alone.
    pub const NULL: Self = Self::of(Kind::Null);
    /// `true` or `false`.
    pub const BOOLEAN: Self = Self::of(Kind::Boolean);
    /// A number.
    pub const NUMBER: Self = Self::of(Kind::Number(Bounds::NONE));
    /// A string.
    pub const STRING: Self = Self::of(Kind::Text(Text {
        format: None,
        pattern: None,
        min: None,
        max: None,
    }));

    const fn of(kind: Kind) -> Self {
        Self {
            kind,
            nullable: false,
            rules: &[],
        }
    }

    /// An integer of a width.
    pub const fn integer(width: Width) -> Self {
        Self::of(Kind::Integer(Integer {
            width,
            bounds: Bounds::NONE,
        }))
    }

    /// One of the listed strings.
    pub const fn listed(values: &'static [&'static str]) -> Self {
        Self::of(Kind::Listed(values))
    }

    /// One of some integers.
    pub const fn numbers(values: &'static [i64]) -> Self {
        Self::of(Kind::Numbers(values))
    }

    /// A boolean that is always the same.
    pub const fn flag(value: bool) -> Self {
        Self::of(Kind::Flag(value))
    }

    /// An array with one item for each of the schemas.
    pub const fn tuple(items: &'static [Schema]) -> Self {
        Self::of(Kind::Tuple(items))
    }

    /// An array.
    pub const fn list(items: &'static Schema) -> Self {
        Self::of(Kind::List(List {
            items,
            min: None,
            max: None,
            unique: false,
        }))
    }

    /// An object with declared properties; others are tolerated.
    pub const fn object(properties: &'static [Property]) -> Self {
        Self::of(Kind::Object(Object {
            properties,
            additional: Some(&Self::ANY),
            min: None,
            max: None,
        }))
    }

    /// A map from any name to values of one schema.
    pub const fn map(values: &'static Schema) -> Self {
        Self::object(&[]).additional(Some(values))
    }

    /// A value that matches at least one of the alternatives.
    pub const fn any_of(alternatives: &'static [Schema]) -> Self {
        Self::of(Kind::AnyOf(alternatives))
    }

    /// A value that matches exactly one of the alternatives.
    pub const fn one_of(alternatives: &'static [Schema]) -> Self {
        Self::of(Kind::OneOf(alternatives))
    }

    /// Null as well.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// What a property beside the declared ones has to be; `None` forbids them.
    #[must_use]
    pub const fn additional(mut self, schema: Option<&'static Schema>) -> Self {
        if let Kind::Object(object) = &mut self.kind {
            object.additional = schema;
        }
        self
    }

    /// A string of a format.
    #[must_use]
    pub const fn format(mut self, format: Format) -> Self {
        if let Kind::Text(text) = &mut self.kind {
            text.format = Some(format);
        }
        self
    }

    /// A string that matches a pattern (ECMA-262's regular expressions, unanchored).
    #[cfg(feature = "patterns")]
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        if let Kind::Text(text) = &mut self.kind {
            text.pattern = Some(pattern);
        }
        self
    }

    /// The least characters of a string, items of an array or properties of an object.
    #[must_use]
    pub const fn at_least(mut self, least: u64) -> Self {
        match &mut self.kind {
            Kind::Text(text) => text.min = Some(least),
            Kind::List(list) => list.min = Some(least),
            Kind::Object(object) => object.min = Some(least),
            _ => {}
        }
        self
    }

    /// The most characters of a string, items of an array or properties of an object.
    #[must_use]
    pub const fn at_most(mut self, most: u64) -> Self {
        match &mut self.kind {
            Kind::Text(text) => text.max = Some(most),
            Kind::List(list) => list.max = Some(most),
            Kind::Object(object) => object.max = Some(most),
            _ => {}
        }
        self
    }

    /// An array without equal items.
    #[must_use]
    pub const fn unique(mut self) -> Self {
        if let Kind::List(list) = &mut self.kind {
            list.unique = true;
        }
        self
    }

    const fn bounds(&mut self) -> Option<&mut Bounds> {
        match &mut self.kind {
            Kind::Integer(integer) => Some(&mut integer.bounds),
            Kind::Number(bounds) => Some(bounds),
            _ => None,
        }
    }

    /// `minimum`.
    #[must_use]
    pub const fn minimum(mut self, bound: f64) -> Self {
        if let Some(bounds) = self.bounds() {
            bounds.minimum = Some(bound);
        }
        self
    }

    /// `exclusiveMinimum`.
    #[must_use]
    pub const fn above(mut self, bound: f64) -> Self {
        if let Some(bounds) = self.bounds() {
            bounds.exclusive_minimum = Some(bound);
        }
        self
    }

    /// `maximum`.
    #[must_use]
    pub const fn maximum(mut self, bound: f64) -> Self {
        if let Some(bounds) = self.bounds() {
            bounds.maximum = Some(bound);
        }
        self
    }

    /// `exclusiveMaximum`.
    #[must_use]
    pub const fn below(mut self, bound: f64) -> Self {
        if let Some(bounds) = self.bounds() {
            bounds.exclusive_maximum = Some(bound);
        }
        self
    }

    /// `multipleOf`.
    #[must_use]
    pub const fn multiple_of(mut self, factor: f64) -> Self {
        if let Some(bounds) = self.bounds() {
            bounds.multiple_of = Some(factor);
        }
        self
    }
}
