//! Where a listing goes on, in a form that a caller can carry and not alter.
//!
//! A token is the position and, in front of it, a part of its HMAC-SHA-256 under the store's secret, in URL-safe base64.
//! The scope goes into the HMAC and not into the token: a token of one project is none of another.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::store::{Position, Scope};

/// How many bytes of the HMAC are kept: to guess them is hopeless.
const SEAL: usize = 16;

/// What is sealed: a token of another form is never taken for one of this.
const FORM: &[u8] = b"chat list 1";

/// Writes a token.
pub(crate) fn write(secret: &[u8; 32], scope: &Scope, position: &Position) -> String {
    let content = [&position.updated_at.to_be_bytes(), position.id.as_bytes()].concat();
    let seal = mac(secret, scope, &content).finalize().into_bytes();
    URL_SAFE_NO_PAD.encode([&seal[..SEAL], &content].concat())
}

/// Reads a token; `None` when it was not written here, for this scope.
pub(crate) fn read(secret: &[u8; 32], scope: &Scope, token: &str) -> Option<Position> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (seal, content) = bytes.split_at_checked(SEAL)?;
    mac(secret, scope, content)
        .verify_truncated_left(seal)
        .ok()?;
    let (updated_at, id) = content.split_first_chunk()?;
    Some(Position {
        updated_at: i64::from_be_bytes(*updated_at),
        id: String::from_utf8(id.to_vec()).ok()?,
    })
}

fn mac(secret: &[u8; 32], scope: &Scope, content: &[u8]) -> Hmac<Sha256> {
    // A key shorter than a block is filled up with zeros (RFC 2104, section 2).
    let mut key = [0; 64];
    key[..32].copy_from_slice(secret);
    let mut mac = Hmac::new(&key.into());
    let (organization, project) = (scope.organization_id, scope.project_id);
    let optional = |id: Option<uuid::Uuid>| id.map_or(Vec::new(), |id| id.as_bytes().to_vec());
    for part in [
        FORM,
        scope.account.as_bytes(),
        &optional(organization),
        &optional(project),
        content,
    ] {
        // Each with its length, so that no two lists of parts read alike.
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn scope() -> Scope {
        Scope {
            account: "acme".into(),
            organization_id: None,
            project_id: Some(Uuid::from_u128(7)),
        }
    }

    fn position() -> Position {
        Position {
            updated_at: 1_764_000_000_123_456,
            id: "ses-0123456789abcdef0123456789abcdef".into(),
        }
    }

    #[test]
    fn a_token_is_read_where_it_was_written() {
        let token = write(&[1; 32], &scope(), &position());
        assert_eq!(read(&[1; 32], &scope(), &token), Some(position()));
        assert!(!token.contains("ses-"), "it is opaque: {token}");
    }

    #[test]
    fn elsewhere_it_is_none() {
        let token = write(&[1; 32], &scope(), &position());
        assert_eq!(read(&[2; 32], &scope(), &token), None);
        for other in [
            Scope {
                account: "other".into(),
                ..scope()
            },
            Scope {
                project_id: None,
                ..scope()
            },
            Scope {
                organization_id: scope().project_id,
                project_id: None,
                ..scope()
            },
        ] {
            assert_eq!(read(&[1; 32], &other, &token), None, "{other:?}");
        }
    }

    #[test]
    fn no_character_of_it_may_be_altered() {
        let token = write(&[1; 32], &scope(), &position());
        for (index, old) in token.char_indices() {
            for new in ["A", "z", "-", "=", ""] {
                let mut altered = token.clone();
                altered.replace_range(index..index + old.len_utf8(), new);
                if altered != token {
                    assert_eq!(read(&[1; 32], &scope(), &altered), None, "{altered}");
                }
            }
        }
        for nonsense in ["", "abc", "ü", &token[..22], &format!("{token}A")] {
            assert_eq!(read(&[1; 32], &scope(), nonsense), None, "{nonsense}");
        }
    }
}
