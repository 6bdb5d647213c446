//! A session, as it is begun.

use std::fmt;

use chat_api::types::{ChatSessionSummary, SessionCreate};
use chat_api::{ChatApi, CreateSessionRequest, CreateSessionResponse};
use openapi_runtime::Nullable;
use openapi_runtime::client::BoxFuture;
use uuid::Uuid;

use crate::{Client, Error};

/// A call of [`Client::create_session`]. Send it, or simply await it.
#[derive(Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct CreateSession<'a> {
    client: &'a Client,
    request: CreateSessionRequest,
}

impl<'a> CreateSession<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self {
            client,
            request: CreateSessionRequest::default(),
        }
    }

    /// The indexes that the session will retrieve from, at most 10. Once the first message has been sent they are
    /// locked for the session's lifetime.
    pub fn index_ids(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let ids = ids.into_iter().map(Into::into).collect();
        self.request.body = Some(SessionCreate {
            index_ids: Nullable::Value(ids),
        });
        self
    }

    /// The organization to work in: by default the account's.
    pub fn organization_id(mut self, id: Uuid) -> Self {
        self.request.organization_id = Some(id);
        self
    }

    /// The project to work in: by default the organization's.
    pub fn project_id(mut self, id: Uuid) -> Self {
        self.request.project_id = Some(id);
        self
    }

    /// The platform's own browser session, sent as the cookie `session`. A caller with an API key needs none.
    pub fn cookie_session(mut self, session: impl Into<String>) -> Self {
        self.request.session = Some(session.into());
        self
    }

    /// Creates the session.
    ///
    /// # Errors
    /// [`Error`] when the server refuses the call, when it does not answer, and when its answer cannot be read.
    pub async fn send(self) -> Result<ChatSessionSummary, Error> {
        match ChatApi::create_session(self.client, (), self.request).await? {
            CreateSessionResponse::Created(session) => Ok(session),
            CreateSessionResponse::Unauthorized(error) => Err(Error::unauthorized(error)),
            CreateSessionResponse::UnprocessableEntity(error) => Err(Error::validation(error)),
        }
    }
}

impl<'a> IntoFuture for CreateSession<'a> {
    type Output = Result<ChatSessionSummary, Error>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl fmt::Debug for CreateSession<'_> {
    /// All but the cookie, which is a credential.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateSession")
            .field("organization_id", &self.request.organization_id)
            .field("project_id", &self.request.project_id)
            .field("body", &self.request.body)
            .finish_non_exhaustive()
    }
}
