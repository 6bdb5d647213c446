//! Whether a server can be sent requests.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use openapi_runtime::server::json;
use serde_json::json;

use crate::ChatServer;
use crate::store::Store;

/// `/health/live`: the process answers. `/health/ready`, and `/health`: its store does too.
pub(crate) fn health<S: Store>(server: Arc<ChatServer<S>>) -> Router {
    Router::new()
        .route("/health", get(ready::<S>))
        .route("/health/live", get(async || status(200, "ok")))
        .route("/health/ready", get(ready::<S>))
        .with_state(server)
}

async fn ready<S: Store>(State(server): State<Arc<ChatServer<S>>>) -> Response {
    match server.measured_store().check().await {
        Ok(()) => status(200, "ok"),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "the store does not answer"
            );
            status(503, "the store does not answer")
        }
    }
}

fn status(code: u16, sentence: &str) -> Response {
    json(code, "application/json", &json!({"status": sentence}))
}
