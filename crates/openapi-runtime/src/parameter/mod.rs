//! A parameter outside the body, or a header of a response: where it goes and how its value is written.

#[cfg(any(feature = "client", feature = "server"))]
pub(crate) mod read;
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) mod write;

use crate::fault::Place;
use crate::schema::Schema;

/// How the items of a parameter's value are written (OpenAPI 3.1, section 4.8.12.2, Style Values).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// `a,b` in a path segment or a header.
    Simple,
    /// `name=a&name=b` in a query: `form`, exploded.
    Repeated,
    /// `name=a,b` in a query or a cookie: `form`, not exploded.
    Commas,
    /// `name=a%20b` in a query: `spaceDelimited`.
    Spaces,
    /// `name=a|b` in a query: `pipeDelimited`.
    Pipes,
}

impl Style {
    /// What stands between the items of one text; `None` where every item is a text of its own.
    pub(crate) const fn separator(self) -> Option<char> {
        match self {
            Self::Simple | Self::Commas => Some(','),
            Self::Spaces => Some(' '),
            Self::Pipes => Some('|'),
            Self::Repeated => None,
        }
    }
}

/// A parameter outside the body, or a header of a response. Both ends of the wire read the same constant.
#[derive(Debug)]
pub struct Parameter {
    pub(crate) place: Place,
    pub(crate) name: &'static str,
    pub(crate) style: Style,
    pub(crate) schema: Schema,
}

impl Parameter {
    const fn new(place: Place, name: &'static str, style: Style, schema: Schema) -> Self {
        Self {
            place,
            name,
            style,
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

    /// The same parameter, written in another style.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }
}
