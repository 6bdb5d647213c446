//! A secret in hexadecimal.

use std::fmt::Write as _;

pub(super) fn encode(secret: &[u8; 32]) -> String {
    secret.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// `None` for what is no secret.
pub(super) fn decode(text: &str) -> Option<[u8; 32]> {
    let mut secret = [0; 32];
    if text.len() != 2 * secret.len() {
        return None;
    }
    for (byte, digits) in secret.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let [high, low] = [digits[0], digits[1]].map(|digit| char::from(digit).to_digit(16));
        *byte = u8::try_from(high? * 16 + low?).ok()?;
    }
    Some(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_back() {
        let mut secret = [0; 32];
        secret[0] = 0xa7;
        secret[31] = 0x0f;
        let text = encode(&secret);
        assert_eq!(text, format!("a7{}0f", "00".repeat(30)));
        assert_eq!(decode(&text), Some(secret));
    }

    #[test]
    fn what_is_none_is_told() {
        for text in ["", &"0".repeat(63), &"+f".repeat(32), &"é".repeat(32)] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
