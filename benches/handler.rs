//! The generated Create Session, decoding and checks included, beside the same endpoint written by hand on axum: the
//! same routes, types and checks, the same store (none), the same answers.

#![allow(clippy::unwrap_used)] // a bench that cannot run may stop

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequestParts, Query, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use chat_api::types::{ChatSessionSummary, HttpError, SessionCreate};
use chat_api::{
    Authenticate, ChatApi, CreateSessionRequest, CreateSessionResponse, Credentials,
    DeleteSessionRequest, DeleteSessionResponse, GetSessionRequest, GetSessionResponse,
    GetSessionSummaryRequest, GetSessionSummaryResponse, ListSessionsRequest, ListSessionsResponse,
    StreamMessagesRequest, StreamMessagesResponse,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use openapi_runtime::{AuthError, Context, Operation};
use serde::Deserialize;
use serde_json::json;
use tower::ServiceExt;
use uuid::Uuid;

const KEY: &str = "llx-bench";
const PATH: &str = "/api/v1/chat?project_id=6ba7b810-9dad-11d1-80b4-00c04fd430c8";
const BODY: &str = r#"{"index_ids":["idx-abc123","idx-def456"]}"#;

fn summary(index_ids: Option<Vec<String>>) -> ChatSessionSummary {
    ChatSessionSummary {
        session_id: "ses-abc123".to_owned(),
        last_updated_at: "2026-04-22T12:34:41.342245".to_owned(),
        generated_title: None,
        index_ids,
        job_metadata: None,
    }
}

struct Generated;

/// What is not measured is not there.
fn nothing() -> HttpError {
    HttpError {
        detail: String::new(),
    }
}

impl ChatApi<Context<()>> for Generated {
    type Error = std::convert::Infallible;

    async fn create_session(
        &self,
        _: Context<()>,
        request: CreateSessionRequest,
    ) -> Result<CreateSessionResponse, Self::Error> {
        let index_ids = request.body.and_then(|body| body.index_ids.into_option());
        Ok(CreateSessionResponse::Created(summary(index_ids)))
    }

    async fn list_sessions(
        &self,
        _: Context<()>,
        _: ListSessionsRequest,
    ) -> Result<ListSessionsResponse, Self::Error> {
        Ok(ListSessionsResponse::Unauthorized(nothing()))
    }

    async fn get_session(
        &self,
        _: Context<()>,
        _: GetSessionRequest,
    ) -> Result<GetSessionResponse, Self::Error> {
        Ok(GetSessionResponse::NotFound(nothing()))
    }

    async fn get_session_summary(
        &self,
        _: Context<()>,
        _: GetSessionSummaryRequest,
    ) -> Result<GetSessionSummaryResponse, Self::Error> {
        Ok(GetSessionSummaryResponse::NotFound(nothing()))
    }

    async fn delete_session(
        &self,
        _: Context<()>,
        _: DeleteSessionRequest,
    ) -> Result<DeleteSessionResponse, Self::Error> {
        Ok(DeleteSessionResponse::NotFound(nothing()))
    }

    async fn stream_messages(
        &self,
        _: Context<()>,
        _: StreamMessagesRequest,
    ) -> Result<StreamMessagesResponse, Self::Error> {
        Ok(StreamMessagesResponse::NotFound(nothing()))
    }
}

impl Authenticate for Generated {
    type Principal = ();

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &'static Operation,
    ) -> Result<(), AuthError> {
        let key = credentials.http_bearer.ok_or(AuthError::Missing)?;
        if key.token() == KEY {
            Ok(())
        } else {
            Err(AuthError::Invalid("Invalid API Key.".to_owned()))
        }
    }
}

#[derive(Deserialize)]
struct Scope {
    organization_id: Option<Uuid>,
    project_id: Option<Uuid>,
}

/// What a careful person writes by hand: the key, both ids, the cookie, the body and its bound.
async fn by_hand(State(key): State<Arc<str>>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let refuse = |status: u16, detail: serde_json::Value| {
        let status = axum::http::StatusCode::from_u16(status).unwrap();
        (status, Json(json!({ "detail": detail }))).into_response()
    };
    let authorization = parts
        .headers
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    let Some(token) = authorization.and_then(|value| value.strip_prefix("Bearer ")) else {
        return refuse(401, json!("Not authenticated"));
    };
    if *token != *key {
        return refuse(401, json!("Invalid API Key."));
    }
    let scope = match Query::<Scope>::from_request_parts(&mut parts, &()).await {
        Ok(Query(scope)) => scope,
        Err(error) => {
            return refuse(
                422,
                json!([{"loc": ["query"], "msg": error.to_string(), "type": "value_error"}]),
            );
        }
    };
    let cookies = parts
        .headers
        .get("cookie")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let cookie = cookies
        .split("; ")
        .find_map(|pair| pair.strip_prefix("session="));
    black_box((scope.organization_id, scope.project_id, cookie));
    let bytes = match axum::body::to_bytes(body, 2 * 1024 * 1024).await {
        Ok(bytes) => bytes,
        Err(_) => return refuse(413, json!("too large")),
    };
    let mut index_ids = None;
    if !bytes.is_empty() {
        let json = parts
            .headers
            .get("content-type")
            .is_none_or(|value| value.as_bytes().starts_with(b"application/json"));
        match serde_json::from_slice::<SessionCreate>(&bytes) {
            Ok(body) if json => index_ids = body.index_ids.into_option(),
            Ok(_) => {
                return refuse(
                    422,
                    json!([{"loc": ["body"], "msg": "not JSON", "type": "model_attributes_type"}]),
                );
            }
            Err(error) => {
                return refuse(
                    422,
                    json!([{"loc": ["body"], "msg": error.to_string(), "type": "value_error"}]),
                );
            }
        }
    }
    if index_ids.as_ref().is_some_and(|ids| ids.len() > 10) {
        return refuse(
            422,
            json!([{"loc": ["body", "index_ids"], "msg": "too many", "type": "too_long"}]),
        );
    }
    (axum::http::StatusCode::CREATED, Json(summary(index_ids))).into_response()
}

fn request() -> Request {
    Request::post(PATH)
        .header("authorization", format!("Bearer {KEY}"))
        .header("content-type", "application/json")
        .header("cookie", "session=abc")
        .body(Body::from(BODY))
        .unwrap()
}

async fn status(router: &Router) -> u16 {
    let response = router.clone().oneshot(request()).await.unwrap();
    let status = response.status().as_u16();
    black_box(
        axum::body::to_bytes(response.into_body(), usize::MAX)
            .await
            .unwrap(),
    );
    status
}

fn handlers(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let generated = chat_api::server::router(Generated);
    let hand = Router::new()
        .route("/api/v1/chat", post(by_hand))
        .with_state(Arc::from(KEY));
    for router in [&generated, &hand] {
        assert_eq!(runtime.block_on(status(router)), 201);
    }
    let mut group = criterion.benchmark_group("create session, in memory");
    group
        .throughput(Throughput::Elements(1))
        .sample_size(50)
        .measurement_time(Duration::from_secs(5));
    group.bench_function("written by hand", |b| {
        b.to_async(&runtime).iter(|| status(&hand))
    });
    group.bench_function("generated", |b| {
        b.to_async(&runtime).iter(|| status(&generated))
    });
    group.finish();
}

criterion_group!(benches, handlers);
criterion_main!(benches);
