//! A stream of bytes, taken apart into items.
//!
//! Server-Sent Events are read as the HTML standard says (section 9.2.6), with one difference: what is too large for a
//! reader is refused. The crates for this were looked at: eventsource-stream 0.2 slices inside of a byte order mark, and
//! neither it nor sse-stream 0.3 bounds what it keeps. sse-stream is the tests' oracle.

use bytes::{Buf, Bytes};

/// How items are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Server-Sent Events: an item is what the `data` lines of an event say.
    #[cfg_attr(
        not(feature = "client"),
        allow(dead_code, reason = "no request comes as events")
    )]
    Events,
    /// An item on each line.
    Lines,
}

/// An item is larger than the decoder takes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Takes bytes as they arrive and gives the items in them.
pub(crate) struct Decoder {
    framing: Framing,
    limit: usize,
    /// What has arrived and is not looked at.
    input: Bytes,
    /// The line that is being read.
    line: Vec<u8>,
    /// The data of the event that is being read; `None` before its first `data` line.
    data: Option<Vec<u8>>,
    /// Whether the line before ended with a carriage return, of which a line feed may be the other half.
    after_return: bool,
    /// Whether the first line is over, which alone may begin with a byte order mark.
    begun: bool,
}

impl Decoder {
    pub(crate) fn new(framing: Framing, limit: usize) -> Self {
        Self {
            framing,
            limit,
            input: Bytes::new(),
            line: Vec::new(),
            data: None,
            after_return: false,
            begun: false,
        }
    }

    /// The largest item that it takes, in bytes.
    pub(crate) fn limit(&self) -> usize {
        self.limit
    }

    /// Takes more bytes, once [`Decoder::next`] gave all the items of those before.
    pub(crate) fn push(&mut self, bytes: Bytes) {
        self.input = bytes;
    }

    /// The next whole item, if one has arrived.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>, TooLarge> {
        while self.read_line()? {
            let mut line = std::mem::take(&mut self.line);
            let item = match self.framing {
                Framing::Lines if line.trim_ascii().is_empty() => None,
                Framing::Lines => return Ok(Some(line)),
                Framing::Events => self.event_line(&line),
            };
            // The line's memory serves the next one.
            line.clear();
            self.line = line;
            if item.is_some() {
                return Ok(item);
            }
        }
        Ok(None)
    }

    /// What is left when the stream has ended: a last line does without its end, an event does not.
    pub(crate) fn finish(&mut self) -> Option<Vec<u8>> {
        let line = std::mem::take(&mut self.line);
        (self.framing == Framing::Lines && !line.trim_ascii().is_empty()).then_some(line)
    }

    /// Reads on to the end of the line; `false` where that has not arrived.
    fn read_line(&mut self) -> Result<bool, TooLarge> {
        if self.after_return && !self.input.is_empty() {
            self.after_return = false;
            if self.input[0] == b'\n' {
                self.input.advance(1);
            }
        }
        let is_end = |byte: &u8| match self.framing {
            Framing::Events => matches!(byte, b'\n' | b'\r'),
            Framing::Lines => *byte == b'\n',
        };
        let end = self.input.iter().position(is_end);
        let part = self.input.split_to(end.unwrap_or(self.input.len()));
        let kept = self.line.len() + self.data.as_ref().map_or(0, Vec::len);
        if kept + part.len() > self.limit {
            return Err(TooLarge);
        }
        self.line.extend_from_slice(&part);
        if end.is_none() {
            return Ok(false);
        }
        self.after_return = self.input.get_u8() == b'\r';
        if !std::mem::replace(&mut self.begun, true) && self.line.starts_with(b"\xEF\xBB\xBF") {
            self.line.drain(..3);
        }
        Ok(true)
    }

    /// Takes a line of an event; an empty one ends it, and gives its data where it has any.
    fn event_line(&mut self, line: &[u8]) -> Option<Vec<u8>> {
        if line.is_empty() {
            return self.data.take();
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (field, value) = match colon {
            Some(colon) => (&line[..colon], &line[colon + 1..]),
            None => (line, &b""[..]),
        };
        // `event`, `id`, `retry` and comments say nothing about the item.
        if field == b"data" {
            let value = value.strip_prefix(b" ").unwrap_or(value);
            match &mut self.data {
                Some(data) => {
                    data.push(b'\n');
                    data.extend_from_slice(value);
                }
                None => self.data = Some(value.to_vec()),
            }
        }
        None
    }
}
