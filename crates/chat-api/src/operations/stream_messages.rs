// Made from the OpenAPI document by `cargo xtask generate`. Do not edit.

//! `POST /api/v1/chat/{session_id}/messages/stream`: Stream Messages.

use openapi_runtime::{EventStream, Operation, Parameter};
use openapi_runtime::schema::{Format, Schema};
use crate::types;

/// The operation `stream_messages`.
pub static STREAM_MESSAGES: Operation = Operation::new(
        "stream_messages",
        http::Method::POST,
        "/api/v1/chat/{session_id}/messages/stream",
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

static RESPONSE_CONFLICT_X_SHOULD_RETRY: Parameter = Parameter::header(
    "x-should-retry",
    Schema::BOOLEAN,
);

/// What [`stream_messages`](static@STREAM_MESSAGES) takes.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamMessagesRequest {
    /// In the path: The session's unique identifier.
    pub session_id: String,
    /// In the query: The organization to work in; the account's default when absent.
    pub organization_id: Option<uuid::Uuid>,
    /// In the query: The project to work in; the organization's default when absent.
    pub project_id: Option<uuid::Uuid>,
    /// A cookie: The platform's own browser session. A caller with an API key needs none.
    pub session: Option<String>,
    /// What the user says, and where to look for the answer.
    pub body: types::ChatParams,
}

/// What [`stream_messages`](static@STREAM_MESSAGES) gives.
#[derive(Debug)]
pub enum StreamMessagesResponse {
    /// 200: The events of the turn, as they happen. Events named `delta` carry the next piece of a text or
    /// a thought; those named `message` are complete, and among them is the whole text or thought that
    /// deltas made.
    Ok(EventStream<types::Event>),
    /// 401: The credential is missing or not valid.
    Unauthorized(types::HttpError),
    /// 404: The project has no such session.
    NotFound(types::HttpError),
    /// 409: A turn of this session is still running, and a session has one at a time: wait for its `stop`,
    /// then send the message again.
    Conflict {
        /// The header `x-should-retry`: Always `false`. It keeps the vendor's clients from sending the message
        /// again by themselves.
        x_should_retry: Option<bool>,
        /// Its body.
        body: types::HttpError,
    },
    /// 422: The request does not match its declaration.
    UnprocessableEntity(types::HttpValidationError),
}

#[cfg(feature = "client")]
impl openapi_runtime::client::Encode for StreamMessagesRequest {
    fn encode(
        self,
        request: &mut openapi_runtime::client::RequestHead,
    ) -> Result<(), openapi_runtime::client::Error> {
        request.parameter(&PATH_SESSION_ID, &self.session_id)?;
        request.parameter(&QUERY_ORGANIZATION_ID, &self.organization_id)?;
        request.parameter(&QUERY_PROJECT_ID, &self.project_id)?;
        request.parameter(&COOKIE_SESSION, &self.session)?;
        request.json("application/json", &self.body)?;
        Ok(())
    }
}

#[cfg(feature = "client")]
impl openapi_runtime::client::Decode for StreamMessagesResponse {
    const ACCEPT: &'static str = "text/event-stream, application/json";

    async fn decode(
        response: openapi_runtime::client::Response,
    ) -> Result<Self, openapi_runtime::client::Error> {
        match response.status().as_u16() {
            200 => response.events().await.map(Self::Ok),
            401 => response.json().await.map(Self::Unauthorized),
            404 => response.json().await.map(Self::NotFound),
            409 => {
                Ok(Self::Conflict {
                    x_should_retry: response
                        .optional(&RESPONSE_CONFLICT_X_SHOULD_RETRY)?,
                    body: response.json().await?,
                })
            }
            422 => response.json().await.map(Self::UnprocessableEntity),
            _ => Err(response.undeclared().await),
        }
    }
}

#[cfg(feature = "server")]
impl openapi_runtime::server::Decode for StreamMessagesRequest {
    async fn decode(
        call: &mut openapi_runtime::server::Call,
    ) -> Result<Self, openapi_runtime::server::Refusal> {
        let session_id = call.required(&PATH_SESSION_ID);
        let organization_id = call.optional(&QUERY_ORGANIZATION_ID);
        let project_id = call.optional(&QUERY_PROJECT_ID);
        let session = call.optional(&COOKIE_SESSION);
        let body = call.required_json(&crate::schemas::CHAT_PARAMS).await?;
        call.finish()?;
        Ok(Self {
            session_id: call.present(session_id)?,
            organization_id,
            project_id,
            session,
            body: call.present(body)?,
        })
    }
}

#[cfg(feature = "server")]
impl axum::response::IntoResponse for StreamMessagesResponse {
    fn into_response(self) -> axum::response::Response {
        match self {
            Self::Ok(body) => {
                openapi_runtime::server::named_events(
                    200,
                    body,
                    |item| match item.tag() {
                        "text_delta" | "thinking_delta" => "delta",
                        _ => "message",
                    },
                )
            }
            Self::Unauthorized(body) => {
                openapi_runtime::server::json(401, "application/json", &body)
            }
            Self::NotFound(body) => {
                openapi_runtime::server::json(404, "application/json", &body)
            }
            Self::Conflict { x_should_retry, body } => {
                let mut response = openapi_runtime::server::json(
                    409,
                    "application/json",
                    &body,
                );
                openapi_runtime::server::header(
                    &mut response,
                    &RESPONSE_CONFLICT_X_SHOULD_RETRY,
                    &x_should_retry,
                );
                response
            }
            Self::UnprocessableEntity(body) => {
                openapi_runtime::server::json(422, "application/json", &body)
            }
        }
    }
}
