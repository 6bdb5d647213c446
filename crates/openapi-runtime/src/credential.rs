//! Credentials, which no `Debug` shows.

use std::fmt;

use bytes::Bytes;

/// A bearer token: `Authorization: Bearer <token>` (RFC 6750, section 2.1).
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer(String);

impl Bearer {
    /// Wraps a token.
    pub fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    /// The token itself. Keep it out of logs and messages.
    pub fn token(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(…)")
    }
}

impl<T: Into<String>> From<T> for Bearer {
    fn from(token: T) -> Self {
        Self::new(token)
    }
}

/// A name and a password: `Authorization: Basic …` (RFC 7617).
#[derive(Clone, PartialEq, Eq)]
pub struct Basic {
    username: String,
    password: String,
}

impl Basic {
    /// Puts the two together. The name has no colon: it ends at the first one.
    pub fn new(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            username: username.into(),
            password: password.into(),
        }
    }

    /// The name.
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The password itself. Keep it out of logs and messages.
    pub fn password(&self) -> &str {
        &self.password
    }
}

impl fmt::Debug for Basic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Basic")
            .field("username", &self.username)
            .finish_non_exhaustive()
    }
}

/// A key in a header, the query or a cookie, or whatever follows the name of another HTTP scheme in `Authorization`.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// Wraps a key.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The key itself. Keep it out of logs and messages.
    pub fn key(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

impl<T: Into<String>> From<T> for ApiKey {
    fn from(key: T) -> Self {
        Self::new(key)
    }
}

/// The certificate that a client presented when its connection was made, and that the server's TLS verified (mutual
/// TLS). Nothing in a request says it.
///
/// Who serves the connection puts it among the extensions of its requests: whatever terminates TLS knows it, a proxy in
/// front hands it on in a header of its own. A client's transport presents it by itself.
///
/// ```
/// # use openapi_runtime::ClientCertificate;
/// # fn served(router: axum::Router, peer_certificates: Option<&[Vec<u8>]>) -> axum::Router {
/// match peer_certificates.and_then(|chain| chain.first()) {
///     Some(der) => router.layer(axum::Extension(ClientCertificate::new(der.clone()))),
///     None => router,
/// }
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ClientCertificate(Bytes);

impl ClientCertificate {
    /// Wraps a certificate, as DER.
    pub fn new(der: impl Into<Bytes>) -> Self {
        Self(der.into())
    }

    /// The certificate itself, as DER.
    pub fn der(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientCertificate(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{ApiKey, Basic, Bearer, ClientCertificate};

    #[test]
    fn debug_never_shows_a_secret() {
        assert_eq!(format!("{:?}", Bearer::new("secret")), "Bearer(…)");
        assert_eq!(format!("{:?}", ApiKey::new("secret")), "ApiKey(…)");
        let certificate = ClientCertificate::new("whose");
        assert_eq!(format!("{certificate:?}"), "ClientCertificate(…)");
        let basic = format!("{:?}", Basic::new("ada", "secret"));
        assert_eq!(basic, "Basic { username: \"ada\", .. }");
    }
}
