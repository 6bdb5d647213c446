//! A parameter outside the body, or a header of a response: where it goes and how its value is written.

#[cfg(any(feature = "client", feature = "server"))]
mod coding;
#[cfg(any(feature = "client", feature = "server"))]
mod pieces;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) mod read;
#[cfg(any(feature = "client", feature = "server"))]
mod scalar;
#[cfg(any(feature = "client", feature = "server"))]
mod tree;
#[cfg(any(feature = "client", feature = "server"))]
mod view;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) mod write;

#[cfg(feature = "server")]
pub(crate) use tree::Tree;

use crate::fault::Place;
use crate::schema::Schema;

/// How a parameter's value is written (OpenAPI 3.1, section 4.8.12.2, Style Values). A scalar is a text of its own in
/// all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `a,b` and `key,value` in a path segment or a header.
    Simple,
    /// `a,b` and `key=value` in a path segment or a header.
    SimpleExploded,
    /// `.a,b` and `.key,value` in a path segment.
    Label,
    /// `.a.b` and `.key=value` in a path segment.
    LabelExploded,
    /// `;name=a,b` and `;name=key,value` in a path segment.
    Matrix,
    /// `;name=a;name=b` and `;key=value` in a path segment.
    MatrixExploded,
    /// `name=a&name=b` and `key=value` in a query: `form`, exploded.
    Repeated,
    /// `name=a,b` and `name=key,value` in a query or a cookie: `form`, not exploded.
    Commas,
    /// `name=a%20b` in a query: `spaceDelimited`.
    Spaces,
    /// `name=a|b` in a query: `pipeDelimited`.
    Pipes,
    /// `name[key]=value` in a query: `deepObject`.
    Deep,
    /// JSON: a parameter that is described by its media type.
    Json,
}

#[cfg(any(feature = "client", feature = "server"))]
impl Style {
    /// What stands between the items of one text; `None` where every item is a text of its own.
    pub(crate) const fn separator(self) -> Option<char> {
        match self {
            Self::Simple | Self::SimpleExploded | Self::Label | Self::Matrix | Self::Commas => {
                Some(',')
            }
            Self::LabelExploded => Some('.'),
            Self::MatrixExploded => Some(';'),
            Self::Spaces => Some(' '),
            Self::Pipes => Some('|'),
            Self::Repeated | Self::Deep | Self::Json => None,
        }
    }
}

/// A parameter outside the body, or a header of a response. Both ends of the wire read the same constant.
#[derive(Debug)]
pub struct Parameter {
    pub(crate) place: Place,
    pub(crate) name: &'static str,
    pub(crate) style: Style,
    /// Whether reserved characters stand as they are.
    #[cfg_attr(not(feature = "client"), allow(dead_code))]
    pub(crate) reserved: bool,
    /// Whether an empty text is as good as none.
    #[cfg_attr(not(feature = "server"), allow(dead_code))]
    pub(crate) empty: bool,
    /// The names of a query that are none of its properties: it takes all others. `None` where it takes those alone that
    /// its schema names.
    pub(crate) beside: Option<&'static [&'static str]>,
    pub(crate) schema: Schema,
}

impl Parameter {
    const fn new(place: Place, name: &'static str, style: Style, schema: Schema) -> Self {
        Self {
            place,
            name,
            style,
            reserved: false,
            empty: false,
            beside: None,
            schema,
        }
    }

    /// A parameter in the path, in style `simple`.
    pub const fn path(name: &'static str, schema: Schema) -> Self {
        Self::new(Place::Path, name, Style::Simple, schema)
    }

    /// A parameter in the query, in style `form`, exploded.
    pub const fn query(name: &'static str, schema: Schema) -> Self {
        Self::new(Place::Query, name, Style::Repeated, schema)
    }

    /// A header, in style `simple`.
    pub const fn header(name: &'static str, schema: Schema) -> Self {
        Self::new(Place::Header, name, Style::Simple, schema)
    }

    /// A cookie, in style `form`.
    pub const fn cookie(name: &'static str, schema: Schema) -> Self {
        Self::new(Place::Cookie, name, Style::Commas, schema)
    }

    /// A part of a form with parts, its text as it is.
    pub const fn part(name: &'static str, schema: Schema) -> Self {
        Self::new(Place::Body, name, Style::Repeated, schema)
    }

    /// The same parameter, reserved characters in it left as they are: `allowReserved`.
    #[must_use]
    pub const fn reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// The same parameter, which is taken for absent where its text is empty: `allowEmptyValue`.
    #[must_use]
    pub const fn allow_empty(mut self) -> Self {
        self.empty = true;
        self
    }

    /// The same parameter, a map that takes whatever the query says besides these names.
    #[must_use]
    pub const fn beside(mut self, names: &'static [&'static str]) -> Self {
        self.beside = Some(names);
        self
    }

    /// The same parameter, written in another style.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }
}
