// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! A stand-in for the API, in tests of what calls it.

use openapi_runtime::{AuthError, Context, Operation};
use openapi_testing::{Router, Upstream};
use openapi_testing::mock::faulty;
pub use openapi_testing::mock::{Failed, Fault, Running, Stub};
use crate::operations::{
    CreateSessionRequest, CreateSessionResponse, ListSessionsRequest,
    ListSessionsResponse, GetSessionRequest, GetSessionResponse, DeleteSessionRequest,
    DeleteSessionResponse, GetSessionSummaryRequest, GetSessionSummaryResponse,
    StreamMessagesRequest, StreamMessagesResponse,
};
use crate::server::router;
use crate::{Authenticate, Credentials, ChatApi};

/// A stand-in for the API. An operation answers with the document's example, or with a value made up, unless
/// its [`Stub`] is told otherwise. Copies are the same stand-in.
#[derive(Debug, Clone)]
pub struct Mock {
    /// `POST /api/v1/chat`.
    pub create_session: Stub<CreateSessionRequest, CreateSessionResponse>,
    /// `GET /api/v1/chat`.
    pub list_sessions: Stub<ListSessionsRequest, ListSessionsResponse>,
    /// `GET /api/v1/chat/{session_id}`.
    pub get_session: Stub<GetSessionRequest, GetSessionResponse>,
    /// `DELETE /api/v1/chat/{session_id}`.
    pub delete_session: Stub<DeleteSessionRequest, DeleteSessionResponse>,
    /// `GET /api/v1/chat/{session_id}/summary`.
    pub get_session_summary: Stub<GetSessionSummaryRequest, GetSessionSummaryResponse>,
    /// `POST /api/v1/chat/{session_id}/messages/stream`.
    pub stream_messages: Stub<StreamMessagesRequest, StreamMessagesResponse>,
}

impl Mock {
    /// A stand-in that was told nothing yet.
    pub fn new() -> Self {
        Self {
            create_session: Stub::new(
                "create_session",
                include_str!("create_session.json"),
            ),
            list_sessions: Stub::new(
                "list_sessions",
                include_str!("list_sessions.json"),
            ),
            get_session: Stub::new("get_session", include_str!("get_session.json")),
            delete_session: Stub::new(
                "delete_session",
                include_str!("delete_session.json"),
            ),
            get_session_summary: Stub::new(
                "get_session_summary",
                include_str!("get_session_summary.json"),
            ),
            stream_messages: Stub::new(
                "stream_messages",
                include_str!("stream_messages.json"),
            ),
        }
    }

    /// Starts one on a free port of this machine. It ends with what is returned.
    ///
    /// # Errors
    /// What keeps it from listening.
    pub async fn start() -> std::io::Result<Running<Self>> {
        let mock = Self::new();
        let router = mock.router();
        Running::start(mock, router).await
    }

    /// What carries requests to it without a network.
    pub fn transport(&self) -> Upstream {
        Upstream::router(self.router())
    }

    /// The generated router, with this behind it.
    pub fn router(&self) -> Router {
        faulty(router(Clone::clone(self)))
    }
}

impl Default for Mock {
    fn default() -> Self {
        Self::new()
    }
}

impl Authenticate for Mock {
    type Principal = ();

    /// Believes whatever credentials there are.
    async fn authenticate(
        &self,
        _: Credentials,
        _: &'static Operation,
    ) -> Result<(), AuthError> {
        Ok(())
    }
}

impl ChatApi<Context<()>> for Mock {
    type Error = Failed;

    async fn create_session(
        &self,
        cx: Context<()>,
        request: CreateSessionRequest,
    ) -> Result<CreateSessionResponse, Failed> {
        self.create_session.call(&cx, request).await
    }

    async fn list_sessions(
        &self,
        cx: Context<()>,
        request: ListSessionsRequest,
    ) -> Result<ListSessionsResponse, Failed> {
        self.list_sessions.call(&cx, request).await
    }

    async fn get_session(
        &self,
        cx: Context<()>,
        request: GetSessionRequest,
    ) -> Result<GetSessionResponse, Failed> {
        self.get_session.call(&cx, request).await
    }

    async fn delete_session(
        &self,
        cx: Context<()>,
        request: DeleteSessionRequest,
    ) -> Result<DeleteSessionResponse, Failed> {
        self.delete_session.call(&cx, request).await
    }

    async fn get_session_summary(
        &self,
        cx: Context<()>,
        request: GetSessionSummaryRequest,
    ) -> Result<GetSessionSummaryResponse, Failed> {
        self.get_session_summary.call(&cx, request).await
    }

    async fn stream_messages(
        &self,
        cx: Context<()>,
        request: StreamMessagesRequest,
    ) -> Result<StreamMessagesResponse, Failed> {
        self.stream_messages.call(&cx, request).await
    }
}
