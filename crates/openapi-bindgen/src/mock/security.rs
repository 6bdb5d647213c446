//! Credentials: whether they are there, for a mock believes them all.

use http::request::Parts;
use openapi_runtime::server::{basic, bearer, cookie_key, header_key, http_scheme, query_key};

use crate::ir::{Api, Location, SchemeKind};

/// Whether a request has the credential of a scheme.
pub(super) fn has(api: &Api, scheme: &str, request: &Parts) -> bool {
    let scheme = api.schemes.iter().find(|known| known.key == scheme);
    match scheme.map(|scheme| &scheme.kind) {
        Some(SchemeKind::Bearer) => bearer(request).is_some(),
        Some(SchemeKind::Basic) => basic(request).is_some(),
        Some(SchemeKind::Http(name)) => http_scheme(request, name).is_some(),
        Some(SchemeKind::Key(Location::Query, name)) => query_key(request, name).is_some(),
        Some(SchemeKind::Key(Location::Cookie, name)) => cookie_key(request, name).is_some(),
        Some(SchemeKind::Key(_, name)) => header_key(request, name).is_some(),
        // It serves no TLS: every connection is taken for one with a certificate.
        Some(SchemeKind::Certificate) => true,
        None => false,
    }
}
