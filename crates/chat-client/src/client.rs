//! The client.

use chat_api::{
    ChatApi, CreateSessionRequest, CreateSessionResponse, DeleteSessionRequest,
    DeleteSessionResponse, GetSessionRequest, GetSessionResponse, GetSessionSummaryRequest,
    GetSessionSummaryResponse, ListSessionsRequest, ListSessionsResponse, StreamMessagesRequest,
    StreamMessagesResponse,
};

use crate::{
    Call, ClientBuilder, ConfigError, CreateSession, DeleteSession, GetSession, GetSessionSummary,
    ListSessions, StreamMessages,
};

/// Calls LlamaCloud's chat API. Cheap to clone; clones share their connections.
///
/// It is an implementation of [`ChatApi`] too, so that it can stand behind a router: a gateway, with keys of its own
/// in front and this client's retries behind. Through the trait every declared answer, a 422 as much as a 201, is an
/// outcome, and only what the document does not declare is an error.
#[derive(Debug, Clone)]
pub struct Client {
    api: chat_api::client::Client,
}

impl Client {
    pub(crate) fn new(api: chat_api::client::Client) -> Self {
        Self { api }
    }

    /// A client with what the environment says: `LLAMA_CLOUD_API_KEY` (or else `LLAMA_PARSE_API_KEY`),
    /// `LLAMA_CLOUD_BASE_URL` (or else [`DEFAULT_BASE_URL`](crate::DEFAULT_BASE_URL)), and
    /// `LLAMA_CLOUD_CUSTOM_HEADERS`, one `Name: value` a line. An empty variable counts as absent.
    ///
    /// # Errors
    /// [`ConfigError`] when there is no key, and when a variable cannot be used as it is.
    pub fn from_env() -> Result<Self, ConfigError> {
        ClientBuilder::from_env()?.build()
    }

    /// Begins a client. It reads nothing from the environment.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Begins a session, by default one that is bound to no index.
    ///
    /// `POST /api/v1/chat`
    pub fn create_session(&self) -> Call<'_, CreateSession> {
        Call::new(self, CreateSession::default())
    }

    /// Lists the sessions of the project, the latest updated first: a page of them, or, with
    /// [`sessions`](Call::sessions), one after the other.
    ///
    /// `GET /api/v1/chat`
    pub fn list_sessions(&self) -> Call<'_, ListSessions> {
        Call::new(self, ListSessions::default())
    }

    /// Reads a session and all of its events.
    ///
    /// `GET /api/v1/chat/{session_id}`
    pub fn get_session(&self, session_id: impl Into<String>) -> Call<'_, GetSession> {
        let session_id = session_id.into();
        Call::new(self, GetSession { session_id })
    }

    /// Reads a session without its events.
    ///
    /// `GET /api/v1/chat/{session_id}/summary`
    pub fn get_session_summary(
        &self,
        session_id: impl Into<String>,
    ) -> Call<'_, GetSessionSummary> {
        let session_id = session_id.into();
        Call::new(self, GetSessionSummary { session_id })
    }

    /// Deletes a session and its events. A turn that is running is stopped.
    ///
    /// `DELETE /api/v1/chat/{session_id}`
    pub fn delete_session(&self, session_id: impl Into<String>) -> Call<'_, DeleteSession> {
        let session_id = session_id.into();
        Call::new(self, DeleteSession { session_id })
    }

    /// Sends a message and streams the events of the turn that it begins. A session has one turn at a time; while that
    /// runs, another message is refused, with an error for which [`is_conflict`](crate::Error::is_conflict) holds.
    ///
    /// `POST /api/v1/chat/{session_id}/messages/stream`
    pub fn stream(
        &self,
        session_id: impl Into<String>,
        prompt: impl Into<String>,
    ) -> Call<'_, StreamMessages> {
        Call::new(self, StreamMessages::new(session_id.into(), prompt.into()))
    }

    /// The generated client beneath, which tells every declared answer apart and has a method for every operation.
    /// It shares this client's connections, key and retries; its errors become an [`Error`](crate::Error) with `?`.
    pub fn api(&self) -> &chat_api::client::Client {
        &self.api
    }
}

/// Hands the calls on, whatever the context: the key is this client's own.
impl<Cx: Send> ChatApi<Cx> for Client {
    // Not this crate's error: a router reads the answer of the server behind the gateway from the runtime's.
    type Error = openapi_runtime::client::Error;

    async fn create_session(
        &self,
        _: Cx,
        request: CreateSessionRequest,
    ) -> Result<CreateSessionResponse, Self::Error> {
        ChatApi::create_session(&self.api, (), request).await
    }

    async fn list_sessions(
        &self,
        _: Cx,
        request: ListSessionsRequest,
    ) -> Result<ListSessionsResponse, Self::Error> {
        ChatApi::list_sessions(&self.api, (), request).await
    }

    async fn get_session(
        &self,
        _: Cx,
        request: GetSessionRequest,
    ) -> Result<GetSessionResponse, Self::Error> {
        ChatApi::get_session(&self.api, (), request).await
    }

    async fn delete_session(
        &self,
        _: Cx,
        request: DeleteSessionRequest,
    ) -> Result<DeleteSessionResponse, Self::Error> {
        ChatApi::delete_session(&self.api, (), request).await
    }

    async fn get_session_summary(
        &self,
        _: Cx,
        request: GetSessionSummaryRequest,
    ) -> Result<GetSessionSummaryResponse, Self::Error> {
        ChatApi::get_session_summary(&self.api, (), request).await
    }

    async fn stream_messages(
        &self,
        _: Cx,
        request: StreamMessagesRequest,
    ) -> Result<StreamMessagesResponse, Self::Error> {
        ChatApi::stream_messages(&self.api, (), request).await
    }
}
