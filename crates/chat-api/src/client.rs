// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! The operations, called over HTTP.

use openapi_runtime::client::{self, Error, Transport};
use crate::{ChatApi, Credentials};
use crate::operations::{
    CREATE_SESSION, CreateSessionRequest, CreateSessionResponse, LIST_SESSIONS,
    ListSessionsRequest, ListSessionsResponse, GET_SESSION, GetSessionRequest,
    GetSessionResponse, DELETE_SESSION, DeleteSessionRequest, DeleteSessionResponse,
    GET_SESSION_SUMMARY, GetSessionSummaryRequest, GetSessionSummaryResponse,
    STREAM_MESSAGES, StreamMessagesRequest, StreamMessagesResponse,
};

/// Calls the API at one base URL.
///
/// Every operation can be called in two ways: put together by a builder that its method begins, or as
/// a whole request, through the trait that a server implements too.
#[derive(Debug, Clone)]
pub struct Client {
    inner: client::Client<Credentials>,
}

impl Client {
    /// A client for the API at `base_url`, with the credentials of a caller, over a connection pool or whatever
    /// else carries requests.
    pub fn new(
        base_url: &str,
        credentials: Credentials,
        transport: impl Transport,
    ) -> Self {
        Self {
            inner: client::Client::new(base_url, credentials, transport),
        }
    }

    /// The base URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.inner.base_url()
    }

    /// Create Session.
    ///
    /// Create a chat session, optionally bound to indexes (locked after the first message).
    ///
    /// `POST /api/v1/chat`
    pub fn create_session(&self) -> builder::CreateSession<'_> {
        builder::CreateSession::new(self)
    }

    /// List Sessions.
    ///
    /// List the chat sessions of the project, the latest updated first. A session that is updated between
    /// two pages moves to the front, before the first page; no session comes twice.
    ///
    /// `GET /api/v1/chat`
    pub fn list_sessions(&self) -> builder::ListSessions<'_> {
        builder::ListSessions::new(self)
    }

    /// Get Full Session.
    ///
    /// Retrieve a full session by ID, including its event history.
    ///
    /// `GET /api/v1/chat/{session_id}`
    pub fn get_session(&self) -> builder::GetSession<'_> {
        builder::GetSession::new(self)
    }

    /// Delete Session.
    ///
    /// Delete a session and its events. A turn that is running is stopped.
    ///
    /// `DELETE /api/v1/chat/{session_id}`
    pub fn delete_session(&self) -> builder::DeleteSession<'_> {
        builder::DeleteSession::new(self)
    }

    /// Get Session Summary.
    ///
    /// Retrieve a session summary by ID.
    ///
    /// `GET /api/v1/chat/{session_id}/summary`
    pub fn get_session_summary(&self) -> builder::GetSessionSummary<'_> {
        builder::GetSessionSummary::new(self)
    }

    /// Stream Messages.
    ///
    /// Stream agent events for a chat turn as Server-Sent Events. The message is recorded, and so is each
    /// complete event before it is sent. The stream ends after a `stop`. A caller that disconnects cancels
    /// the turn.
    ///
    /// `POST /api/v1/chat/{session_id}/messages/stream`
    pub fn stream_messages(&self) -> builder::StreamMessages<'_> {
        builder::StreamMessages::new(self)
    }
}

/// The operations as a server offers them, whatever the context: what a gateway or a program in need of
/// either end is written against.
impl<Cx: Send> ChatApi<Cx> for Client {
    type Error = Error;

    async fn create_session(
        &self,
        _: Cx,
        request: CreateSessionRequest,
    ) -> Result<CreateSessionResponse, Error> {
        self.inner.call(&CREATE_SESSION, request).await
    }

    async fn list_sessions(
        &self,
        _: Cx,
        request: ListSessionsRequest,
    ) -> Result<ListSessionsResponse, Error> {
        self.inner.call(&LIST_SESSIONS, request).await
    }

    async fn get_session(
        &self,
        _: Cx,
        request: GetSessionRequest,
    ) -> Result<GetSessionResponse, Error> {
        self.inner.call(&GET_SESSION, request).await
    }

    async fn delete_session(
        &self,
        _: Cx,
        request: DeleteSessionRequest,
    ) -> Result<DeleteSessionResponse, Error> {
        self.inner.call(&DELETE_SESSION, request).await
    }

