//! What the operations mean.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chat_agent::Agent;
use chat_api::types::SessionList;
use chat_api::{
    ChatApi, CreateSessionRequest, CreateSessionResponse, DeleteSessionRequest,
    DeleteSessionResponse, GetSessionRequest, GetSessionResponse, GetSessionSummaryRequest,
    GetSessionSummaryResponse, ListSessionsRequest, ListSessionsResponse, StreamMessagesRequest,
    StreamMessagesResponse,
};
use openapi_runtime::Context;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::keys::Principal;
use crate::observe::{Measured, Metrics};
use crate::store::{Position, Session, Store, StoreError};
use crate::turn::{Start, Turns};
use crate::view::{detail, summary};
use crate::{page_token, refusal};

/// How many sessions a page has where nothing is said.
const PAGE: usize = 20;

/// How long a caller may stand still in the middle of a stream before its turn is ended.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

/// The chat API over a session store and an agent. A clone is the same server.
pub struct ChatServer<S>(Arc<Inner<S>>);

struct Inner<S> {
    store: Arc<Measured<S>>,
    turns: Turns<Measured<S>>,
    metrics: Arc<Metrics>,
    /// The store's, once it was asked for.
    secret: OnceCell<[u8; 32]>,
}

impl<S: Store> ChatServer<S> {
    /// The API over `store`, in which `agent` answers.
    pub fn new(store: S, agent: Arc<dyn Agent>) -> Self {
        Self::with_patience(store, agent, PATIENCE)
    }

    /// The same, with a time of one's own that a caller may stand still in the middle of a stream: when it is over, the
    /// turn is ended. By default it is five minutes.
    pub fn with_patience(store: S, agent: Arc<dyn Agent>, patience: Duration) -> Self {
        let metrics = Arc::new(Metrics::new());
        let store = Arc::new(Measured::new(store, Arc::clone(&metrics)));
        Self(Arc::new(Inner {
            turns: Turns::new(Arc::clone(&store), agent, patience, Arc::clone(&metrics)),
            store,
            metrics,
            secret: OnceCell::new(),
        }))
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.0.store.store
    }

    /// The store, timed.
    pub(crate) fn measured_store(&self) -> &Measured<S> {
        &self.0.store
    }

    pub(crate) fn metrics(&self) -> &Arc<Metrics> {
        &self.0.metrics
    }

    /// Ends the turns that other servers over the same store began and are not there to end, now and as long as this
    /// server is not stopped. Without it, such a turn ends when its session gets another message.
    pub async fn tend(&self) {
        self.0.turns.tend().await;
    }

    /// Ends the turns that are running, each with a `stop`, and waits until that is recorded.
    pub async fn stop(&self) {
        self.0.turns.stop().await;
    }

    async fn secret(&self) -> Result<&[u8; 32], StoreError> {
        let Inner { store, secret, .. } = &*self.0;
        secret.get_or_try_init(|| store.secret()).await
    }
}

impl<S> Clone for ChatServer<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> std::fmt::Debug for ChatServer<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChatServer").finish_non_exhaustive()
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
        self.0.store.create_session(&scope, &session).await?;
        Ok(CreateSessionResponse::Created(summary(session)))
    }

    async fn list_sessions(
        &self,
        cx: Context<Principal>,
        request: ListSessionsRequest,
    ) -> Result<ListSessionsResponse, StoreError> {
        let scope = cx
            .principal
            .scope(request.organization_id, request.project_id);
        let secret = self.secret().await?;
        // The vendor's TypeScript SDK writes null as nothing.
        let token = request.page_token.filter(|token| !token.is_empty());
        let after = match token {
            None => None,
            Some(token) => match page_token::read(secret, &scope, &token) {
                None => {
                    let refusal = refusal::page_token_invalid(token);
                    return Ok(ListSessionsResponse::UnprocessableEntity(refusal));
                }
                position => position,
            },
        };
        // The document has checked that it is between 1 and 100.
        let size = request.page_size.map(usize::try_from);
        let size = size.and_then(Result::ok).unwrap_or(PAGE);
        // One more than the page has, to know whether there is a next one.
        let store = &self.0.store;
        let mut sessions = store
            .list_sessions(&scope, after.as_ref(), size + 1)
            .await?;
        let more = sessions.len() > size;
        sessions.truncate(size);
        let last = sessions.last().filter(|_| more).map(|last| Position {
            updated_at: last.updated_at,
            id: last.id.clone(),
        });
        Ok(ListSessionsResponse::Ok(SessionList {
            items: sessions.into_iter().map(summary).collect(),
            next_page_token: last.map(|last| page_token::write(secret, &scope, &last)),
        }))
    }

    async fn get_session(
        &self,
        cx: Context<Principal>,
        request: GetSessionRequest,
    ) -> Result<GetSessionResponse, StoreError> {
        let scope = cx
            .principal
            .scope(request.organization_id, request.project_id);
        let store = &self.0.store;
        let found = store
            .session_with_events(&scope, &request.session_id)
            .await?;
        Ok(match found {
            Some((session, events)) => GetSessionResponse::Ok(detail(session, events)),
            None => GetSessionResponse::NotFound(refusal::no_such_session()),
        })
    }

    async fn get_session_summary(
        &self,
        cx: Context<Principal>,
        request: GetSessionSummaryRequest,
    ) -> Result<GetSessionSummaryResponse, StoreError> {
        let scope = cx
            .principal
            .scope(request.organization_id, request.project_id);
        let found = self.0.store.session(&scope, &request.session_id).await?;
        Ok(match found {
            Some(session) => GetSessionSummaryResponse::Ok(summary(session)),
            None => GetSessionSummaryResponse::NotFound(refusal::no_such_session()),
        })
    }

    async fn delete_session(
        &self,
        cx: Context<Principal>,
        request: DeleteSessionRequest,
    ) -> Result<DeleteSessionResponse, StoreError> {
        let scope = cx
            .principal
            .scope(request.organization_id, request.project_id);
        let store = &self.0.store;
        Ok(
            match store.delete_session(&scope, &request.session_id).await? {
                true => DeleteSessionResponse::NoContent,
                false => DeleteSessionResponse::NotFound(refusal::no_such_session()),
            },
        )
    }

    async fn stream_messages(
        &self,
        cx: Context<Principal>,
        request: StreamMessagesRequest,
    ) -> Result<StreamMessagesResponse, StoreError> {
        let scope = cx
            .principal
            .scope(request.organization_id, request.project_id);
        let given = request.body.index_ids.clone();
        let start = self
            .0
            .turns
            .start(scope, request.session_id, request.body)
            .await?;
        Ok(match start {
            Start::Events(events) => StreamMessagesResponse::Ok(events),
            Start::NoSession => StreamMessagesResponse::NotFound(refusal::no_such_session()),
            Start::Locked(locked) => {
                let refusal = refusal::index_ids_locked(given, locked);
                StreamMessagesResponse::UnprocessableEntity(refusal)
            }
            Start::Running => StreamMessagesResponse::Conflict {
                x_should_retry: Some(false),
                body: refusal::turn_running(),
            },
        })
    }
}

/// A new session's id: `ses-` and a part that grows with time, so that ids sort by age (RFC 9562, version 7).
fn new_id() -> String {
    format!("ses-{}", Uuid::now_v7().simple())
}

/// Microseconds since the Unix epoch.
pub(crate) fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::new_id;

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
