//! Writes the lines.

use std::io::{self, Write};

use serde_json::value::RawValue;

use super::error::ExportError;
use super::record::{Counts, EventRecord, Header, Line, SessionRecord, VERSION};
use super::secret;
use crate::stored::damaged;

/// Writes an export, a line at a time.
pub struct Writer<'a> {
    out: &'a mut dyn Write,
    progress: &'a mut dyn FnMut(Counts, u64),
    done: Counts,
    sessions: u64,
}

impl<'a> Writer<'a> {
    /// Writes to `out`, and tells `progress` what is done and how many sessions there are in all.
    pub fn new(out: &'a mut dyn Write, progress: &'a mut dyn FnMut(Counts, u64)) -> Self {
        Self {
            out,
            progress,
            done: Counts::default(),
            sessions: 0,
        }
    }

    pub(crate) fn begin(&mut self, secret: &[u8; 32], sessions: u64) -> Result<(), ExportError> {
        self.sessions = sessions;
        self.line(&Line::Header(Header {
            version: VERSION,
            secret: secret::encode(secret),
        }))
    }

    pub(crate) fn session(&mut self, session: SessionRecord) -> Result<(), ExportError> {
        self.done.sessions += 1;
        self.line(&Line::Session(Box::new(session)))
    }

    pub(crate) fn event(&mut self, event: EventRecord) -> Result<(), ExportError> {
        self.done.events += 1;
        self.line(&Line::Event(event))
    }

    /// Writes the last line, and gives what was written.
    pub(crate) fn end(self) -> Result<Counts, ExportError> {
        let (out, done) = (self.out, self.done);
        write(out, &Line::End(done))
            .and_then(|()| out.flush())
            .map_err(ExportError::Write)?;
        Ok(done)
    }

    fn line(&mut self, line: &Line) -> Result<(), ExportError> {
        write(self.out, line).map_err(ExportError::Write)?;
        (self.progress)(self.done, self.sessions);
        Ok(())
    }
}

impl std::fmt::Debug for Writer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

fn write(out: &mut dyn Write, line: &Line) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// JSON that was kept, as it will stand in a line. `what` names it in an error.
///
/// # Errors
/// [`ExportError::Damaged`], when it is no JSON, or more than one line of it, which no program of ours has written.
pub(crate) fn raw(
    json: String,
    what: &'static str,
    session: &str,
) -> Result<Box<RawValue>, ExportError> {
    let failed = |source| ExportError::Damaged {
        session: session.to_owned(),
        source,
    };
    if json.contains(['\n', '\r']) {
        return Err(failed(damaged(what)("it has more than one line")));
    }
    RawValue::from_string(json).map_err(|error| failed(damaged(what)(error)))
}
