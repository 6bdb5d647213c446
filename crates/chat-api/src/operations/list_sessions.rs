// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! `GET /api/v1/chat`: List Sessions.

use openapi_runtime::{Operation, Parameter};
use openapi_runtime::schema::{Format, Schema, Width};
use crate::types;

/// The operation `list_sessions`.
pub static LIST_SESSIONS: Operation = Operation::new(
        "list_sessions",
        http::Method::GET,
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

static QUERY_PAGE_SIZE: Parameter = Parameter::query(
    "page_size",
    Schema::integer(Width::Int64).minimum(1.0).maximum(100.0),
);

static QUERY_PAGE_TOKEN: Parameter = Parameter::query("page_token", Schema::STRING);

static COOKIE_SESSION: Parameter = Parameter::cookie("session", Schema::STRING);

/// What [`list_sessions`](static@LIST_SESSIONS) takes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListSessionsRequest {
    /// In the query: The organization to work in; the account's default when absent.
    pub organization_id: Option<uuid::Uuid>,
    /// In the query: The project to work in; the organization's default when absent.
    pub project_id: Option<uuid::Uuid>,
    /// In the query: How many sessions a page has at most; 20 when absent.
    pub page_size: Option<i64>,
    /// In the query: The `next_page_token` of the page before; the first page when absent. It is good for
    /// the same project alone, and may not be altered.
    pub page_token: Option<String>,
    /// A cookie: The platform's own browser session. A caller with an API key needs none.
    pub session: Option<String>,
}

/// What [`list_sessions`](static@LIST_SESSIONS) gives.
#[derive(Debug, Clone, PartialEq)]
pub enum ListSessionsResponse {
    /// 200: A page of sessions.
    Ok(types::SessionList),
    /// 401: The credential is missing or not valid.
    Unauthorized(types::HttpError),
    /// 422: The request does not match its declaration.
    UnprocessableEntity(types::HttpValidationError),
}

#[cfg(feature = "client")]
impl openapi_runtime::client::Encode for ListSessionsRequest {
    fn encode(
        self,
        request: &mut openapi_runtime::client::RequestHead,
    ) -> Result<(), openapi_runtime::client::Error> {
        request.parameter(&QUERY_ORGANIZATION_ID, &self.organization_id)?;
        request.parameter(&QUERY_PROJECT_ID, &self.project_id)?;
        request.parameter(&QUERY_PAGE_SIZE, &self.page_size)?;
        request.parameter(&QUERY_PAGE_TOKEN, &self.page_token)?;
        request.parameter(&COOKIE_SESSION, &self.session)?;
        Ok(())
    }
}

#[cfg(feature = "client")]
impl openapi_runtime::client::Decode for ListSessionsResponse {
    const ACCEPT: &'static str = "application/json";

    async fn decode(
        response: openapi_runtime::client::Response,
    ) -> Result<Self, openapi_runtime::client::Error> {
        match response.status().as_u16() {
            200 => response.json().await.map(Self::Ok),
            401 => response.json().await.map(Self::Unauthorized),
            422 => response.json().await.map(Self::UnprocessableEntity),
            _ => Err(response.undeclared().await),
        }
    }
}

#[cfg(feature = "server")]
impl openapi_runtime::server::Decode for ListSessionsRequest {
    async fn decode(
        call: &mut openapi_runtime::server::Call,
    ) -> Result<Self, openapi_runtime::server::Refusal> {
        let organization_id = call.optional(&QUERY_ORGANIZATION_ID);
        let project_id = call.optional(&QUERY_PROJECT_ID);
        let page_size = call.optional(&QUERY_PAGE_SIZE);
        let page_token = call.optional(&QUERY_PAGE_TOKEN);
        let session = call.optional(&COOKIE_SESSION);
        call.finish()?;
        Ok(Self {
            organization_id,
            project_id,
            page_size,
            page_token,
            session,
        })
    }
}

#[cfg(feature = "server")]
impl axum::response::IntoResponse for ListSessionsResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Ok(body) => {
                openapi_runtime::server::json(200, "application/json", &body)
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
