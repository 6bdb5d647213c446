//! What is stored, as the API shows it.

use chat_api::types::{ChatSessionSummary, Event, JobMetadata, SessionDetail};
use jiff::fmt::temporal::DateTimePrinter;
use jiff::tz::Offset;

use crate::store::{Run, Session};

const ISO: DateTimePrinter = DateTimePrinter::new().precision(Some(6));

/// A session without its events.
pub(crate) fn summary(session: Session) -> ChatSessionSummary {
    ChatSessionSummary {
        session_id: session.id,
        last_updated_at: iso(session.updated_at),
        generated_title: session.title,
        index_ids: session.index_ids,
        job_metadata: session.last_run.map(job_metadata),
    }
}

/// A session with its events.
pub(crate) fn detail(session: Session, events: Vec<Event>) -> SessionDetail {
    let summary = summary(session);
    SessionDetail {
        session_id: summary.session_id,
        last_updated_at: summary.last_updated_at,
        generated_title: summary.generated_title,
        index_ids: summary.index_ids,
        job_metadata: summary.job_metadata,
        events,
    }
}

fn job_metadata(run: Run) -> JobMetadata {
    JobMetadata {
        duration_ms: run.duration_ms,
        turns: run.turns,
        is_error: run.error.is_some(),
        error: run.error,
        total_input_tokens: run.input_tokens,
        total_output_tokens: run.output_tokens,
        export_config_ids: run.export_config_ids,
    }
}

/// ISO 8601 in UTC with microseconds and without a zone, as the service writes it: `2026-04-22T12:34:41.342245`.
fn iso(microseconds: i64) -> String {
    // Only times beyond the year 9999 are out of jiff's range; no clock is there.
    let time = jiff::Timestamp::from_microsecond(microseconds).unwrap_or(jiff::Timestamp::MAX);
    ISO.datetime_to_string(&Offset::UTC.to_datetime(time))
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn times_are_written_as_the_service_writes_them() {
        assert_eq!(iso(1_776_861_281_342_245), "2026-04-22T12:34:41.342245");
        assert_eq!(iso(0), "1970-01-01T00:00:00.000000");
        assert_eq!(iso(1_000_000), "1970-01-01T00:00:01.000000");
    }
}
