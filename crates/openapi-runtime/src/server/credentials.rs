//! Credentials, found on a request.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use http::header::AUTHORIZATION;
use http::request::Parts;

use super::decode;
use crate::fault::Place;
use crate::parameter::read;
use crate::{ApiKey, Basic, Bearer, ClientCertificate};

/// Reads the credentials that a request presents, one scheme at a time. Generated for the schemes of a document.
pub trait LoadCredentials: Default {
    /// Keeps the credential of `scheme` where the request has one; `false` where it has none.
    fn load(&mut self, scheme: &str, request: &Parts) -> bool;
}

/// The bearer token of a request (RFC 6750, section 2.1).
pub fn bearer(request: &Parts) -> Option<Bearer> {
    authorization(request, "bearer").map(Bearer::new)
}

/// The name and the password of a request (RFC 7617).
pub fn basic(request: &Parts) -> Option<Basic> {
    let encoded = authorization(request, "basic")?;
    let decoded = STANDARD.decode(encoded);
    let decoded = decoded.or_else(|_| STANDARD_NO_PAD.decode(encoded)).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (username, password) = text.split_once(':')?;
    Some(Basic::new(username, password))
}

/// What a request says in `Authorization` for another scheme, such as `Digest`.
pub fn http_scheme(request: &Parts, scheme: &str) -> Option<ApiKey> {
    authorization(request, scheme).map(ApiKey::new)
}

/// A key in a header of a request.
pub fn header_key(request: &Parts, name: &str) -> Option<ApiKey> {
    let value = request.headers.get(name)?.to_str().ok()?;
    present(value)
}

/// A key in the query of a request.
pub fn query_key(request: &Parts, name: &str) -> Option<ApiKey> {
    let value = decode::Query(request.uri.query().unwrap_or_default()).last(name)?;
    present(&read::text(Place::Query, value))
}

/// A key in a cookie of a request.
pub fn cookie_key(request: &Parts, name: &str) -> Option<ApiKey> {
    let value = decode::cookie_text(&request.headers, name)?;
    present(&read::text(Place::Cookie, &value))
}

/// The certificate of the connection that a request came by, where whoever serves it put one among the extensions.
pub fn client_certificate(request: &Parts) -> Option<ClientCertificate> {
    request.extensions.get().cloned()
}

fn present(key: &str) -> Option<ApiKey> {
    let key = key.trim();
    (!key.is_empty()).then(|| ApiKey::new(key))
}

/// What follows the name of a scheme, which is compared without regard to case (RFC 9110, section 11.1).
fn authorization<'a>(request: &'a Parts, wanted: &str) -> Option<&'a str> {
    let values = request.headers.get_all(AUTHORIZATION).iter();
    let mut values = values.filter_map(|value| value.to_str().ok()?.trim().split_once(' '));
    let (_, rest) = values.find(|(scheme, _)| scheme.eq_ignore_ascii_case(wanted))?;
    let rest = rest.trim();
    (!rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use http::request::Parts;

    use super::{basic, bearer, cookie_key, header_key, http_scheme, query_key};
    use crate::{ApiKey, Basic, Bearer};

    fn request(uri: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = http::Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn authorized(value: &str) -> Parts {
        request("/", &[("authorization", value)])
    }

    #[test]
    fn only_a_bearer_token_is_one() {
        for (value, token) in [
            ("Bearer key", Some("key")),
            ("bearer  key ", Some("key")),
            ("Basic a2V5", None),
            ("Bearer", None),
            ("Bearer ", None),
            ("key", None),
        ] {
            assert_eq!(
                bearer(&authorized(value)),
                token.map(Bearer::new),
                "{value}"
            );
        }
    }

    #[test]
    fn a_name_and_a_password_are_told_apart_at_the_first_colon() {
        for (value, expected) in [
            (
                "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
                Some(("Aladdin", "open sesame")),
            ),
            (
                "BASIC QWxhZGRpbjpvcGVuIHNlc2FtZQ",
                Some(("Aladdin", "open sesame")),
            ),
            // `a:b:c`, `:` and `colonless`
            ("Basic YTpiOmM=", Some(("a", "b:c"))),
            ("Basic Og==", Some(("", ""))),
            ("Basic Y29sb25sZXNz", None),
            ("Basic ???", None),
            ("Bearer YTpiOmM=", None),
        ] {
            let expected = expected.map(|(name, password)| Basic::new(name, password));
            assert_eq!(basic(&authorized(value)), expected, "{value}");
        }
    }

    #[test]
    fn keys_are_found_where_they_belong() {
        let key = Some(ApiKey::new("k y"));
        assert_eq!(
            header_key(&request("/", &[("x-key", " k y ")]), "X-Key"),
            key
        );
        assert_eq!(header_key(&request("/", &[("x-key", "")]), "X-Key"), None);
        assert_eq!(query_key(&request("/?a=b&k%65y=k+y", &[]), "key"), key);
        assert_eq!(query_key(&request("/?key=", &[]), "key"), None);
        assert_eq!(query_key(&request("/", &[]), "key"), None);
        let cookies = request("/", &[("cookie", "a=b; key=k%20y")]);
        assert_eq!(cookie_key(&cookies, "key"), key);
        assert_eq!(cookie_key(&cookies, "other"), None);
        assert_eq!(http_scheme(&authorized("digest k y"), "Digest"), key);
        assert_eq!(http_scheme(&authorized("Bearer k"), "Digest"), None);
    }
}
