//! The names of indexes, which are names of folders too.

use super::error::IndexError;

/// The most characters that a name may have.
const LONGEST: usize = 64;

/// Whether a name can be an index's: nothing else ever reaches the file system.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=LONGEST).contains(&name.len())
        // What begins with a dot is `.`, `..` or hidden.
        && !name.starts_with('.')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// # Errors
/// [`IndexError::Name`], when it is none.
pub(crate) fn check(name: &str) -> Result<(), IndexError> {
    if is_name(name) {
        Ok(())
    } else {
        Err(IndexError::Name {
            name: name.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_its_folder() {
        for name in ["handbook", "a", "A-1_b.c", &"x".repeat(64)] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "",
            ".",
            "..",
            ".git",
            "a/b",
            "../a",
            "a\\b",
            "a b",
            "ä",
            "a\0",
            &"x".repeat(65),
        ] {
            assert!(!is_name(name), "{name}");
        }
    }
}
