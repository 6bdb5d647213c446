// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! `POST /api/v1/chat`: Create Session.

use openapi_runtime::{Operation, Parameter};
use openapi_runtime::schema::{Format, Schema};
use crate::types;

/// The operation `create_session`.
pub static CREATE_SESSION: Operation = Operation::new(
        "create_session",
        http::Method::POST,
        "/api/v1/chat",
    )
    .secured(&[&["HTTPBearer"]]);

static QUERY_ORGANIZATION_ID: Parameter = Parameter::query(
    "organization_id",
    Schema::STRING.format(Format::Uuid),
);

static QUERY_PROJECT_ID: Parameter = Parameter::query(
    "project_id",
    Schema::STRING.format(Format::Uuid),
);

static COOKIE_SESSION: Parameter = Parameter::cookie("session", Schema::STRING);

/// What [`create_session`](static@CREATE_SESSION) takes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CreateSessionRequest {
    /// In the query: The organization to work in; the account's default when absent.
    pub organization_id: Option<uuid::Uuid>,
    /// In the query: The project to work in; the organization's default when absent.
    pub project_id: Option<uuid::Uuid>,
    /// A cookie: The platform's own browser session. A caller with an API key needs none.
    pub session: Option<String>,
    /// What the session is bound to. Leave it out to create an unbound session.
    pub body: Option<types::SessionCreate>,
}

/// What [`create_session`](static@CREATE_SESSION) gives.
#[derive(Debug, Clone, PartialEq)]
pub enum CreateSessionResponse {
    /// 201: The session was created.
    Created(types::ChatSessionSummary),
    /// 401: The credential is missing or not valid.
    Unauthorized(types::HttpError),
    /// 422: The request does not match its declaration.
    UnprocessableEntity(types::HttpValidationError),
}

#[cfg(feature = "client")]
impl openapi_runtime::client::Encode for CreateSessionRequest {
    fn encode(
        self,
        request: &mut openapi_runtime::client::RequestHead,
    ) -> Result<(), openapi_runtime::client::Error> {
        request.parameter(&QUERY_ORGANIZATION_ID, &self.organization_id)?;
        request.parameter(&QUERY_PROJECT_ID, &self.project_id)?;
        request.parameter(&COOKIE_SESSION, &self.session)?;
        if let Some(body) = &self.body {
            request.json("application/json", body)?;
        }
        Ok(())
    }
}

#[cfg(feature = "client")]
impl openapi_runtime::client::Decode for CreateSessionResponse {
    const ACCEPT: &'static str = "application/json";

    async fn decode(
        response: openapi_runtime::client::Response,
    ) -> Result<Self, openapi_runtime::client::Error> {
        match response.status().as_u16() {
            201 => response.json().await.map(Self::Created),
            401 => response.json().await.map(Self::Unauthorized),
            422 => response.json().await.map(Self::UnprocessableEntity),
            _ => Err(response.undeclared().await),
        }
    }
}

#[cfg(feature = "server")]
impl openapi_runtime::server::Decode for CreateSessionRequest {
    async fn decode(
        call: &mut openapi_runtime::server::Call,
    ) -> Result<Self, openapi_runtime::server::Refusal> {
        let organization_id = call.optional(&QUERY_ORGANIZATION_ID);
        let project_id = call.optional(&QUERY_PROJECT_ID);
        let session = call.optional(&COOKIE_SESSION);
        let body = call.optional_json(&crate::schemas::SESSION_CREATE).await?;
        call.finish()?;
        Ok(Self {
            organization_id,
            project_id,
            session,
            body,
        })
    }
}

#[cfg(feature = "server")]
impl axum::response::IntoResponse for CreateSessionResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Created(body) => {
                openapi_runtime::server::json(201, "application/json", &body)
            }
            Self::Unauthorized(body) => {
                openapi_runtime::server::json(401, "application/json", &body)
            }
            Self::UnprocessableEntity(body) => {
                openapi_runtime::server::json(422, "application/json", &body)
            }
        }
    }
}
