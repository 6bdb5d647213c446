//! The whole application: the API, what stands beside it, and what surrounds both.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use chat_api::server::{ERRORS, router_with};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use openapi_runtime::server::json;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

use crate::store::Store;
use crate::{ChatServer, KeyRing};

/// How much of a request a server takes, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The largest body, in bytes; a larger one is answered 413.
    pub body_size: usize,
    /// How long a body may take to arrive; a slower one is answered 408.
    pub body_time: Duration,
    /// How long an answer may take to begin; a slower one becomes a 503.
    pub answer_time: Duration,
}

impl Default for Limits {
    /// 1 MiB within 15 seconds, an answer within 30.
    fn default() -> Self {
        Self {
            body_size: 1024 * 1024,
            body_time: Duration::from_secs(15),
            answer_time: Duration::from_secs(30),
        }
    }
}

/// The API, with `GET /health` and `GET /openapi.json` beside it.
pub fn app<S: Store>(server: ChatServer<S>, keys: KeyRing, limits: Limits) -> Router {
    let taken = openapi_runtime::server::Limits {
        body_size: limits.body_size,
        body_time: limits.body_time,
    };
    let server = Arc::new(server);
    let beside = Router::new()
        .route("/health", get(health::<S>))
        .route("/openapi.json", get(document))
        .with_state(Arc::clone(&server));
    let trace = TraceLayer::new_for_http()
        // The path, and not the query: what stands there is the caller's business.
        .make_span_with(|request: &Request| {
            tracing::info_span!("request", method = %request.method(), path = request.uri().path())
        })
        .on_request(())
        .on_response(DefaultOnResponse::new().level(Level::INFO))
        // A failure is logged once, with its cause, where it happens.
        .on_failure(());
    router_with(server, Arc::new(keys), taken)
        .merge(beside)
        .layer(middleware::from_fn_with_state(
            limits.answer_time,
            limit_time,
        ))
        .layer(CatchPanicLayer::custom(|_| {
            tracing::error!("a request handler panicked");
            ERRORS.status(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        }))
        .layer(trace)
}

/// Whether the server and its store are there.
async fn health<S: Store>(State(server): State<Arc<ChatServer<S>>>) -> Response {
    match server.store().check().await {
        Ok(()) => json(
            200,
            "application/json",
            &serde_json::json!({"status": "ok"}),
        ),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the store does not answer"
            );
            json(
                503,
                "application/json",
                &serde_json::json!({"status": "the store does not answer"}),
            )
        }
    }
}

/// The API's own document.
async fn document() -> ([(http::HeaderName, &'static str); 1], &'static str) {
    ([(CONTENT_TYPE, "application/json")], chat_api::OPENAPI)
}

async fn limit_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    let answer = tokio::time::timeout(limit, next.run(request)).await;
    answer.unwrap_or_else(|_| {
        ERRORS.status(StatusCode::SERVICE_UNAVAILABLE, "The request took too long")
    })
}
