//! The server that the project's own users write: the generated trait, implemented.

use std::convert::Infallible;

use axum::Router;
use chat_api::types::{ChatSessionSummary, HttpError};
use chat_api::{
    Authenticate, ChatApi, CreateSessionRequest, CreateSessionResponse, Credentials,
    DeleteSessionRequest, DeleteSessionResponse, GetSessionRequest, GetSessionResponse,
    GetSessionSummaryRequest, GetSessionSummaryResponse, ListSessionsRequest, ListSessionsResponse,
    StreamMessagesRequest, StreamMessagesResponse,
};
use openapi_runtime::{AuthError, Context, Operation};

use crate::handler::KEY;

/// The router of the whole API, each session of which is the same.
pub fn router() -> Router {
    serving(KEY, |index_ids| ChatSessionSummary {
        session_id: "ses-abc123".to_owned(),
        last_updated_at: "2026-04-22T12:34:41.342245".to_owned(),
        generated_title: None,
        index_ids,
        job_metadata: None,
    })
}

/// The router of the whole API for the holder of a key, whose sessions `create` makes of the indexes that they are bound to.
pub fn serving<F>(key: &'static str, create: F) -> Router
where
    F: Fn(Option<Vec<String>>) -> ChatSessionSummary + Send + Sync + 'static,
{
    chat_api::server::router(Generated { key, create })
}

struct Generated<F> {
    key: &'static str,
    create: F,
}

/// What is not measured is not there.
fn nothing() -> HttpError {
    HttpError {
        detail: "Not Found".to_owned(),
    }
}

impl<F> ChatApi<Context<()>> for Generated<F>
where
    F: Fn(Option<Vec<String>>) -> ChatSessionSummary + Send + Sync + 'static,
{
    type Error = Infallible;

    async fn create_session(
        &self,
        _: Context<()>,
        request: CreateSessionRequest,
    ) -> Result<CreateSessionResponse, Infallible> {
        let index_ids = request.body.and_then(|body| body.index_ids.into_option());
        Ok(CreateSessionResponse::Created((self.create)(index_ids)))
    }

    async fn list_sessions(
        &self,
        _: Context<()>,
        _: ListSessionsRequest,
    ) -> Result<ListSessionsResponse, Infallible> {
        Ok(ListSessionsResponse::Unauthorized(nothing()))
    }

    async fn get_session(
        &self,
        _: Context<()>,
        _: GetSessionRequest,
    ) -> Result<GetSessionResponse, Infallible> {
        Ok(GetSessionResponse::NotFound(nothing()))
    }

    async fn get_session_summary(
        &self,
        _: Context<()>,
        _: GetSessionSummaryRequest,
    ) -> Result<GetSessionSummaryResponse, Infallible> {
        Ok(GetSessionSummaryResponse::NotFound(nothing()))
    }

    async fn delete_session(
        &self,
        _: Context<()>,
        _: DeleteSessionRequest,
    ) -> Result<DeleteSessionResponse, Infallible> {
        Ok(DeleteSessionResponse::NotFound(nothing()))
    }

    async fn stream_messages(
        &self,
        _: Context<()>,
        _: StreamMessagesRequest,
    ) -> Result<StreamMessagesResponse, Infallible> {
        Ok(StreamMessagesResponse::NotFound(nothing()))
    }
}

impl<F: Send + Sync + 'static> Authenticate for Generated<F> {
    type Principal = ();

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &'static Operation,
    ) -> Result<(), AuthError> {
        let key = credentials.http_bearer.ok_or(AuthError::Missing)?;
        if key.token() == self.key {
            Ok(())
        } else {
            Err(AuthError::Invalid("Invalid API Key.".to_owned()))
        }
    }
}
