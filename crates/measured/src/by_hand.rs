//! The same server as somebody who knows axum well writes it: the same routes, limits, checks and answers, and no type of
//! ours. Its refusals have the same statuses; it names the first fault, and the generated one all of them.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode, Uri};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::time::timeout;
use uuid::Uuid;

use crate::handler::KEY;

const BODY_SIZE: usize = 2 * 1024 * 1024;
const BODY_TIME: Duration = Duration::from_secs(30);

/// The router of the whole API. What is not measured is not there.
pub fn router() -> Router {
    Router::new()
        .route("/api/v1/chat", post(create_session).get(nothing))
        .route("/api/v1/chat/{session_id}", get(nothing).delete(nothing))
        .route("/api/v1/chat/{session_id}/messages/stream", post(nothing))
        .route("/api/v1/chat/{session_id}/summary", get(nothing))
        .fallback(nothing)
        .with_state(Arc::from(KEY))
}

#[derive(Deserialize)]
struct Scope {
    organization_id: Option<Uuid>,
    project_id: Option<Uuid>,
}

#[derive(Deserialize)]
struct SessionCreate {
    index_ids: Option<Vec<String>>,
}

/// What the handler goes on with once a request is decoded.
struct Create {
    scope: Scope,
    session: Option<String>,
    index_ids: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Summary {
    session_id: String,
    last_updated_at: String,
    generated_title: Option<String>,
    index_ids: Option<Vec<String>>,
    job_metadata: Option<Value>,
}

/// Why a request is refused.
enum Refusal {
    Unauthorized(&'static str),
    Unprocessable(Value),
    Closed(StatusCode, &'static str),
}

async fn nothing() -> Response {
    let detail = Json(json!({ "detail": "Not Found" }));
    (StatusCode::NOT_FOUND, detail).into_response()
}

async fn create_session(
    State(key): State<Arc<str>>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    authenticate(&parts.headers, &key)?;
    let create = Create {
        scope: scope(&parts.uri)?,
        session: session(&parts.headers),
        index_ids: body_of(&parts.headers, body).await?,
    };
    Ok(answer(create).await)
}

/// What the generated trait's method is: nothing is kept.
async fn answer(create: Create) -> Response {
    // Read all the same, as the generated trait gets them.
    black_box((
        create.scope.organization_id,
        create.scope.project_id,
        create.session,
    ));
    let summary = Summary {
        session_id: "ses-abc123".to_owned(),
        last_updated_at: "2026-04-22T12:34:41.342245".to_owned(),
        generated_title: None,
        index_ids: create.index_ids,
        job_metadata: None,
    };
    (StatusCode::CREATED, Json(summary)).into_response()
}

fn authenticate(headers: &HeaderMap, key: &str) -> Result<(), Refusal> {
    let value = headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
    let token = value
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .filter(|token| !token.is_empty())
        .ok_or(Refusal::Unauthorized("Not authenticated"))?;
    if token == key {
        Ok(())
    } else {
        Err(Refusal::Unauthorized("Invalid API Key."))
    }
}

fn scope(uri: &Uri) -> Result<Scope, Refusal> {
    match Query::try_from_uri(uri) {
        Ok(Query(scope)) => Ok(scope),
        Err(error) => Err(fault(&["query"], error.body_text(), "uuid_parsing")),
    }
}

fn session(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get(COOKIE)?.to_str().ok()?;
    let mut pairs = cookies.split(';').map(str::trim);
    let value = pairs.find_map(|pair| pair.strip_prefix("session="))?;
    Some(value.to_owned())
}

async fn body_of(headers: &HeaderMap, body: Body) -> Result<Option<Vec<String>>, Refusal> {
    if headers.contains_key(CONTENT_ENCODING) {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Refusal::Closed(status, "no Content-Encoding is taken"));
    }
    let body = Limited::new(body, BODY_SIZE).collect();
    let bytes = match timeout(BODY_TIME, body).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let status = StatusCode::PAYLOAD_TOO_LARGE;
            return Err(Refusal::Closed(status, "the body is too large"));
        }
        Ok(Err(_)) => {
            let status = StatusCode::BAD_REQUEST;
            return Err(Refusal::Closed(status, "the body broke off"));
        }
        Err(_) => {
            let status = StatusCode::REQUEST_TIMEOUT;
            return Err(Refusal::Closed(status, "the body took too long"));
        }
    };
    if bytes.is_empty() {
        return Ok(None);
    }
    if !is_json(headers) {
        let sentence = "Input should be a valid dictionary".to_owned();
        return Err(fault(&["body"], sentence, "model_attributes_type"));
    }
    let create: SessionCreate = serde_json::from_slice(&bytes)
        .map_err(|error| fault(&["body"], error.to_string(), "value_error"))?;
    if create.index_ids.as_ref().is_some_and(|ids| ids.len() > 10) {
        let sentence = "List should have at most 10 items".to_owned();
        return Err(fault(&["body", "index_ids"], sentence, "too_long"));
    }
    Ok(create.index_ids)
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return true;
    };
    let essence = value
        .to_str()
        .ok()
        .and_then(|value| value.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

fn fault(place: &[&str], sentence: String, kind: &str) -> Refusal {
    Refusal::Unprocessable(json!([{ "loc": place, "msg": sentence, "type": kind }]))
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Unauthorized(detail) => (
                StatusCode::UNAUTHORIZED,
                [(WWW_AUTHENTICATE, "Bearer")],
                Json(json!({ "detail": detail })),
            )
                .into_response(),
            Self::Unprocessable(detail) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                Json(json!({ "detail": detail })),
            )
                .into_response(),
            Self::Closed(status, detail) => {
                (status, Json(json!({ "detail": detail }))).into_response()
            }
        }
    }
}
