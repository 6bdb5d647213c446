// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! The operations of the API.

use crate::operations::{
    CreateSessionRequest, CreateSessionResponse, ListSessionsRequest,
    ListSessionsResponse, GetSessionRequest, GetSessionResponse, DeleteSessionRequest,
    DeleteSessionResponse, GetSessionSummaryRequest, GetSessionSummaryResponse,
    StreamMessagesRequest, StreamMessagesResponse,
};

/// The operations of the API, one method each. Implement it with plain `async fn`s.
///
/// `Cx` is what the implementation is told about a call: a server gets [`Context`](openapi_runtime::Context) with the principal,
/// a client needs nothing.
pub trait ChatApi<Cx = ()>: Send + Sync + 'static {
    /// What goes wrong outside the contract: for a server, an opaque 500; for a client, the transport.
    type Error;

    /// Create Session.
    ///
    /// Create a chat session, optionally bound to indexes (locked after the first message).
    ///
    /// `POST /api/v1/chat`
    fn create_session(
        &self,
        cx: Cx,
        request: CreateSessionRequest,
    ) -> impl Future<Output = Result<CreateSessionResponse, Self::Error>> + Send;

    /// List Sessions.
    ///
    /// List the chat sessions of the project, the latest updated first. A session that is updated between
    /// two pages moves to the front, before the first page; no session comes twice.
    ///
    /// `GET /api/v1/chat`
    fn list_sessions(
        &self,
        cx: Cx,
        request: ListSessionsRequest,
    ) -> impl Future<Output = Result<ListSessionsResponse, Self::Error>> + Send;

    /// Get Full Session.
    ///
    /// Retrieve a full session by ID, including its event history.
    ///
    /// `GET /api/v1/chat/{session_id}`
    fn get_session(
        &self,
        cx: Cx,
        request: GetSessionRequest,
    ) -> impl Future<Output = Result<GetSessionResponse, Self::Error>> + Send;

    /// Delete Session.
    ///
    /// Delete a session and its events. A turn that is running is stopped.
    ///
    /// `DELETE /api/v1/chat/{session_id}`
    fn delete_session(
        &self,
        cx: Cx,
        request: DeleteSessionRequest,
    ) -> impl Future<Output = Result<DeleteSessionResponse, Self::Error>> + Send;

    /// Get Session Summary.
    ///
    /// Retrieve a session summary by ID.
    ///
    /// `GET /api/v1/chat/{session_id}/summary`
    fn get_session_summary(
        &self,
        cx: Cx,
        request: GetSessionSummaryRequest,
    ) -> impl Future<Output = Result<GetSessionSummaryResponse, Self::Error>> + Send;

    /// Stream Messages.
    ///
    /// Stream agent events for a chat turn as Server-Sent Events. The message is recorded, and so is each
    /// complete event before it is sent. The stream ends after a `stop`. A caller that disconnects cancels
    /// the turn.
    ///
    /// `POST /api/v1/chat/{session_id}/messages/stream`
    fn stream_messages(
        &self,
        cx: Cx,
        request: StreamMessagesRequest,
    ) -> impl Future<Output = Result<StreamMessagesResponse, Self::Error>> + Send;
}
