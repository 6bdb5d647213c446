//! Reads a file, and splits it into passages by its kind.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::folder::Kind;
use super::passages::{self, Block};
use super::progress::SkipReason;
use super::{guard, html, markdown, pdf, plain};

/// Files larger than this, in bytes, are not read.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A file's content, and what tells it from any other.
pub(crate) struct Content {
    bytes: Vec<u8>,
    pub(crate) hash: String,
}

pub(crate) fn content(path: &Path) -> Result<Content, SkipReason> {
    let size = fs::metadata(path).map_err(SkipReason::Unreadable)?.len();
    if size > LARGEST {
        return Err(SkipReason::TooLarge {
            size,
            limit: LARGEST,
        });
    }
    let bytes = read(path).map_err(SkipReason::Unreadable)?;
    let hash = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(Content { bytes, hash })
}

/// No more is read than is allowed, should the file grow meanwhile.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The passages of a file, and the part of it that could not be read.
pub(crate) fn passages(
    content: Content,
    kind: Kind,
) -> Result<(Vec<Block>, Option<SkipReason>), SkipReason> {
    let mut partly = None;
    let blocks = if kind == Kind::Pdf {
        let (blocks, unread) = pdf::blocks(content.bytes)?;
        if !unread.is_empty() {
            partly = Some(SkipReason::Pages(unread));
        }
        blocks
    } else {
        let text = String::from_utf8(content.bytes).map_err(|_| SkipReason::NotUtf8)?;
        // A byte order mark is no text.
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        match kind {
            Kind::Markdown => markdown::blocks(&text[start..]),
            // Deep nesting costs the parser time that grows with its square.
            Kind::Html => guard::apart(move || Ok(html::blocks(&text[start..])))?,
            Kind::Text | Kind::Pdf => plain::blocks(&text[start..]),
        }
    };
    Ok((passages::pack(blocks), partly))
}
