//! Formats of texts, as far as the generator looks at them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fancy_regex::Regex;

use crate::ir::Format;

/// Whether a text looks like one of a format.
pub(crate) fn looks_like(format: Format, said: &str) -> bool {
    let digits_of = |mask: &str| {
        said.len() >= mask.len()
            && mask
                .bytes()
                .zip(said.bytes())
                .all(|(wanted, sign)| match wanted {
                    b'0' => sign.is_ascii_digit(),
                    wanted => wanted == sign,
                })
    };
    match format {
        Format::Uuid => {
            said.len() == 36
                && said
                    .chars()
                    .all(|sign| sign == '-' || sign.is_ascii_hexdigit())
        }
        Format::Date => said.len() == 10 && digits_of("0000-00-00"),
        Format::DateTime => digits_of("0000-00-00T00:00:00"),
        Format::Time => digits_of("00:00:00"),
        Format::Duration => said.starts_with('P') && said.len() > 2,
        Format::Byte => STANDARD.decode(said).is_ok(),
        Format::Ip => said.parse::<IpAddr>().is_ok(),
        Format::Ipv4 => said.parse::<Ipv4Addr>().is_ok(),
        Format::Ipv6 => said.parse::<Ipv6Addr>().is_ok(),
        Format::Hostname => {
            !said.is_empty()
                && said
                    .chars()
                    .all(|sign| sign.is_ascii_alphanumeric() || ".-".contains(sign))
        }
        Format::Email => said.contains('@') && !said.contains(' '),
        Format::Uri | Format::Iri => said.contains(':') && !said.contains(' '),
        Format::UriReference | Format::IriReference => !said.contains([' ', '<', '"', '\\']),
        Format::JsonPointer => said.is_empty() || said.starts_with('/'),
        Format::Regex => Regex::new(said).is_ok(),
        Format::Binary => true,
    }
}
