//! API keys: whose they are, kept and compared as hashes.

use std::fmt;

use chat_api::{Authenticate, Credentials};
use openapi_runtime::{AuthError, Operation};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use uuid::Uuid;

use crate::store::Scope;

/// The account of a key that names none.
const DEFAULT_ACCOUNT: &str = "default";

/// Who a key belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The account. It sees its own sessions and no others.
    pub account: String,
}

impl Principal {
    /// Where the sessions of a call are: the project that it names, within the account.
    pub fn scope(&self, organization_id: Option<Uuid>, project_id: Option<Uuid>) -> Scope {
        Scope {
            account: self.account.clone(),
            organization_id,
            project_id,
        }
    }
}

/// The keys that a server accepts. Only their SHA-256 is kept; the keys are long and random, so that a slow hash would
/// protect nothing more.
#[derive(Clone, Default)]
pub struct KeyRing {
    entries: Vec<Entry>,
}

#[derive(Clone)]
struct Entry {
    hash: [u8; 32],
    account: String,
}

/// Why a text is no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// There is nothing.
    #[error("the key is empty")]
    Empty,
    /// It has control characters or letters beyond ASCII in it, or a space at an end: no header carries those.
    #[error("the key has a character that no header carries, or a space at an end")]
    Character,
    /// It claims to be a hash and is none.
    #[error("`sha256:` is not followed by 64 hexadecimal digits")]
    Hash,
}

impl KeyRing {
    /// A ring without keys, which lets nobody in.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a key: `KEY`, or `ACCOUNT:KEY`; for the key itself may stand `sha256:` and its hash in hexadecimal.
    ///
    /// # Errors
    /// [`KeyError`] when the text is no key.
    pub fn add(&mut self, text: &str) -> Result<(), KeyError> {
        let (account, secret) = match text.split_once(':') {
            Some((account, secret)) if account != "sha256" && is_account(account) => {
                (account, secret)
            }
            _ => (DEFAULT_ACCOUNT, text),
        };
        let hash = match secret.strip_prefix("sha256:") {
            Some(digits) => parse_hash(digits).ok_or(KeyError::Hash)?,
            None if secret.is_empty() => return Err(KeyError::Empty),
            None if !is_sendable(secret) => return Err(KeyError::Character),
            None => hash(secret),
        };
        self.entries.push(Entry {
            hash,
            account: account.to_owned(),
        });
        Ok(())
    }

    /// Adds the keys of a file, one a line; `#` begins a comment.
    ///
    /// # Errors
    /// The line's number and its [`KeyError`] when a line is no key.
    pub fn add_lines(&mut self, text: &str) -> Result<(), (usize, KeyError)> {
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                self.add(line).map_err(|error| (index + 1, error))?;
            }
        }
        Ok(())
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Which of the keys a caller holds, and who that is.
    ///
    /// # Errors
    /// [`AuthError`] when it holds none.
    pub(crate) fn holder(&self, credentials: Credentials) -> Result<(usize, Principal), AuthError> {
        let key = credentials.http_bearer.ok_or(AuthError::Missing)?;
        let found = self.find(key.token());
        let (index, account) = found.ok_or_else(|| {
            AuthError::Invalid(
                "Invalid API Key. Check that it is whole, and that this server knows it."
                    .to_owned(),
            )
        })?;
        let account = account.to_owned();
        Ok((index, Principal { account }))
    }

    /// Which key this is, and whose. Every entry is compared, in constant time, whatever the ones before it said.
    fn find(&self, key: &str) -> Option<(usize, &str)> {
        let wanted = hash(key);
        let mut found = u64::MAX;
        for (index, entry) in self.entries.iter().enumerate() {
            let equal: Choice = entry.hash.ct_eq(&wanted);
            found.conditional_assign(&(index as u64), equal);
        }
        let index = usize::try_from(found).ok()?;
        let entry = self.entries.get(index)?;
        Some((index, entry.account.as_str()))
    }
}

impl fmt::Debug for KeyRing {
    /// The accounts alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.entries.iter().map(|entry| &entry.account))
            .finish()
    }
}

impl Authenticate for KeyRing {
    type Principal = Principal;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &'static Operation,
    ) -> Result<Principal, AuthError> {
        self.holder(credentials).map(|(_, principal)| principal)
    }
}

/// A new key: `llx-` and 244 random bits.
pub fn new_key() -> String {
    format!("llx-{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

fn is_account(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    (1..=64).contains(&text.len()) && text.bytes().all(allowed)
}

/// Whether a header can carry the key, and gives it back as it was.
fn is_sendable(key: &str) -> bool {
    key.trim() == key && key.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

fn hash(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}

fn parse_hash(digits: &str) -> Option<[u8; 32]> {
    let digits = digits.as_bytes();
    let mut hash = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |byte: u8| {
            char::from(byte)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::{KeyError, KeyRing, new_key};

    #[test]
    fn keys_belong_to_accounts() {
        let mut ring = KeyRing::new();
        ring.add_lines("# keys\n\nllx-one\nacme:llx-two\n  zoo:sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae\n")
            .unwrap();
        assert_eq!(ring.find("llx-one"), Some((0, "default")));
        assert_eq!(ring.find("llx-two"), Some((1, "acme")));
        assert_eq!(ring.find("foo"), Some((2, "zoo")));
        assert_eq!(ring.find("llx-three"), None);
        assert_eq!(ring.find(""), None);
        assert_eq!(ring.find("acme:llx-two"), None);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let mut ring = KeyRing::new();
        assert_eq!(ring.add(""), Err(KeyError::Empty));
        assert_eq!(ring.add("acme:"), Err(KeyError::Empty));
        assert_eq!(ring.add("two words"), Ok(()));
        assert_eq!(ring.add("two\twords"), Err(KeyError::Character));
        assert_eq!(ring.add("space "), Err(KeyError::Character));
        assert_eq!(ring.add("schlüssel"), Err(KeyError::Character));
        assert_eq!(ring.add("sha256:12"), Err(KeyError::Hash));
        assert_eq!(
            ring.add_lines("good\nbad\tkey\n"),
            Err((2, KeyError::Character))
        );
    }

    #[test]
    fn debug_shows_no_key_and_no_hash() {
        let mut ring = KeyRing::new();
        ring.add("acme:secret").unwrap();
        assert_eq!(format!("{ring:?}"), r#"["acme"]"#);
    }

    #[test]
    fn new_keys_differ() {
        assert_ne!(new_key(), new_key());
        assert_eq!(new_key().len(), 68);
    }
}
