//! A session, as it is begun.

use chat_api::types::{ChatSessionSummary, SessionCreate};
use chat_api::{ChatApi, CreateSessionRequest, CreateSessionResponse};
use http::StatusCode;
use openapi_runtime::Nullable;

use crate::call::{Operation, Scope};
use crate::{Call, Client, Error};

/// What [`Client::create_session`] calls.
#[derive(Debug, Clone, Default)]
pub struct CreateSession {
    body: Option<SessionCreate>,
}

impl Call<'_, CreateSession> {
    /// The indexes that the session will retrieve from, at most 10. Once the first message has been sent they are
    /// locked for the session's lifetime.
    pub fn index_ids(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let ids = ids.into_iter().map(Into::into).collect();
        self.operation.body = Some(SessionCreate {
            index_ids: Nullable::Value(ids),
        });
        self
    }
}

impl Operation for CreateSession {
    type Output = ChatSessionSummary;

    async fn call(self, client: &Client, scope: Scope) -> Result<Self::Output, Error> {
        let request = CreateSessionRequest {
            organization_id: scope.organization_id,
            project_id: scope.project_id,
            session: scope.session,
            body: self.body,
        };
        match ChatApi::create_session(client, (), request).await? {
            CreateSessionResponse::Created(session) => Ok(session),
            CreateSessionResponse::Unauthorized(error) => {
                Err(Error::refused(StatusCode::UNAUTHORIZED, error))
            }
            CreateSessionResponse::UnprocessableEntity(error) => Err(Error::invalid(error)),
        }
    }
}
