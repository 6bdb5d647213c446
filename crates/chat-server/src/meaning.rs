//! What the operations mean.

use std::time::{SystemTime, UNIX_EPOCH};

use chat_api::types::{ChatSessionSummary, JobMetadata};
use chat_api::{ChatApi, CreateSessionRequest, CreateSessionResponse};
use openapi_runtime::Context;
use uuid::Uuid;

use crate::keys::Principal;
use crate::store::{Run, Session, Store, StoreError};

/// The chat API over a session store.
#[derive(Debug, Clone)]
pub struct ChatServer<S> {
    store: S,
}

impl<S: Store> ChatServer<S> {
    /// The API over `store`.
    pub fn new(store: S) -> Self {
        Self { store }
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }
}

impl<S: Store> ChatApi<Context<Principal>> for ChatServer<S> {
    type Error = StoreError;

    async fn create_session(
        &self,
        cx: Context<Principal>,
        request: CreateSessionRequest,
    ) -> Result<CreateSessionResponse, StoreError> {
        let scope = cx
            .principal
            .scope(request.organization_id, request.project_id);
        let session = Session {
            id: new_id(),
            updated_at: now(),
            title: None,
            index_ids: request.body.and_then(|body| body.index_ids.into_option()),
            last_run: None,
        };
        self.store.create_session(&scope, &session).await?;
        Ok(CreateSessionResponse::Created(summary(session)))
    }
}

/// A new session's id: `ses-` and a part that grows with time, so that ids sort by age (RFC 9562, version 7).
fn new_id() -> String {
    format!("ses-{}", Uuid::now_v7().simple())
}

/// Microseconds since the Unix epoch.
fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

/// A session as the API shows it.
fn summary(session: Session) -> ChatSessionSummary {
    ChatSessionSummary {
        session_id: session.id,
        last_updated_at: iso(session.updated_at),
        generated_title: session.title,
        index_ids: session.index_ids,
        job_metadata: session.last_run.map(job_metadata),
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
    time.strftime("%Y-%m-%dT%H:%M:%S.%6f").to_string()
}

#[cfg(test)]
mod tests {
    use super::{iso, new_id};

    #[test]
    fn times_are_written_as_the_service_writes_them() {
        assert_eq!(iso(1_776_861_281_342_245), "2026-04-22T12:34:41.342245");
        assert_eq!(iso(0), "1970-01-01T00:00:00.000000");
        assert_eq!(iso(1_000_000), "1970-01-01T00:00:01.000000");
    }

    #[test]
    fn ids_sort_by_age() {
        let ids: Vec<_> = std::iter::repeat_with(new_id).take(1000).collect();
        assert!(ids.is_sorted());
        assert!(
            ids.iter()
                .all(|id| id.len() == 36 && id.starts_with("ses-"))
        );
    }
}
