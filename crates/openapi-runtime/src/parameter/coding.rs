//! How a text is written where it stands: percent-encoded, as in a form, as in a header.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::fault::Place;

/// How a text is written where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    /// Percent-encoded.
    Url,
    /// Percent-encoded, and a plus is a space.
    Form,
    /// As it is, but for the space around it.
    Header,
    /// As it is.
    None,
}

impl Coding {
    pub(super) fn of(place: Place) -> Self {
        match place {
            Place::Query | Place::Body => Self::Form,
            Place::Path | Place::Cookie => Self::Url,
            Place::Header => Self::Header,
        }
    }

    pub(super) fn decode(self, raw: &str) -> Cow<'_, str> {
        match self {
            // Nearly every text stands as it is.
            Self::Url | Self::Form if !is_escaped(raw) => raw.into(),
            // A plus is a space there, as forms write it.
            Self::Form if raw.contains('+') => {
                let spaced = raw.replace('+', " ");
                let decoded = percent_decode_str(&spaced).decode_utf8_lossy();
                decoded.into_owned().into()
            }
            Self::Url | Self::Form => percent_decode_str(raw).decode_utf8_lossy(),
            Self::Header => raw.trim_matches([' ', '\t']).into(),
            Self::None => raw.into(),
        }
    }
}

pub(crate) fn is_escaped(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'%' | b'+'))
}

/// A text, without what its place demands of its writing.
#[cfg(feature = "server")]
pub(crate) fn text(place: Place, raw: &str) -> Cow<'_, str> {
    Coding::of(place).decode(raw)
}
