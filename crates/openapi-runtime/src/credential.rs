//! Credentials, which no `Debug` shows.

use std::fmt;

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

#[cfg(test)]
mod tests {
    use super::Bearer;

    #[test]
    fn debug_never_shows_the_token() {
        assert_eq!(format!("{:?}", Bearer::new("secret")), "Bearer(…)");
    }
}
