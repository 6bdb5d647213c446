//! Formats of strings: the types that they have in Rust.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Format, Literal};

/// The type of a string of a format; `None`: any other is a `String`.
pub(super) fn path(format: Option<Format>) -> Option<&'static str> {
    Some(match format? {
        Format::Uuid => "uuid::Uuid",
        Format::Date => "openapi_runtime::Date",
        Format::DateTime => "openapi_runtime::DateTime",
        Format::Byte => "openapi_runtime::Base64",
        Format::Ip => "std::net::IpAddr",
        Format::Ipv4 => "std::net::Ipv4Addr",
        Format::Ipv6 => "std::net::Ipv6Addr",
        _ => return None,
    })
}

/// The runtime's name of a format; `None`: nothing is held against it.
pub(super) fn checked(format: Format) -> Option<&'static str> {
    Some(match format {
        Format::Uuid => "Uuid",
        Format::Date => "Date",
        Format::DateTime => "DateTime",
        Format::Time => "Time",
        Format::Duration => "Duration",
        Format::Byte => "Byte",
        Format::Ip => "Ip",
        Format::Ipv4 => "Ipv4",
        Format::Ipv6 => "Ipv6",
        Format::Hostname => "Hostname",
        Format::Email => "Email",
        Format::Uri => "Uri",
        Format::UriReference => "UriReference",
        Format::Iri => "Iri",
        Format::IriReference => "IriReference",
        Format::JsonPointer => "JsonPointer",
        Format::Regex => "Regex",
        Format::Binary => return None,
    })
}

/// A default of a type that is no `String`.
pub(super) fn literal(literal: &Literal) -> Option<TokenStream> {
    let number = proc_macro2::Literal::i64_unsuffixed;
    Some(match literal {
        Literal::Uuid(bits) => {
            let bits = proc_macro2::Literal::u128_unsuffixed(*bits);
            quote!(uuid::Uuid::from_u128(#bits))
        }
        Literal::Date(year, month, day) => {
            let [year, month, day] =
                [*year, (*month).into(), (*day).into()].map(|part: i16| number(part.into()));
            quote!(openapi_runtime::Date::constant(#year, #month, #day))
        }
        Literal::DateTime(seconds, nanoseconds) => {
            let (seconds, nanoseconds) = (number(*seconds), number((*nanoseconds).into()));
            quote!(openapi_runtime::DateTime::constant(#seconds, #nanoseconds))
        }
        Literal::Ipv4(address) => {
            let bits = proc_macro2::Literal::u32_unsuffixed(address.to_bits());
            quote!(std::net::Ipv4Addr::from_bits(#bits))
        }
        Literal::Ipv6(address) => {
            let bits = proc_macro2::Literal::u128_unsuffixed(address.to_bits());
            quote!(std::net::Ipv6Addr::from_bits(#bits))
        }
        _ => return None,
    })
}