    async fn get_session_summary(
        &self,
        _: Cx,
        request: GetSessionSummaryRequest,
    ) -> Result<GetSessionSummaryResponse, Error> {
        self.inner.call(&GET_SESSION_SUMMARY, request).await
    }

    async fn stream_messages(
        &self,
        _: Cx,
        request: StreamMessagesRequest,
    ) -> Result<StreamMessagesResponse, Error> {
        self.inner.call(&STREAM_MESSAGES, request).await
    }
}

/// Calls, as they are put together.
pub mod builder {
    use openapi_runtime::client::{Error, convert, given, unset};
    use crate::client::Client;
    use crate::{operations, types};

    /// A call of [`Client::create_session`].
    #[derive(Debug, Clone)]
    pub struct CreateSession<'a> {
        client: &'a Client,
        body: Result<Option<types::SessionCreate>, String>,
        organization_id: Result<Option<uuid::Uuid>, String>,
        project_id: Result<Option<uuid::Uuid>, String>,
        session: Result<Option<String>, String>,
    }

    impl<'a> CreateSession<'a> {
        pub(crate) fn new(client: &'a Client) -> Self {
            Self {
                client,
                organization_id: Ok(None),
                project_id: Ok(None),
                session: Ok(None),
                body: Ok(None),
            }
        }

        /// The organization to work in; the account's default when absent.
        #[must_use]
        pub fn organization_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.organization_id = convert(value).map(Some);
            self
        }

        /// The project to work in; the organization's default when absent.
        #[must_use]
        pub fn project_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.project_id = convert(value).map(Some);
            self
        }

        /// The platform's own browser session. A caller with an API key needs none.
        #[must_use]
        pub fn session(mut self, value: impl TryInto<String>) -> Self {
            self.session = convert(value).map(Some);
            self
        }

        /// What the session is bound to. Leave it out to create an unbound session.
        #[must_use]
        pub fn body(mut self, value: impl TryInto<types::SessionCreate>) -> Self {
            self.body = convert(value).map(Some);
            self
        }

        /// Sends the request and reads the response.
        ///
        /// # Errors
        /// [`Error`] when a value was not set or cannot be converted, and when no declared response arrives.
        pub async fn send(self) -> Result<operations::CreateSessionResponse, Error> {
            let request = operations::CreateSessionRequest {
                organization_id: given(
                    "query",
                    "organization_id",
                    self.organization_id,
                )?,
                project_id: given("query", "project_id", self.project_id)?,
                session: given("cookie", "session", self.session)?,
                body: given("body", "", self.body)?,
            };
            self.client.inner.call(&operations::CREATE_SESSION, request).await
        }
    }

    /// A call of [`Client::list_sessions`].
    #[derive(Debug, Clone)]
    pub struct ListSessions<'a> {
        client: &'a Client,
        organization_id: Result<Option<uuid::Uuid>, String>,
        page_size: Result<Option<i64>, String>,
        page_token: Result<Option<String>, String>,
        project_id: Result<Option<uuid::Uuid>, String>,
        session: Result<Option<String>, String>,
    }

    impl<'a> ListSessions<'a> {
        pub(crate) fn new(client: &'a Client) -> Self {
            Self {
                client,
                organization_id: Ok(None),
                project_id: Ok(None),
                page_size: Ok(None),
                page_token: Ok(None),
                session: Ok(None),
            }
        }

        /// The organization to work in; the account's default when absent.
        #[must_use]
        pub fn organization_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.organization_id = convert(value).map(Some);
            self
        }

        /// The project to work in; the organization's default when absent.
        #[must_use]
        pub fn project_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.project_id = convert(value).map(Some);
            self
        }

        /// How many sessions a page has at most; 20 when absent.
        #[must_use]
        pub fn page_size(mut self, value: impl TryInto<i64>) -> Self {
            self.page_size = convert(value).map(Some);
            self
        }

        /// The `next_page_token` of the page before; the first page when absent. It is good for the same
        /// project alone, and may not be altered.
        #[must_use]
        pub fn page_token(mut self, value: impl TryInto<String>) -> Self {
            self.page_token = convert(value).map(Some);
            self
        }

        /// The platform's own browser session. A caller with an API key needs none.
        #[must_use]
        pub fn session(mut self, value: impl TryInto<String>) -> Self {
            self.session = convert(value).map(Some);
            self
        }

        /// Sends the request and reads the response.
        ///
        /// # Errors
        /// [`Error`] when a value was not set or cannot be converted, and when no declared response arrives.
        pub async fn send(self) -> Result<operations::ListSessionsResponse, Error> {
            let request = operations::ListSessionsRequest {
                organization_id: given(
                    "query",
                    "organization_id",
                    self.organization_id,
                )?,
                project_id: given("query", "project_id", self.project_id)?,
                page_size: given("query", "page_size", self.page_size)?,
                page_token: given("query", "page_token", self.page_token)?,
                session: given("cookie", "session", self.session)?,
            };
            self.client.inner.call(&operations::LIST_SESSIONS, request).await
        }
    }

    /// A call of [`Client::get_session`].
    #[derive(Debug, Clone)]
    pub struct GetSession<'a> {
        client: &'a Client,
        organization_id: Result<Option<uuid::Uuid>, String>,
        project_id: Result<Option<uuid::Uuid>, String>,
        session: Result<Option<String>, String>,
        session_id: Result<String, String>,
    }

    impl<'a> GetSession<'a> {
        pub(crate) fn new(client: &'a Client) -> Self {
            Self {
                client,
                session_id: unset(),
                organization_id: Ok(None),
                project_id: Ok(None),
                session: Ok(None),
            }
        }

        /// The session's unique identifier.
        #[must_use]
        pub fn session_id(mut self, value: impl TryInto<String>) -> Self {
            self.session_id = convert(value);
            self
        }

        /// The organization to work in; the account's default when absent.
        #[must_use]
        pub fn organization_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.organization_id = convert(value).map(Some);
            self
        }

        /// The project to work in; the organization's default when absent.
        #[must_use]
        pub fn project_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.project_id = convert(value).map(Some);
            self
        }

        /// The platform's own browser session. A caller with an API key needs none.
        #[must_use]
        pub fn session(mut self, value: impl TryInto<String>) -> Self {
            self.session = convert(value).map(Some);
            self
        }

        /// Sends the request and reads the response.
        ///
        /// # Errors
        /// [`Error`] when a value was not set or cannot be converted, and when no declared response arrives.
        pub async fn send(self) -> Result<operations::GetSessionResponse, Error> {
            let request = operations::GetSessionRequest {
                session_id: given("path", "session_id", self.session_id)?,
                organization_id: given(
                    "query",
                    "organization_id",
                    self.organization_id,
                )?,
                project_id: given("query", "project_id", self.project_id)?,
                session: given("cookie", "session", self.session)?,
            };
            self.client.inner.call(&operations::GET_SESSION, request).await
        }
    }

    /// A call of [`Client::delete_session`].
    #[derive(Debug, Clone)]
    pub struct DeleteSession<'a> {
        client: &'a Client,
        organization_id: Result<Option<uuid::Uuid>, String>,
        project_id: Result<Option<uuid::Uuid>, String>,
        session: Result<Option<String>, String>,
        session_id: Result<String, String>,
    }

    impl<'a> DeleteSession<'a> {
        pub(crate) fn new(client: &'a Client) -> Self {
            Self {
                client,
                session_id: unset(),
                organization_id: Ok(None),
                project_id: Ok(None),
                session: Ok(None),
            }
        }

        /// The session's unique identifier.
        #[must_use]
        pub fn session_id(mut self, value: impl TryInto<String>) -> Self {
            self.session_id = convert(value);
            self
        }

        /// The organization to work in; the account's default when absent.
        #[must_use]
        pub fn organization_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.organization_id = convert(value).map(Some);
            self
        }

        /// The project to work in; the organization's default when absent.
        #[must_use]
        pub fn project_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.project_id = convert(value).map(Some);
            self
        }

        /// The platform's own browser session. A caller with an API key needs none.
        #[must_use]
        pub fn session(mut self, value: impl TryInto<String>) -> Self {
            self.session = convert(value).map(Some);
            self
        }

        /// Sends the request and reads the response.
        ///
        /// # Errors
        /// [`Error`] when a value was not set or cannot be converted, and when no declared response arrives.
        pub async fn send(self) -> Result<operations::DeleteSessionResponse, Error> {
            let request = operations::DeleteSessionRequest {
                session_id: given("path", "session_id", self.session_id)?,
                organization_id: given(
                    "query",
                    "organization_id",
                    self.organization_id,
                )?,
                project_id: given("query", "project_id", self.project_id)?,
                session: given("cookie", "session", self.session)?,
            };
            self.client.inner.call(&operations::DELETE_SESSION, request).await
        }
    }

    /// A call of [`Client::get_session_summary`].
    #[derive(Debug, Clone)]
    pub struct GetSessionSummary<'a> {
        client: &'a Client,
        organization_id: Result<Option<uuid::Uuid>, String>,
        project_id: Result<Option<uuid::Uuid>, String>,
        session: Result<Option<String>, String>,
        session_id: Result<String, String>,
    }

    impl<'a> GetSessionSummary<'a> {
        pub(crate) fn new(client: &'a Client) -> Self {
            Self {
                client,
                session_id: unset(),
                organization_id: Ok(None),
                project_id: Ok(None),
                session: Ok(None),
            }
        }

        /// The session's unique identifier.
        #[must_use]
        pub fn session_id(mut self, value: impl TryInto<String>) -> Self {
            self.session_id = convert(value);
            self
        }

        /// The organization to work in; the account's default when absent.
        #[must_use]
        pub fn organization_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.organization_id = convert(value).map(Some);
            self
        }

        /// The project to work in; the organization's default when absent.
        #[must_use]
        pub fn project_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.project_id = convert(value).map(Some);
            self
        }

        /// The platform's own browser session. A caller with an API key needs none.
        #[must_use]
        pub fn session(mut self, value: impl TryInto<String>) -> Self {
            self.session = convert(value).map(Some);
            self
        }

        /// Sends the request and reads the response.
        ///
        /// # Errors
        /// [`Error`] when a value was not set or cannot be converted, and when no declared response arrives.
        pub async fn send(self) -> Result<operations::GetSessionSummaryResponse, Error> {
            let request = operations::GetSessionSummaryRequest {
                session_id: given("path", "session_id", self.session_id)?,
                organization_id: given(
                    "query",
                    "organization_id",
                    self.organization_id,
                )?,
                project_id: given("query", "project_id", self.project_id)?,
                session: given("cookie", "session", self.session)?,
            };
            self.client.inner.call(&operations::GET_SESSION_SUMMARY, request).await
        }
    }

    /// A call of [`Client::stream_messages`].
    #[derive(Debug, Clone)]
    pub struct StreamMessages<'a> {
        client: &'a Client,
        body: Result<types::ChatParams, String>,
        organization_id: Result<Option<uuid::Uuid>, String>,
        project_id: Result<Option<uuid::Uuid>, String>,
        session: Result<Option<String>, String>,
        session_id: Result<String, String>,
    }

    impl<'a> StreamMessages<'a> {
        pub(crate) fn new(client: &'a Client) -> Self {
            Self {
                client,
                session_id: unset(),
                organization_id: Ok(None),
                project_id: Ok(None),
                session: Ok(None),
                body: unset(),
            }
        }

        /// The session's unique identifier.
        #[must_use]
        pub fn session_id(mut self, value: impl TryInto<String>) -> Self {
            self.session_id = convert(value);
            self
        }

        /// The organization to work in; the account's default when absent.
        #[must_use]
        pub fn organization_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.organization_id = convert(value).map(Some);
            self
        }

        /// The project to work in; the organization's default when absent.
        #[must_use]
        pub fn project_id(mut self, value: impl TryInto<uuid::Uuid>) -> Self {
            self.project_id = convert(value).map(Some);
            self
        }

        /// The platform's own browser session. A caller with an API key needs none.
        #[must_use]
        pub fn session(mut self, value: impl TryInto<String>) -> Self {
            self.session = convert(value).map(Some);
            self
        }

        /// What the user says, and where to look for the answer.
        #[must_use]
        pub fn body(mut self, value: impl TryInto<types::ChatParams>) -> Self {
            self.body = convert(value);
            self
        }

        /// Sends the request and reads the response.
        ///
        /// # Errors
        /// [`Error`] when a value was not set or cannot be converted, and when no declared response arrives.
        pub async fn send(self) -> Result<operations::StreamMessagesResponse, Error> {
            let request = operations::StreamMessagesRequest {
                session_id: given("path", "session_id", self.session_id)?,
                organization_id: given(
                    "query",
                    "organization_id",
                    self.organization_id,
                )?,
                project_id: given("query", "project_id", self.project_id)?,
                session: given("cookie", "session", self.session)?,
                body: given("body", "", self.body)?,
            };
            self.client.inner.call(&operations::STREAM_MESSAGES, request).await
        }
    }
}
