//! The client.

use chat_api::{ChatApi, CreateSessionRequest, CreateSessionResponse};

use crate::{ClientBuilder, ConfigError, CreateSession};

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
    pub fn create_session(&self) -> CreateSession<'_> {
        CreateSession::new(self)
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
}
