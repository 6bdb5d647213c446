//! References to places in other files (RFC 3986), as far as files need it.

use std::path::{Component, Path, PathBuf};

/// `%7E` as `~`.
pub(crate) fn unescape(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = (*first == b'%' && after.len() >= 2)
            .then(|| std::str::from_utf8(&after[..2]).ok())
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The file that a reference names, without the place in it; empty for a place in the same file.
pub(super) fn file_of(reference: &str) -> &str {
    reference.split('#').next().unwrap_or_default()
}

/// Whether a reference leads to another machine, or to something else that is no file beside this one.
pub(super) fn is_remote(file: &str) -> bool {
    let scheme = file.split(':').next().unwrap_or_default();
    let is_scheme = scheme.len() > 1 && scheme.len() < file.len();
    file.starts_with("//")
        || is_scheme
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// A path without `.` and `..`; `None` where it leads out of the folder that it begins in.
pub(super) fn normal(path: &Path) -> Option<PathBuf> {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if parts.pop() => {}
            Component::Normal(name) => parts.push(name),
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::{is_remote, normal, unescape};
    use std::path::Path;

    #[test]
    fn paths_stay_in_their_folder() {
        for (path, expected) in [
            ("a/b.yaml", Some("a/b.yaml")),
            ("./a/../b.yaml", Some("b.yaml")),
            ("../b.yaml", None),
            ("a/../../b.yaml", None),
            ("/etc/passwd", None),
        ] {
            assert_eq!(
                normal(Path::new(path)).as_deref(),
                expected.map(Path::new),
                "{path}"
            );
        }
    }

    #[test]
    fn only_files_are_no_addresses() {
        for (reference, expected) in [
            ("https://example.com/a.yaml", true),
            ("//example.com/a.yaml", true),
            ("urn:a:b", true),
            ("file:///a.yaml", true),
            ("a.yaml", false),
            ("paths/a:b.yaml", false),
        ] {
            assert_eq!(is_remote(reference), expected, "{reference}");
        }
    }

    #[test]
    fn escapes_are_read() {
        assert_eq!(unescape("a%7Eb%2fc%zz%"), "a~b/c%zz%");
    }
}
