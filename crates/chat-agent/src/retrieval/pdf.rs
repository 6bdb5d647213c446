//! PDF: its text, page by page.
//!
//! `pdf-extract` reads well what is well written, and panics on much of the rest. So it is kept [apart](guard::apart),
//! and a page that it cannot take costs that page alone.

use pdf_extract::{Document, PlainTextOutput, output_doc_page};

use super::guard;
use super::passages::{Block, Place};
use super::plain;
use super::progress::SkipReason;

/// The text of a PDF, and its pages that cannot be read.
pub(crate) fn blocks(bytes: Vec<u8>) -> Result<(Vec<Block>, Vec<u32>), SkipReason> {
    guard::apart(move || read(&bytes))
}

fn read(bytes: &[u8]) -> Result<(Vec<Block>, Vec<u32>), SkipReason> {
    let mut document = Document::load_mem(bytes).map_err(refused)?;
    if document.is_encrypted() {
        // Many files are encrypted against nobody: with an empty password.
        document.decrypt("").map_err(refused)?;
    }
    let (mut blocks, mut unread) = (Vec::new(), Vec::new());
    for page in document.get_pages().into_keys() {
        match guard::caught(|| text(&document, page)) {
            Ok(text) => blocks.extend(plain::blocks(&text).into_iter().map(|block| Block {
                place: Place::Page(page),
                text: block.text,
            })),
            Err(_) => unread.push(page),
        }
    }
    if !blocks.is_empty() {
        Ok((blocks, unread))
    } else if unread.is_empty() {
        Err(SkipReason::NoText)
    } else {
        Err(SkipReason::Damaged)
    }
}

fn text(document: &Document, page: u32) -> Result<String, SkipReason> {
    let mut text = String::new();
    let mut output = PlainTextOutput::new(&mut text);
    output_doc_page(document, &mut output, page).map_err(refused)?;
    Ok(text)
}

fn refused(error: impl ToString) -> SkipReason {
    SkipReason::Pdf(error.to_string())
}
