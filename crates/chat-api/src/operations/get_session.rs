// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! `GET /api/v1/chat/{session_id}`: Get Full Session.

use openapi_runtime::{Operation, Parameter};
use openapi_runtime::schema::{Format, Schema};
use crate::types;

/// The operation `get_session`.
pub static GET_SESSION: Operation = Operation::new(
        "get_session",
        http::Method::GET,
        "/api/v1/chat/{session_id}",
    )
    .secured(&[&["HTTPBearer"]]);

static PATH_SESSION_ID: Parameter = Parameter::path("session_id", Schema::STRING);

static QUERY_ORGANIZATION_ID: Parameter = Parameter::query(
    "organization_id",
    Schema::STRING.format(Format::Uuid),
);

static QUERY_PROJECT_ID: Parameter = Parameter::query(
    "project_id",
    Schema::STRING.format(Format::Uuid),
);

static COOKIE_SESSION: Parameter = Parameter::cookie("session", Schema::STRING);

/// What [`get_session`](static@GET_SESSION) takes.
#[derive(Debug, Clone, PartialEq)]
pub struct GetSessionRequest {
    /// In the path: The session's unique identifier.
    pub session_id: String,
    /// In the query: The organization to work in; the account's default when absent.
    pub organization_id: Option<uuid::Uuid>,
    /// In the query: The project to work in; the organization's default when absent.
    pub project_id: Option<uuid::Uuid>,
    /// A cookie: The platform's own browser session. A caller with an API key needs none.
    pub session: Option<String>,
}

/// What [`get_session`](static@GET_SESSION) gives.
#[derive(Debug, Clone, PartialEq)]
pub enum GetSessionResponse {
    /// 200: The session and its events.
    Ok(types::SessionDetail),
    /// 401: The credential is missing or not valid.
    Unauthorized(types::HttpError),
    /// 404: The project has no such session.
    NotFound(types::HttpError),
    /// 422: The request does not match its declaration.
    UnprocessableEntity(types::HttpValidationError),
}

#[cfg(feature = "client")]
impl openapi_runtime::client::Encode for GetSessionRequest {
    fn encode(
        self,
        request: &mut openapi_runtime::client::RequestHead,
    ) -> Result<(), openapi_runtime::client::Error> {
        request.parameter(&PATH_SESSION_ID, &self.session_id)?;
        request.parameter(&QUERY_ORGANIZATION_ID, &self.organization_id)?;
        request.parameter(&QUERY_PROJECT_ID, &self.project_id)?;
        request.parameter(&COOKIE_SESSION, &self.session)?;
        Ok(())
    }
}

#[cfg(feature = "client")]
impl openapi_runtime::client::Decode for GetSessionResponse {
    const ACCEPT: &'static str = "application/json";

    async fn decode(
        response: openapi_runtime::client::Response,
    ) -> Result<Self, openapi_runtime::client::Error> {
        match response.status().as_u16() {
            200 => response.json().await.map(Self::Ok),
            401 => response.json().await.map(Self::Unauthorized),
            404 => response.json().await.map(Self::NotFound),
            422 => response.json().await.map(Self::UnprocessableEntity),
            _ => Err(response.undeclared().await),
        }
    }
}

#[cfg(feature = "server")]
impl openapi_runtime::server::Decode for GetSessionRequest {
    async fn decode(
        call: &mut openapi_runtime::server::Call,
    ) -> Result<Self, openapi_runtime::server::Refusal> {
        let session_id = call.required(&PATH_SESSION_ID);
        let organization_id = call.optional(&QUERY_ORGANIZATION_ID);
        let project_id = call.optional(&QUERY_PROJECT_ID);
        let session = call.optional(&COOKIE_SESSION);
        call.finish()?;
        Ok(Self {
            session_id: call.present(session_id)?,
            organization_id,
            project_id,
            session,
        })
    }
}

#[cfg(feature = "server")]
impl axum::response::IntoResponse for GetSessionResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Ok(body) => {
                openapi_runtime::server::json(200, "application/json", &body)
            }
            Self::Unauthorized(body) => {
                openapi_runtime::server::json(401, "application/json", &body)
            }
            Self::NotFound(body) => {
                openapi_runtime::server::json(404, "application/json", &body)
            }
            Self::UnprocessableEntity(body) => {
                openapi_runtime::server::json(422, "application/json", &body)
            }
        }
    }
}
