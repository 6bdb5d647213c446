//! What the lines say.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

/// The version of the format that is written.
pub(super) const VERSION: u32 = 1;

/// A line, named by its only key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    Header(Header),
    Session(Box<SessionRecord>),
    Event(EventRecord),
    End(Counts),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) version: u32,
    /// What servers sign with, in hexadecimal.
    pub(super) secret: String,
}

/// A header of whatever version.
#[derive(Debug, Deserialize)]
pub(super) struct AnyHeader {
    pub(super) header: AnyVersion,
}

#[derive(Debug, Deserialize)]
pub(super) struct AnyVersion {
    pub(super) version: u32,
}

/// What an import makes of a line.
#[derive(Debug)]
pub(crate) enum Record {
    Session(Box<SessionRecord>),
    Event(EventRecord),
}

/// A session, as the row of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SessionRecord {
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) project: String,
    #[serde(deserialize_with = "or_null")]
    pub(crate) organization_id: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    #[serde(deserialize_with = "or_null")]
    pub(crate) title: Option<String>,
    #[serde(deserialize_with = "or_null")]
    pub(crate) index_ids: Option<Box<RawValue>>,
    #[serde(deserialize_with = "or_null")]
    pub(crate) last_run: Option<Box<RawValue>>,
    /// The turn that is running.
    #[serde(deserialize_with = "or_null")]
    pub(crate) turn: Option<TurnRecord>,
    /// How many events follow.
    pub(crate) events: i64,
}

/// A turn that is running. Instants are milliseconds since the Unix epoch.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TurnRecord {
    pub(crate) id: String,
    pub(crate) begun_at: i64,
    pub(crate) alive_at: i64,
}

/// An event of the session whose line came last.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventRecord {
    pub(crate) session_id: String,
    pub(crate) position: i64,
    pub(crate) event: Box<RawValue>,
    /// The `type` of the event.
    #[serde(skip)]
    pub(crate) kind: String,
}

/// How much an export has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Sessions.
    pub sessions: u64,
    /// Events of all sessions.
    pub events: u64,
}

/// A field that may be null, but not be left out: it was written.
fn or_null<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer)
}
