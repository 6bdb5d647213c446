//! Plain text: paragraphs between empty lines, told by their lines.

use super::passages::{Block, Place};

pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (n, line) in text.lines().enumerate() {
        let line = line.trim_end();
        match blocks.last_mut() {
            _ if line.is_empty() => open = false,
            Some(block) if open => {
                block.text.push('\n');
                block.text.push_str(line);
            }
            _ => {
                open = true;
                blocks.push(Block {
                    place: Place::Line(n + 1),
                    text: line.to_owned(),
                });
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_know_their_first_line() {
        let blocks = blocks("\r\nOne\r\ngoes on\r\n \r\n\r\nTwo");
        let blocks: Vec<_> = blocks
            .iter()
            .map(|block| (block.place.to_string(), block.text.as_str()))
            .collect();
        assert_eq!(
            blocks,
            [
                ("line 2".to_owned(), "One\ngoes on"),
                ("line 6".to_owned(), "Two")
            ]
        );
    }
}
