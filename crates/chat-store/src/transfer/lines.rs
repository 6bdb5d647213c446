//! Lines of a file, one at a time.

use std::io::{BufRead, Read as _};

use super::fault::Fault;

/// The longest line: far more than the largest request body that becomes an event, and less than would fill the memory.
const LONGEST: u64 = 256 * 1024 * 1024;

/// The lines of `input`, numbered from 1.
#[derive(Debug)]
pub(super) struct Lines<R> {
    input: R,
    line: Vec<u8>,
    pub(super) number: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            line: Vec::new(),
            number: 0,
        }
    }

    /// The next line; `None` at the end of the file.
    ///
    /// # Errors
    /// [`Fault::Read`], [`Fault::TooLong`], or [`Fault::CutOff`] for a line that does not end.
    pub(super) fn next(&mut self) -> Result<Option<&[u8]>, Fault> {
        self.line.clear();
        self.number += 1;
        let mut limited = (&mut self.input).take(LONGEST);
        let read = limited.read_until(b'\n', &mut self.line);
        if read.map_err(Fault::Read)? == 0 {
            return Ok(None);
        }
        match self.line.pop() {
            Some(b'\n') => Ok(Some(&self.line)),
            _ if self.line.len() as u64 >= LONGEST - 1 => Err(Fault::TooLong),
            _ => Err(Fault::CutOff),
        }
    }
}
