//! Credentials, found on a request.

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::Bearer;

/// Reads the credentials that a request presents, one scheme at a time. Generated for the schemes of a document.
pub trait LoadCredentials: Default {
    /// Keeps the credential of `scheme` where the request has one; `false` where it has none.
    fn load(&mut self, scheme: &str, headers: &HeaderMap) -> bool;
}

/// The bearer token of a request (RFC 6750, section 2.1). The scheme's name is compared without regard to case
/// (RFC 9110, section 11.1).
pub fn bearer(headers: &HeaderMap) -> Option<Bearer> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| Bearer::new(token))
}

#[cfg(test)]
mod tests {
    use super::bearer;
    use crate::Bearer;
    use http::HeaderMap;

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
            let headers =
                HeaderMap::from_iter([(http::header::AUTHORIZATION, value.parse().unwrap())]);
            assert_eq!(bearer(&headers), token.map(Bearer::new), "{value}");
        }
    }
}
