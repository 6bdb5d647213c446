//! Reads the lines, and holds them against one another.

use std::io::BufRead;

use super::error::ImportError;
use super::fault::Fault;
use super::lines::Lines;
use super::record::{AnyHeader, Counts, EventRecord, Line, Record, SessionRecord, VERSION};
use super::secret;
use crate::stored;

/// Reads an export. Nothing comes out of it that is not whole and in its place.
#[derive(Debug)]
pub struct Reader<R> {
    lines: Lines<R>,
    secret: [u8; 32],
    session: Option<Session>,
    done: Counts,
    is_over: bool,
}

/// The session whose events are read.
#[derive(Debug)]
struct Session {
    id: String,
    events: i64,
    next: i64,
}

/// A record, and the line that it stands in.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) line: u64,
    pub(crate) record: Record,
}

impl<R: BufRead> Reader<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`ImportError::Line`], when it is none that this program knows.
    pub fn new(input: R) -> Result<Self, ImportError> {
        let mut lines = Lines::new(input);
        let secret = header(&mut lines).map_err(ImportError::line(1))?;
        Ok(Self {
            lines,
            secret,
            session: None,
            done: Counts::default(),
            is_over: false,
        })
    }

    /// What the servers of the export sign with.
    pub(crate) fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// What was read so far.
    pub(crate) fn done(&self) -> Counts {
        self.done
    }

    /// The next session or event; `None` at the end, which was then seen.
    ///
    /// # Errors
    /// [`ImportError::Line`].
    pub(crate) fn next(&mut self) -> Result<Option<Entry>, ImportError> {
        if self.is_over {
            return Ok(None);
        }
        let record = self.record();
        let line = self.lines.number;
        let record = record.map_err(ImportError::line(line))?;
        Ok(record.map(|record| Entry { line, record }))
    }

    fn record(&mut self) -> Result<Option<Record>, Fault> {
        let line = self.lines.next()?.ok_or(Fault::CutOff)?;
        match serde_json::from_slice(line)? {
            Line::Header(_) => Err(Fault::Header),
            Line::Session(session) => self.session(session).map(Some),
            Line::Event(event) => self.event(event).map(Some),
            Line::End(counts) => self.end(counts).map(|()| None),
        }
    }

    fn session(&mut self, session: Box<SessionRecord>) -> Result<Record, Fault> {
        self.whole()?;
        check(&session).map_err(Fault::Meaning)?;
        self.done.sessions += 1;
        self.session = Some(Session {
            id: session.id.clone(),
            events: session.events,
            next: 0,
        });
        Ok(Record::Session(session))
    }

    fn event(&mut self, mut event: EventRecord) -> Result<Record, Fault> {
        let open = self.session.as_mut();
        let Some(session) = open.filter(|session| session.id == event.session_id) else {
            return Err(Fault::Stray {
                session: event.session_id,
            });
        };
        if event.position != session.next {
            return Err(Fault::Position {
                found: event.position,
                expected: session.next,
            });
        }
        let meant = stored::event(event.event.get()).map_err(Fault::Meaning)?;
        event.kind = meant.tag().to_owned();
        session.next += 1;
        self.done.events += 1;
        Ok(Record::Event(event))
    }

    fn end(&mut self, expected: Counts) -> Result<(), Fault> {
        self.whole()?;
        if expected != self.done {
            return Err(Fault::Counts {
                expected,
                found: self.done,
            });
        }
        match self.lines.next() {
            Ok(None) => {
                self.is_over = true;
                Ok(())
            }
            Ok(Some(_)) | Err(Fault::CutOff) => Err(Fault::AfterEnd),
            Err(fault) => Err(fault),
        }
    }

    /// Whether the session that was read last has all of its events.
    fn whole(&self) -> Result<(), Fault> {
        match &self.session {
            Some(session) if session.next != session.events => Err(Fault::Events {
                session: session.id.clone(),
                found: session.next,
                expected: session.events,
            }),
            _ => Ok(()),
        }
    }
}

fn header<R: BufRead>(lines: &mut Lines<R>) -> Result<[u8; 32], Fault> {
    let line = match lines.next() {
        Ok(Some(line)) => line,
        Err(fault @ Fault::Read(_)) => return Err(fault),
        _ => return Err(Fault::NoHeader),
    };
    let any: AnyHeader = serde_json::from_slice(line).map_err(|_| Fault::NoHeader)?;
    if any.header.version != VERSION {
        return Err(Fault::Version {
            found: any.header.version,
        });
    }
    match serde_json::from_slice(line)? {
        Line::Header(header) => secret::decode(&header.secret).ok_or(Fault::Secret),
        _ => Err(Fault::NoHeader),
    }
}

/// Whether what it holds can be read again by those that will ask for it.
fn check(session: &SessionRecord) -> Result<(), chat_server::store::StoreError> {
    let text = |json: &Option<Box<serde_json::value::RawValue>>| {
        json.as_ref().map(|json| json.get().to_owned())
    };
    stored::StoredSession {
        id: session.id.clone(),
        updated_at: session.updated_at,
        title: session.title.clone(),
        index_ids: text(&session.index_ids),
        last_run: text(&session.last_run),
    }
    .decode()?;
    if let Some(turn) = &session.turn {
        stored::StoredTurn {
            session: session.id.clone(),
            id: turn.id.clone(),
            ran: 0,
        }
        .decode()?;
    }
    Ok(())
}
