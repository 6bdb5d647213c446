//! Create Session by the generated router, its decoding and its checks, over a map in memory.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};

use chat_api::types::{ChatSessionSummary, HttpError};
use chat_api::{
    Authenticate, ChatApi, CreateSessionRequest, CreateSessionResponse, Credentials,
    DeleteSessionRequest, DeleteSessionResponse, GetSessionRequest, GetSessionResponse,
    GetSessionSummaryRequest, GetSessionSummaryResponse, ListSessionsRequest, ListSessionsResponse,
    StreamMessagesRequest, StreamMessagesResponse,
};
use chat_server::Connections;
use openapi_runtime::{AuthError, Context, Operation};
use tokio::net::TcpListener;
use uuid::Uuid;

/// Serves until it is killed.
pub(crate) fn run() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("listening on http://{}", listener.local_addr()?);
        let router = chat_api::server::router(Memory::default());
        let forever = std::future::pending();
        chat_server::serve(listener, router, Connections::default(), forever).await;
        Ok(())
    })
}

#[derive(Default)]
struct Memory(Mutex<HashMap<String, ChatSessionSummary>>);

/// What is not measured is not there.
fn nothing() -> HttpError {
    HttpError {
        detail: "Not found".to_owned(),
    }
}

impl ChatApi<Context<()>> for Memory {
    type Error = Infallible;

    async fn create_session(
        &self,
        _: Context<()>,
        request: CreateSessionRequest,
    ) -> Result<CreateSessionResponse, Self::Error> {
        let now = jiff::Timestamp::now();
        let summary = ChatSessionSummary {
            session_id: format!("ses-{}", Uuid::new_v4().simple()),
            last_updated_at: now.strftime("%Y-%m-%dT%H:%M:%S.%6f").to_string(),
            generated_title: None,
            index_ids: request.body.and_then(|body| body.index_ids.into_option()),
            job_metadata: None,
        };
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.insert(summary.session_id.clone(), summary.clone());
        Ok(CreateSessionResponse::Created(summary))
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

impl Authenticate for Memory {
    type Principal = ();

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &'static Operation,
    ) -> Result<(), AuthError> {
        let key = credentials.http_bearer.ok_or(AuthError::Missing)?;
        if key.token() == crate::KEY {
            Ok(())
        } else {
            Err(AuthError::Invalid("Invalid API Key.".to_owned()))
        }
    }
}
