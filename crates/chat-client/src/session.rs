//! One session: read in full, read in short, deleted.

use chat_api::types::{ChatSessionSummary, SessionDetail};
use chat_api::{
    ChatApi, DeleteSessionRequest, DeleteSessionResponse, GetSessionRequest, GetSessionResponse,
    GetSessionSummaryRequest, GetSessionSummaryResponse,
};
use http::StatusCode;

use crate::call::{Operation, Scope};
use crate::{Client, Error};

/// What [`Client::get_session`] calls.
#[derive(Debug, Clone)]
pub struct GetSession {
    pub(crate) session_id: String,
}

impl Operation for GetSession {
    type Output = SessionDetail;

    async fn call(self, client: &Client, scope: Scope) -> Result<Self::Output, Error> {
        let request = GetSessionRequest {
            session_id: self.session_id,
            organization_id: scope.organization_id,
            project_id: scope.project_id,
            session: scope.session,
        };
        match ChatApi::get_session(client, (), request).await? {
            GetSessionResponse::Ok(session) => Ok(session),
            GetSessionResponse::Unauthorized(error) => {
                Err(Error::refused(StatusCode::UNAUTHORIZED, error))
            }
            GetSessionResponse::NotFound(error) => {
                Err(Error::refused(StatusCode::NOT_FOUND, error))
            }
            GetSessionResponse::UnprocessableEntity(error) => Err(Error::invalid(error)),
        }
    }
}

/// What [`Client::get_session_summary`] calls.
#[derive(Debug, Clone)]
pub struct GetSessionSummary {
    pub(crate) session_id: String,
}

impl Operation for GetSessionSummary {
    type Output = ChatSessionSummary;

    async fn call(self, client: &Client, scope: Scope) -> Result<Self::Output, Error> {
        let request = GetSessionSummaryRequest {
            session_id: self.session_id,
            organization_id: scope.organization_id,
            project_id: scope.project_id,
            session: scope.session,
        };
        match ChatApi::get_session_summary(client, (), request).await? {
            GetSessionSummaryResponse::Ok(session) => Ok(session),
            GetSessionSummaryResponse::Unauthorized(error) => {
                Err(Error::refused(StatusCode::UNAUTHORIZED, error))
            }
            GetSessionSummaryResponse::NotFound(error) => {
                Err(Error::refused(StatusCode::NOT_FOUND, error))
            }
            GetSessionSummaryResponse::UnprocessableEntity(error) => Err(Error::invalid(error)),
        }
    }
}

/// What [`Client::delete_session`] calls.
#[derive(Debug, Clone)]
pub struct DeleteSession {
    pub(crate) session_id: String,
}

impl Operation for DeleteSession {
    type Output = ();

    async fn call(self, client: &Client, scope: Scope) -> Result<Self::Output, Error> {
        let request = DeleteSessionRequest {
            session_id: self.session_id,
            organization_id: scope.organization_id,
            project_id: scope.project_id,
            session: scope.session,
        };
        match ChatApi::delete_session(client, (), request).await? {
            DeleteSessionResponse::NoContent => Ok(()),
            DeleteSessionResponse::Unauthorized(error) => {
                Err(Error::refused(StatusCode::UNAUTHORIZED, error))
            }
            DeleteSessionResponse::NotFound(error) => {
                Err(Error::refused(StatusCode::NOT_FOUND, error))
            }
            DeleteSessionResponse::UnprocessableEntity(error) => Err(Error::invalid(error)),
        }
    }
}
