// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! The operations, called over HTTP.

use openapi_runtime::client::{self, Error, Transport};
use crate::{ChatApi, Credentials};
use crate::operations::{CREATE_SESSION, CreateSessionRequest, CreateSessionResponse};

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
}

/// Calls, as they are put together.
pub mod builder {
    use openapi_runtime::client::Error;
    use super::Client;
    use crate::ChatApi;
    use crate::types;
    use crate::operations::{CreateSessionRequest, CreateSessionResponse};

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
        pub(super) fn new(client: &'a Client) -> Self {
            Self {
                client,
                body: Ok(None),
                organization_id: Ok(None),
                project_id: Ok(None),
                session: Ok(None),
            }
        }

        /// The organization to work in; the account's default when absent.
        #[must_use]
        pub fn organization_id<V>(mut self, value: V) -> Self
        where
            V: TryInto<uuid::Uuid>,
        {
            self.organization_id = value
                .try_into()
                .map(Some)
                .map_err(|_| "the value cannot be converted".to_string());
            self
        }

        /// The project to work in; the organization's default when absent.
        #[must_use]
        pub fn project_id<V>(mut self, value: V) -> Self
        where
            V: TryInto<uuid::Uuid>,
        {
            self.project_id = value
                .try_into()
                .map(Some)
                .map_err(|_| "the value cannot be converted".to_string());
            self
        }

        /// The platform's own browser session. A caller with an API key needs none.
        #[must_use]
        pub fn session<V>(mut self, value: V) -> Self
        where
            V: TryInto<String>,
        {
            self.session = value
                .try_into()
                .map(Some)
                .map_err(|_| "the value cannot be converted".to_string());
            self
        }

        /// What the session is bound to. Leave it out to create an unbound session.
        #[must_use]
        pub fn body<V>(mut self, value: V) -> Self
        where
            V: TryInto<types::SessionCreate>,
        {
            self.body = value
                .try_into()
                .map(Some)
                .map_err(|_| "the value cannot be converted".to_string());
            self
        }

        /// Sends the request and reads the response.
        ///
        /// # Errors
        /// [`Error`] when a value was not set or cannot be converted, and when no declared response arrives.
        pub async fn send(self) -> Result<CreateSessionResponse, Error> {
            let request = CreateSessionRequest {
                organization_id: self
                    .organization_id
                    .map_err(|why| Error::request("query", "organization_id", &why))?,
                project_id: self
                    .project_id
                    .map_err(|why| Error::request("query", "project_id", &why))?,
                session: self
                    .session
                    .map_err(|why| Error::request("cookie", "session", &why))?,
                body: self.body.map_err(|why| Error::request("body", "", &why))?,
            };
            ChatApi::create_session(self.client, (), request).await
        }
    }
}
