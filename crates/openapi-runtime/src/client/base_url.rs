//! Where an API is.

use std::fmt;

use reqwest::Url;

use super::Error;

/// Where an API is. It is parsed once, and not for each call.
pub(super) struct BaseUrl {
    text: String,
    parsed: Result<Url, String>,
}

impl BaseUrl {
    /// One that is no URL is found out by [`Self::join`].
    pub(super) fn new(text: &str) -> Self {
        let text = text.trim_end_matches('/').to_owned();
        let parsed = match Url::parse(&text) {
            _ if text.contains(['?', '#']) => Err("it has a query or a fragment".to_owned()),
            // A host and a port alone are read as a scheme and its address.
            Ok(url) if url.cannot_be_a_base() => Err("it has no host, or no `https://`".to_owned()),
            parsed => parsed.map_err(|error| error.to_string()),
        };
        Self { text, parsed }
    }

    /// As it was given, without a slash at its end.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The URL of a path below it, with a query where that is not empty.
    ///
    /// # Errors
    /// [`Error`] when the base is no URL. It does not say it back: it may carry a password.
    pub(super) fn join(&self, path: &str, query: &str) -> Result<Url, Error> {
        let base = self.parsed.as_ref();
        let mut url = base
            .map_err(|why| Error::request("base URL", "", why))?
            .clone();
        match url.path().trim_end_matches('/') {
            "" => url.set_path(path),
            below => {
                let path = format!("{below}{path}");
                url.set_path(&path);
            }
        }
        url.set_query(Some(query).filter(|query| !query.is_empty()));
        Ok(url)
    }
}

impl fmt::Debug for BaseUrl {
    /// Not its part before an `@`: credentials are never shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.text.rsplit_once('@');
        host.map_or(&*self.text, |(_, host)| host).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_follows_the_base_as_if_it_was_written_after_it() {
        for base in [
            "https://api.example.com",
            "https://api.example.com/",
            "https://api.example.com/v1",
            "https://api.example.com/v1//",
            "http://user:secret@localhost:8080/a%2Fb/\u{e4}",
            "HTTP://[::1]:80",
        ] {
            for path in [
                "/",
                "/pets",
                "/pets/",
                "/pets/a%2Fb/%2E/\u{e4}",
                "/a//b",
                "/a:b@c;d=e|f",
            ] {
                for query in ["", "?", "a=b&c=%20+d", "a=\u{e4}'"] {
                    let mark = if query.is_empty() { "" } else { "?" };
                    let whole = format!("{}{path}{mark}{query}", base.trim_end_matches('/'));
                    let joined = BaseUrl::new(base).join(path, query).unwrap();
                    assert_eq!(joined, Url::parse(&whole).unwrap());
                }
            }
        }
    }

    #[test]
    fn what_is_no_base_is_told_without_its_password() {
        for (base, why) in [
            (
                "https://user:secret@example.com?a=b",
                "it has a query or a fragment",
            ),
            (
                "https://user:secret@example.com/#a",
                "it has a query or a fragment",
            ),
            ("localhost:8080", "it has no host, or no `https://`"),
            (
                "user:secret@example.com",
                "it has no host, or no `https://`",
            ),
            ("example.com", "relative URL without a base"),
            ("https://user:secret@", "empty host"),
        ] {
            let error = BaseUrl::new(base)
                .join("/pets", "")
                .unwrap_err()
                .to_string();
            assert!(error.contains(why), "{base}: {error}");
            assert!(!error.contains("secret"), "{error}");
            assert!(!format!("{:?}", BaseUrl::new(base)).contains("secret"));
        }
    }
}
